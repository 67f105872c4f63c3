import type { ApprovalLine as LineView, ApprovalView } from '../../contract/approval.ts';
import { done, refused, type Reply } from '../../contract/failure.ts';
import type { Money } from '../../contract/money.ts';
import type { ApprovalLine } from '../../ledger/approval-row.ts';
import type { WholeApproval } from '../../ledger/approvals.ts';
import { operationView } from '../orders/operation-view.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

/** What was sent back or voided is shown so long to whoever prepared it, unless they say that they have read it. */
const returnedForMs = 24 * 3_600_000;

/** What waits for a second person or may be sent, and what came back to whoever asks. */
export async function listApprovals(world: World, who: SignedIn | null): Promise<Reply<{ rows: ApprovalView[] }>> {
  const since = world.clock.now() - returnedForMs;
  const [standing, returned] = await Promise.all([
    world.ledger.approvals.standing(),
    who ? world.ledger.approvals.returned(who.id, since) : [],
  ]);
  return done({ rows: await Promise.all([...standing, ...returned].map((whole) => approvalView(world, whole))) });
}

export async function oneApproval(world: World, id: string): Promise<Reply<ApprovalView>> {
  const whole = await world.ledger.approvals.byId(id);
  return whole ? done(await approvalView(world, whole)) : refused('unknown_id');
}

/** An approval as the window may see it: no order that could be given, no facts of the engine. */
export async function approvalView(
  world: Pick<World, 'ledger'>,
  { approval, lines }: WholeApproval,
): Promise<ApprovalView> {
  const { id, of, state, note, staffId, staffName, desk, createdAt, why, version, decided } = approval;
  return {
    id,
    of,
    state,
    lines: await Promise.all(lines.map((line) => lineView(world, line))),
    totals: totalsOf(lines.map(({ amount }) => amount)),
    note,
    staffId,
    staffName,
    desk,
    at: createdAt,
    decided: decided && {
      staffId: decided.staffId,
      staffName: decided.staffName,
      at: decided.at,
      words: decided.words,
    },
    why,
    version,
  };
}

/** What amounts add up to, per currency. */
export function totalsOf(amounts: readonly Money[]): Money[] {
  const sums = new Map<string, number>();
  for (const { amount, currency } of amounts) sums.set(currency, (sums.get(currency) ?? 0) + amount);
  return [...sums].map(([currency, amount]) => ({ amount, currency }));
}

async function lineView({ ledger }: Pick<World, 'ledger'>, line: ApprovalLine): Promise<LineView> {
  const { id, kind, provider, customerId, customerName, card, billId, amount, held, asked, facts } = line;
  const operation = line.operationId === null ? null : await ledger.operations.byId(line.operationId);
  return {
    ...{ id, kind, provider, customerId, customerName, card, billId, amount, held },
    reason: asked.note,
    outside: facts.some(({ why }) => why === 'consent'),
    repeats: facts.filter(({ why }) => why === 'repeat').length,
    operation: operation && operationView(operation),
  };
}
