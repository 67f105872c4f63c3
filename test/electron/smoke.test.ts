import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron } from 'playwright-core';
import { expect, it } from 'vitest';
import { electronBinary } from '../../tools/electron-binary.ts';
import { windowDriver } from '../../tools/tour-stop.ts';
import { smoke } from '../journeys/smoke.ts';

const root = resolve(import.meta.dirname, '../..');

function reasonToSkip(): string | undefined {
  if (electronBinary() === undefined) return 'the Electron binary is not on this machine';
  const hasDisplay = process.platform !== 'linux' || process.env['DISPLAY'] !== undefined;
  return hasDisplay ? undefined : 'no display, and no Xvfb to make one';
}

it('goes from the lock screen to every screen in the real Electron, in a closed window', async ({ skip }) => {
  const reason = reasonToSkip();
  if (reason !== undefined) skip(reason);
  if (!existsSync(join(root, 'out/main/main.js'))) throw new Error('The app is not built: npm run build');
  const dataDir = mkdtempSync(join(tmpdir(), 'comptoir-electron-'));
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const program = electronBinary();
  const app = await _electron.launch({
    ...(program === undefined ? {} : { executablePath: program }),
    args: [root, '--mode=demo', '--lang=en', `--data=${dataDir}`, ...asRoot],
  });
  try {
    const page = await app.firstWindow();
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', (error) => errors.push(error.message));
    await smoke(windowDriver({ page }, 'en'));
    expect(errors).toEqual([]);

    const closed = await app.evaluate(async ({ BrowserWindow, session }) => {
      const [window] = BrowserWindow.getAllWindows();
      const preferences = (
        window?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> } | undefined
      )?.getLastWebPreferences();
      const { contextIsolation, sandbox, nodeIntegration } = preferences ?? {};
      return {
        contextIsolation,
        sandbox,
        nodeIntegration,
        url: window?.webContents.getURL(),
        ownSession: window?.webContents.session !== session.defaultSession,
      };
    });
    expect(closed).toMatchObject({ contextIsolation: true, sandbox: true, nodeIntegration: false, ownSession: true });
    expect(closed.url).toMatch(/^app:\/\/desk\/index\.html/);

    const inPage = await page.evaluate(async () => {
      const permission = await navigator.permissions.query({ name: 'geolocation' });
      const fetched = await fetch('https://example.com/').then(
        () => true,
        () => false,
      );
      const popup = window.open('https://example.com/');
      return { geolocation: permission.state, fetched, popup, hasNode: 'require' in window || 'process' in window };
    });
    expect(inPage).toEqual({ geolocation: 'denied', fetched: false, popup: null, hasNode: false });
  } finally {
    await app.close();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
});
