import type { CardFunding, InstrumentKind, CardLabel } from '../../contract/card.ts';
import type { CardRecord, CustomerRecord, PaymentRecord, SettlementRecord } from '../../payments/records.ts';
import {
  refundableOf,
  type WireAuth,
  type WireBankAccount,
  type WireProfile,
  type WirePurchase,
  type WireSettlement,
  type WireVaultCard,
} from './wire.ts';

/** Paysafe's short names of card brands, in the words both providers share here. */
const brands: Readonly<Record<string, string>> = {
  VI: 'visa',
  VD: 'visa',
  VE: 'visa',
  MC: 'mastercard',
  AM: 'amex',
  DI: 'discover',
  DC: 'diners',
  JC: 'jcb',
  MD: 'maestro',
  SO: 'solo',
};
export const brandOf = (type: string | null): string | null => (type === null ? null : (brands[type] ?? 'other'));

/** The Vault's categories of cards (paysafe.md, section 3); UNKNOWN, and a word that is not known, say nothing. */
const categories: Readonly<Record<string, CardFunding>> = { CREDIT: 'credit', DEBIT: 'debit', PREPAID: 'prepaid' };
/** Types of cards in Card Payments that are debit cards alone: Visa Debit, Electron, Maestro, Solo. Of the others the type says no kind. */
const debitTypes: readonly string[] = ['VD', 'VE', 'MD', 'SO'];
const told = (funding: CardFunding | undefined): { readonly funding?: CardFunding } => (funding ? { funding } : {});

/** A Vault profile as main keeps it. `readAt` unix ms. */
export function customerRecord(wire: WireProfile, readAt: number): CustomerRecord {
  const fallback = wire.cards.find((card) => card.defaultCardIndicator);
  return {
    id: `paysafe:${wire.id}`,
    provider: 'paysafe',
    ref: wire.id,
    name:
      [wire.firstName, wire.middleName, wire.lastName].filter(Boolean).join(' ') ||
      (wire.email ?? wire.merchantCustomerId ?? ''),
    phone: wire.phone ?? wire.cellPhone,
    email: wire.email,
    language: wire.locale?.split('_')[0] ?? null,
    createdAt: null,
    defaultCardId: fallback ? `paysafe:${fallback.id}` : null,
    externalId: wire.merchantCustomerId,
    deleted: false,
    readAt,
  };
}

/** Cards and bank accounts of a profile. */
export function instrumentRecords(wire: WireProfile, readAt: number): CardRecord[] {
  const customerId = `paysafe:${wire.id}`;
  const banks: [Exclude<InstrumentKind, 'card'>, readonly WireBankAccount[]][] = [
    ['ach', wire.achBankAccounts],
    ['eft', wire.eftBankAccounts],
    ['bacs', wire.bacsBankAccounts],
    ['sepa', wire.sepaBankAccounts],
  ];
  return [
    ...wire.cards.map((card) => cardRecord(card, customerId, readAt)),
    ...banks.flatMap(([kind, accounts]) =>
      accounts.map((account) => bankRecord(account, { kind, customerId, readAt })),
    ),
  ];
}

export function cardRecord(wire: WireVaultCard, customerId: string, readAt: number): CardRecord {
  return {
    id: `paysafe:${wire.id}`,
    provider: 'paysafe',
    customerId,
    ref: wire.id,
    payToken: wire.paymentToken,
    kind: 'card',
    brand: brandOf(wire.cardType),
    ...told(categories[wire.cardCategory ?? '']),
    lastFour: wire.lastDigits,
    expiry: wire.cardExpiry,
    nickname: wire.nickName,
    holder: wire.holderName,
    isDefault: wire.defaultCardIndicator,
    // ACTIVE is the only documented status of a card; whatever else appears is not charged.
    chargeable: wire.status === 'ACTIVE' && wire.paymentToken !== '',
    removed: false,
    readAt,
  };
}

export function bankRecord(
  wire: WireBankAccount,
  about: { kind: Exclude<InstrumentKind, 'card'>; customerId: string; readAt: number },
): CardRecord {
  // BACS and SEPA are paid with the token of an active mandate, ACH and EFT with the account's own.
  const mandated = about.kind === 'bacs' || about.kind === 'sepa';
  const mandate = wire.mandates.find(({ status }) => status === 'ACTIVE');
  const payToken = mandated ? (mandate?.paymentToken ?? '') : wire.paymentToken;
  return {
    id: `paysafe:${wire.id}`,
    provider: 'paysafe',
    customerId: about.customerId,
    ref: wire.id,
    payToken,
    kind: about.kind,
    brand: null,
    lastFour: wire.lastDigits,
    expiry: null,
    nickname: wire.nickName,
    holder: wire.accountHolderName,
    isDefault: false,
    chargeable: wire.status === 'ACTIVE' && payToken !== '',
    removed: false,
    readAt: about.readAt,
  };
}

/** What Paysafe does not say of a transaction and the registry or the order does. */
export interface Known {
  readonly customerId: string | null;
  readonly cardId: string | null;
  readonly description: string | null;
  readonly account: string | null;
  readonly currency: string;
  readonly card: CardLabel | null;
  readonly key: string | null;
}

