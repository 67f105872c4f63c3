import { done, refused, type Failure, type Reply } from '../../contract/failure.ts';
import type { LineResult, RunFacts } from '../../contract/run.ts';
import type { Run, RunLineFacts } from '../../ledger/run-row.ts';
import type { RunBook, WholeRun } from '../../ledger/runs.ts';
import type { Operation } from '../../payments/operation.ts';
import type { AuditEntry } from '../../payments/ports.ts';
import { operationView } from '../orders/operation-view.ts';
import { decidedEntry } from '../decided-entry.ts';
import { driveRun, runFacts, tellRun, type RunKind } from './run-drive.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

/** What a person confirmed: the run with all its lines, and its line of the history. */
export interface Confirmed<Line> {
  readonly ticket: string;
  readonly id: string;
  readonly lines: readonly Line[];
  readonly audit: Omit<AuditEntry['detail'], 'runId' | 'count' | 'currency'>;
}

/** What becomes of a line in the records before it is an order: its place, ticket and state. */
export function freshLine(world: World, runId: string, place: number): RunLineFacts {
  const ticket = `${runId}-${world.engine.random.id(16)}`;
  return { id: `${runId}-${place}`, runId, place, ticket, state: 'waiting', failure: null };
}

/** Writes a run with all its lines, then begins with the first. The same ticket again is the same run and begins nothing. Answers its id. */
export async function startRun<Line extends RunLineFacts>(
  world: World,
  kind: RunKind<Line>,
  { ticket, id, lines, audit }: Confirmed<Line>,
  who: SignedIn,
): Promise<Reply<string>> {
  const now = world.clock.now();
  const { currency, desk } = world.settings.now();
  const run: Run = {
    ...{ id, ticket, currency, state: 'going', why: null, driver: world.runs.driver },
    ...{ staffId: who.id, staffName: who.name, desk, createdAt: now, updatedAt: now, version: 1 },
  };
  const entry = decidedEntry(world, who, `${kind.history}_started`, {
    runId: id,
    count: lines.length,
    ...audit,
    currency,
  });
  return begin(world, kind, { runId: id, who }, async () => {
    const result = await kind.book(world).start({ run, lines }, entry);
    if (!result) return refused('approval_changed').failure;
    return 'started' in result ? result.started.id : { known: result.known.id };
  });
}

/**
 * A person looked at the rest and confirmed it, under the tickets that the lines had, so that one which did leave is found and not sent again.
 * `confirm`: each line as it is now, or why it cannot be. What is not named is left.
 */
export async function resumeRun<Line extends RunLineFacts, Named extends { readonly lineId: string }>(
  world: World,
  kind: RunKind<Line>,
  asked: {
    readonly id: string;
    readonly version: number;
    readonly lines: readonly Named[];
    readonly confirm: (line: Line, named: Named) => Promise<Line | Failure>;
  },
  who: SignedIn,
): Promise<Reply<string>> {
  const { id, version, lines, confirm } = asked;
  const book = kind.book(world);
  let whole = await book.byId(id);
  // Stopped, and the line that was in hand is still on its way: its end is a moment away, and nobody should have to press twice.
  if (whole && whole.run.state !== 'going' && world.runs.drives(id)) {
    await world.runs.idle();
    whole = await book.byId(id);
  }
  if (!whole) return refused('unknown_id');
  const { state } = runFacts(world, whole.run);
  if (whole.run.version !== version || state === 'over') return refused('run_changed');
  if (state === 'going' || world.runs.drives(id)) return refused('run_going');
  const rest = await waitingOf(world, whole);
  const again: Line[] = [];
  for (const named of lines) {
    const line = whole.lines.find((one) => one.id === named.lineId);
    if (!line || !rest.delete(named.lineId)) return refused('run_changed');
    const now = await confirm(line, named);
    if ('code' in now) return { ok: false, failure: now };
    again.push({ ...now, state: 'waiting', failure: null });
  }
  const { driver } = world.runs;
  const by = { driver, staffId: who.id, staffName: who.name, desk: world.settings.now().desk };
  const after = { ...whole.run, ...by, state: 'going', why: null, updatedAt: world.clock.now() } as const;
  const entry = decidedEntry(world, who, `${kind.history}_resumed`, { runId: id, count: again.length });
  return begin(world, kind, { runId: id, who }, async () => {
    const written = await book.resume(after, { lines: again, left: [...rest] }, entry);
    return written ? written.id : refused('run_changed').failure;
  });
}

