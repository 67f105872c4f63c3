import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chanceOf, type Chance } from '../simulation/chance.ts';
import { emptyDisk } from './disk.ts';
import { judge, nothingPromised, type Verdict } from './judge.ts';
import { quickFolder, type Recording } from './record.ts';

/** What became of a number of power cuts. */
export interface Outcome {
  readonly images: number;
  /** images in which a request had left and its row is not there, or is another's */
  readonly sentWithoutRow: number;
  /** images in which a result that was shown is not there */
  readonly shownLost: number;
  readonly corrupt: number;
  /** images of a moment at which something had been sent already */
  readonly afterFirstSend: number;
  /** images opened by the ledger itself, every seal and the audit looked at */
  readonly thorough: number;
  readonly red: readonly string[];
}

/** One image in eight is opened by the ledger itself as well: that takes as long as SQLite's own look at four. */
const thoroughEvery = 8;

/**
 * Cuts the power of a recorded desk at random moments and looks at what is left.
 * @param seed the same recording and seed give the same images
 */
export async function cutPower(recording: Recording, asked: { images: number; seed: number }): Promise<Outcome> {
  const folder = mkdtempSync(join(quickFolder(), 'comptoir-image-'));
  const { events } = recording;
  const counts = { sentWithoutRow: 0, shownLost: 0, corrupt: 0, afterFirstSend: 0, thorough: 0 };
  const red: string[] = [];
  const disk = emptyDisk();
  const promised = nothingPromised();
  let taken = 0;
  try {
    for (const { number, cut, chance } of cutsOf(events.length, asked)) {
      for (const event of events.slice(taken, cut)) {
        disk.take(event);
        if (event.is === 'marked') promised.add(event.mark);
      }
      taken = cut;
      const thoroughly = number % thoroughEvery === 0;
      const verdict = await judge(disk.afterCut(chance), promised, { folder: join(folder, 'image'), thoroughly });
      if (thoroughly) counts.thorough += 1;
      if (promised.sent.size > 0) counts.afterFirstSend += 1;
      for (const name of ['sentWithoutRow', 'shownLost', 'corrupt'] as const) if (verdict[name]) counts[name] += 1;
      red.push(...wordsOf(verdict, `${recording.name}, image ${number}, cut before event ${cut} of ${events.length}`));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { images: asked.images, ...counts, red };
}

/** The moments, earliest first, so that the disk is filled only once. Each image has a chance of its own. */
function cutsOf(
  events: number,
  { images, seed }: { images: number; seed: number },
): { number: number; cut: number; chance: Chance }[] {
  return Array.from({ length: images }, (_, number) => {
    const chance = chanceOf(seed * 1_000_003 + number);
    return { number, cut: chance.below(events + 1), chance };
  }).toSorted((a, b) => a.cut - b.cut);
}

function wordsOf(verdict: Verdict, where: string): string[] {
  return Object.entries(verdict).flatMap(([what, why]) => (why === null ? [] : [`${where}: ${what}: ${why}`]));
}

/** Several recordings' outcomes as one. */
export function together(outcomes: readonly Outcome[]): Outcome {
  const sum = (of: (outcome: Outcome) => number): number => outcomes.reduce((total, one) => total + of(one), 0);
  return {
    images: sum(({ images }) => images),
    sentWithoutRow: sum(({ sentWithoutRow }) => sentWithoutRow),
    shownLost: sum(({ shownLost }) => shownLost),
    corrupt: sum(({ corrupt }) => corrupt),
    afterFirstSend: sum(({ afterFirstSend }) => afterFirstSend),
    thorough: sum(({ thorough }) => thorough),
    red: outcomes.flatMap(({ red }) => red),
  };
}

export function lineOf({ images, sentWithoutRow, shownLost, corrupt }: Outcome): string {
  return `images=${images} sent_without_row=${sentWithoutRow} shown_lost=${shownLost} corrupt=${corrupt}`;
}
