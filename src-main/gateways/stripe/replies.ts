import type { PersonReason } from '../../contract/operation.ts';
import { impossible } from '../../contract/impossible.ts';
import type { Outcome } from '../../payments/operation.ts';
import type { Plan, PlanOf } from '../../payments/order.ts';
import type { Answer, Reading } from '../../payments/ports.ts';
import type { Records } from '../../payments/records.ts';
import { isShared } from '../../payments/shared-key.ts';
import { captureField, keyField } from './orders.ts';
import { cardRecord, customerRecord, paymentRecord } from './records.ts';
import { refusal } from './refusals.ts';
import {
  parseAs,
  reference,
  valueAs,
  wireCustomer,
  wireError,
  wireIntent,
  wirePaymentMethod,
  wireRefund,
  wireRefundWithIntent,
  type WireIntent,
  type WireRefund,
} from './wire.ts';

/**
 * What a reply to a money request means. Success is a closed list of words; anything else that answers 200 is unclear.
 * @param about `sure`: the key here is of the account to which the order went; else a refusal may be another account's, which knows nothing of it
 */
export function read(
  plan: Plan,
  answer: Answer,
  { now, sure }: { readonly now: number; readonly sure: boolean },
): Reading {
  if (isAnothers(plan, answer)) return { outcome: { is: 'unclear', why: 'other_answer' }, records: {} };
  if (answer.status === 200) {
    const reading = readSuccess(plan, answer.body, now);
    return isReplay(plan, answer) ? withReplay(plan, reading) : reading;
  }
  const error = parseAs(wireError, answer.body)?.error ?? null;
  const said = refusal(plan, answer, error);
  // A key belongs to an account: what it gives again is its own earlier word.
  const outcome: Outcome =
    said.is !== 'rejected' || sure || answer.headers['idempotent-replayed'] === 'true'
      ? said
      : { ...said, unproven: true };
  // A decline leaves its intent behind: the same row that Stripe's own site shows.
  const intent = outcome.is === 'declined' ? valueAs(wireIntent, error?.payment_intent) : null;
  return { outcome, records: intent ? rowsOf(intent, now) : {} };
}

/**
 * Answers mixed up on their way. Stripe gives the key of a request back beside its answer, whatever that is: its own library reads it there (stripe 23.1.0,
 * `lastResponse.idempotencyKey`). Where none stands nothing is concluded. A DELETE has no key.
 */
function isAnothers(plan: Plan, { headers }: Answer): boolean {
  const echoed = headers['idempotency-key'];
  return echoed !== undefined && plan.kind !== 'remove_customer' && echoed !== plan.key;
}

/**
 * Stripe marks an answer it has given before (docs.stripe.com/api/idempotent_requests). Only a key that two desks can share says something by it: that of
 * a partial refund, or of a charge for no bill, belongs to one dialog.
 */
function isReplay(plan: Plan, answer: Answer): boolean {
  if (answer.headers['idempotent-replayed'] !== 'true') return false;
  return plan.kind === 'capture' || plan.kind === 'release' || (plan.kind === 'refund' && plan.whole) || isShared(plan);
}

function withReplay(plan: Plan, { outcome, records }: Reading): Reading {
  if (outcome.is === 'pending') return { outcome: { ...outcome, replayed: true }, records };
  return {
    outcome: outcome.is === 'done' ? { ...outcome, seen: { key: plan.key, replayed: true } } : outcome,
    records,
  };
}

