import type { Operation } from './operation.ts';
import type { Plan, PlanOf } from './order.ts';

/** Replies, or reasons to ask at once, that tell of a payment under this key which another order may have made. */
const ofAnother: ReadonlySet<string> = new Set(['replayed', 'known_there', 'other_parameters', 'duplicate']);

/** Its key follows from a bill or from the hold it replaces, so that another desk may send the very same; a ticket is one dialog's alone. */
export function isShared(plan: Plan): plan is PlanOf<'charge' | 'hold'> {
  if (plan.kind !== 'charge' && plan.kind !== 'hold') return false;
  return (plan.cause?.billId ?? null) !== null || plan.replaces !== undefined || plan.takesPlaceOf !== undefined;
}

/** What its provider shows under its key may be another order's doing: then it counts only as what it is now, and is nobody's here. */
export function mayBeAnothers({ plan, state }: Pick<Operation, 'plan' | 'state'>): boolean {
  return isShared(plan) && state.name === 'unknown' && ofAnother.has(state.why);
}

/** Its provider told what it had answered before, under this key: something stands there, whether a look-up finds it or not. */
export function wasAnswered({ state }: Pick<Operation, 'state'>): boolean {
  return state.name === 'unknown' && state.why === 'replayed';
}
