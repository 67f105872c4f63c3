import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { it } from 'vitest';
import { findChromium } from '../../tools/chromium.ts';
import { launchDesk, type LaunchOptions } from '../../tools/stand-in/launch.ts';
import { tourStop, type TourStop } from '../../tools/tour-stop.ts';

const built = resolve(import.meta.dirname, '../../out/main/main.js');

/** Why no browser can be driven here, or undefined. */
export function reasonToSkip(): string | undefined {
  const given = process.env['COMPTOIR_TEST_BROWSER_SKIP'];
  if (given !== undefined) return given;
  return findChromium() === undefined ? 'no Chromium, Chrome or Edge on this machine' : undefined;
}

/**
 * One journey of staff through the built app, on a demo house of its own that is thrown away afterwards.
 * Skipped with its reason where there is no browser. A failure leaves a picture in the temporary folder.
 */
export function journey(name: string, run: (stop: TourStop) => Promise<void>, options: LaunchOptions = {}): void {
  it(name, async ({ skip }) => {
    const reason = reasonToSkip();
    if (reason !== undefined) skip(reason);
    if (!existsSync(built)) throw new Error('The app is not built: npm run build');
    const desk = await launchDesk(options);
    try {
      desk.page.setDefaultTimeout(15_000);
      await run(tourStop(desk, options.lang ?? 'en'));
    } catch (failure) {
      const folder = join(tmpdir(), 'comptoir-failed-journeys');
      mkdirSync(folder, { recursive: true });
      const picture = join(folder, `${name.replace(/[^\p{L}\d]+/gu, '-').slice(0, 80)}.png`);
      await desk.page.screenshot({ path: picture });
      throw new Error(`${String(failure)}\nThe window at that moment: ${picture}\n${desk.output()}`, {
        cause: failure,
      });
    } finally {
      await desk.close();
    }
  });
}