function readSuccess(plan: Plan, body: string, now: number): Reading {
  switch (plan.kind) {
    case 'charge':
    case 'hold': {
      const intent = parseAs(wireIntent, body);
      return intent ? { outcome: takeOutcome(plan, intent), records: rowsOf(intent, now) } : unreadable;
    }
    case 'capture': {
      const intent = parseAs(wireIntent, body);
      if (!intent) return unreadable;
      const said = captureOutcome(plan, intent);
      const key = intent.metadata[captureField] ?? '';
      const outcome = said.is === 'done' && key !== plan.key ? mismatch('key', { asked: plan.key, said: key }) : said;
      return { outcome, records: rowsOf(intent, now) };
    }
    case 'release': {
      const intent = parseAs(wireIntent, body);
      return intent ? { outcome: releaseOutcome(plan, intent), records: rowsOf(intent, now) } : unreadable;
    }
    case 'refund': {
      const refund = parseAs(wireRefund, body);
      if (!refund) return unreadable;
      const expanded = parseAs(wireRefundWithIntent, body);
      return { outcome: refundOutcome(plan, refund), records: expanded ? rowsOf(expanded.payment_intent, now) : {} };
    }
    case 'remove_card': {
      const method = parseAs(wirePaymentMethod, body);
      if (!method) return unreadable;
      if (method.id !== plan.cardRef) return other('target', { asked: plan.cardRef, said: method.id });
      if (method.customer !== null) return { outcome: { is: 'unclear', why: 'still_attached' }, records: {} };
      const card = cardRecord(method, {
        customerId: `stripe:${plan.customerRef}`,
        defaultCardId: null,
        readAt: now,
        removed: true,
      });
      return { outcome: { is: 'done', reference: method.id, moved: {} }, records: { cards: [card] } };
    }
    case 'remove_customer': {
      const customer = parseAs(wireCustomer, body);
      if (!customer) return unreadable;
      if (customer.id !== plan.customerRef) return other('target', { asked: plan.customerRef, said: customer.id });
      return customer.deleted
        ? { outcome: { is: 'done', reference: customer.id, moved: {} }, records: {} }
        : { outcome: { is: 'unclear', why: 'not_deleted' }, records: {} };
    }
    case 'set_default': {
      const customer = parseAs(wireCustomer, body);
      if (!customer) return unreadable;
      if (customer.id !== plan.customerRef) return other('target', { asked: plan.customerRef, said: customer.id });
      if (reference(customer.invoice_settings?.default_payment_method ?? null) !== plan.cardRef) {
        return { outcome: { is: 'unclear', why: 'not_default' }, records: {} };
      }
      return {
        outcome: { is: 'done', reference: customer.id, moved: {} },
        records: { customers: [customerRecord(customer, now)] },
      };
    }
    case 'add_profile':
    case 'verify_card':
    case 'save_card':
    case 'save_bank_account':
      return unreadable;
    default:
      return impossible(plan);
  }
}

/** A charge or hold as the intent shows it: key, amount, currency and customer must be the order's own. */
export function takeOutcome(plan: PlanOf<'charge' | 'hold'>, intent: WireIntent): Outcome {
  // Before its sum: what another order's reply says was moved is said of nothing here.
  if (intent.metadata[keyField] !== plan.key)
    return mismatch('key', { asked: plan.key, said: intent.metadata[keyField] ?? '' });
  const wrong = differs(plan, intent);
  if (wrong) return wrong;
  const card = reference(intent.payment_method);
  const took = intent.status === 'succeeded' || intent.status === 'requires_capture' || intent.status === 'processing';
  if (took && card !== plan.payToken) return mismatch('card', { asked: plan.payToken, said: card ?? '' });
  const charge = typeof intent.latest_charge === 'string' ? null : intent.latest_charge;
  const captureBefore = charge?.payment_method_details?.card?.capture_before ?? null;
  switch (intent.status) {
    case 'succeeded':
      if (plan.kind === 'hold') return mismatch('captured_instead_of_held', { status: intent.status });
      if (intent.amount_received !== plan.amount.amount)
        return mismatch('amount', { asked: String(plan.amount.amount), said: String(intent.amount_received) });
      return { is: 'done', reference: intent.id, moved: { charged: intent.amount_received } };
    case 'requires_capture':
      if (plan.kind === 'charge') return mismatch('held_instead_of_charged', { status: intent.status });
      if (intent.amount_capturable !== plan.amount.amount)
        return mismatch('amount', { asked: String(plan.amount.amount), said: String(intent.amount_capturable) });
      return {
        is: 'done',
        reference: intent.id,
        moved: { held: intent.amount_capturable },
        ...(captureBefore === null ? {} : { captureBefore: captureBefore * 1000 }),
      };
    case 'processing':
      return { is: 'pending', reference: intent.id, moved: {} };
    case 'requires_payment_method': {
      const error = intent.last_payment_error;
      if (!error) return { is: 'unclear', why: 'no_reason' };
      return {
        is: 'declined',
        code: error.decline_code ?? error.code ?? 'generic_decline',
        advice: error.advice_code,
        reference: intent.id,
      };
    }
    case 'canceled':
      // A hold that has lapsed or was given back since was placed all the same; a charge that was called off never took anything.
      if (plan.kind === 'hold' && charge !== null && charge.status !== 'failed')
        return { is: 'done', reference: intent.id, moved: { held: intent.amount } };
      return { is: 'rejected', code: 'canceled', message: intent.cancellation_reason ?? '', reference: intent.id };
    case 'requires_action':
    case 'requires_confirmation':
      // off_session never waits for the customer; an intent that does is not what we asked for.
      return mismatch('waits_for_customer', { status: intent.status, reference: intent.id });
    default:
      return { is: 'unclear', why: 'unknown_word' };
  }
}

/**
 * A charge or hold that stands there under a key which another order may have sent before this one: as it is now, and as somebody else's. One that is over
 * (given back, lapsed) is not this order either: nothing was taken or held by it.
 */
