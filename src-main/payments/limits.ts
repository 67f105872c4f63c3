import type { Money } from '../contract/money.ts';
import { refused, type Failure } from '../contract/failure.ts';
import type { Order } from './order.ts';
import type { CardRecord, PaymentRecord, SettlementRecord } from './records.ts';

type Verdict = Failure | null;
type OrderOf<K extends Order['kind']> = Extract<Order, { kind: K }>;

export interface TakeFacts {
  readonly card: CardRecord | null;
  readonly ownCard: boolean;
  readonly houseCurrency: string;
  /** the house's month now, by its time zone: cards are good through the last day of their month */
  readonly month: { readonly year: number; readonly month: number };
  readonly least: number;
  readonly most: number;
}

/** Whether a charge or hold may be sent, judged on the rows main holds. Amounts in minor units. Null = yes. */
export function judgeTake(order: OrderOf<'charge' | 'hold'>, facts: TakeFacts): Verdict {
  const { card } = facts;
  if (!card) return no('unknown_id');
  if (!facts.ownCard) return no('not_this_customer');
  if (card.removed) return no('card_removed');
  if (isExpired(card, facts.month)) return no('card_expired');
  if (!card.chargeable) return no(whyNotChargeable(card));
  if (order.kind === 'hold' && card.kind !== 'card') return no('card_not_usable');
  if (order.amount.currency !== facts.houseCurrency) return no('wrong_currency', { currency: facts.houseCurrency });
  if (order.tip !== null && order.tip > order.amount.amount) return no('bad_input', { field: 'tip' });
  return judgeAmount(order.amount, facts);
}

/** Whether this much of a hold may be captured now. */
export function judgeCapture(order: OrderOf<'capture'>, payment: PaymentRecord | null, now: number): Verdict {
  const closed = judgeHold(payment, now);
  if (closed || !payment) return closed;
  if (order.amount.currency !== payment.currency) return no('wrong_currency', { currency: payment.currency });
  if (order.amount.amount <= 0) return no('amount_zero');
  if (order.amount.amount > payment.capturable) {
    return no('over_held', { most: payment.capturable, currency: payment.currency });
  }
  return null;
}

/** Whether a hold may be given back now. */
export function judgeRelease(payment: PaymentRecord | null, now: number): Verdict {
  return judgeHold(payment, now);
}

export interface RefundChoice {
  readonly settlement: SettlementRecord;
  readonly means: 'refund' | 'cancel';
  readonly whole: boolean;
}

/**
 * How this much can go back: refund, or cancel where the settlement has not been batched yet (Paysafe). One operation touches one
 * settlement; where a payment has several, the first that can give the whole amount is taken.
 */
export function judgeRefund(order: OrderOf<'refund'>, payment: PaymentRecord | null): RefundChoice | Failure {
  if (!payment) return no('unknown_id');
  if (order.amount.currency !== payment.currency) return no('wrong_currency', { currency: payment.currency });
  if (order.amount.amount <= 0) return no('amount_zero');
  const open = payment.settlements.filter((settlement) => settlement.refundable > 0);
  if (open.length === 0) return no('not_refundable');
  const enough = open.find((settlement) => settlement.refundable >= order.amount.amount);
  if (!enough) {
    return no('over_refundable', {
      most: Math.max(...open.map(({ refundable }) => refundable)),
      currency: payment.currency,
    });
  }
  const exact =
    open.find((settlement) => settlement.refundable === order.amount.amount && settlement.pending) ?? enough;
  const whole = exact.refundable === order.amount.amount && exact.refundable === exact.amount;
  if (exact.pending && !whole) {
    return no('partial_needs_batch', { most: exact.amount, currency: payment.currency });
  }
  return { settlement: exact, means: exact.pending ? 'cancel' : 'refund', whole };
}

/** Whether a card may be removed or made the default. */
export function judgeCard(card: CardRecord | null): Verdict {
  if (!card) return no('unknown_id');
  return card.removed ? no('card_removed') : null;
}

/** A BACS or SEPA account is paid by the token of an active mandate: where there is none, there is no such token. */
export function whyNotChargeable({ kind, payToken }: CardRecord): 'mandate_not_active' | 'card_not_usable' {
  return (kind === 'bacs' || kind === 'sepa') && payToken === '' ? 'mandate_not_active' : 'card_not_usable';
}

/** A card is good through the last day of its month. */
export function isExpired(
  card: Pick<CardRecord, 'expiry'>,
  now: { readonly year: number; readonly month: number },
): boolean {
  if (!card.expiry) return false;
  return card.expiry.year * 12 + card.expiry.month < now.year * 12 + now.month;
}

function judgeHold(payment: PaymentRecord | null, now: number): Verdict {
  if (!payment) return no('unknown_id');
  if (payment.state === 'lapsed') return no('hold_lapsed');
  if (payment.state !== 'held' && !(payment.state === 'paid' && payment.capturable > 0))
    return no('hold_not_open', { state: payment.state });
  if (payment.capturable <= 0) return no('hold_not_open', { state: payment.state });
  if (payment.captureBefore !== null && payment.captureBefore <= now) return no('hold_lapsed');
  return null;
}

function judgeAmount(amount: Money, facts: { least: number; most: number }): Verdict {
  if (amount.amount <= 0) return no('amount_zero');
  if (amount.amount < facts.least) return no('amount_too_small', { least: facts.least, currency: amount.currency });
  if (amount.amount > facts.most) return no('amount_too_large', { most: facts.most, currency: amount.currency });
  return null;
}

function no(...why: Parameters<typeof refused>): Failure {
  return refused(...why).failure;
}
