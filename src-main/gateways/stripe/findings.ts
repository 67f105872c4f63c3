import { impossible } from '../../contract/impossible.ts';
import { hasHeard } from '../../contract/operation.ts';
import type { Operation, Outcome, SeenElsewhere } from '../../payments/operation.ts';
import type { PlanOf } from '../../payments/order.ts';
import type { Answer, Finding } from '../../payments/ports.ts';
import type { Records } from '../../payments/records.ts';
import { mayBeAnothers, wasAnswered } from '../../payments/shared-key.ts';
import { captureField, keyField, namedThere } from './orders.ts';
import { anothersOutcome, captureOutcome, refundOutcome, releaseOutcome, takeOutcome } from './replies.ts';
import { cardRecord, customerRecord, paymentRecord } from './records.ts';
import {
  parseAs,
  reference,
  wireCustomer,
  wireError,
  wireIntent,
  wireList,
  wirePaymentMethod,
  wireRefund,
  type WireIntent,
  type WireRefund,
} from './wire.ts';

const lapsedReasons = new Set(['automatic', 'expired']);

/**
 * What a look-up says about an operation whose reply we never had. Absent only when Stripe surely shows that nothing was done.
 * @param about `sure`: the key here is of the account to which the order went
 */
export function readFinding(
  operation: Operation,
  answer: Answer,
  { now, sure }: { readonly now: number; readonly sure: boolean },
): Finding {
  const finding = shown(operation, answer, { now, sure });
  // Refused when it was repeated, perhaps by another account: not to find it now may be that account's word, too.
  if (!sure && finding.found === 'absent' && hasHeard(operation.state, 'refused_unproven'))
    return { found: 'nothing_yet', why: 'refused_unproven' };
  // Stripe may mend a fault of its own much later, either way (docs.stripe.com/error-low-level): what is not there yet may still come.
  return hasHeard(operation.state, 'provider_fault') && finding.found === 'absent'
    ? { found: 'nothing_yet', why: 'after_fault' }
    : finding;
}

