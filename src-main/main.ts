import { randomInt } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  Notification,
  powerMonitor,
  protocol,
  session,
  shell,
} from 'electron';
import { serveCardPage } from './card-page/serve.ts';
import { openDesk, windowFolder } from './compose.ts';
import { callChannel, eventChannel } from './contract/channel.ts';
import { refused } from './contract/failure.ts';
import { modes, type Mode } from './contract/provider.ts';
import { addressesFrom } from './house/customers/addresses.ts';
import type { CardPageFacts, CardPageHears, OpenCardWindow } from './house/cards/card-window.ts';
import { standardSettings } from './house/settings/house-settings.ts';
import { startTrouble } from './house/start-trouble.ts';
import { startWords, type StartWords } from './house/start-words.ts';
import { fromDeskPage } from './ipc/sender.ts';
import { savedLanguage } from './ledger/saved-language.ts';
import { openLog } from './log/log.ts';
import { chooseSecrets } from './secrets/choose.ts';
import { openCardWindow } from './shell/card-window.ts';
import { chooseFolder } from './shell/choose-folder.ts';
import { openProviderPage, outsideOf } from './shell/external.ts';
import { menuTemplate } from './shell/menu.ts';
import { notifier } from './shell/notify.ts';
import { deskOrigin, deskScheme, guardSession } from './shell/policy.ts';
import { serveDesk } from './shell/protocol.ts';
import { openFile } from './shell/open-file.ts';
import { openInOtherMode } from './shell/other-mode.ts';
import { saveDocument } from './shell/save-document.ts';
import { askBeforeQuitting, bringForward, closeBeforeQuit, comeBack } from './shell/quit.ts';
import { openTextFile } from './shell/text-file.ts';
import { openOrSay } from './shell/start.ts';
import { openWindow } from './shell/window.ts';

// The Electron entry: puts the headless desk, the window and the policies together. No logic lives here.

const argument = (name: string): string | undefined =>
  process.argv.find((given) => given.startsWith(`--${name}=`))?.slice(name.length + 3);
const asked = argument('mode');
const mode: Mode = modes.find((known) => known === asked) ?? 'demo';
const dataDir = argument('data') ?? join(app.getPath('appData'), 'Comptoir');

const folder = join(dataDir, mode);
/** The language of the desk where its records can still be read, or of the system. */
const chosenLanguage = (): 'en' | 'fr' => savedLanguage(join(folder, 'ledger.db')) ?? systemLanguage();
const systemLanguage = (): 'en' | 'fr' =>
  (argument('lang') ?? app.getPreferredSystemLanguages()[0] ?? 'en').startsWith('fr') ? 'fr' : 'en';

app.setName('Comptoir');
const folderFault = claimFolder(join(folder, windowFolder));
app.enableSandbox();
protocol.registerSchemesAsPrivileged([deskScheme]);

if (folderFault !== null) {
  void app.whenReady().then(() => giveUp(folderFault));
} else if (app.requestSingleInstanceLock({ mode })) {
  app.whenReady().then(start).catch(giveUp);
} else {
  app.quit();
}

/**
 * Electron's lock and the browser's own files belong to one mode of one data folder, so that demo, test and live run side
 * by side and two of the same cannot. What stood in the way is said once there is a screen to say it on.
 */
