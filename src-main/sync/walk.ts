import type { Page, Read, Slice } from '../payments/ports.ts';
import type { SyncMirror, Trouble } from './ports.ts';

/** A stretch of creation time still to read, newest first. Kept in the mirror: a restart goes on where it was. */
interface Stretch {
  /** unix ms; the stretch holds what was created from `from` on and before `to` */
  from: number;
  to: number | null;
  after: string | null;
  /** creation time of the oldest row read so far */
  oldest: number | null;
}

export interface WalkOptions<T> {
  /** under this name the progress is kept */
  readonly name: string;
  readonly mirror: Pick<SyncMirror, 'keep' | 'kept'>;
  readonly page: (slice: Slice) => Promise<Read<Page<T>>>;
  readonly createdAt: (row: T) => number | null;
  readonly put: (rows: readonly T[]) => Promise<void>;
  /** how many cursors read at the same time */
  readonly cursors: number;
}

/** Before the first object of any Stripe account: where the oldest stretch ends. */
const beginning = Date.UTC(2010, 0, 1);
/** A stretch shorter than this is not worth a cursor of its own. */
const shortestMs = 2 * 3_600_000;
const finished = 'done';

/**
 * Reads a whole list, newest first, split by creation time into several cursors. Nobody knows beforehand where the rows are, so a free
 * cursor takes the older half of the longest stretch still being read. Ends with the first trouble; calling again goes on.
 */
export async function walk<T>(options: WalkOptions<T>, signal: AbortSignal): Promise<Trouble | 'stopped' | 'done'> {
  const kept = await options.mirror.kept(options.name);
  if (kept === finished) return finished;
  const open: Stretch[] = kept === null ? [{ from: beginning, to: null, after: null, oldest: null }] : parse(kept);
  const taken = new Set<Stretch>();
  let trouble: Trouble | null = null;
  let keeping: Promise<void> = Promise.resolve();

  const keep = (): Promise<void> => {
    const state = open.length === 0 ? finished : JSON.stringify(open);
    keeping = keeping.then(() => options.mirror.keep(options.name, state));
    return keeping;
  };
  const readOn = async (stretch: Stretch): Promise<void> => {
    while (!signal.aborted && !trouble) {
      const read = await options.page({ createdFrom: stretch.from, createdTo: stretch.to, after: stretch.after });
      if (!read.ok) {
        if (!restart(stretch, read)) trouble ??= read;
        continue;
      }
      await options.put(read.value.rows);
      const last = read.value.rows.at(-1);
      stretch.oldest = (last && options.createdAt(last)) ?? stretch.oldest;
      stretch.after = read.value.next;
      // Another cursor may have taken the older half meanwhile: then the rest of this list is its business.
      const over = stretch.after === null || (stretch.oldest !== null && stretch.oldest < stretch.from);
      if (over) open.splice(open.indexOf(stretch), 1);
      await keep();
      if (over) return;
      fillLanes();
    }
  };
  const lanes = new Set<Promise<void>>();
  const fillLanes = (): void => {
    while (lanes.size < options.cursors && !trouble && !signal.aborted) {
      const next = open.find((stretch) => !taken.has(stretch)) ?? split(open);
      if (!next) return;
      if (!open.includes(next)) open.push(next);
      taken.add(next);
      const lane: Promise<void> = readOn(next).finally(() => {
        lanes.delete(lane);
        fillLanes();
      });
      lanes.add(lane);
    }
  };
  fillLanes();
  while (lanes.size > 0) await Promise.race(lanes);
  await keeping;
  if (trouble) return trouble;
  return open.length === 0 ? finished : 'stopped';
}

/** The row a cursor stood on was deleted meanwhile: the same stretch again from that moment on, without the cursor. */
function restart(stretch: Stretch, read: Trouble): boolean {
  if (read.why !== 'gone' || stretch.after === null || stretch.oldest === null) return false;
  stretch.to = stretch.oldest + 1000;
  stretch.after = null;
  return true;
}

/** The older half of the longest stretch under way; its present cursor keeps the newer half. */
function split(open: readonly Stretch[]): Stretch | null {
  const rest = (stretch: Stretch): number => (stretch.oldest === null ? 0 : stretch.oldest - stretch.from);
  const longest = open.reduce<Stretch | null>((best, each) => (!best || rest(each) > rest(best) ? each : best), null);
  if (!longest || longest.oldest === null || rest(longest) < shortestMs) return null;
  const middle = Math.floor((longest.from + longest.oldest) / 2000) * 1000;
  const older: Stretch = { from: longest.from, to: middle, after: null, oldest: null };
  longest.from = middle;
  return older;
}

/** Written by keep() above only; a damaged mirror file is thrown away as a whole. */
function parse(kept: string): Stretch[] {
  return JSON.parse(kept) as Stretch[];
}
