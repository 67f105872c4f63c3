import { refused, type Reply } from '../../contract/failure.ts';
import type { OperationDetail } from '../../contract/operation.ts';
import type { PayoutMatch } from '../../ledger/payout-matches.ts';
import { refundCameBack } from '../../payments/follow.ts';
import { isOpen, type Operation } from '../../payments/operation.ts';
import { standingOf, turnOf } from '../days/line-names.ts';
import { decidedEntry } from '../decided-entry.ts';
import { operationView } from './operation-view.ts';
import { operationDetail } from './orders.ts';
import { refundName } from './refund-answers.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

/**
 * A refund that failed was given back in another way, and how: it is not on Today any more, until that is taken back. Moves nothing, and changes nothing of
 * what the bill counts: the payment by card stands. Refused where it did not fail after it was done or somebody answered
 * meanwhile (`refund_answered`), and while an order of that payment is not known yet (`busy`).
 */
export async function answerRefund(
  world: World,
  { operationId, reason }: { readonly operationId: string; readonly reason: string },
  who: SignedIn | null,
): Promise<Reply<OperationDetail>> {
  const operation = await world.ledger.operations.byId(operationId);
  if (!operation || !refundCameBack(operation)) return refused('refund_answered');
  const before = await decisionsOn(world, operationId);
  if (standingOf(before)) return refused('refund_answered');
  // It may be going back by card at this very moment: nobody hands the same money over the counter.
  const there = await world.ledger.operations.onTargets(operation.targetId === null ? [] : [operation.targetId]);
  const open = there.find(({ state }) => isOpen(state));
  if (open) return refused('busy', { operationId: open.id, by: open.staffName, kind: open.kind });
  const { amount, currency } = sumOf(operation);
  const match = { lineId: refundName(operationId), amount, currency, by: who?.name ?? '', at: world.clock.now() };
  const written = await world.ledger.payoutMatches.explain(
    { match, reason, turn: turnOf(before), statementLine: null },
    decidedEntry(world, who, 'refund_answered', { ...factsOf(operation), reason }),
  );
  return written ? told(world, operation) : refused('refund_answered');
}

/** Takes such an answer back: Today asks again. */
export async function askRefundAgain(
  world: World,
  { operationId }: { readonly operationId: string },
  who: SignedIn | null,
): Promise<Reply<OperationDetail>> {
  const operation = await world.ledger.operations.byId(operationId);
  const before = await decisionsOn(world, operationId);
  const match = standingOf(before);
  if (!operation || !match) return refused('refund_answered');
  const written = await world.ledger.payoutMatches.undo(
    { match, by: who?.name ?? '', at: world.clock.now(), turn: turnOf(before) },
    null,
    decidedEntry(world, who, 'refund_asked_again', factsOf(operation)),
  );
  return written ? told(world, operation) : refused('refund_answered');
}

async function decisionsOn(
  { ledger }: Pick<World, 'ledger'>,
  operationId: string,
): Promise<readonly PayoutMatch[] | undefined> {
  return (await ledger.payoutMatches.ofLines([refundName(operationId)])).get(refundName(operationId));
}

/** What staff had read was given back, minor units. */
function sumOf({ state, amount }: Operation): { readonly amount: number; readonly currency: string } {
  const said = state.name === 'rejected' ? state.was?.moved.refunded : undefined;
  return { amount: said ?? amount?.amount ?? 0, currency: amount?.currency ?? '' };
}

const factsOf = (operation: Operation): Record<string, string | number> => ({
  ...{ operation: operation.id, customer: operation.customerName, provider: operation.provider },
  ...sumOf(operation),
});

/** Every window with Today or this order on it looks again. */
async function told(world: World, operation: Operation): Promise<Reply<OperationDetail>> {
  world.emit('payments.changed', operationView(operation));
  return operationDetail(world, operation.id);
}
