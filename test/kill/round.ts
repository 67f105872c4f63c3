import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isOpen } from '../../src-main/payments/operation.ts';
import type { RoundPlan } from './deck.ts';
import { judge, judgeShown, type Breach } from './judge.ts';
import type { DeskName, Lane } from './lane.ts';
import type { Scene } from './scenes.ts';
import type { DeskProcess } from './processes.ts';
import { isTimed, type Step } from './steps.ts';
import type { Mark } from './truth.ts';
import type { Answers, Kill, Line, Report } from './words.ts';

/** What one round came to. */
export interface Played {
  readonly kills: number;
  readonly timed: number;
  /** timed kills that ended a process inside SQLite's own commit or checkpoint */
  readonly insideSqlite: number;
  readonly breaches: readonly Breach[];
}

/** A request may still land this long after its desk died. */
const underWayMs = 30_000;
/** More than twice the sender's time-out: from here on "not there" means something. */
const betweenPassesMs = 130_000;
const mostPasses = 10;
/** By then a bank has sent back what it sends back (a minute after the sandbox's refund). */
const sentBackMs = 120_000;

interface Game {
  readonly lane: Lane;
  readonly plan: RoundPlan;
  readonly scene: Scene;
  readonly mark: Mark;
  readonly lines: Record<DeskName, Line[]>;
  readonly breaches: Breach[];
  kills: number;
  timed: number;
  insideSqlite: number;
}

/** Staff click, the power goes off at the step of the plan, somebody starts the desk again, and nothing may be open, doubled or lost at the end. */
export async function playRound(lane: Lane, plan: RoundPlan): Promise<Played> {
  const scene = await plan.case.place(lane.tills);
  const folder = lane.newFolder(`round-${plan.round}`);
  const since = lane.clock.now();
  for (const desk of ['a', 'b'] as const) lane.seats[desk] = { process: null, file: join(folder, desk, 'ledger.db') };
  const game: Game = {
    lane,
    plan,
    scene,
    mark: lane.truth.mark(scene.watched),
    lines: { a: [], b: [] },
    breaches: lane.noticed.splice(0),
    kills: 0,
    timed: 0,
    insideSqlite: 0,
  };
  const drainer = await lane.drainer();
  const from = drainer.lines.length;
  const other: OtherClick | null = plan.pair ? await openOtherDesk(game, drainer) : null;
  await firstLife(game, other);
  await stayOff(game, plan.offMs);
  if (plan.second) {
    await secondLife(game, plan.second);
    await stayOff(game, plan.offAgainMs);
  }
  const rowBeforeAgain = await drain(game, drainer);
  if (plan.case.comesBack) {
    lane.clock.pass(sentBackMs);
    // What its bank did by then is in the provider's books from the next question on, whoever asks it.
    await lane.tills.stripe.stripe.refunds.list({ limit: 1 });
    await alive(drainer.ask({ desk: 'a', now: lane.clock.now(), do: 'follow refunds' }));
  }
  const desks = [];
  for (const desk of plan.pair ? (['a', 'b'] as const) : (['a'] as const)) {
    const report = await alive(drainer.ask({ desk, now: lane.clock.now(), do: 'report' }));
    await drainer.ask({ desk, now: lane.clock.now(), do: 'close' });
    const lines = [
      ...game.lines[desk],
      ...drainer.lines.slice(from).filter((line) => !('desk' in line) || line.desk === desk),
    ];
    desks.push({ report, lines });
  }
  const movements = lane.truth.movementsSince(game.mark);
  game.breaches.push(...lane.noticed.splice(0));
  for (const { lines } of desks)
    for (const line of lines) if (line.is === 'trouble') game.breaches.push({ what: 'harness', say: line.what });
  game.breaches.push(...judge({ plan, scene, desks, movements, since, rowBeforeAgain }));
  lane.clearFolder(`round-${plan.round}`);
  const { kills, timed, insideSqlite, breaches } = game;
  return { kills, timed, insideSqlite, breaches };
}