function shown(
  operation: Operation,
  answer: Answer,
  { now, sure }: { readonly now: number; readonly sure: boolean },
): Finding {
  const { plan } = operation;
  const named = namedThere(operation);
  if (answer.status !== 200) {
    // A saved card that Stripe does not know any more is gone, which is what was asked; unless it is another account that never knew it. A 404 in other
    // words is not Stripe's.
    const code = parseAs(wireError, answer.body)?.error.code;
    if (sure && answer.status === 404 && code === 'resource_missing' && plan.kind === 'remove_card')
      return outcome({ is: 'done', reference: plan.cardRef, moved: {}, elsewhere: true }, {});
    return { found: 'nothing_yet', why: `status_${answer.status}` };
  }
  switch (plan.kind) {
    case 'charge':
    case 'hold': {
      if (named !== null) return ofIntent(plan, named, answer, now);
      const list = parseAs(wireList(wireIntent), answer.body);
      if (!list) return unreadable;
      const own = list.data.find((intent) => intent.metadata[keyField] === plan.key);
      // Seen while Stripe is still working on it: neither here nor there yet.
      if (own?.status === 'requires_confirmation') return { found: 'nothing_yet', why: 'still_running' };
      if (own) {
        const said = mayBeAnothers(operation) ? anothersOutcome(plan, own) : takeOutcome(plan, own);
        return outcome(said, { payments: [paymentRecord(own, now)] });
      }
      if (list.data.some(({ customer }) => reference(customer) !== plan.customerRef)) return otherAnswer;
      // The lists had shown it, or Stripe told what it had answered about it: not to find it now is not "it never happened".
      if (operation.memo['there'] !== undefined || wasAnswered(operation))
        return { found: 'nothing_yet', why: 'known_not_found' };
      // More than a page of intents for one person since then: what is not on it may be behind it.
      return list.has_more ? { found: 'nothing_yet', why: 'too_many' } : { found: 'absent' };
    }
    case 'capture': {
      const intent = parseAs(wireIntent, answer.body);
      if (!intent) return unreadable;
      if (intent.id !== plan.paymentRef) return otherAnswer;
      const rows = { payments: [paymentRecord(intent, now)] };
      if (intent.status === 'requires_capture') return { found: 'absent' };
      if (intent.status === 'canceled') return outcome(gone(intent, plan.capturable), rows);
      if (intent.status !== 'succeeded') return { found: 'nothing_yet', why: 'unknown_word' };
      const said = captureOutcome(plan, intent);
      // Our key beside it and yet refused because of its state: another desk's request, under the same key and long ago.
      if (intent.metadata[captureField] === plan.key && !refusedForState(operation)) return outcome(said, rows);
      return said.is === 'done'
        ? outcome({ ...said, elsewhere: true, seen: capturedThere(intent, plan.capturable) }, rows)
        : outcome(capturedElsewhere(intent, plan.capturable), rows);
    }
    case 'release': {
      const intent = parseAs(wireIntent, answer.body);
      if (!intent) return unreadable;
      if (intent.id !== plan.paymentRef) return otherAnswer;
      const rows = { payments: [paymentRecord(intent, now)] };
      if (intent.status === 'requires_capture') return { found: 'absent' };
      if (intent.status === 'canceled') {
        const said = releaseOutcome(plan, intent);
        // Stripe does not say who cancelled: lapsed by itself, or given back elsewhere. Either way nothing is held any more.
        const lapsed = lapsedReasons.has(intent.cancellation_reason ?? '');
        if (said.is !== 'done' || (!lapsed && !refusedForState(operation))) return outcome(said, rows);
        const seen = { key: null, released: plan.amount.amount, ...(lapsed ? { lapsed } : {}) };
        return outcome({ ...said, elsewhere: true, seen }, rows);
      }
      if (intent.status === 'succeeded') return outcome(capturedElsewhere(intent, plan.amount.amount), rows);
      return { found: 'nothing_yet', why: 'unknown_word' };
    }
    case 'refund': {
      if (named !== null) return ofRefund(operation, plan, named, answer);
      const list = parseAs(wireList(wireRefund), answer.body);
      if (!list) return unreadable;
      const stated = statedBy(operation, list.data);
      if (stated) return outcome(asItStands(plan, stated), {});
      const own = list.data.find((refund) => refund.metadata[keyField] === plan.key);
      if (own) return outcome(refundOutcome(plan, own), {});
      if (list.data.some(({ payment_intent }) => reference(payment_intent) !== plan.paymentRef)) return otherAnswer;
      return byOthers(operation, plan, list);
    }
    case 'remove_card': {
      const method = parseAs(wirePaymentMethod, answer.body);
      if (!method) return unreadable;
      if (method.id !== plan.cardRef) return otherAnswer;
      if (method.customer !== null) return { found: 'absent' };
      const card = cardRecord(method, {
        customerId: `stripe:${plan.customerRef}`,
        defaultCardId: null,
        readAt: now,
        removed: true,
      });
      return outcome({ is: 'done', reference: method.id, moved: {} }, { cards: [card] });
    }
    case 'remove_customer': {
      const customer = parseAs(wireCustomer, answer.body);
      if (!customer) return unreadable;
      if (customer.id !== plan.customerRef) return otherAnswer;
      // Read after it was deleted, a customer is `{id, deleted: true}` (stripe.md, section 6). Who deleted it nobody says: a DELETE has no key, and
      // a repeat of our own may have been told that it is gone.
      if (customer.deleted) return outcome({ is: 'done', reference: customer.id, moved: {} }, {});
      // The DELETE was answered "no such customer" and the look-up shows one: one of the two is wrong, so this is not "it never happened".
      return refusedForState(operation) ? { found: 'nothing_yet', why: 'refused_as_gone' } : { found: 'absent' };
    }
    case 'set_default': {
      const customer = parseAs(wireCustomer, answer.body);
      if (!customer) return unreadable;
      if (customer.id !== plan.customerRef) return otherAnswer;
      // Of a customer that was deleted only `{id, deleted: true}` is left (stripe.md, section 6): whether this card had been the default nobody can
      // tell any more, and there is none now. That is not "it never happened, try again".
      if (customer.deleted)
        return outcome({ is: 'rejected', code: 'customer_removed', message: '', reference: customer.id }, {});
      if (reference(customer.invoice_settings?.default_payment_method ?? null) !== plan.cardRef)
        return { found: 'absent' };
      return outcome({ is: 'done', reference: customer.id, moved: {} }, { customers: [customerRecord(customer, now)] });
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

/** The one intent that was accepted, as it is now. */
function ofIntent(plan: PlanOf<'charge' | 'hold'>, named: string, answer: Answer, now: number): Finding {
  const intent = parseAs(wireIntent, answer.body);
  if (!intent) return unreadable;
  if (intent.id !== named) return otherAnswer;
  return outcome(takeOutcome(plan, intent), { payments: [paymentRecord(intent, now)] });
}

/** The one refund that was made, as it is now. Somebody else's, whose key is not ours, says no more than whether it stands. */
function ofRefund({ state }: Operation, plan: PlanOf<'refund'>, named: string, answer: Answer): Finding {
  const refund = parseAs(wireRefund, answer.body);
  if (!refund) return unreadable;
  if (refund.id !== named) return otherAnswer;
  const others = state.name === 'done' && state.elsewhere;
  return outcome(others ? asItStands(plan, refund) : refundOutcome(plan, refund), {});
}

/** A refund that the plan did not make: whatever its key and sum, it says whether it stands. */
function asItStands(plan: PlanOf<'refund'>, refund: WireRefund): Outcome {
  const amount = { ...plan.amount, amount: refund.amount };
  return refundOutcome({ ...plan, amount }, { ...refund, metadata: { [keyField]: plan.key } });
}

/** The refund by which a manager settled the order. What another one comes to, be it our own, changes nothing of what they saw. */
function statedBy({ state }: Operation, refunds: readonly WireRefund[]): WireRefund | undefined {
  return state.name === 'done' && state.saidBy !== undefined
    ? refunds.find(({ id }) => id === state.reference)
    : undefined;
}

/** None of these refunds is ours: whether others gave the payment back whole, and whether it stays so. */
function byOthers(
  { state }: Operation,
  plan: PlanOf<'refund'>,
  { data: refunds, has_more: more }: { readonly data: readonly WireRefund[]; readonly has_more: boolean },
): Finding {
  if (more) return { found: 'nothing_yet', why: 'too_many' };
  const stand = refunds.filter(({ status }) => status === 'succeeded' || status === 'pending');
  const missing = plan.amount.amount - stand.reduce((sum, { amount }) => sum + amount, 0);
  const [newest] = refunds;
  if (plan.whole && missing <= 0 && newest) {
    const seen = { key: newest.metadata[keyField] ?? null };
    const moved = { refunded: plan.amount.amount };
    return outcome({ is: 'done', reference: newest.id, moved, elsewhere: true, seen }, {});
  }
  // It had been found done: the part that failed since is what the client does not have.
  const failed = refunds.find(({ status }) => status === 'failed' || status === 'canceled');
  if (state.name !== 'done' || !failed) return { found: 'absent' };
  return outcome({ is: 'rejected', code: `refund_${failed.status}`, message: '', reference: failed.id, missing }, {});
}

function gone({ id, cancellation_reason: reason }: WireIntent, capturable: number): Outcome {
  const message = reason ?? '';
  if (lapsedReasons.has(message)) return { is: 'rejected', code: 'hold_lapsed', message, reference: id };
  const seen = { key: null, released: capturable, left: 0 };
  return { is: 'rejected', code: 'released_elsewhere', message, reference: id, seen };
}

/** Captured, and not as this order asked. */
function capturedElsewhere(intent: WireIntent, held: number): Outcome {
  const message = String(intent.amount_received);
  return {
    is: 'rejected',
    code: 'captured_elsewhere',
    message,
    reference: intent.id,
    seen: capturedThere(intent, held),
  };
}

/** What was taken of what was held, and the key of whoever did it if it was a Comptoir: Stripe gives the rest back by itself. */
function capturedThere(intent: WireIntent, held: number): SeenElsewhere {
  const captured = intent.amount_received;
  return { key: intent.metadata[captureField] ?? null, captured, released: Math.max(0, held - captured), left: 0 };
}

/** Stripe did not carry this request out because of what had been done before: so it was not this one. */
function refusedForState({ state }: Operation): boolean {
  return state.name === 'unknown' && state.why === 'state_elsewhere';
}

function outcome(said: Outcome, records: Records): Finding {
  return { found: 'outcome', reading: { outcome: said, records } };
}

/** About something else than what was asked (answers mixed up on their way): it says nothing of this order, least of all that it is absent. */
const otherAnswer: Finding = { found: 'nothing_yet', why: 'other_answer' };
const unreadable: Finding = { found: 'nothing_yet', why: 'unreadable' };
