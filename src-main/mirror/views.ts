import type { CardView } from '../contract/card.ts';
import type { Deadline, HoldView } from '../contract/hold.ts';
import type { HoldDays } from '../contract/hold-days.ts';
import { impossible } from '../contract/impossible.ts';
import type { PaymentView } from '../contract/payment.ts';
import type { CardRecord, PaymentRecord, SettlementRecord } from '../payments/records.ts';
import { estimated } from './hold-estimates.ts';

/** A month of the house, by its time zone; month 1–12. */
export interface HouseMonth {
  readonly year: number;
  readonly month: number;
}

/** A saved card as the window may see it: no provider token. `busy`: the operation still open on it. */
export function cardView(
  card: CardRecord,
  { month, busy }: { readonly month: HouseMonth; readonly busy: string | null },
): CardView {
  const state = expiryState(card.expiry, month);
  return {
    id: card.id,
    customerId: card.customerId,
    provider: card.provider,
    kind: card.kind,
    brand: card.brand,
    ...(card.funding === undefined ? {} : { funding: card.funding }),
    lastFour: card.lastFour,
    expiry: card.expiry,
    expiryState: state,
    nickname: card.nickname,
    holder: card.holder,
    isDefault: card.isDefault,
    unusable: unusable(card, state),
    busy,
  };
}

/** Good through the last day of its month; soon = this month or next. None for a bank account. */
export function expiryState(expiry: CardRecord['expiry'], month: HouseMonth): CardView['expiryState'] {
  if (!expiry) return 'none';
  const left = expiry.year * 12 + expiry.month - (month.year * 12 + month.month);
  if (left < 0) return 'expired';
  return left <= 1 ? 'soon' : 'ok';
}

function unusable(card: CardRecord, state: CardView['expiryState']): CardView['unusable'] {
  if (card.removed) return 'card_removed';
  if (state === 'expired') return 'card_expired';
  if (card.chargeable) return null;
  // A BACS or SEPA account is paid by the token of an active mandate: where there is none, there is no such token.
  return (card.kind === 'bacs' || card.kind === 'sepa') && card.payToken === ''
    ? 'mandate_not_active'
    : 'card_not_usable';
}

/** Something of this authorization can still be captured: a row of the holds list. */
export function isHold(payment: PaymentRecord): boolean {
  return payment.capturable > 0 && (payment.state === 'held' || payment.state === 'paid');
}

export interface HoldContext {
  /** unix ms */
  readonly now: number;
  /** how long the house expects a hold to last where the provider gives no date */
  readonly holdDays: HoldDays;
  readonly customer: { readonly name: string; readonly phone: string | null };
  readonly placedBy: string | null;
  readonly busy: string | null;
}

/** An authorization as the window may see it, whatever became of it. Amounts in minor units. */
export function holdView(payment: PaymentRecord, context: HoldContext): HoldView {
  const { currency } = payment;
  return {
    id: payment.id,
    provider: payment.provider,
    customerId: payment.customerId,
    customerName: context.customer.name,
    customerPhone: context.customer.phone,
    card: payment.card,
    authorized: { amount: payment.authorized, currency },
    capturable: { amount: payment.capturable, currency },
    placedAt: payment.at,
    deadline: deadlineOf(payment, context.holdDays),
    state: holdState(payment, context.now),
    purpose: payment.description,
    placedBy: context.placedBy,
    busy: context.busy,
  };
}

/** The provider's date; for Paysafe, which gives none, an estimate that says it is one, and of what. */
export function deadlineOf(
  payment: Pick<PaymentRecord, 'provider' | 'captureBefore' | 'at' | 'card' | 'funding'>,
  holdDays: HoldDays,
): Deadline | null {
  if (payment.captureBefore !== null) return { at: payment.captureBefore, estimated: false };
  if (payment.provider !== 'paysafe') return null;
  const { at, card, funding = null } = payment;
  return { estimated: true, ...estimated({ at, brand: card?.brand ?? null, funding }, holdDays) };
}

function holdState(payment: PaymentRecord, now: number): HoldView['state'] {
  const past = payment.captureBefore !== null && payment.captureBefore <= now;
  switch (payment.state) {
    case 'held':
      if (payment.capturable === 0) return 'unsure';
      return past ? 'lapsed' : 'open';
    case 'paid':
      return payment.capturable > 0 && !past ? 'open' : 'captured';
    case 'pending':
    case 'partly_refunded':
    case 'refunded':
      return 'captured';
    case 'released':
    case 'lapsed':
      return payment.state;
    case 'declined':
    case 'not_finished':
    case 'unsure':
      return 'unsure';
    default:
      return impossible(payment.state);
  }
}

/** A payment as the window may see it, with what can still go back and how. Amounts in minor units. */
export function paymentView(
  payment: PaymentRecord,
  { customerName, busy }: { readonly customerName: string; readonly busy: string | null },
): PaymentView {
  const { currency } = payment;
  const back = refundable(payment.settlements);
  return {
    id: payment.id,
    provider: payment.provider,
    customerId: payment.customerId,
    customerName,
    card: payment.card,
    state: payment.state,
    amount: { amount: payment.authorized, currency },
    taken: { amount: payment.taken, currency },
    refunded: { amount: payment.refunded, currency },
    refundable: { amount: back.amount, currency },
    refundMeans: back.means,
    at: payment.at,
    description: payment.description,
    ...(payment.dispute && payment.dispute.state !== 'won' ? { dispute: payment.dispute } : {}),
    busy,
  };
}

/** One refund touches one settlement, so the one that can give most back says how much and how. */
function refundable(settlements: readonly SettlementRecord[]): {
  amount: number;
  means: PaymentView['refundMeans'];
} {
  const most = settlements.reduce<SettlementRecord | null>(
    (best, each) => (each.refundable > (best?.refundable ?? 0) ? each : best),
    null,
  );
  if (!most) return { amount: 0, means: 'none' };
  return { amount: most.refundable, means: most.pending ? 'cancel' : 'refund' };
}
