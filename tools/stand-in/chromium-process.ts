import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

/** How Chromium is started for a desk. */
export function browserArguments({
  size,
  debuggable,
}: {
  readonly size: { readonly width: number; readonly height: number };
  readonly debuggable: boolean;
}): readonly string[] {
  return [
    '--app=data:text/html,<title>Comptoir</title>',
    `--window-size=${size.width},${size.height}`,
    '--disable-background-networking',
    '--disable-search-engine-choice-screen',
    // Inside a container /dev/shm is often 64 MB: too small for a tour of screenshots.
    '--disable-dev-shm-usage',
    // Chromium refuses its own sandbox to root, and would say so in a bar above the page. Any other user gets it.
    ...(process.getuid?.() === 0 ? ['--test-type'] : []),
    ...(debuggable ? ['--remote-debugging-port=0', '--remote-debugging-address=127.0.0.1'] : []),
  ];
}

/** `http://127.0.0.1:PORT` of the debugger of a Chromium with this profile, once it has written its port. */
export function debuggerAt(profile: string): string {
  const [port] = readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n');
  return `http://127.0.0.1:${port}`;
}

export interface SharedBrowser {
  /** of its debugger, on this PC */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * A page of a journey lives for seconds: what V8 spends on compiling it once more, optimized, on threads of its own, never comes back. It was a fifth
 * of a page's whole work. Staff's own window is never started with this.
 */
const sparesCompiling = ['--js-flags=--max-opt=1'];

/** One headless Chromium for desks that run one after another: to start it each time takes as long as what many of them do. */
export async function startSharedBrowser(executablePath: string): Promise<SharedBrowser> {
  const profile = mkdtempSync(join(tmpdir(), 'comptoir-browser-'));
  const args = [...browserArguments({ size: { width: 1280, height: 720 }, debuggable: true }), ...sparesCompiling];
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args,
    chromiumSandbox: process.getuid?.() !== 0,
    ignoreDefaultArgs: ['--enable-automation'],
  });
  return {
    address: debuggerAt(profile),
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    },
  };
}
