import { lapseHold } from './capture.ts';
import { expireSession } from './checkout-session.ts';
import { clearDeadline, dueDeadlines } from './deadlines.ts';
import type { Deadline } from './deadlines.ts';
import { disputeLater } from './disputes.ts';
import { load } from './documents.ts';
import type { StripeCall } from './documents.ts';
import { failRefund, settleRefund } from './refunds.ts';
import { impossible } from '../../contract/impossible.ts';

/** Everything whose time has come by the sandbox's clock. */
export function sweep(call: StripeCall): void {
  for (const deadline of dueDeadlines(call)) {
    clearDeadline(call, deadline.id);
    perform(call, deadline);
  }
}

/** @throws Error when `id` names no open hold and no open session. */
export function expireNow(call: StripeCall, id: string): void {
  if (id.startsWith('cs_')) {
    const session = load(call, 'checkout.session', id);
    if (session?.status !== 'open') throw new Error(`There is no open checkout session ${id}.`);
    expireSession(call, session);
    return;
  }
  const intentId = id.startsWith('ch_') ? load(call, 'charge', id)?.payment_intent : id;
  const intent = load(call, 'payment_intent', intentId ?? id);
  if (intent?.status !== 'requires_capture') throw new Error(`There is no open hold ${id}.`);
  lapseHold(call, intent);
}

function perform(call: StripeCall, { act, id }: Deadline): void {
  switch (act) {
    case 'lapse-hold': {
      const intent = load(call, 'payment_intent', id);
      if (intent !== undefined) lapseHold(call, intent);
      return;
    }
    case 'expire-session': {
      const session = load(call, 'checkout.session', id);
      if (session !== undefined) expireSession(call, session);
      return;
    }
    case 'fail-refund': {
      const refund = load(call, 'refund', id);
      if (refund !== undefined) failRefund(call, refund);
      return;
    }
    case 'dispute-charge':
      return disputeLater(call, id);
    case 'settle-refund': {
      const refund = load(call, 'refund', id);
      if (refund !== undefined) settleRefund(call, refund);
      return;
    }
    default:
      impossible(act);
  }
}
