import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { DeskStatus } from '../../src-main/contract/desk-status.ts';
import { findHeadlessChromium } from '../../tools/chromium.ts';
import { startSharedBrowser, type SharedBrowser } from '../../tools/stand-in/chromium-process.ts';
import { launchDesk, type Desk } from '../../tools/stand-in/launch.ts';
import { tourStop } from '../../tools/tour-stop.ts';
import { builtApp, reasonToSkip } from './browser.ts';

export interface ModelHouse {
  /** its folder; empty where there is no browser */
  readonly dataDir: string;
  /** the day it was made on, as the house counts days: its visits of today are of that day */
  readonly day: string;
  /** a folder with one entry for each screen that axe has judged in this run; empty where there is no browser */
  readonly judged: string;
  /** the debuggers of the Chromiums that journeys share, one for each that may run at a time; none where there is no browser */
  readonly browsers: readonly string[];
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** a demo house as it is when its first start is over */
    modelHouse: ModelHouse;
  }
}

const mostLooks = 240;
const houseDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Toronto', dateStyle: 'short' });

/** The demo house's day at this moment. */
export const demoDay = (): string => houseDay.format(new Date());

/** Waits until both providers' lists of a demo house that starts for the first time have been read. */
export async function untilFilled(desk: Desk): Promise<void> {
  const { page, call } = tourStop(desk, 'en');
  const filled = async (): Promise<boolean> =>
    (await call<DeskStatus>('desk.status', {})).providers.every(({ syncedAt }) => syncedAt !== null);
  for (let looks = 0; !(await filled()); looks += 1) {
    if (looks === mostLooks) throw new Error('The lists of the demo house were not filled within a minute.');
    await page.waitForTimeout(250);
  }
}

/**
 * The first start of a demo house reads both providers' lists at their calm pace, some ten seconds long. It happens once; each journey begins on a copy
 * of what it leaves, so that what is waited for is what staff do. A Chromium is started for each process of journeys, not for each file: that took as
 * long as many a journey.
 */
export async function setup({ provide, vitest }: TestProject): Promise<(() => Promise<void>) | undefined> {
  const executable = findHeadlessChromium();
  if (reasonToSkip() !== undefined || executable === undefined || !builtApp()) {
    provide('modelHouse', { dataDir: '', day: '', judged: '', browsers: [] });
    return undefined;
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'comptoir-model-'));
  const judged = mkdtempSync(join(tmpdir(), 'comptoir-judged-'));
  const running: SharedBrowser[] = [];
  const tidy = async (): Promise<void> => {
    for (const browser of running) await browser.close();
    for (const folder of [dataDir, judged]) rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (let id = 0; id < vitest.config.maxWorkers; id += 1) running.push(await startSharedBrowser(executable));
    const browsers = running.map(({ address }) => address);
    const day = demoDay();
    const desk = await launchDesk({ dataDir, ...(browsers[0] === undefined ? {} : { browser: browsers[0] }) });
    try {
      await untilFilled(desk);
    } finally {
      await desk.close();
    }
    provide('modelHouse', { dataDir, day, judged, browsers });
  } catch (failure) {
    await tidy();
    throw failure;
  }
  return tidy;
}
