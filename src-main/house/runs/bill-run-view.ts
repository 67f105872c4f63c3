import type { RunLine, RunView } from '../../contract/bill-run.ts';
import { done, refused, type Reply } from '../../contract/failure.ts';
import type { RunFacts, RunSummary } from '../../contract/run.ts';
import type { BillRunLine } from '../../ledger/bill-run-row.ts';
import type { WholeRun } from '../../ledger/runs.ts';
import type { Operation } from '../../payments/operation.ts';
import { runFacts } from './run-drive.ts';
import { lastRuns, lineResult, operationsOf, summed } from './runs.ts';
import type { World } from '../world.ts';

/** One run with what became of each line. */
export async function oneBillRun(world: World, id: string): Promise<Reply<RunView>> {
  const whole = await world.ledger.billRuns.byId(id);
  return whole ? done(await runView(world, whole)) : refused('unknown_id');
}

/** The last runs, and all that wait for a person. */
export async function lastBillRuns(world: World): Promise<Reply<{ runs: RunSummary[] }>> {
  const runs: RunSummary[] = [];
  for (const whole of await lastRuns(world.ledger.billRuns)) {
    const { lines, ...facts } = await runView(world, whole);
    runs.push(summed(facts, lines));
  }
  return done({ runs });
}

async function runView(world: World, { run, lines }: WholeRun<BillRunLine>): Promise<RunView> {
  const operations = await operationsOf(world, lines);
  const facts = runFacts(world, run);
  return { ...facts, lines: lines.map((line) => billLineView(facts, line, operations.get(line.ticket) ?? null)) };
}

export function billLineView(run: RunFacts, line: BillRunLine, operation: Operation | null): RunLine {
  const { id, billId, billCode, customerId, customerName, cardId, card, amount } = line;
  const shown = { id, billId, billCode, customerId, customerName, cardId, card, amount };
  return { ...shown, ...lineResult(run, line, operation) };
}
