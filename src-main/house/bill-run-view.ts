import type { RunFacts, RunLine, RunSummary, RunView } from '../contract/bill-run.ts';
import { done, refused, type Reply } from '../contract/failure.ts';
import type { BillRun, BillRunLine } from '../ledger/bill-run-row.ts';
import type { WholeRun } from '../ledger/bill-runs.ts';
import type { Operation } from '../payments/operation.ts';
import { operationView } from './operation-view.ts';
import type { World } from './world.ts';

/** A desk that has begun no line for so long is not running any more: a line takes a minute at most, and the page of its bill as much again. */
const quietMs = 3 * 60_000;
const mostShown = 5;

/** One run with what became of each line. */
export async function oneRun(world: World, id: string): Promise<Reply<RunView>> {
  const whole = await world.ledger.billRuns.byId(id);
  return whole ? done(await runView(world, whole)) : refused('unknown_id');
}

/** The last runs, and all that wait for a person. */
export async function lastRuns(world: World): Promise<Reply<{ runs: RunSummary[] }>> {
  const { billRuns } = world.ledger;
  const [newest, standing] = await Promise.all([billRuns.newest(mostShown), billRuns.standing()]);
  const shown = [...newest, ...standing.filter(({ id }) => newest.every((one) => one.id !== id))];
  const runs: RunSummary[] = [];
  for (const { id } of shown) {
    const whole = await billRuns.byId(id);
    if (whole) runs.push(summaryOf(await runView(world, whole)));
  }
  return done({ runs });
}

export async function runView(world: World, { run, lines }: WholeRun): Promise<RunView> {
  const found = await world.ledger.operations.byTickets(lines.map(({ ticket }) => ticket));
  const byTicket = new Map(found.map((operation) => [operation.ticket, operation]));
  const facts = runFacts(world, run);
  return { ...facts, lines: lines.map((line) => lineView(facts, line, byTicket.get(line.ticket) ?? null)) };
}

export function runFacts(world: Pick<World, 'billRuns' | 'clock' | 'settings'>, run: BillRun): RunFacts {
  const { id, state, why, currency, staffName, desk, createdAt, version } = run;
  const here = world.billRuns.drives(id);
  const elsewhere = desk !== world.settings.now().desk && Math.abs(world.clock.now() - run.updatedAt) < quietMs;
  const now = state === 'going' && !here && !elsewhere ? 'interrupted' : state;
  return { id, state: now, why, currency, staffName, desk, here, createdAt, version };
}

/** What became of a line stands in the operation of its ticket; only where there is none, the line itself says it. */
export function lineView(
  { state, here }: Pick<RunFacts, 'state' | 'here'>,
  line: BillRunLine,
  operation: Operation | null,
): RunLine {
  const { id, billId, billCode, customerId, customerName, cardId, card, amount, failure } = line;
  const shown = { id, billId, billCode, customerId, customerName, cardId, card, amount };
  if (operation) return { ...shown, state: 'sent', failure: null, operation: operationView(operation) };
  const driven = here || state === 'going';
  const own = line.state !== 'begun' ? line.state : driven ? 'sending' : 'waiting';
  const ended = state === 'over' && own === 'waiting' ? 'left' : own;
  return { ...shown, state: ended, failure, operation: null };
}

function summaryOf({ lines, ...facts }: RunView): RunSummary {
  return {
    ...facts,
    lines: lines.length,
    rest: lines.filter(({ state }) => state === 'waiting').length,
    total: lines.reduce((sum, { amount }) => sum + amount, 0),
  };
}
