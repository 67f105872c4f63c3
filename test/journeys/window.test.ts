import { describe, expect } from 'vitest';
import { deskPage } from '../../src-main/shell/policy.ts';
import type { TourStop } from '../../tools/tour-stop.ts';
import { journey, nextJourney } from './journey.ts';
import { smoke } from './smoke.ts';

describe('the built app in its window', () => {
  // In English; the tour goes to every screen in French.
  journey('goes from the lock screen to every screen without a fault', async (stop) => {
    await smoke(stop);
    expect(await stop.desk.cspViolations()).toEqual([]);
    expect(await stop.desk.consoleErrors()).toEqual([]);
  });

  nextJourney('is closed, has the contract and nothing of Electron, and stays on its page', async (stop) => {
    await isClosed(stop);
    await hasOnlyTheContract(stop);
    await staysOnItsPage(stop);
  });
});

/** Asked Electron for a closed window: isolated, sandboxed, no Node, no webview. */
async function isClosed({ desk }: TourStop): Promise<void> {
  const records = await desk.records();
  const windows = records.filter(({ what }) => what === 'BrowserWindow').map(({ args }) => args[0]);
  expect(windows).toEqual([
    expect.objectContaining({
      show: false,
      webPreferences: expect.objectContaining({
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        nodeIntegrationInSubFrames: false,
        nodeIntegrationInWorker: false,
        webviewTag: false,
      }),
    }),
  ]);
  const loaded = records.filter(({ what }) => what === 'webContents.loadURL').map(({ args }) => args[0]);
  expect(loaded).toEqual([deskPage]);
  const asked = records.map(({ what }) => what);
  expect(asked.indexOf('app.enableSandbox')).toBeLessThan(asked.indexOf('BrowserWindow'));
  expect(asked.indexOf('webContents.setWindowOpenHandler')).toBeLessThan(asked.indexOf('webContents.loadURL'));
  for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'usb']) {
    expect(await desk.askPermission(permission), permission).toEqual({ request: false, check: false });
  }
}

/** Whatever a hostile text makes it try. */
async function staysOnItsPage({ page, desk }: TourStop): Promise<void> {
  const before = page.url();
  const asked = (what: string, ...args: unknown[]) => expect.poll(() => desk.records()).toContainEqual({ what, args });
  await page.evaluate(() => void (location.href = 'https://example.com/'));
  await asked('will-navigate', 'https://example.com/', true);
  const tried = await page.evaluate(async () => {
    // What the debugger itself runs may evaluate text: the page's own next task may not.
    await new Promise((task) => setTimeout(task, 0));
    const refused: string[] = [];
    const attempt = (name: string, run: () => unknown): void => {
      try {
        run();
      } catch {
        refused.push(name);
      }
    };
    attempt('popup', () => void window.open('https://example.com/popup'));
    attempt('markup', () => void (document.createElement('div').innerHTML = '<b>x</b>'));
    attempt('evaluated text', () => new Function('return 1')());
    attempt('beacon', () => void (new Image().src = 'https://example.com/pixel.png'));
    const inline = document.createElement('script');
    attempt('inline script', () => {
      inline.textContent = 'window.ranInline = true';
      document.head.append(inline);
    });
    const fetched = await fetch('https://example.com/').then(
      () => true,
      () => false,
    );
    return {
      refused,
      fetched,
      ranInline: 'ranInline' in window,
      hasNode: 'require' in window || 'process' in window,
    };
  });
  expect(tried).toEqual({
    refused: ['markup', 'evaluated text', 'inline script'],
    fetched: false,
    ranInline: false,
    hasNode: false,
  });
  await asked('window.open', 'https://example.com/popup', 'deny');
  const directives = async () => (await desk.cspViolations()).map((violation) => violation.split(' ')[0]);
  await expect
    .poll(directives)
    .toEqual(expect.arrayContaining(['connect-src', 'img-src', 'require-trusted-types-for']));
  // Whatever it had begun is over by now, and none of it led anywhere.
  expect(await page.evaluate(() => 'ranInline' in window)).toBe(false);
  expect(page.url()).toBe(before);
}

async function hasOnlyTheContract({ page }: TourStop): Promise<void> {
  const seen = await page.evaluate(() => {
    const { desk } = window as unknown as { desk: { calls: object } };
    const kinds = new Set(Object.values(desk.calls).map((call) => typeof call));
    return {
      names: Object.keys(desk),
      kinds: [...kinds],
      frozen: Object.isFrozen(desk) && Object.isFrozen(desk.calls),
    };
  });
  expect(seen).toEqual({ names: ['calls', 'on'], kinds: ['function'], frozen: true });
}
