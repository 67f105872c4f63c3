import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildChild } from './build-child.ts';
import { history } from '../../src-main/ledger/migrate.ts';
import { makeDeck, type Openings, type RoundPlan } from './deck.ts';
import type { Breach } from './judge.ts';
import { makeEarlierRecords } from './earlier-records.ts';
import { openLane, type Lane } from './lane.ts';
import { listRounds, playListRound } from './list-rounds.ts';
import { pageRounds, playPageRound } from './page-rounds.ts';
import { DeskFault, makePool } from './processes.ts';
import { playRound, type Played } from './round.ts';

export interface Killed {
  readonly rounds: number;
  readonly killed: number;
  readonly duplicates: number;
  readonly open: number;
  readonly lost: number;
  readonly falseFailed: number;
  /** how many steps were met */
  readonly steps: number;
  /** kills by the clock, and how many of them fell inside SQLite's own work */
  readonly timed: number;
  readonly insideSqlite: number;
  readonly red: readonly { readonly round: number; readonly plan: string; readonly breaches: readonly Breach[] }[];
}

export interface Asked {
  readonly rounds: number;
  readonly seed: number;
  /** this one round and no other */
  readonly only?: number;
  /** accounts side by side, each with its own provider; as many processes stand ready again */
  readonly lanes?: number;
  /** and those over a page for a client */
  readonly pages?: boolean;
  /** and those over holds captured as a list that a second person approved */
  readonly lists?: boolean;
}

/** Plays so many rounds of killing a desk's process and counts what should never be. Every round can be repeated by its number. */
export async function killRounds({
  rounds,
  seed,
  only,
  lanes = 3,
  pages = false,
  lists = false,
}: Asked): Promise<Killed> {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-kill-'));
  const child = await buildChild();
  const pool = makePool(child.script, 2);
  const open: Lane[] = [];
  const found = { killed: 0, timed: 0, insideSqlite: 0 };
  const counts = { duplicate: 0, open: 0, lost: 0, false: 0, harness: 0 };
  const red: Killed['red'][number][] = [];
  const steps = new Set<string>();
  try {
    const earlier = await makeEarlierRecords(folder);
    const numbers = only === undefined ? Array.from({ length: rounds }, (_, round) => round) : [only];
    for (let count = 0; count < Math.min(lanes, numbers.length); count += 1)
      open.push(await openLane({ folder: join(folder, `lane-${count}`), pool, earlier }));
    const overPages = pages ? [...pageRounds.keys()] : [];
    const overLists = lists ? [...listRounds.keys()] : [];
    const deck = makeDeck(seed, await openingsOf(open[0]));
    await Promise.all(
      open.map(async (lane) => {
        for (let round = numbers.shift(); round !== undefined; round = numbers.shift()) {
          const plan = deck(round);
          const played = await playOrBreakOff(lane, plan);
          found.killed += played.kills;
          found.timed += played.timed;
          found.insideSqlite += played.insideSqlite;
          steps.add(stepName(plan));
          for (const { what } of played.breaches) counts[what] += 1;
          if (played.breaches.length > 0) red.push({ round, plan: storyOf(plan), breaches: played.breaches });
        }
        for (let nth = overPages.shift(); nth !== undefined; nth = overPages.shift()) {
          const breaches = await playPageRound(lane, nth);
          found.killed += 1;
          for (const { what } of breaches) counts[what] += 1;
          const plan = `over a page: ${pageRounds[nth]?.name}`;
          if (breaches.length > 0) red.push({ round: rounds + nth, plan, breaches });
        }
        for (let nth = overLists.shift(); nth !== undefined; nth = overLists.shift()) {
          const breaches = await playListRound(lane, nth);
          found.killed += 1;
          for (const { what } of breaches) counts[what] += 1;
          const plan = `over a list: ${listRounds[nth]?.provider}, ${listRounds[nth]?.name}`;
          if (breaches.length > 0) red.push({ round: rounds + pageRounds.length + nth, plan, breaches });
        }
      }),
    );
  } finally {
    await Promise.all(open.map((lane) => lane.close()));
    await pool.close();
    child.remove();
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    rounds: only === undefined ? rounds + (pages ? pageRounds.length : 0) + (lists ? listRounds.length : 0) : 1,
    ...found,
    duplicates: counts.duplicate,
    open: counts.open,
    lost: counts.lost,
    falseFailed: counts.false,
    steps: steps.size,
    red,
  };
}

/** The one line that says it all. */
export function lineOf({ rounds, killed, duplicates, open, lost, falseFailed }: Killed): string {
  return `rounds=${rounds} killed=${killed} duplicates=${duplicates} open=${open} lost=${lost} false_failed=${falseFailed}`;
}

/** A desk that cannot go on after a kill has lost more than one result. */
async function playOrBreakOff(lane: Lane, plan: RoundPlan): Promise<Played> {
  try {
    return await playRound(lane, plan);
  } catch (error) {
    await lane.startAfresh();
    const what = error instanceof DeskFault ? 'lost' : 'harness';
    const say = `the round broke off: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
    return { kills: 0, timed: 0, insideSqlite: 0, breaches: [...lane.noticed.splice(0), { what, say }] };
  }
}

/** Opens records of each version once, to know how many sentences that takes. */
async function openingsOf(lane: Lane | undefined): Promise<Openings> {
  if (!lane) throw new Error('No rounds were asked for');
  const process = await lane.drainer();
  const now = lane.clock.now();
  const counts: number[] = [];
  for (let migrations = 0; migrations < history.length; migrations += 1) {
    const file = join(lane.newFolder(`version-${migrations}`), 'ledger.db');
    lane.seats.a.file = file;
    lane.giveRecords(file, migrations);
    const opened = await process.ask({ desk: 'a', now, do: 'open', parts: lane.parts('a', `v${migrations}`) });
    if (opened === 'died') throw new Error('A process died that nobody killed');
    await process.ask({ desk: 'a', now, do: 'close' });
    counts.push(opened.statements);
  }
  return counts;
}

const stepName = ({ first, second, pair }: RoundPlan): string =>
  second ? `second: ${second.step.name}` : `${pair ? 'two desks: ' : ''}${first.step.name}`;

/** What a round does, in one line. */
export function storyOf(plan: RoundPlan): string {
  const { first, second, pair, offMs, offAgainMs } = plan;
  return [
    `${plan.case.provider} ${plan.case.name}`,
    `killed at "${first.step.name}"`,
    ...(pair ? [`another desk ${pair === 'together' ? 'at the same moment' : 'afterwards'}`] : []),
    `off ${offMs / 1000} s`,
    ...(second ? [`killed again at "${second.step.name}"`, `off ${offAgainMs / 1000} s`] : []),
    ...(plan.isImpatient ? ['another click meanwhile'] : []),
    ...(plan.clicksAgain ? ['the same ticket once more'] : []),
  ].join(', ');
}
