import type { PayoutMatch } from '../../ledger/payout-matches.ts';
import { standingOf } from '../days/line-names.ts';
import type { World } from '../world.ts';

/** Under which name such an answer stands among the decisions about money that was looked for: no provider is called so. */
export const refundName = (operationId: string): string => `refund:${operationId}`;

/** Of refunds that failed after they were done, those of which a manager said how the client was given the money all the same; by order. */
export async function refundAnswers(
  { ledger }: { readonly ledger: Pick<World['ledger'], 'payoutMatches'> },
  operationIds: readonly string[],
): Promise<ReadonlyMap<string, PayoutMatch>> {
  const decisions = await ledger.payoutMatches.ofLines(operationIds.map(refundName));
  return new Map(
    operationIds.flatMap((id) => {
      const answer = standingOf(decisions.get(refundName(id)));
      return answer ? [[id, answer] as const] : [];
    }),
  );
}
