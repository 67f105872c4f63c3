import { isDeskTrouble, refused, type Failure } from '../../contract/failure.ts';
import type { RunFacts } from '../../contract/run.ts';
import type { Verb } from '../../contract/staff.ts';
import type { Run, RunLineFacts } from '../../ledger/run-row.ts';
import type { Driving, RunBook } from '../../ledger/runs.ts';
import type { Operation } from '../../payments/operation.ts';
import { decidedEntry } from '../decided-entry.ts';
import { refusedAttempt } from '../orders/refused-attempt.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

/** One kind of order that is given many at once: what the engine of runs must know of it. */
export interface RunKind<Line extends RunLineFacts> {
  /** what went wrong, for the log */
  readonly name: string;
  /** how its lines of the history begin */
  readonly history: 'run' | 'hold_run';
  book(world: World): RunBook<Line>;
  /** what whoever confirmed it must still be allowed to do */
  needs(world: World, run: Pick<Run, 'ticket'>): Promise<readonly Verb[]>;
  /** the call of one such order, as refusals stand in the history */
  call(line: Line): string;
  /** lines with the same word are never in hand at once */
  oneAtATime(line: Line): string;
  /** Gives the very order that would be given for one alone. Null: it was given. */
  give(world: World, line: Line, who: SignedIn): Promise<Failure | null>;
  /** Windows are told of the run, or of one line of it. */
  tell(world: World, run: RunFacts, line: { readonly line: Line; readonly operation: Operation | null } | null): void;
}

/** So many lines of a run are with the providers at once, at most: at a second an answer, about as many as a provider takes in one. */
const mostAtOnce = 24;
/** After so many more that came to their end, one more goes beside the others. */
const endsForOneMore = 4;

/** Nothing of a run moved for so long by the wall clock: no answer takes that. The PC slept, or its clock was set, and nobody stands at the counter any more. */
const sleptMs = 10 * 60_000;

/** How many lines may be in hand after so many ended: the first go one by one, so that stopping means something when it is needed most. */
export function linesAtOnce(ended: number): number {
  return Math.min(mostAtOnce, 1 + Math.floor(ended / endsForOneMore));
}

/**
 * Gives the orders of a run one after another, each the very order of one alone; never two of one person at once. Whatever becomes of one, the next
 * follows; only a trouble of this desk, in which no order could leave, or a sleep of its PC stops the run, and what it kept from leaving waits as before.
 * Comes back once no line is in hand.
 */
export async function driveRun<Line extends RunLineFacts>(
  world: World,
  kind: RunKind<Line>,
  { runId, who, stopped }: { readonly runId: string; readonly who: SignedIn; readonly stopped: () => boolean },
): Promise<void> {
  const inHand = new Map<string, Promise<void>>();
  const went: { ended: number; halt: Failure | null; broken: unknown } = { ended: 0, halt: null, broken: null };
  // From the moment somebody confirmed it: a PC may fall asleep before its first line.
  let movedAt = world.clock.now();
  /** A charge is never queued (design rule 4): what is left waits for somebody to confirm it, as after a restart. */
  const slept = (): boolean => {
    const [before, now] = [movedAt, world.clock.now()];
    movedAt = now;
    return Math.abs(now - before) >= sleptMs;
  };
  const carryOn = (): boolean => !stopped() && !went.halt && went.broken === null;
  try {
    const { needs, confirmedAt } = await confirmed(world, kind, runId);
    movedAt = confirmedAt;
    while (carryOn()) {
      if (inHand.size >= linesAtOnce(went.ended)) {
        await Promise.race(inHand.values());
        continue;
      }
      went.halt ??= await mayStill(world, who, needs);
      if (!carryOn()) break;
      // The run is over only when nothing of it is in hand: until then a line may have to wait again.
      const over = inHand.size > 0 ? null : decidedEntry(world, who, `${kind.history}_over`, { runId });
      const line = await kind.book(world).begin(driving(world, runId), over);
      if (line === null || (line === 'end' && over)) break;
      if (line === 'end') {
        await Promise.race(inHand.values());
        continue;
      }
      const own = kind.oneAtATime(line);
      await inHand.get(own);
      if (slept()) {
        await kind.book(world).refuse(driving(world, runId), { lineId: line.id, failure: 'again' });
        went.halt ??= refused('run_slept').failure;
        break;
      }
      const giving = giveLine(world, kind, line, who)
        .then((halt) => {
          went.ended += 1;
          went.halt ??= halt;
        })
        .catch((error: unknown) => {
          went.broken ??= error;
        })
        .finally(() => inHand.delete(own));
      inHand.set(own, giving);
    }
  } catch (error) {
    went.broken ??= error;
  }
  await Promise.all(inHand.values());
  try {
    if (went.broken !== null) throw went.broken;
    if (went.halt) await halt(world, kind, { runId, who, why: went.halt });
  } catch (error) {
    // Nothing can be written, or a fault of ours: no line is begun any more, and the run shows as interrupted.
    world.trouble(kind.name, error);
  }
}

