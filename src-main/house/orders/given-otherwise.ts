import { refundCameBack } from '../../payments/follow.ts';
import type { PlanningWorld } from '../../payments/plan.ts';
import type { World } from '../world.ts';
import { refundAnswers } from './refund-answers.ts';

/**
 * What of a payment the client was given in another way after refunds of it that failed, by managers' answers that stand: that much is not given back by
 * card as well. Minor units, with when the newest of them was answered (unix ms) and by whom; null: nothing was.
 */
export async function givenOtherwise(
  { ledger }: { readonly ledger: Pick<World['ledger'], 'operations' | 'payoutMatches'> },
  paymentId: string,
): ReturnType<PlanningWorld['givenOtherwise']> {
  const failed = (await ledger.operations.onTargets([paymentId])).filter(refundCameBack);
  if (failed.length === 0) return null;
  const answers = await refundAnswers(
    { ledger },
    failed.map(({ id }) => id),
  );
  const [newest, ...earlier] = [...answers.values()].toSorted((one, other) => other.at - one.at);
  if (!newest) return null;
  return {
    amount: earlier.reduce((sum, { amount }) => sum + amount, newest.amount),
    by: newest.by,
    at: newest.at,
  };
}
