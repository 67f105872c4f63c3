import type { Outcome } from '../../payments/operation.ts';
import type { Plan } from '../../payments/order.ts';
import type { Answer } from '../../payments/ports.ts';
import { takenName } from './add-profile.ts';
import { savedOnNobody } from './profile-gone.ts';
import { alreadyAnAccount } from './save-bank-account.ts';
import { parseAs, wireError, type WireFailed } from './wire.ts';

/** Codes of an authorization that are not the bank's or the card's word but our request's (paysafe.md, section 9). */
const requestCodes = new Set(['3025', '3026', '3031', '3064', '3065', '3066', '3067', '3021']);
/** "Fully settled or cancelled", "exceeds what remains", "already settled", "already refunded": somebody was here before. */
const stateCodes = new Set(['3202', '3203', '3204', '3501', '3502', '3503', '3506', '3402', '3403', '3404']);

/** What a reply other than success means for the order. `unclear` is asked about; nothing here is ever success by mistake. */
export function refusal(plan: Plan, answer: Answer): Outcome {
  const { status } = answer;
  if (status === 429) return { is: 'not_run', why: 'rate_limited' };
  if (status >= 500) return { is: 'unclear', why: 'provider_fault' };
  if (status < 400) return { is: 'unclear', why: `status_${status}` };
  const wire = parseAs(wireError, answer.body);
  if (!wire) return { is: 'unclear', why: 'unreadable' };
  const { code, message } = wire.error;
  const reference = wire.id ?? null;
  // Answers mixed up on their way: somebody else's decline is not ours.
  if (wire.merchantRefNum !== undefined && wire.merchantRefNum !== plan.key)
    return { is: 'unclear', why: 'other_answer' };
  if (code === '5031') return { is: 'unclear', why: 'duplicate' };
  if (status === 401) return { is: 'rejected', code: 'key_refused', message, reference, atTheDoor: true };
  if (status === 403) return { is: 'rejected', code: 'permission_missing', message, reference, atTheDoor: true };
  const kept = alreadySaved(plan, wire.error) ?? alreadyAnAccount(plan, wire.error) ?? takenName(plan, wire.error);
  if (kept) return kept;
  const nobody = savedOnNobody(plan, status, wire.error);
  if (nobody) return nobody;
  // "Unknown, used up or expired": used up by this very request, where the line handed it in twice. The profile itself says.
  if (plan.kind === 'save_card' && code === '7514') return { is: 'unclear', why: 'token_spent' };
  const onTarget = plan.kind === 'capture' || plan.kind === 'release' || plan.kind === 'refund';
  if (onTarget && stateCodes.has(code)) return { is: 'unclear', why: 'state_elsewhere' };
  // No longer pending: batched meanwhile, or another desk has just cancelled it. The settlement itself says which.
  if (plan.kind === 'refund' && plan.means === 'cancel' && code === '3415')
    return { is: 'unclear', why: 'state_elsewhere' };
  // Unknown to the Vault: it is gone, which is what was asked.
  if (plan.kind === 'remove_card' && status === 404 && code === '5269')
    return { is: 'done', reference: plan.cardRef, moved: {}, elsewhere: true };
  if (plan.kind === 'remove_customer' && status === 404 && code === '5269')
    return { is: 'done', reference: plan.customerRef, moved: {}, elsewhere: true };
  if (plan.kind === 'set_default' && status === 404 && code === '5269')
    return { is: 'rejected', code: 'card_removed', message, reference };
  return refusedAs(plan, { code, message, reference });
}

/** A transaction that Paysafe refused and kept: what its look-up shows later. */
export function failedOutcome(plan: Plan, failed: Pick<WireFailed, 'id' | 'error'>): Outcome {
  const { code, message } = failed.error ?? { code: 'failed', message: '' };
  return refusedAs(plan, { code, message, reference: failed.id });
}

function refusedAs(
  plan: Plan,
  { code, message, reference }: { code: string; message: string; reference: string | null },
): Outcome {
  const asksBank = plan.kind === 'charge' || plan.kind === 'hold' || plan.kind === 'verify_card';
  if (asksBank && isDecline(code)) return { is: 'declined', code, advice: null, reference };
  const lapsed = plan.kind === 'capture' && code === '3205';
  return { is: 'rejected', code: lapsed ? 'hold_lapsed' : code, message, reference };
}

/** The bank's or the risk desk's no: codes 3xxx and 4xxx, 5021 and, for a card that cannot pay in this currency, 5001. */
function isDecline(code: string): boolean {
  if (requestCodes.has(code)) return false;
  return /^[34]\d{3}$/.test(code) || code === '5021' || code === '5001';
}

/** "Card number already in use - <card id>" (7503): the card that is there is the one that was to be there. Null: it does not say which. */
function alreadySaved(
  plan: Plan,
  { code, message }: { readonly code: string; readonly message: string },
): Outcome | null {
  if (plan.kind !== 'save_card' || code !== '7503') return null;
  const id = / - ([\w-]{8,64})$/.exec(message)?.[1];
  return id === undefined ? null : { is: 'done', reference: id, moved: {}, elsewhere: true };
}
