import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, inject, it } from 'vitest';
import { findHeadlessChromium } from '../../tools/chromium.ts';
import { startSharedBrowser, type SharedBrowser } from '../../tools/stand-in/chromium-process.ts';
import { launchDesk, type LaunchOptions } from '../../tools/stand-in/launch.ts';
import { tourStop, type TourStop } from '../../tools/tour-stop.ts';
import { builtApp, reasonToSkip } from './browser.ts';
import { demoDay, untilFilled } from './model-house.ts';

let browser: Promise<SharedBrowser> | undefined;
afterAll(async () => (await browser)?.close());

/** The Chromium of this file's journeys, each of which is a context of its own in it. */
async function browserAddress(): Promise<string> {
  const executable = findHeadlessChromium();
  if (executable === undefined) throw new Error('There is no Chromium');
  browser ??= startSharedBrowser(executable);
  return (await browser).address;
}

/**
 * One journey of staff through the built app, on a demo house of its own (a copy of one whose first start is over) that is thrown away afterwards.
 * Skipped with its reason where there is no browser. A failure leaves a picture in `out/failed-journeys`.
 */
export function journey(name: string, run: (stop: TourStop) => Promise<void>, options: LaunchOptions = {}): void {
  it(name, async ({ skip }) => {
    const reason = reasonToSkip();
    if (reason !== undefined) skip(reason);
    if (!builtApp()) throw new Error('The app is not built: npm run build');
    const dataDir = mkdtempSync(join(tmpdir(), 'comptoir-journey-'));
    const model = inject('modelHouse');
    // A copy of yesterday's house would have none of today's visits: past midnight a journey begins on a house of its own.
    const sameDay = model.day === demoDay();
    if (sameDay) cpSync(model.dataDir, dataDir, { recursive: true });
    const desk = await launchDesk({ dataDir, browser: await browserAddress(), ...options });
    try {
      desk.page.setDefaultTimeout(30_000);
      if (!sameDay) await untilFilled(desk);
      await run(tourStop(desk, options.lang ?? 'en'));
    } catch (failure) {
      const folder = resolve(import.meta.dirname, '../../out/failed-journeys');
      mkdirSync(folder, { recursive: true });
      const picture = join(folder, `${name.replace(/[^\p{L}\d]+/gu, '-').slice(0, 80)}.png`);
      await desk.page.screenshot({ path: picture });
      throw new Error(`${String(failure)}\nThe window at that moment: ${picture}\n${desk.output()}`, {
        cause: failure,
      });
    } finally {
      try {
        await desk.close();
      } finally {
        rmSync(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
      }
    }
  });
}
