import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { findHeadlessChromium } from '../../tools/chromium.ts';

const main = resolve(import.meta.dirname, '../../out/main/main.js');

/** Why no browser can be driven here, or undefined. */
export function reasonToSkip(): string | undefined {
  const given = process.env['COMPTOIR_TEST_BROWSER_SKIP'];
  if (given !== undefined) return given;
  return findHeadlessChromium() === undefined ? 'no Chromium, Chrome or Edge on this machine' : undefined;
}

export function builtApp(): boolean {
  return existsSync(main);
}