/** What whoever confirmed it must be allowed to do, and when that was, by this desk's clock. */
async function confirmed<Line extends RunLineFacts>(
  world: World,
  kind: RunKind<Line>,
  runId: string,
): Promise<{ readonly needs: readonly Verb[]; readonly confirmedAt: number }> {
  const whole = await kind.book(world).byId(runId);
  if (!whole) throw new Error(`The run ${runId} is not in the records`);
  return { needs: await kind.needs(world, whole.run), confirmedAt: whole.run.updatedAt };
}

/** One line that was begun, to its end. Answers the trouble that keeps every order of this desk from leaving, if that is what stopped it. */
async function giveLine<Line extends RunLineFacts>(
  world: World,
  kind: RunKind<Line>,
  line: Line,
  who: SignedIn,
): Promise<Failure | null> {
  await tellLine(world, kind, line);
  const failure = await given(world, kind, line, who);
  const { runId, id: lineId } = line;
  const stops = failure !== null && stopsAll(failure);
  if (failure) await kind.book(world).refuse(driving(world, runId), { lineId, failure: stops ? 'again' : failure });
  if (stops) return failure;
  await tellLine(world, kind, line);
  return null;
}

async function given<Line extends RunLineFacts>(
  world: World,
  kind: RunKind<Line>,
  line: Line,
  who: SignedIn,
): Promise<Failure | null> {
  const failure = await kind.give(world, line, who);
  if (!failure) return null;
  const { ledger, clock, settings, trouble } = world;
  const around = { ledger, clock, trouble, desk: settings.now().desk };
  await refusedAttempt(around, { call: kind.call(line), who, code: failure.code });
  return failure;
}

function stopsAll({ code }: Failure): boolean {
  return isDeskTrouble(code) || code === 'offline' || code === 'not_allowed';
}

/** Whoever confirmed it may, for as long as they are one of the house and have the right: also the last line is given only then. */
async function mayStill({ session }: World, who: SignedIn, needs: readonly Verb[]): Promise<Failure | null> {
  const person = await session.people.present(who.id);
  return person && needs.every((verb) => person.verbs.includes(verb)) ? null : refused('not_allowed').failure;
}

async function halt<Line extends RunLineFacts>(
  world: World,
  kind: RunKind<Line>,
  { runId, who, why: { code } }: { readonly runId: string; readonly who: SignedIn; readonly why: Failure },
): Promise<void> {
  const book = kind.book(world);
  const whole = await book.byId(runId);
  if (whole?.run.state === 'going' && whole.run.driver === world.runs.driver) {
    const after = { ...whole.run, state: 'stopped', why: code, updatedAt: world.clock.now() } as const;
    await book.rest(after, decidedEntry(world, who, `${kind.history}_stopped`, { runId, code }));
  }
}

const driving = (world: World, runId: string): Driving => ({
  runId,
  driver: world.runs.driver,
  at: world.clock.now(),
});

/** Windows are told of the run; its lines are told one by one. */
export async function tellRun<Line extends RunLineFacts>(
  world: World,
  kind: RunKind<Line>,
  runId: string,
): Promise<void> {
  const whole = await kind.book(world).byId(runId);
  if (whole) kind.tell(world, runFacts(world, whole.run), null);
}

async function tellLine<Line extends RunLineFacts>(
  world: World,
  kind: RunKind<Line>,
  { id, runId, ticket }: Line,
): Promise<void> {
  const now = await kind.book(world).line(id);
  if (!now) return;
  const operation = await world.ledger.operations.byTicket(ticket);
  const run = runFacts(world, now.run);
  if (run.id === runId) kind.tell(world, run, { line: now.line, operation });
}

/** A desk that has begun no line for so long is not running any more: a line takes a minute at most, and the page of its bill as much again. */
const quietMs = 3 * 60_000;

export function runFacts(world: Pick<World, 'runs' | 'clock' | 'settings'>, run: Run): RunFacts {
  const { id, state, why, currency, staffName, desk, createdAt, version } = run;
  const here = world.runs.drives(id);
  const elsewhere = desk !== world.settings.now().desk && Math.abs(world.clock.now() - run.updatedAt) < quietMs;
  const now = state === 'going' && !here && !elsewhere ? 'interrupted' : state;
  return { id, state: now, why, currency, staffName, desk, here, createdAt, version };
}
