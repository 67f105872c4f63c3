import { done, refused, type Reply } from '../../contract/failure.ts';
import type { HoldRunLine as ShownLine, HoldRunSummary, HoldRunView } from '../../contract/hold-run.ts';
import type { RunFacts } from '../../contract/run.ts';
import type { HoldRunLine } from '../../ledger/hold-run-row.ts';
import type { WholeRun } from '../../ledger/runs.ts';
import type { Operation } from '../../payments/operation.ts';
import { operationView } from '../orders/operation-view.ts';
import { runFacts } from './run-drive.ts';
import { lastRuns, lineResult, operationsOf, summed } from './runs.ts';
import type { World } from '../world.ts';

/** One run with what became of each line. */
export async function oneHoldRun(world: World, id: string): Promise<Reply<HoldRunView>> {
  const whole = await world.ledger.holdRuns.byId(id);
  return whole ? done(await runView(world, whole)) : refused('unknown_id');
}

/** The last runs, and all that wait for a person. */
export async function lastHoldRuns(world: World): Promise<Reply<{ runs: HoldRunSummary[] }>> {
  const runs: HoldRunSummary[] = [];
  for (const whole of await lastRuns(world.ledger.holdRuns)) {
    const { lines, kind, ...facts } = await runView(world, whole);
    runs.push({ ...summed(facts, lines), kind });
  }
  return done({ runs });
}

async function runView(world: World, { run, lines }: WholeRun<HoldRunLine>): Promise<HoldRunView> {
  const operations = await operationsOf(world, lines);
  const seconds = await secondSteps(world, lines, operations);
  const facts = runFacts(world, run);
  const shown = lines.map((line) => {
    const operation = operations.get(line.ticket) ?? null;
    return holdLineView(facts, line, { operation, then: operation && (seconds.get(operation.id) ?? null) });
  });
  return { ...facts, kind: lines[0]?.kind ?? 'capture', lines: shown };
}

/** What came after these operations in their groups: at Paysafe the rest of a hold is given back by a step of its own. */
async function secondSteps(
  world: World,
  lines: readonly HoldRunLine[],
  operations: ReadonlyMap<string, Operation>,
): Promise<Map<string, Operation>> {
  const parts = lines.filter(
    ({ kind, provider, amount, held }) => kind === 'capture' && provider === 'paysafe' && amount < held,
  );
  const firsts = new Set(parts.flatMap(({ ticket }) => operations.get(ticket)?.id ?? []));
  if (firsts.size === 0) return new Map();
  const found = await world.ledger.operations.onTargets(parts.map(({ holdId }) => holdId));
  return new Map(found.flatMap((one) => (one.follows !== null && firsts.has(one.follows) ? [[one.follows, one]] : [])));
}

export function holdLineView(
  run: RunFacts,
  line: HoldRunLine,
  { operation, then }: { readonly operation: Operation | null; readonly then: Operation | null },
): ShownLine {
  const { id, holdId, provider, customerId, customerName, card, held, amount, note } = line;
  const shown = { id, holdId, provider, customerId, customerName, card, held, amount, note };
  return { ...shown, ...lineResult(run, line, operation), then: then && operationView(then) };
}