/** An authorization with its settlements as a payment row. Settlement refs come from the registry: Paysafe lists none on a look-up. */
export function authRecord(
  wire: WireAuth,
  settlements: readonly WireSettlement[],
  known: Known,
  readAt: number,
): PaymentRecord {
  const alive = settlements.filter(({ status }) => status !== 'CANCELLED' && status !== 'FAILED');
  const taken = sum(alive, ({ amount }) => amount);
  const refundable = sum(alive, refundableOf);
  const refunded = taken - refundable;
  const capturable = wire.status === 'COMPLETED' ? wire.availableToSettle : 0;
  return {
    id: `paysafe:${wire.id}`,
    provider: 'paysafe',
    ref: wire.id,
    customerId: known.customerId,
    cardId: known.cardId,
    card: wire.card?.lastDigits
      ? { kind: 'card', brand: brandOf(wire.card.type), lastFour: wire.card.lastDigits, nickname: null }
      : known.card,
    state: authState(wire, { taken, refunded, capturable, settlements }),
    currency: wire.currencyCode ?? known.currency,
    authorized: wire.amount,
    capturable,
    taken,
    refunded,
    settlements: settlements.map(settlementRecord),
    at: timeOf(wire.txnTime) ?? readAt,
    captureBefore: null,
    description: known.description ?? wire.description,
    key: wire.merchantRefNum || known.key,
    account: known.account,
    ...told(debitTypes.includes(wire.card?.type ?? '') ? 'debit' : undefined),
    readAt,
  };
}

function settlementRecord(settlement: WireSettlement): SettlementRecord {
  const { id: ref, amount, status } = settlement;
  // Kept with it: that it was there and is not any more is news to whoever counts it as paid.
  if (status === 'CANCELLED') return { ref, amount, refundable: 0, pending: false, gone: 'called_off' };
  if (status === 'FAILED') return { ref, amount, refundable: 0, pending: false, gone: 'failed' };
  return {
    ...{ ref, amount, refundable: refundableOf(settlement) },
    pending: status === 'PENDING' || status === 'RECEIVED',
  };
}

function authState(
  wire: WireAuth,
  facts: { taken: number; refunded: number; capturable: number; settlements: readonly WireSettlement[] },
): PaymentRecord['state'] {
  switch (wire.status) {
    case 'COMPLETED':
      if (facts.taken > 0)
        return facts.refunded === 0 ? 'paid' : facts.refunded >= facts.taken ? 'refunded' : 'partly_refunded';
      if (facts.capturable > 0) return 'held';
      // Nothing left to capture and nothing taken that we know of: every settlement was cancelled, or someone else made one.
      return facts.settlements.length > 0 ? 'released' : 'unsure';
    case 'CANCELLED':
      return facts.taken > 0 ? 'paid' : 'released';
    case 'FAILED':
      return 'declined';
    default:
      return 'unsure';
  }
}

/** Banks send a debit back within seven days (paysafe.md, section 5); a day more for their calendar and the provider's night. */
const returnsWithinMs = 8 * 86_400_000;

/**
 * COMPLETED is what Paysafe calls a debit from its first moment, and a return shows only when it comes: it counts as collected when it still stands
 * after the days in which banks send back. `now`: unix ms, by Paysafe's own clock where that is known.
 */
export function isCollected(wire: Pick<WirePurchase, 'status' | 'txnTime'>, now: number): boolean {
  const acceptedAt = timeOf(wire.txnTime);
  return wire.status === 'COMPLETED' && acceptedAt !== null && now - acceptedAt >= returnsWithinMs;
}

/** A bank debit as a payment row: accepted first, collected days later. */
export function purchaseRecord(wire: WirePurchase, known: Known, readAt: number): PaymentRecord {
  const pending =
    wire.status === 'PENDING' ||
    wire.status === 'RECEIVED' ||
    wire.status === 'PROCESSING' ||
    wire.status === 'COMPLETED';
  const cancellable = wire.status === 'PENDING' || wire.status === 'RECEIVED';
  const kind = (['eft', 'ach', 'bacs', 'sepa'] as const).find((scheme) => wire[scheme] !== null);
  return {
    id: `paysafe:${wire.id}`,
    provider: 'paysafe',
    ref: wire.id,
    customerId: known.customerId,
    cardId: known.cardId,
    card: kind ? { kind, brand: null, lastFour: wire[kind]?.lastDigits ?? '', nickname: null } : known.card,
    state: pending
      ? isCollected(wire, readAt)
        ? 'paid'
        : 'pending'
      : wire.status === 'FAILED'
        ? 'declined'
        : wire.status === 'CANCELLED'
          ? 'released'
          : 'unsure',
    currency: wire.currencyCode ?? known.currency,
    authorized: wire.amount,
    capturable: 0,
    taken: pending ? wire.amount : 0,
    refunded: 0,
    settlements: cancellable ? [{ ref: wire.id, amount: wire.amount, refundable: wire.amount, pending: true }] : [],
    at: timeOf(wire.txnTime) ?? readAt,
    captureBefore: null,
    description: known.description,
    key: wire.merchantRefNum || known.key,
    account: known.account,
    readAt,
  };
}

function timeOf(text: string | null): number | null {
  const at = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? null : at;
}

function sum<T>(rows: readonly T[], of: (row: T) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}
