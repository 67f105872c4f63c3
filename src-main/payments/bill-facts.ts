import type { Operation } from './operation.ts';
import type { BillFacts } from './plan.ts';
import { isTipAlone } from './repeat-key.ts';

type OfBill = Pick<Operation, 'kind' | 'state' | 'amount' | 'tip' | 'targetId'>;

const failedStates: readonly string[] = ['declined', 'rejected', 'not_done'];
const went = ({ state }: OfBill): boolean => state.name === 'done' || state.name === 'pending';
const isTip = ({ kind, amount, tip }: OfBill): boolean => amount !== null && isTipAlone({ kind, amount, tip });

/**
 * What the keys of a bill's orders count, beside what is paid of it: each leaves as much to pay as before, and the same sum after it is another order.
 * @param operations all that name the bill, and what was captured, released and refunded of what they made
 * @param decisions about what was given back elsewhere
 */
export function keyFacts(
  operations: readonly OfBill[],
  decisions: number,
): Required<Pick<BillFacts, 'attempt' | 'released' | 'tipped'>> {
  const failed = operations.filter(({ state }) => failedStates.includes(state.name));
  const givenBack = operations.filter((one) => one.kind === 'refund' && went(one));
  const released = operations.flatMap((one) => (one.kind === 'release' && went(one) ? one.targetId : []));
  return {
    attempt: failed.length + givenBack.length + decisions,
    released: new Set(released).size,
    tipped: operations.filter((one) => isTip(one) && went(one)).length,
  };
}
