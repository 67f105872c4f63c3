import { done, type Reply } from '../../contract/failure.ts';
import type { HoldCounts, HoldQuestion, ReviewedHold } from '../../contract/hold-review.ts';
import { mostRunLines } from '../../contract/run.ts';
import type { HoldsQuestion } from '../../mirror/shapes.ts';
import { busyTargets, feedPlacers, inLedger, reviewed } from './hold-review.ts';
import type { World } from '../world.ts';

/** Of what these filters find nothing can be taken: it lapsed, or nobody knows yet what became of it. */
const neverFree = new Set<HoldQuestion['filter']>(['lapsed', 'checking']);

/** How many there are of how many, what each filter would find, and how many can be ticked. */
export async function countHolds(world: World, { sort: _sort, ...question }: HoldQuestion): Promise<Reply<HoldCounts>> {
  if (question.staffId) await feedPlacers(world);
  const asked = await inLedger(world, question);
  const counts = await world.mirror.holdCounts(asked);
  return done({ ...counts, free: await countFree(world, asked, counts.matching) });
}

async function countFree(world: World, asked: HoldsQuestion, matching: number): Promise<number> {
  if (neverFree.has(asked.filter)) return 0;
  const busy = among(await busyTargets(world), asked.only);
  if (busy.length === 0) return matching;
  return matching - (await world.mirror.holdCounts({ ...asked, only: busy })).matching;
}

/** The first holds that the question finds and that can be captured or released now, in its order: as many as one run takes, read in one look. */
export async function freeHolds(
  world: World,
  { sort, ...question }: HoldQuestion,
): Promise<Reply<{ rows: ReviewedHold[] }>> {
  if (neverFree.has(question.filter)) return done({ rows: [] });
  if (sort?.by === 'staff' || question.staffId) await feedPlacers(world);
  const asked = await inLedger(world, question);
  const except = [...(asked.except ?? []), ...(await busyTargets(world))];
  const rows = await world.mirror.holds({ ...asked, except, sort, offset: 0, limit: mostRunLines });
  // An order may have begun since the open ones were read.
  return done({ rows: (await reviewed(world, rows)).filter(({ state, busy }) => state === 'open' && busy === null) });
}

/** Ticked holds as they are now: one that was captured, released or lapsed long ago is not among `rows`. `listed`: those that the question finds. */
export async function chosenHolds(
  world: World,
  { question: { sort: _sort, ...question }, ids }: { question: HoldQuestion; ids: readonly string[] },
): Promise<Reply<{ rows: ReviewedHold[]; listed: string[] }>> {
  if (question.staffId) await feedPlacers(world);
  const asked = await inLedger(world, question);
  const { now, dayEnd, nextDayEnd, holdDays } = asked;
  const page = { offset: 0, limit: ids.length };
  // Of the lists' own filters this is the one that finds every hold that is shown at all.
  const shown = { filter: 'checking', provider: null, only: ids, now, dayEnd, nextDayEnd, holdDays } as const;
  const [rows, listed] = await Promise.all([
    world.mirror.holds({ ...shown, ...page }),
    world.mirror.holds({ ...asked, only: among(ids, asked.only), ...page }),
  ]);
  return done({ rows: await reviewed(world, rows), listed: listed.map(({ id }) => id) });
}

function among(ids: readonly string[], only: readonly string[] | null | undefined): readonly string[] {
  if (!only) return ids;
  const wanted = new Set(only);
  return ids.filter((id) => wanted.has(id));
}
