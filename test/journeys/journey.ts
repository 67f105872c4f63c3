import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inject, it } from 'vitest';
import { launchDesk, type Desk, type LaunchOptions } from '../../tools/stand-in/launch.ts';
import { tourStop, type TourStop } from '../../tools/tour-stop.ts';
import { builtApp, reasonToSkip } from './browser.ts';
import { demoDay, untilFilled } from './model-house.ts';

/** The Chromium of this process's journeys, each of which is a context of its own in it: every process more in one would hear of all its pages. */
function browserAddress(): string {
  const { browsers } = inject('modelHouse');
  const address = browsers[Number(process.env['VITEST_POOL_ID']) - 1];
  if (address === undefined) throw new Error(`No Chromium was started for process ${process.env['VITEST_POOL_ID']}`);
  return address;
}

interface Standing {
  readonly desk: Desk;
  throwAway(): Promise<void>;
}
/** The desks that the journeys before have left, open and sound: one for each way to start the app. */
const standing = new Map<string, Standing>();
/** At the end of each file: whatever the next one does, it begins on desks of its own. */
export async function throwAwayStanding(): Promise<void> {
  const left = [...standing.values()];
  standing.clear();
  for (const { throwAway } of left) await throwAway();
}

/**
 * One journey of staff through the built app, on a demo house of its own (a copy of one whose first start is over) that is thrown away afterwards.
 * Skipped with its reason where there is no browser. A failure leaves a picture in `out/failed-journeys`.
 */
export function journey(name: string, run: (stop: TourStop) => Promise<void>, options: LaunchOptions = {}): void {
  walk({ name, run, options, begins: 'anew' });
}

/**
 * The same in the house and the window that a journey before it in this file has left, if one passed that was started the same way: for a journey
 * about other people and other amounts. To start the app takes a quarter of a journey.
 */
export function nextJourney(name: string, run: (stop: TourStop) => Promise<void>, options: LaunchOptions = {}): void {
  walk({ name, run, options, begins: 'where another ended' });
}

interface Journey {
  readonly name: string;
  readonly run: (stop: TourStop) => Promise<void>;
  readonly options: LaunchOptions;
  readonly begins: 'anew' | 'where another ended';
}

function walk({ name, run, options, begins }: Journey): void {
  it(name, async ({ skip }) => {
    const reason = reasonToSkip();
    if (reason !== undefined) skip(reason);
    if (!builtApp()) throw new Error('The app is not built: npm run build');
    const way = JSON.stringify(options);
    const before = standing.get(way);
    standing.delete(way);
    if (begins === 'anew') await before?.throwAway();
    const left = begins === 'anew' ? undefined : before;
    const { desk, throwAway } = left ?? (await begin(options));
    try {
      const stop = tourStop(desk, options.lang ?? 'en');
      if (left) await putAway(stop);
      await run(stop);
      standing.set(way, { desk, throwAway });
    } catch (failure) {
      const folder = resolve(import.meta.dirname, '../../out/failed-journeys');
      mkdirSync(folder, { recursive: true });
      const picture = join(folder, `${name.replace(/[^\p{L}\d]+/gu, '-').slice(0, 80)}.png`);
      await desk.page.screenshot({ path: picture });
      throw new Error(`${String(failure)}\nThe window at that moment: ${picture}\n${desk.output()}`, {
        cause: failure,
      });
    } finally {
      if (!standing.has(way)) await throwAway();
    }
  });
}

/** A desk on a house of its own. */
async function begin(options: LaunchOptions): Promise<Standing> {
  const dataDir = mkdtempSync(join(tmpdir(), 'comptoir-journey-'));
  const model = inject('modelHouse');
  // A copy of yesterday's house would have none of today's visits: past midnight a journey begins on a house of its own.
  const sameDay = model.day === demoDay();
  if (sameDay) cpSync(model.dataDir, dataDir, { recursive: true });
  const desk = await launchDesk({ dataDir, browser: browserAddress(), ...options });
  const throwAway = async (): Promise<void> => {
    try {
      await desk.close();
    } finally {
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    }
  };
  try {
    desk.page.setDefaultTimeout(30_000);
    if (!sameDay) await untilFilled(desk);
  } catch (failure) {
    await throwAway();
    throw failure;
  }
  return { desk, throwAway };
}

/** As somebody leaves a desk to the next: dialogs closed, the lock screen, both providers well. */
async function putAway(stop: TourStop): Promise<void> {
  const { page, call } = stop;
  for (const name of ['stripe', 'paysafe'] as const) {
    await stop.provider(name, 'faults/clear');
    await stop.provider(name, 'latency', { ms: 0 });
  }
  // Clients' pages; the windows of other desks in this Chromium stay.
  const app = new URL(page.url()).origin;
  for (const other of page.context().pages()) if (new URL(other.url()).origin !== app) await other.close();
  while ((await page.getByRole('dialog').count()) > 0) await page.keyboard.press('Escape');
  await page.evaluate(() => void (location.hash = '#/today'));
  await call('session.lock', {});
}
