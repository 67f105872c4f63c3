import type { CardFunding, CardLabel, InstrumentKind } from '../contract/card.ts';
import type { Dispute } from '../contract/dispute.ts';
import type { ProviderName } from '../contract/provider.ts';
import type { CardRecord, CustomerRecord, PaymentRecord, SettlementRecord } from '../payments/records.ts';

/** Rows of this file are written by this folder only; a file that fails to read is thrown away, so their types are trusted. */
export interface CustomerDbRow {
  readonly id: string;
  readonly provider: ProviderName;
  readonly ref: string;
  readonly name: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly language: string | null;
  readonly created_at: number | null;
  readonly default_card_id: string | null;
  readonly external_id: string | null;
  readonly deleted: number;
  readonly read_at: number;
}

export interface CardDbRow {
  readonly id: string;
  readonly provider: ProviderName;
  readonly customer_id: string;
  readonly ref: string;
  readonly pay_token: string;
  readonly kind: InstrumentKind;
  readonly brand: string | null;
  readonly funding: CardFunding | null;
  readonly last_four: string;
  readonly expiry: number | null;
  readonly nickname: string | null;
  readonly holder: string | null;
  readonly is_default: number;
  readonly chargeable: number;
  readonly removed: number;
  readonly read_at: number;
}

export interface PaymentDbRow {
  readonly id: string;
  readonly provider: ProviderName;
  readonly ref: string;
  readonly customer_id: string | null;
  readonly card_id: string | null;
  readonly card: string | null;
  readonly state: PaymentRecord['state'];
  readonly currency: string;
  readonly authorized: number;
  readonly capturable: number;
  readonly taken: number;
  readonly refunded: number;
  readonly settlements: string;
  readonly at: number;
  readonly capture_before: number | null;
  readonly description: string | null;
  readonly key: string | null;
  readonly account: string | null;
  readonly details: string | null;
  readonly dispute: string | null;
  readonly funding: CardFunding | null;
  readonly bill_name: string | null;
  readonly read_at: number;
  /** the house's own name for the card, which wins */
  readonly own_nickname: string | null;
}

export const customerColumns =
  'id, provider, ref, name, phone, email, language, created_at, default_card_id, external_id, deleted, read_at';

/** Cards `c` with the house's own nickname over the provider's. */
export const cardSelect = `SELECT c.id, c.provider, c.customer_id, c.ref, c.pay_token, c.kind, c.brand, c.funding, c.last_four, c.expiry,
  coalesce(n.name, c.nickname) AS nickname, c.holder, c.is_default, c.chargeable, c.removed, c.read_at
  FROM card c LEFT JOIN nickname n ON n.card_id = c.id`;

/** Columns of a payment `p`, with the nickname of `n`. */
export const paymentColumns = `p.id, p.provider, p.ref, p.customer_id, p.card_id, p.card, p.state, p.currency, p.authorized,
  p.capturable, p.taken, p.refunded, p.settlements, p.at, p.capture_before, p.description, p.key, p.account, p.details, p.dispute,
  p.funding, p.bill_name, p.read_at,
  n.name AS own_nickname`;
export const paymentSource = 'payment p LEFT JOIN nickname n ON n.card_id = p.card_id';

/** Expiry as one number that sorts: months since year 0. */
export const monthNumber = (month: { readonly year: number; readonly month: number }): number =>
  month.year * 12 + month.month - 1;
const monthOf = (number: number): { year: number; month: number } => ({
  year: Math.floor(number / 12),
  month: (number % 12) + 1,
});

export function toCustomer(row: CustomerDbRow): CustomerRecord {
  return {
    id: row.id,
    provider: row.provider,
    ref: row.ref,
    name: row.name,
    phone: row.phone,
    email: row.email,
    language: row.language,
    createdAt: row.created_at,
    defaultCardId: row.default_card_id,
    externalId: row.external_id,
    deleted: row.deleted === 1,
    readAt: row.read_at,
  };
}

export function toCard(row: CardDbRow): CardRecord {
  return {
    id: row.id,
    provider: row.provider,
    customerId: row.customer_id,
    ref: row.ref,
    payToken: row.pay_token,
    kind: row.kind,
    brand: row.brand,
    ...(row.funding === null ? {} : { funding: row.funding }),
    lastFour: row.last_four,
    expiry: row.expiry === null ? null : monthOf(row.expiry),
    nickname: row.nickname,
    holder: row.holder,
    isDefault: row.is_default === 1,
    chargeable: row.chargeable === 1,
    removed: row.removed === 1,
    readAt: row.read_at,
  };
}

export function toPayment(row: PaymentDbRow): PaymentRecord {
  const card = row.card === null ? null : (JSON.parse(row.card) as CardLabel);
  return {
    id: row.id,
    provider: row.provider,
    ref: row.ref,
    customerId: row.customer_id,
    cardId: row.card_id,
    card: card && row.own_nickname !== null ? { ...card, nickname: row.own_nickname } : card,
    state: row.state,
    currency: row.currency,
    authorized: row.authorized,
    capturable: row.capturable,
    taken: row.taken,
    refunded: row.refunded,
    settlements: JSON.parse(row.settlements) as SettlementRecord[],
    at: row.at,
    captureBefore: row.capture_before,
    description: row.description,
    key: row.key,
    account: row.account,
    ...(row.details === null ? {} : { details: JSON.parse(row.details) as Record<string, string> }),
    ...(row.dispute === null ? {} : { dispute: JSON.parse(row.dispute) as Dispute }),
    ...(row.funding === null ? {} : { funding: row.funding }),
    ...(row.bill_name === null ? {} : { billName: row.bill_name }),
    readAt: row.read_at,
  };
}
