import { done, refused, type Reply } from '../../contract/failure.ts';
import type { ExplainedMissing, MissingPayment } from '../../contract/payouts.ts';
import { copyStatements } from '../statements/statement-copy.ts';
import { missingAtPaysafe } from '../statements/statement-missing.ts';
import { decidedEntry } from '../decided-entry.ts';
import { standingOf, turnOf } from './line-names.ts';
import { missingPayments } from './payouts-missing.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

/** Under which name a decision knows money of ours that is in no payout: no provider is called so. */
const nameOf = (operationId: string): string => `order:${operationId}`;
/** Our order that such a decision is about; null where it is about a line of a payout. */
export const operationOf = (name: string): string | null => (name.startsWith('order:') ? name.slice(6) : null);

/** Money of ours that is in no payout, first the one that waits longest, apart from what somebody answered. */
export async function sayMissing(
  { ledger }: Pick<World, 'ledger'>,
  found: readonly MissingPayment[],
): Promise<{ readonly missing: MissingPayment[]; readonly missingExplained: ExplainedMissing[] }> {
  const decisions = await ledger.payoutMatches.ofLines(found.map(({ operationId }) => nameOf(operationId)));
  const missing: MissingPayment[] = [];
  const missingExplained: ExplainedMissing[] = [];
  for (const one of found.toSorted((a, b) => a.at - b.at)) {
    const match = standingOf(decisions.get(nameOf(one.operationId)));
    if (!match) missing.push(one);
    else
      missingExplained.push({
        ...one,
        ...{ matchId: match.id, reason: match.reason ?? '', by: match.by, decidedAt: match.at },
      });
  }
  return { missing, missingExplained };
}

/**
 * Why money of ours is in no payout: it is not asked about any more, until that is taken back. Moves nothing. Refused (`line_decided`) where it is in one by
 * now, or somebody answered meanwhile.
 */
export async function explainMissing(
  world: World,
  { operationId, reason }: { readonly operationId: string; readonly reason: string },
  who: SignedIn | null,
): Promise<Reply<{ operationId: string }>> {
  const paysafe = await missingAtPaysafe(world, await copyStatements(world));
  const found = [...(await missingPayments(world)), ...paysafe.missing];
  const one = found.find((missing) => missing.operationId === operationId);
  if (!one) return refused('line_decided');
  const lineId = nameOf(operationId);
  const before = (await world.ledger.payoutMatches.ofLines([lineId])).get(lineId);
  if (standingOf(before)) return refused('line_decided');
  const { amount, currency } = one;
  const written = await world.ledger.payoutMatches.explain(
    {
      match: { lineId, amount, currency, by: who?.name ?? '', at: world.clock.now() },
      reason,
      turn: turnOf(before),
      statementLine: null,
    },
    decidedEntry(world, who, 'missing_explained', { amount, currency, reason, operation: operationId }),
  );
  return written ? done({ operationId }) : refused('line_decided');
}
