import type { GivenBackDecided, GivenBackFound } from '../contract/given-back.ts';
import type { Operation } from './operation.ts';
import { isOpen } from './operation.ts';
import { goneOf, lostOf, type PaymentRecord } from './records.ts';

type OfBill = Pick<Operation, 'kind' | 'provider' | 'state' | 'amount' | 'targetId'>;

/** What a bill has of its payments. Minor units. */
export interface BillPayments {
  /** all that name the bill, and what was captured and refunded of what they made */
  readonly operations: readonly OfBill[];
  readonly credits: readonly { readonly amount: number; readonly paymentId: string | null }[];
  readonly decided: readonly GivenBackDecided[];
}

/** The payments at their providers that a bill counts something of: deposits first, then what was charged or held here. */
export function paymentIdsOf({ operations, credits }: Pick<BillPayments, 'operations' | 'credits'>): string[] {
  return [
    ...new Set([
      ...credits.flatMap(({ paymentId }) => paymentId ?? []),
      ...operations.flatMap((operation) => madeBy(operation) ?? []),
    ]),
  ];
}

/** The payment that a charge or hold made: what later captures, releases and refunds name. */
export function madeBy({ kind, provider, state }: OfBill): string | null {
  if (kind !== 'charge' && kind !== 'hold') return null;
  return (state.name === 'done' || state.name === 'pending') && state.reference !== ''
    ? `${provider}:${state.reference}`
    : null;
}

/** What of these decisions the bill counts as given back, minor units. */
export function countedOf(decided: readonly GivenBackDecided[]): number {
  return sumOf(decided, 'counted');
}

/**
 * What was given back of a bill's payments elsewhere, and nobody decided about: what a provider says was refunded, called off or failed before it was collected
 * (Paysafe), or lost in a dispute (Stripe), beyond our own refunds, as far as the bill still counts more of that payment than its provider still has. Of a payment that an order of ours is moving nothing is said until that is known.
 * @param payments as they were last read; one that is not known says nothing
 */
export function givenBackOf(
  bill: BillPayments,
  payments: ReadonlyMap<string, Pick<PaymentRecord, 'provider' | 'taken' | 'refunded' | 'settlements' | 'dispute'>>,
): GivenBackFound[] {
  return paymentIdsOf(bill).flatMap((paymentId) => {
    const payment = payments.get(paymentId);
    const amount = payment ? undecided(bill, { paymentId, payment }) : 0;
    const deposit = bill.credits.some((credit) => credit.paymentId === paymentId);
    return payment && amount > 0
      ? [{ paymentId, provider: payment.provider, deposit, amount, how: howOf(payment) }]
      : [];
  });
}

function undecided(
  { operations, credits, decided }: BillPayments,
  of: {
    readonly paymentId: string;
    readonly payment: Pick<PaymentRecord, 'taken' | 'refunded' | 'settlements' | 'dispute'>;
  },
): number {
  const { paymentId, payment } = of;
  let [counted, ours] = [0, 0];
  for (const { amount, paymentId: own } of credits) if (own === paymentId) counted += amount;
  for (const operation of operations) {
    const { kind, state, targetId } = operation;
    if (targetId !== paymentId && madeBy(operation) !== paymentId) continue;
    if (isOpen(state) || state.name === 'needs_person') return 0;
    if (state.name !== 'done' && state.name !== 'pending') continue;
    // Only found done: the order of these records that did it is counted, here as in the sums of the bill.
    if (state.name === 'done' && state.elsewhereBy?.from === 'records') continue;
    const asked = operation.amount?.amount ?? 0;
    if (kind === 'charge') counted += state.moved.charged ?? asked;
    if (kind === 'capture') counted += state.moved.captured ?? asked;
    if (kind === 'refund') ours += state.moved.refunded ?? asked;
  }
  const about = decided.filter((one) => one.paymentId === paymentId);
  const more = counted - ours - countedOf(about) - Math.max(0, payment.taken - payment.refunded - lostOf(payment));
  return Math.max(
    0,
    Math.min(more, payment.refunded + goneOf(payment) + lostOf(payment) - ours) - sumOf(about, 'left'),
  );
}

/** What its provider shows of the payment: refunds, or captures that never collected anything. */
function howOf(payment: Pick<PaymentRecord, 'refunded' | 'settlements' | 'dispute'>): GivenBackFound['how'] {
  const { refunded, settlements } = payment;
  if (lostOf(payment) > 0) return 'dispute_lost';
  if (refunded > 0) return 'given_back';
  if (settlements.some(({ gone }) => gone === 'failed')) return 'failed';
  return settlements.some(({ gone }) => gone === 'called_off') ? 'called_off' : 'given_back';
}

function sumOf(decided: readonly GivenBackDecided[], choice: GivenBackDecided['choice']): number {
  return decided.reduce((sum, one) => (one.choice === choice && one.undone === null ? sum + one.amount : sum), 0);
}