/** Lines that were neither sent nor refused nor left, by id. */
async function waitingOf<Line extends RunLineFacts>(
  world: World,
  { run, lines }: WholeRun<Line>,
): Promise<Set<string>> {
  const operations = await operationsOf(world, lines);
  const facts = runFacts(world, run);
  const waits = (line: Line): boolean =>
    lineResult(facts, line, operations.get(line.ticket) ?? null).state === 'waiting';
  return new Set(lines.filter(waits).map(({ id }) => id));
}

/** Stops between two lines, with `version` null, or ends for good. Answers its id. */
export async function restRun<Line extends RunLineFacts>(
  world: World,
  kind: RunKind<Line>,
  { id, version, state }: { readonly id: string; readonly version: number | null; readonly state: 'stopped' | 'over' },
  who: SignedIn,
): Promise<Reply<string>> {
  const book = kind.book(world);
  const whole = await book.byId(id);
  if (!whole) return refused('unknown_id');
  const { run } = whole;
  // At its end already, or stopped before: that is what was asked for.
  if (run.state === 'over' || run.state === state) return done(id);
  if (version !== null && run.version !== version) return refused('run_changed');
  const after = { ...run, state, why: null, updatedAt: world.clock.now() };
  const entry = decidedEntry(world, who, `${kind.history}_${state === 'over' ? 'ended' : 'stopped'}`, { runId: id });
  if (!(await book.rest(after, entry))) return refused('run_changed');
  await tellRun(world, kind, id);
  return done(id);
}

/** Takes the desk's one turn, writes, and only then lets the first line begin. */
async function begin<Line extends RunLineFacts>(
  world: World,
  kind: RunKind<Line>,
  { runId, who }: { readonly runId: string; readonly who: SignedIn },
  write: () => Promise<string | { readonly known: string } | Failure>,
): Promise<Reply<string>> {
  const { promise: written, resolve, reject } = Promise.withResolvers<Awaited<ReturnType<typeof write>>>();
  const alone = world.runs.alone({
    id: runId,
    async work(stopped) {
      const result = await write().catch((error: unknown) => {
        reject(error);
        return null;
      });
      if (result !== null) resolve(result);
      if (typeof result === 'string') await driveRun(world, kind, { runId, who, stopped });
    },
    ended: () => void tellRun(world, kind, runId).catch((error: unknown) => world.trouble(kind.name, error)),
  });
  if (!alone) return refused('run_going');
  const result = await written;
  if (typeof result === 'string') return done(result);
  return 'known' in result ? done(result.known) : { ok: false, failure: result };
}

/** What became of a line stands in the operation of its ticket; only where there is none, the line itself says it. */
export function lineResult(
  { state, here }: Pick<RunFacts, 'state' | 'here'>,
  line: RunLineFacts,
  operation: Operation | null,
): LineResult {
  if (operation) return { state: 'sent', failure: null, operation: operationView(operation) };
  const driven = here || state === 'going';
  const own = line.state !== 'begun' ? line.state : driven ? 'sending' : 'waiting';
  const ended = state === 'over' && own === 'waiting' ? 'left' : own;
  return { state: ended, failure: line.failure, operation: null };
}

/** Operations of these lines, by their tickets. */
export async function operationsOf(world: World, lines: readonly RunLineFacts[]): Promise<Map<string, Operation>> {
  const found = await world.ledger.operations.byTickets(lines.map(({ ticket }) => ticket));
  return new Map(found.flatMap((operation) => (operation.ticket === null ? [] : [[operation.ticket, operation]])));
}

const mostShown = 5;

/** The last runs, and all that wait for a person. */
export async function lastRuns<Line extends RunLineFacts>(book: RunBook<Line>): Promise<WholeRun<Line>[]> {
  const [newest, standing] = await Promise.all([book.newest(mostShown), book.standing()]);
  const shown = [...newest, ...standing.filter(({ id }) => newest.every((one) => one.id !== id))];
  const runs: WholeRun<Line>[] = [];
  for (const { id } of shown) {
    const whole = await book.byId(id);
    if (whole) runs.push(whole);
  }
  return runs;
}

/** A run as a list shows it. */
export function summed(facts: RunFacts, lines: readonly (LineResult & { readonly amount: number })[]) {
  return {
    ...facts,
    lines: lines.length,
    rest: lines.filter(({ state }) => state === 'waiting').length,
    total: lines.reduce((sum, { amount }) => sum + amount, 0),
  };
}