/** The click, up to the first kill; with another desk on the same target, its click too. */
async function firstLife(game: Game, other: OtherClick | null): Promise<void> {
  const { lane, plan, scene } = game;
  const { place } = plan.first.step;
  const long = place.kind === 'write' && place.moment === 'in a checkpoint';
  lane.giveRecords(lane.seats.a.file, long ? 'longLog' : place.kind === 'opening' ? place.migrations : 'plain');
  const process = await lane.pool.take();
  lane.seats.a.process = process;
  const now = lane.clock.now();
  const open = { desk: 'a', now, do: 'open', parts: lane.parts('a', `r${plan.round}p1`) } as const;
  if (place.kind === 'opening') {
    await arm(game, process, plan.first);
    await endOf(game, process, { step: plan.first.step, work: process.ask(open) });
    return;
  }
  await alive(process.ask(open));
  await alive(process.ask({ desk: 'a', now, do: 'look', reads: scene.reads }));
  await arm(game, process, plan.first);
  const clicked = process.ask({ desk: 'a', now, do: 'order', order: scene.order(ticketOf(plan, 'a')) });
  const beside = plan.pair === 'together' && other ? other() : null;
  await Promise.all([endOf(game, process, { step: plan.first.step, work: clicked, beside }), beside]);
  if (plan.pair === 'after') await other?.();
}

/** Somebody starts the desk again, and the power goes off while it completes what it found. */
async function secondLife(game: Game, kill: Kill): Promise<void> {
  const { lane } = game;
  const process = await lane.pool.take();
  lane.seats.a.process = process;
  await openAgain(game, process, 'p2');
  await arm(game, process, kill);
  await endOf(game, process, { step: kill.step, work: completeUntilDead(game, process) });
}

/** The desk after a kill: what staff saw before is there at once. */
async function openAgain(game: Game, process: DeskProcess, name: string): Promise<Report> {
  const { lane, plan, scene } = game;
  const at = { desk: 'a', now: lane.clock.now() } as const;
  await alive(process.ask({ ...at, do: 'open', parts: lane.parts('a', `r${plan.round}${name}`) }));
  const report = await alive(process.ask({ ...at, do: 'report' }));
  game.breaches.push(...judgeShown(report, game.lines.a));
  if (plan.readsFirst) await alive(process.ask({ ...at, do: 'look', reads: scene.reads }));
  return report;
}

async function completeUntilDead({ lane }: Game, process: DeskProcess): Promise<Answers['complete'] | 'died'> {
  for (let pass = 1; ; pass += 1) {
    const answer = await process.ask({ desk: 'a', now: lane.clock.now(), do: 'complete' });
    if (answer === 'died' || answer.left === 0 || pass === mostPasses) return answer;
    lane.clock.pass(betweenPassesMs);
  }
}

async function arm({ lane }: Game, process: DeskProcess, kill: Kill): Promise<void> {
  await process.ask({ desk: 'a', now: lane.clock.now(), do: 'arm', kill });
  const { place } = kill.step;
  lane.wires.a.arm(place.kind === 'wire' ? place : null);
}

/** Waits for the kill. A process that came to its end without it has not been where the plan wanted it. */
async function endOf(
  game: Game,
  process: DeskProcess,
  {
    step,
    work,
    beside = null,
  }: {
    readonly step: Step;
    readonly work: Promise<unknown>;
    /** the click of another desk at the same moment */
    readonly beside?: ReturnType<OtherClick> | null;
  },
): Promise<void> {
  const { lane } = game;
  const answer = await work;
  let wasQuicker = false;
  if (answer !== 'died' && !(isTimed(step) && (await diesSoon(process)))) {
    // Where the other desk's order was taken first, this one may read that it is done and be refused before it has written anything.
    const other = isRefusal(answer) ? await beside : null;
    wasQuicker = other !== null && other.operationId !== null;
    if (!wasQuicker)
      game.breaches.push({
        what: 'harness',
        say: `the process never came to ${step.name}: ${JSON.stringify(answer)}`,
      });
    process.kill();
  }
  if ((await process.gone) && !wasQuicker) game.kills += 1;
  lane.seats.a.process = null;
  lane.wires.a.arm(null);
  game.lines.a.push(...process.lines);
  const inside =
    process.lines.filter(({ is }) => is === 'in').length > process.lines.filter(({ is }) => is === 'out').length;
  if (isTimed(step)) game.timed += 1;
  if (inside) game.insideSqlite += 1;
}

