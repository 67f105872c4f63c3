import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { DeskStatus } from '../../src-main/contract/desk-status.ts';
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
 * of what it leaves, so that what is waited for is what staff do.
 */
export async function setup({ provide }: TestProject): Promise<(() => void) | undefined> {
  if (reasonToSkip() !== undefined || !builtApp()) {
    provide('modelHouse', { dataDir: '', day: '', judged: '' });
    return undefined;
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'comptoir-model-'));
  const judged = mkdtempSync(join(tmpdir(), 'comptoir-judged-'));
  const day = demoDay();
  const desk = await launchDesk({ dataDir });
  try {
    await untilFilled(desk);
  } finally {
    await desk.close();
  }
  provide('modelHouse', { dataDir, day, judged });
  return () => [dataDir, judged].forEach((folder) => rmSync(folder, { recursive: true, force: true }));
}