export function anothersOutcome(plan: PlanOf<'charge' | 'hold'>, intent: WireIntent): Outcome {
  const said = takeOutcome(plan, intent);
  const seen = { key: plan.key };
  if (plan.kind === 'hold' && said.is === 'mismatch' && said.why === 'captured_instead_of_held') {
    const captured = intent.amount_received;
    const released = Math.max(0, plan.amount.amount - captured);
    return {
      ...{ is: 'rejected', code: 'captured_elsewhere', message: '', reference: intent.id },
      seen: { ...seen, captured, released, left: 0 },
    };
  }
  if (said.is !== 'done') return said;
  const { state } = paymentRecord(intent, 0);
  if (plan.kind === 'hold' ? state !== 'held' : state === 'refunded')
    return { is: 'rejected', code: `${plan.kind}_over`, message: state, reference: intent.id };
  return { ...said, elsewhere: true, seen };
}

export function captureOutcome(plan: PlanOf<'capture'>, intent: WireIntent): Outcome {
  if (intent.id !== plan.paymentRef) return mismatch('target', { asked: plan.paymentRef, said: intent.id });
  if (intent.currency.toUpperCase() !== plan.amount.currency)
    return mismatch('currency', { asked: plan.amount.currency, said: intent.currency });
  if (intent.status !== 'succeeded') return { is: 'unclear', why: 'unknown_word' };
  if (intent.amount_received !== plan.amount.amount)
    return mismatch('amount', { asked: String(plan.amount.amount), said: String(intent.amount_received) });
  return {
    is: 'done',
    reference: intent.id,
    moved: { captured: intent.amount_received, released: plan.capturable - intent.amount_received },
  };
}

export function releaseOutcome(plan: PlanOf<'release'>, intent: WireIntent): Outcome {
  if (intent.id !== plan.paymentRef) return mismatch('target', { asked: plan.paymentRef, said: intent.id });
  if (intent.status !== 'canceled') return { is: 'unclear', why: 'unknown_word' };
  // A hold that was captured in part is not `canceled` at Stripe: all that had been held was given back.
  if (intent.amount !== plan.amount.amount)
    return mismatch('amount', { asked: String(plan.amount.amount), said: String(intent.amount) });
  return { is: 'done', reference: intent.id, moved: { released: intent.amount } };
}

export function refundOutcome(
  plan: PlanOf<'refund'>,
  refund: Pick<WireRefund, 'id' | 'status' | 'amount' | 'currency' | 'payment_intent' | 'metadata'>,
): Outcome {
  const intent = reference(refund.payment_intent);
  if (intent !== plan.paymentRef) return mismatch('target', { asked: plan.paymentRef, said: intent ?? '' });
  if (refund.metadata[keyField] !== plan.key)
    return mismatch('key', { asked: plan.key, said: refund.metadata[keyField] ?? '' });
  if (refund.amount !== plan.amount.amount)
    return mismatch('amount', { asked: String(plan.amount.amount), said: String(refund.amount) });
  if (refund.currency.toUpperCase() !== plan.amount.currency)
    return mismatch('currency', { asked: plan.amount.currency, said: refund.currency });
  switch (refund.status) {
    case 'succeeded':
      return { is: 'done', reference: refund.id, moved: { refunded: refund.amount } };
    case 'pending':
    case 'requires_action':
      return { is: 'pending', reference: refund.id, moved: {} };
    case 'failed':
    case 'canceled':
      return { is: 'rejected', code: `refund_${refund.status}`, message: '', reference: refund.id };
    default:
      return { is: 'unclear', why: 'unknown_word' };
  }
}

function differs(plan: PlanOf<'charge' | 'hold'>, intent: WireIntent): Outcome | null {
  if (intent.amount !== plan.amount.amount)
    return mismatch('amount', { asked: String(plan.amount.amount), said: String(intent.amount) });
  if (intent.currency.toUpperCase() !== plan.amount.currency)
    return mismatch('currency', { asked: plan.amount.currency, said: intent.currency });
  const customer = reference(intent.customer);
  if (customer !== plan.customerRef) return mismatch('customer', { asked: plan.customerRef, said: customer ?? '' });
  return null;
}

function rowsOf(intent: WireIntent, now: number): Records {
  return { payments: [paymentRecord(intent, now)] };
}

function mismatch(why: PersonReason, evidence: Readonly<Record<string, string>>): Outcome {
  return { is: 'mismatch', why, evidence };
}

function other(why: PersonReason, evidence: Readonly<Record<string, string>>): Reading {
  return { outcome: mismatch(why, evidence), records: {} };
}

const unreadable: Reading = { outcome: { is: 'unclear', why: 'unreadable' }, records: {} };
