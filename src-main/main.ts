import { randomInt } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  powerMonitor,
  protocol,
  session,
  shell,
} from 'electron';
import { openDesk, type Desk } from './compose.ts';
import { callChannel, eventChannel } from './contract/channel.ts';
import { refused } from './contract/failure.ts';
import { modes, type Mode } from './contract/provider.ts';
import { addressesFrom } from './house/addresses.ts';
import { standardSettings } from './house/house-settings.ts';
import { fromDeskPage } from './ipc/sender.ts';
import { openLog } from './log/log.ts';
import { chooseSecrets } from './secrets/choose.ts';
import { openProviderPage } from './shell/external.ts';
import { menuTemplate } from './shell/menu.ts';
import { deskOrigin, deskScheme, guardSession } from './shell/policy.ts';
import { serveDesk } from './shell/protocol.ts';
import { openInOtherMode } from './shell/other-mode.ts';
import { askBeforeQuitting } from './shell/quit.ts';
import { openWindow } from './shell/window.ts';

// The Electron entry: puts the headless desk, the window and the policies together. No logic lives here.

const argument = (name: string): string | undefined =>
  process.argv.find((given) => given.startsWith(`--${name}=`))?.slice(name.length + 3);
const asked = argument('mode');
const mode: Mode = modes.find((known) => known === asked) ?? 'demo';
const dataDir = argument('data') ?? join(app.getPath('appData'), 'Comptoir');

app.setName('Comptoir');
claimFolder(join(dataDir, mode, 'window'));
app.enableSandbox();
protocol.registerSchemesAsPrivileged([deskScheme]);

if (app.requestSingleInstanceLock({ mode })) {
  app.whenReady().then(start).catch(giveUp);
} else {
  app.quit();
}

/**
 * Electron's lock and the browser's own files belong to one mode of one data folder, so that demo, test and live run side
 * by side and two of the same cannot.
 */
function claimFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    app.setPath('userData', folder);
  } catch (error) {
    giveUp(error);
  }
}

async function start(): Promise<void> {
  const language = (argument('lang') ?? app.getPreferredSystemLanguages()[0] ?? 'en').startsWith('fr') ? 'fr' : 'en';
  const log = openLog({ file: join(dataDir, mode, 'comptoir.log') });
  const addresses = addressesFrom(process.env, mode);
  const desk = await openDesk({
    dataDir,
    mode,
    version: app.getVersion(),
    clock: { now: Date.now, steady: () => performance.now() },
    random: { id: randomId },
    wait: (ms, signal) => pause(ms, undefined, { signal, ref: false }),
    secrets: chooseSecrets(mode, join(dataDir, mode)),
    log,
    addresses,
    // The stand-in for Electron protects neither keys nor windows the same way: no live key there, nor with another address.
    liveAllowed: process.versions.electron !== undefined && Object.keys(addresses).length === 0,
    standard: standardSettings({ mode, language, desk: hostname() }),
    mirrorWorker: new URL('./mirror-worker.js', import.meta.url),
    timers: true,
    openAtProvider: (page) => openProviderPage(shell, page),
    openMode: (other) => openInOtherMode(app, other),
  });
  const own = session.fromPartition(`persist:comptoir-${mode}`, { cache: false });
  guardSession(own);
  own.protocol.handle('app', serveDesk(join(import.meta.dirname, '../renderer')));
  const template = menuTemplate({ platform: process.platform, packaged: app.isPackaged });
  Menu.setApplicationMenu(template && Menu.buildFromTemplate(template));

  const { window, loaded } = openWindow(
    {
      preload: join(import.meta.dirname, '../preload/preload.cjs'),
      session: own,
      dark: nativeTheme.shouldUseDarkColors,
      devTools: !app.isPackaged,
    },
    (options) => new BrowserWindow(options),
  );
  ipcMain.handle(callChannel, (event, name: unknown, input: unknown) =>
    fromDeskPage(event, window.webContents, deskOrigin) ? desk.call(name, input) : refused('wrong_window'),
  );
  desk.onEvent((name, payload) => {
    if (!window.isDestroyed()) window.webContents.send(eventChannel, name, payload);
  });
  // A PC that was put to sleep or locked comes back locked, and asks about what was open.
  powerMonitor.on('lock-screen', () => void desk.call('session.lock', {}));
  powerMonitor.on('suspend', () => void desk.call('session.lock', {}));
  window.on('close', askBeforeQuitting({ window, dialog, open: () => desk.openOperations(), language }));
  app.on('second-instance', () => window.show());
  app.on('window-all-closed', () => app.quit());
  closeBeforeQuit(desk);
  await loaded;
}

/** Electron quits without waiting: hold it once, close the desk (ledger, mirror, sandbox), then let it go. */
function closeBeforeQuit(desk: Desk): void {
  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void desk.close().finally(() => {
      closed = true;
      app.quit();
    });
  });
}

function giveUp(error: unknown): void {
  const words = error instanceof Error ? error.message : String(error);
  dialog.showErrorBox('Comptoir', words);
  app.exit(1);
}

/** Ids without look-alikes, so that a code can be read aloud. */
function randomId(length: number): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  let id = '';
  for (let index = 0; index < length; index += 1) id += letters[randomInt(letters.length)] ?? '';
  return id;
}
