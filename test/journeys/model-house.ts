import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { DeskStatus } from '../../src-main/contract/desk-status.ts';
import { launchDesk } from '../../tools/stand-in/launch.ts';
import { tourStop } from '../../tools/tour-stop.ts';
import { builtApp, reasonToSkip } from './browser.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** a demo house as it is when its first start is over; empty where there is no browser */
    modelHouse: string;
  }
}

const mostLooks = 240;

/**
 * The first start of a demo house reads both providers' lists at their calm pace, some ten seconds long. It happens once; each journey begins on a copy
 * of what it leaves, so that what is waited for is what staff do.
 */
export async function setup({ provide }: TestProject): Promise<(() => void) | undefined> {
  if (reasonToSkip() !== undefined || !builtApp()) {
    provide('modelHouse', '');
    return undefined;
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'comptoir-model-'));
  const desk = await launchDesk({ dataDir });
  try {
    const { page, call } = tourStop(desk, 'en');
    const filled = async (): Promise<boolean> =>
      (await call<DeskStatus>('desk.status', {})).providers.every(({ syncedAt }) => syncedAt !== null);
    for (let looks = 0; !(await filled()); looks += 1) {
      if (looks === mostLooks) throw new Error('The lists of the demo house were not filled within a minute.');
      await page.waitForTimeout(250);
    }
  } finally {
    await desk.close();
  }
  provide('modelHouse', dataDir);
  return () => rmSync(dataDir, { recursive: true, force: true });
}