function claimFolder(own: string): Error | null {
  try {
    mkdirSync(own, { recursive: true, mode: 0o700 });
    // Without room or right to write there, Electron would take its lock for taken and end without a word.
    const probe = join(own, 'probe');
    writeFileSync(probe, 'probe');
    rmSync(probe);
    app.setPath('userData', own);
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function start(): Promise<void> {
  const log = openLog({ file: join(folder, 'comptoir.log') });
  const notify = notifier({
    create: (options) => new Notification(options),
    isSupported: () => Notification.isSupported(),
    comeForward() {
      const [desk] = BrowserWindow.getAllWindows();
      if (desk) bringForward(desk);
    },
  });
  const open = (): ReturnType<typeof openDesk> => {
    const addresses = addressesFrom(process.env, mode);
    return openDesk({
      dataDir,
      mode,
      version: app.getVersion(),
      clock: { now: Date.now, steady: () => performance.now() },
      random: { id: randomId },
      wait: (ms, signal) => pause(ms, undefined, { signal, ref: false }),
      secrets: chooseSecrets(mode, folder),
      log,
      addresses,
      // The stand-in for Electron protects neither keys nor windows the same way: no live key there, nor with another address.
      liveAllowed: process.versions.electron !== undefined && Object.keys(addresses).length === 0,
      standard: standardSettings({ mode, language: systemLanguage(), desk: hostname() }),
      mirrorWorker: new URL('./mirror-worker.js', import.meta.url),
      lookWorker: new URL('./look-worker.js', import.meta.url),
      backupWorker: new URL('./backup-worker.js', import.meta.url),
      chooseFolder: () => chooseFolder(dialog, chosenLanguage()),
      openListFile: (most) =>
        openFile({ dialog, window: () => BrowserWindow.getAllWindows()[0] ?? null, language: chosenLanguage() }, most),
      timers: true,
      openAtProvider: (page) => openProviderPage(shell, page),
      openMode: (other) => openInOtherMode(app, other),
      saveDocument: (document) =>
        saveDocument(
          { dialog, window: () => BrowserWindow.getAllWindows()[0] ?? null, folder: app.getPath('downloads') },
          document,
        ),
      openTextFile: (name) =>
        openTextFile(
          { dialog, window: () => BrowserWindow.getAllWindows()[0] ?? null, folder: app.getPath('downloads') },
          name,
        ),
      outside: (demoRoots) => ({ ...outsideOf({ shell, clipboard }, demoRoots), notify }),
      cardWindow: { open: showCardPage },
    });
  };
  const words = (error: unknown): StartWords => {
    log.error('start', error);
    return wordsFor(error);
  };
  const desk = await openOrSay({ open: async () => open(), dialog, words });
  if (desk === null) return app.exit(1);
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
  powerMonitor.on('resume', () => void desk.wake().catch((error: unknown) => log.error('wake', error)));
  const leaving = { window, dialog, open: () => desk.openOperations(), language: () => desk.language() };
  window.on('close', askBeforeQuitting(leaving));
  app.on('second-instance', comeBack(app, window));
  app.on('window-all-closed', () => app.quit());
  closeBeforeQuit(app, () => desk.close());
  await loaded;
}

/** The card page, on a path of its own, in a window of its own with a session that is in memory and of this one opening. */
async function showCardPage(page: CardPageFacts, hears: CardPageHears): Promise<OpenCardWindow> {
  const [parent] = BrowserWindow.getAllWindows();
  if (!parent) throw new Error('There is no desk to open a card window for');
  const served = await serveCardPage(page, randomId(32));
  const { window, loaded } = openCardWindow(
    {
      preload: join(import.meta.dirname, '../preload/card-preload.cjs'),
      session: session.fromPartition(`card-${randomId(16)}`, { cache: false }),
      parent,
      dark: nativeTheme.shouldUseDarkColors,
      url: served.url,
    },
    {
      create: (options) => new BrowserWindow(options),
      ipcMain,
      done: (said) => hears.done(said),
      closed() {
        served.close();
        hears.closed();
      },
    },
  );
  void loaded.catch(() => window.destroy());
  return {
    close: () => void (window.isDestroyed() || window.destroy()),
    focus: () => window.focus(),
  };
}

/** In the language of the desk. */
function wordsFor(error: unknown): StartWords {
  const why = error instanceof Error ? error.message : String(error);
  return startWords(startTrouble(error), { language: chosenLanguage(), folder, why });
}

/** Something that trying again would not change: said, and the end. */
function giveUp(error: unknown): void {
  const { message, detail } = wordsFor(error);
  dialog.showErrorBox(message, detail);
  app.exit(1);
}

/** Ids without look-alikes, so that a code can be read aloud. */
function randomId(length: number): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  let id = '';
  for (let index = 0; index < length; index += 1) id += letters[randomInt(letters.length)] ?? '';
  return id;
}
