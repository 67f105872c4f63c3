import type { Operation } from './operation.ts';
import type { Plan, PlanOf } from './order.ts';

/** Replies, or reasons to ask at once, that tell of a payment under this key which another order may have made. */
const ofAnother: ReadonlySet<string> = new Set(['replayed', 'known_there', 'other_parameters', 'duplicate']);

/** An earlier answer, to a try of one's own that may have arrived, or to one of another desk: nobody can tell. */
export const repeatedWhy = 'repeated';

/** Its key follows from a bill or from the hold it replaces, so that another desk may send the very same; a ticket is one dialog's alone. */
export function isShared(plan: Plan): plan is PlanOf<'charge' | 'hold'> {
  if (plan.kind !== 'charge' && plan.kind !== 'hold') return false;
  return (plan.cause?.billId ?? null) !== null || plan.replaces !== undefined || plan.takesPlaceOf !== undefined;
}

/**
 * What its provider shows under its key may be another order's doing: then it counts only as what it is now. There is nothing to wait for before it is
 * asked. An order of which nothing was heard at all is not meant: what is found of that is its own, as it was made.
 */
export function mayBeAnothers({ plan, state }: Pick<Operation, 'plan' | 'state'>): boolean {
  return isShared(plan) && state.name === 'unknown' && (ofAnother.has(state.why) || state.why === repeatedWhy);
}

/** What its provider shows was there before this order had sent anything that may have arrived: somebody else did it. */
export function isSurelyAnothers({ plan, state }: Pick<Operation, 'plan' | 'state'>): boolean {
  return isShared(plan) && state.name === 'unknown' && ofAnother.has(state.why);
}

/** Its provider told what it had answered before, under this key: something stands there, whether a look-up finds it or not. */
export function wasAnswered({ state }: Pick<Operation, 'state'>): boolean {
  return state.name === 'unknown' && (state.why === 'replayed' || state.why === repeatedWhy);
}