function isRefusal(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'refused' in answer && answer.refused !== null;
}

/** Somebody with a clock in hand kills it any moment now. */
function diesSoon(process: DeskProcess): Promise<boolean> {
  const patience = new AbortController();
  const tooLong = pause(10_000, false, { signal: patience.signal, ref: false }).catch(() => false);
  return Promise.race([process.gone, tooLong]).finally(() => patience.abort());
}

async function stayOff({ lane }: Game, ms: number): Promise<void> {
  if (ms <= underWayMs) return lane.clock.pass(ms);
  lane.clock.pass(underWayMs);
  await lane.wires.a.deliverLate();
  lane.clock.pass(ms - underWayMs);
}

type OtherClick = () => Promise<Answers['order']>;

async function openOtherDesk({ lane, plan, scene }: Game, process: DeskProcess): Promise<OtherClick> {
  const now = lane.clock.now();
  lane.giveRecords(lane.seats.b.file, 'plain');
  await alive(process.ask({ desk: 'b', now, do: 'open', parts: lane.parts('b', `r${plan.round}b`) }));
  await alive(process.ask({ desk: 'b', now, do: 'look', reads: scene.reads }));
  const order = (scene.other ?? scene.order)(ticketOf(plan, 'b'));
  return () => alive(process.ask({ desk: 'b', now: lane.clock.now(), do: 'order', order }));
}

/** Drives everything to its end; @returns whether the row was there, or null where nobody clicks again */
async function drain(game: Game, process: DeskProcess): Promise<boolean | null> {
  const { lane, plan, scene } = game;
  const now = (): number => lane.clock.now();
  const found = await openAgain(game, process, 'd');
  if (plan.isImpatient && found.operations.some(({ state }) => isOpen(state))) await clickMeanwhile(game, process);
  await passes(game, process);
  if (!plan.clicksAgain) return null;
  await alive(process.ask({ desk: 'a', now: now(), do: 'look', reads: scene.reads }));
  const before = await alive(process.ask({ desk: 'a', now: now(), do: 'report' }));
  const ticket = ticketOf(plan, 'a');
  const wasThere = before.operations.some((operation) => operation.ticket === ticket);
  lane.wires.a.arm(null);
  const again = await alive(process.ask({ desk: 'a', now: now(), do: 'order', order: scene.order(ticket) }));
  if (wasThere && (lane.wires.a.moneySent() > 0 || again.operationId === null))
    game.breaches.push({ what: 'duplicate', say: `a second click on the same ticket: ${JSON.stringify(again)}` });
  await passes(game, process);
  return wasThere;
}

/** A new ticket on a target that is still being checked is refused, and nothing of it leaves. */
async function clickMeanwhile(game: Game, process: DeskProcess): Promise<void> {
  const { lane, plan, scene } = game;
  const at = { desk: 'a', now: lane.clock.now() } as const;
  await alive(process.ask({ ...at, do: 'look', reads: scene.reads }));
  lane.wires.a.arm(null);
  const clicked = await alive(process.ask({ ...at, do: 'order', order: scene.order(`${ticketOf(plan, 'a')}-more`) }));
  if (clicked.refused === null || lane.wires.a.moneySent() > 0)
    game.breaches.push({
      what: 'duplicate',
      say: `a click on a target that is being checked: ${JSON.stringify(clicked)}`,
    });
}

async function passes({ lane, plan }: Game, process: DeskProcess): Promise<void> {
  for (let pass = 0; pass < mostPasses; pass += 1) {
    let left = 0;
    for (const desk of plan.pair ? (['a', 'b'] as const) : (['a'] as const))
      left += (await alive(process.ask({ desk, now: lane.clock.now(), do: 'complete' }))).left;
    await lane.wires.a.deliverLate();
    if (left === 0) return;
    lane.clock.pass(betweenPassesMs);
  }
}

const ticketOf = (plan: RoundPlan, desk: DeskName): string => `ticket-${desk}-${String(plan.round).padStart(8, '0')}`;

async function alive<T>(answer: Promise<T | 'died'>): Promise<T> {
  const given = await answer;
  if (given === 'died') throw new Error('A process died that nobody killed');
  return given;
}
