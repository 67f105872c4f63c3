import * as v from 'valibot';
import type { Money } from '../../contract/money.ts';
import type { Plan } from '../../payments/order.ts';
import {
  endedState,
  isOwnKey,
  type EndedState,
  type Recalled,
  type RecallPage,
  type RecallQuestion,
  type Unrecalled,
} from '../../payments/recall.ts';
import { captureField, causeIn, keyField } from './orders.ts';
import { paymentRecord } from './records.ts';
import { takeOutcome } from './replies.ts';
import { reference, wireIntent, wireRefund, type WireIntent } from './wire.ts';

const lapsed = new Set(['automatic', 'expired']);

export const intentOf = v.object({ ...wireIntent.entries, receipt_email: v.optional(v.nullable(v.string()), null) });
export type Intent = v.InferOutput<typeof intentOf>;
export const refundOf = v.object({
  ...wireRefund.entries,
  created: v.number(),
  payment_intent: v.optional(v.nullable(v.union([v.string(), intentOf])), null),
});
export type Refund = v.InferOutput<typeof refundOf>;
/** What the events of the last days add: under which key an intent was cancelled, and when it was captured. */
export interface Told {
  readonly cancelKeys: ReadonlyMap<string, string>;
  readonly capturedAt: ReadonlyMap<string, number>;
}

/** Our orders among these intents; what was done on them and cannot be told whose it is. */
export function fromIntents(page: readonly Intent[], told: Told, question: RecallQuestion): RecallPage {
  const found: Recalled[] = [];
  const missing: Unrecalled[] = [];
  for (const intent of page) {
    const key = intent.metadata[keyField];
    if (isOwnKey(key)) {
      const taken = takingOf(intent, key);
      if (taken) found.push(taken);
      else missing.push({ ...about(intent), kind: isHold(intent) ? 'hold' : 'charge', why: 'odd' });
    }
    const capture = captureOf(intent, told);
    if (capture) found.push(capture);
    const release = releaseOf(intent, told);
    if (release) found.push(release);
    else if (isOwnKey(key) && wasReleased(intent) && question.explained('release', intent.id) === 0)
      missing.push({ ...about(intent), kind: 'release', why: 'no_reference' });
  }
  return { found, missing, read: page.length };
}

const money = (amount: number, currency: string): Money => ({ amount, currency: currency.toUpperCase() });
const isHold = (intent: WireIntent): boolean => intent.capture_method === 'manual';
const about = (intent: Intent): Pick<Unrecalled, 'paymentRef' | 'amount' | 'at'> => ({
  paymentRef: intent.id,
  amount: money(intent.amount, intent.currency),
  at: intent.created * 1000,
});

function shared(intent: Intent): Pick<Recalled, 'memo' | 'customerRef' | 'card' | 'followsKey'> {
  return {
    memo: {},
    customerRef: reference(intent.customer),
    card: paymentRecord(intent, intent.created * 1000).card,
    followsKey: null,
  };
}

function takingOf(intent: Intent, key: string): Recalled | null {
  const at = intent.created * 1000;
  const card = reference(intent.payment_method) ?? '';
  const plan = {
    kind: isHold(intent) ? 'hold' : 'charge',
    key,
    amount: money(intent.amount, intent.currency),
    customerRef: reference(intent.customer) ?? '',
    cardRef: card,
    payToken: card,
    instrument: 'card',
    description: intent.description,
    receiptEmail: intent.receipt_email,
    initialTransactionRef: null,
  } as const satisfies Plan;
  const state = wasHeld(intent)
    ? heldState(intent, at)
    : endedState(takeOutcome(plan, { ...intent, customer: plan.customerRef }), at);
  const told = causeIn(intent.metadata);
  return state && { ...shared(intent), plan, state, at, exact: true, ...(told ? { told } : {}) };
}

/** Captured, released or lapsed since: the hold itself was placed all the same. */
function wasHeld(intent: Intent): boolean {
  if (!isHold(intent)) return false;
  if (intent.status === 'succeeded') return true;
  const charge = typeof intent.latest_charge === 'object' ? intent.latest_charge : null;
  return intent.status === 'canceled' && charge?.status === 'succeeded';
}

function heldState(intent: Intent, at: number): EndedState {
  return { name: 'done', at, reference: intent.id, moved: { held: intent.amount } };
}

function captureOf(intent: Intent, told: Told): Recalled | null {
  const key = intent.metadata[captureField];
  if (!isOwnKey(key) || intent.status !== 'succeeded') return null;
  const when = told.capturedAt.get(intent.id);
  const at = when ?? intent.created * 1000;
  const amount = money(intent.amount_received, intent.currency);
  const moved = { captured: intent.amount_received, released: intent.amount - intent.amount_received };
  return {
    ...shared(intent),
    plan: { kind: 'capture', key, amount, paymentRef: intent.id, capturable: intent.amount, account: null },
    state: { name: 'done', at, reference: intent.id, moved },
    at,
    exact: when !== undefined,
  };
}

function wasReleased(intent: Intent): boolean {
  return wasHeld(intent) && intent.status === 'canceled' && !lapsed.has(intent.cancellation_reason ?? '');
}

function releaseOf(intent: Intent, told: Told): Recalled | null {
  const key = told.cancelKeys.get(intent.id);
  if (key === undefined || !wasReleased(intent)) return null;
  const at = (intent.canceled_at ?? intent.created) * 1000;
  return {
    ...shared(intent),
    plan: {
      kind: 'release',
      key,
      amount: money(intent.amount, intent.currency),
      paymentRef: intent.id,
      rest: false,
      account: null,
    },
    state: { name: 'done', at, reference: intent.id, moved: { released: intent.amount } },
    at,
    exact: intent.canceled_at !== null,
  };
}

/** Our refunds among these. */
export function fromRefunds(page: readonly Refund[]): RecallPage {
  const found: Recalled[] = [];
  const missing: Unrecalled[] = [];
  for (const refund of page) {
    const key = refund.metadata[keyField];
    if (!isOwnKey(key)) continue;
    const at = refund.created * 1000;
    const amount = money(refund.amount, refund.currency);
    const intent = typeof refund.payment_intent === 'object' ? refund.payment_intent : null;
    const paymentRef = reference(refund.payment_intent) ?? '';
    const state = refundState(refund, at);
    if (state === null || paymentRef === '') {
      missing.push({ kind: 'refund', paymentRef, amount, at, why: 'odd' });
      continue;
    }
    const whole = intent !== null && refund.amount === intent.amount_received;
    found.push({
      ...(intent ? shared(intent) : { memo: {}, customerRef: null, card: null, followsKey: null }),
      plan: {
        kind: 'refund',
        key,
        amount,
        paymentRef,
        settlementRef: paymentRef,
        means: 'refund',
        whole,
        account: null,
      },
      state,
      at,
      exact: true,
    });
  }
  return { found, missing, read: page.length };
}

function refundState(refund: Refund, at: number): EndedState | null {
  switch (refund.status) {
    case 'succeeded':
      return { name: 'done', at, reference: refund.id, moved: { refunded: refund.amount } };
    case 'pending':
    case 'requires_action':
      return { name: 'pending', at, reference: refund.id, moved: {} };
    case 'failed':
    case 'canceled':
      return { name: 'rejected', at, code: `refund_${refund.status}`, message: '', reference: refund.id };
    default:
      return null;
  }
}
