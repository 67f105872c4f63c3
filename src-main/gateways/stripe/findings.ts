import { impossible } from '../../contract/impossible.ts';
import type { Operation, Outcome } from '../../payments/operation.ts';
import type { Answer, Finding } from '../../payments/ports.ts';
import type { Records } from '../../payments/records.ts';
import { captureField, keyField } from './orders.ts';
import { captureOutcome, refundOutcome, releaseOutcome, takeOutcome } from './replies.ts';
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
} from './wire.ts';

const lapsedReasons = new Set(['automatic', 'expired']);

/** What a look-up says about an operation whose reply we never had. Absent only when Stripe surely shows that nothing was done. */
export function readFinding(operation: Operation, answer: Answer, now: number): Finding {
  const { plan } = operation;
  if (answer.status !== 200) {
    // A saved card that Stripe does not know any more is gone, which is what was asked. A 404 in other words is not Stripe's.
    const code = parseAs(wireError, answer.body)?.error.code;
    if (answer.status === 404 && code === 'resource_missing' && plan.kind === 'remove_card')
      return outcome({ is: 'done', reference: plan.cardRef, moved: {}, elsewhere: true }, {});
    return { found: 'nothing_yet', why: `status_${answer.status}` };
  }
  switch (plan.kind) {
    case 'charge':
    case 'hold': {
      const list = parseAs(wireList(wireIntent), answer.body);
      if (!list) return unreadable;
      const own = list.data.find((intent) => intent.metadata[keyField] === plan.key);
      // Seen while Stripe is still working on it: neither here nor there yet.
      if (own?.status === 'requires_confirmation') return { found: 'nothing_yet', why: 'still_running' };
      if (own) return outcome(takeOutcome(plan, own), { payments: [paymentRecord(own, now)] });
      // More than a page of intents for one person since then: what is not on it may be behind it.
      return list.has_more ? { found: 'nothing_yet', why: 'too_many' } : { found: 'absent' };
    }
    case 'capture': {
      const intent = parseAs(wireIntent, answer.body);
      if (!intent) return unreadable;
      const rows = { payments: [paymentRecord(intent, now)] };
      if (intent.status === 'requires_capture') return { found: 'absent' };
      if (intent.status === 'canceled') return outcome(gone(intent.cancellation_reason, intent.id), rows);
      if (intent.status !== 'succeeded') return { found: 'nothing_yet', why: 'unknown_word' };
      const said = captureOutcome(plan, intent);
      if (intent.metadata[captureField] === plan.key) return outcome(said, rows);
      return said.is === 'done'
        ? outcome({ ...said, elsewhere: true }, rows)
        : outcome(
            {
              is: 'rejected',
              code: 'captured_elsewhere',
              message: String(intent.amount_received),
              reference: intent.id,
            },
            rows,
          );
    }
    case 'release': {
      const intent = parseAs(wireIntent, answer.body);
      if (!intent) return unreadable;
      const rows = { payments: [paymentRecord(intent, now)] };
      if (intent.status === 'requires_capture') return { found: 'absent' };
      if (intent.status === 'canceled') {
        const said = releaseOutcome(plan, intent);
        // Stripe does not say who cancelled: lapsed by itself, or given back elsewhere. Either way nothing is held any more.
        return outcome(
          said.is === 'done' && lapsedReasons.has(intent.cancellation_reason ?? '')
            ? { ...said, elsewhere: true }
            : said,
          rows,
        );
      }
      if (intent.status === 'succeeded') {
        return outcome(
          { is: 'rejected', code: 'captured_elsewhere', message: String(intent.amount_received), reference: intent.id },
          rows,
        );
      }
      return { found: 'nothing_yet', why: 'unknown_word' };
    }
    case 'refund': {
      const list = parseAs(wireList(wireRefund), answer.body);
      if (!list) return unreadable;
      const own = list.data.find((refund) => refund.metadata[keyField] === plan.key);
      if (own) return outcome(refundOutcome(plan, own), {});
      if (list.has_more) return { found: 'nothing_yet', why: 'too_many' };
      const returned = list.data
        .filter(({ status }) => status === 'succeeded' || status === 'pending')
        .reduce((sum, { amount }) => sum + amount, 0);
      if (plan.whole && returned >= plan.amount.amount) {
        return outcome(
          {
            is: 'done',
            reference: list.data[0]?.id ?? plan.paymentRef,
            moved: { refunded: plan.amount.amount },
            elsewhere: true,
          },
          {},
        );
      }
      return { found: 'absent' };
    }
    case 'remove_card': {
      const method = parseAs(wirePaymentMethod, answer.body);
      if (!method) return unreadable;
      if (method.customer !== null) return { found: 'absent' };
      const card = cardRecord(method, {
        customerId: `stripe:${plan.customerRef}`,
        defaultCardId: null,
        readAt: now,
        removed: true,
      });
      return outcome({ is: 'done', reference: method.id, moved: {} }, { cards: [card] });
    }
    case 'set_default': {
      const customer = parseAs(wireCustomer, answer.body);
      if (!customer) return unreadable;
      if (reference(customer.invoice_settings?.default_payment_method ?? null) !== plan.cardRef)
        return { found: 'absent' };
      return outcome({ is: 'done', reference: customer.id, moved: {} }, { customers: [customerRecord(customer, now)] });
    }
    default:
      return impossible(plan);
  }
}

function gone(reason: string | null, intent: string): Outcome {
  const code = lapsedReasons.has(reason ?? '') ? 'hold_lapsed' : 'released_elsewhere';
  return { is: 'rejected', code, message: reason ?? '', reference: intent };
}

function outcome(said: Outcome, records: Records): Finding {
  return { found: 'outcome', reading: { outcome: said, records } };
}

const unreadable: Finding = { found: 'nothing_yet', why: 'unreadable' };
