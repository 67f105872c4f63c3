import type { Outcome } from '../../payments/operation.ts';
import type { Plan } from '../../payments/order.ts';
import type { Answer } from '../../payments/ports.ts';
import { keyField } from './orders.ts';
import type { WireError } from './wire.ts';

/** The hold is gone: nobody captured it in time. */
const lapsedCodes = new Set(['charge_expired_for_capture', 'capture_charge_authorization_expired']);
/** States that say "somebody was here before": asked about, never reported as failed (the hold may well be captured). */
const stateCodes = new Set([
  'payment_intent_unexpected_state',
  'charge_already_captured',
  'charge_already_refunded',
  'payment_method_unexpected_state',
  'setup_intent_unexpected_state',
]);

/** What a reply other than success means for the order. `unclear` is asked about; nothing here is ever success by mistake. */
export function refusal(plan: Plan, answer: Answer, error: WireError | null): Outcome {
  const { status } = answer;
  const code = error?.code ?? error?.type ?? '';
  const message = error?.message ?? '';
  if (status === 429 || (status === 400 && code === 'rate_limit')) return { is: 'not_run', why: 'rate_limited' };
  if (status >= 500 || status === 424) return { is: 'unclear', why: 'provider_fault' };
  if (!error) return { is: 'unclear', why: 'unreadable' };
  switch (status) {
    case 402: {
      // Answers mixed up on their way: the decline of somebody else's charge is not ours.
      const key = error.payment_intent?.metadata?.[keyField];
      if (key !== undefined && key !== plan.key) return { is: 'unclear', why: 'other_answer' };
      // A decline of a charge or hold shows its intent (stripe.md, section 4); one that shows neither that nor our key may be anybody's.
      const takes = plan.kind === 'charge' || plan.kind === 'hold';
      if (takes && key === undefined && answer.headers['idempotency-key'] !== plan.key)
        return { is: 'unclear', why: 'other_answer' };
      return {
        is: 'declined',
        code: error.decline_code ?? error.code ?? 'generic_decline',
        advice: error.advice_code ?? null,
        reference: error.payment_intent?.id ?? null,
      };
    }
    case 400:
      if (error.type === 'idempotency_error') return { is: 'unclear', why: 'other_parameters' };
      if (lapsedCodes.has(code)) return { is: 'rejected', code: 'hold_lapsed', message, reference: null };
      if (stateCodes.has(code) && plan.kind !== 'charge' && plan.kind !== 'hold')
        return { is: 'unclear', why: 'state_elsewhere' };
      // Detaching what is not attached any more is a 400 without a code of its own.
      if (plan.kind === 'remove_card') return { is: 'unclear', why: 'state_elsewhere' };
      return { is: 'rejected', code, message, reference: error.payment_intent?.id ?? null };
    case 401:
      return { is: 'rejected', code: 'key_refused', message, reference: null, atTheDoor: true };
    case 403:
      return { is: 'rejected', code: 'permission_missing', message, reference: null, atTheDoor: true };
    case 404:
      // Deleted before, or never of this account: reading it tells the two apart.
      if (plan.kind === 'remove_customer') return { is: 'unclear', why: 'state_elsewhere' };
      // The customer is named in the path: one that was deleted meanwhile, at another desk or at Stripe's own site.
      if (plan.kind === 'set_default' && code === 'resource_missing')
        return { is: 'rejected', code: 'customer_removed', message, reference: null };
      return { is: 'rejected', code: code || 'resource_missing', message, reference: null };
    case 409:
      return { is: 'unclear', why: 'still_running' };
    default:
      return { is: 'unclear', why: `status_${status}` };
  }
}
