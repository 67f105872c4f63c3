import { EventEmitter } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { App } from 'electron';
import { closeBrowser, openBrowser } from './browser.ts';
import { record } from './records.ts';
import { settings } from './settings.ts';
import { BrowserWindow, windowEvents } from './window.ts';

/** The project's folder: two above `out/main/main.js`. */
const projectRoot = (): string => dirname(dirname(dirname(settings().main)));
const packageJson = (): { name: string; version: string } =>
  JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as { name: string; version: string };

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (reason) {
    // EPERM: it lives, under another user. ESRCH: nobody there.
    return (reason as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The life of the application: ready once Chromium is open, gone when it is told to quit or its last window closes. */
class StandInApp extends EventEmitter {
  readonly isPackaged = false;
  readonly commandLine = {
    appendSwitch: (name: string, value?: string): void => record('app.commandLine.appendSwitch', name, value),
  };
  readonly #paths = new Map<string, string>();
  #ready: Promise<void> | undefined;
  #name: string | undefined;
  #quitting = false;
  #lockFile: string | undefined;

  whenReady(): Promise<void> {
    return (this.#ready ??= openBrowser().then(() => void this.emit('ready')));
  }

  isReady(): boolean {
    return this.#ready !== undefined;
  }

  getPath(name: string): string {
    const own = this.#paths.get(name);
    if (own !== undefined) return own;
    switch (name) {
      case 'userData':
      case 'sessionData':
        return settings().userData;
      case 'logs':
        return join(settings().userData, 'logs');
      case 'temp':
        return tmpdir();
      case 'exe':
        return process.execPath;
      case 'appData':
        return dirname(settings().userData);
      case 'downloads':
        // Nothing that runs by itself leaves files in somebody's own folder.
        return settings().headless ? join(this.getPath('userData'), 'downloads') : join(homedir(), 'Downloads');
      default:
        return homedir();
    }
  }

  setPath(name: string, path: string): void {
    record('app.setPath', name, path);
    this.#paths.set(name, path);
  }

  getAppPath(): string {
    return projectRoot();
  }

  getName(): string {
    return this.#name ?? packageJson().name;
  }

  setName(name: string): void {
    record('app.setName', name);
    this.#name = name;
  }

  getVersion(): string {
    return packageJson().version;
  }

  getLocale(): string {
    return settings().languages[0] ?? 'en-CA';
  }

  getPreferredSystemLanguages(): string[] {
    return [...settings().languages];
  }

  enableSandbox(): void {
    record('app.enableSandbox');
  }

  disableHardwareAcceleration(): void {
    record('app.disableHardwareAcceleration');
  }

  setAppUserModelId(id: string): void {
    record('app.setAppUserModelId', id);
  }

  /** One process per data folder; a lock left by a killed process does not count. */
  requestSingleInstanceLock(_additionalData?: Record<string, unknown>): boolean {
    const folder = this.getPath('userData');
    const file = join(folder, 'stand-in.lock');
    mkdirSync(folder, { recursive: true });
    const holder = Number(readFileSync(file, { encoding: 'utf8', flag: 'a+' }));
    const free = holder === 0 || holder === process.pid || !isAlive(holder);
    if (free) {
      writeFileSync(file, String(process.pid));
      this.#lockFile = file;
    }
    record('app.requestSingleInstanceLock', free);
    return free;
  }

  releaseSingleInstanceLock(): void {
    if (this.#lockFile !== undefined) rmSync(this.#lockFile, { force: true });
    this.#lockFile = undefined;
  }

  relaunch(options?: { readonly args?: string[] }): void {
    record('app.relaunch', options?.args ?? process.argv.slice(2));
  }

  /** Electron's order: before-quit, every window's close, will-quit, quit; each of the first three may be prevented. */
  quit(): void {
    if (this.#quitting || this.#isPrevented('before-quit')) return;
    this.#quitting = true;
    for (const window of BrowserWindow.getAllWindows()) window.close();
    if (BrowserWindow.getAllWindows().length === 0) this.#finish();
  }

  /** A window refused to close, so the application stays. */
  stay(): void {
    this.#quitting = false;
  }

  /** Called when the last window has gone. */
  lastWindowClosed(): void {
    if (this.#quitting) this.#finish();
    else if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed');
    else this.quit();
  }

  #finish(): void {
    if (this.#isPrevented('will-quit')) {
      this.#quitting = false;
      return;
    }
    this.exit(0);
  }

  #isPrevented(name: 'before-quit' | 'will-quit'): boolean {
    let prevented = false;
    this.emit(name, { preventDefault: () => void (prevented = true) });
    return prevented;
  }

  exit(code = 0): void {
    this.emit('quit', {}, code);
    this.releaseSingleInstanceLock();
    void closeBrowser().finally(() => process.exit(code));
  }
}

export const app = new StandInApp();
app satisfies Pick<
  App,
  | 'whenReady'
  | 'isReady'
  | 'getAppPath'
  | 'getName'
  | 'setName'
  | 'getVersion'
  | 'getLocale'
  | 'getPreferredSystemLanguages'
  | 'requestSingleInstanceLock'
  | 'releaseSingleInstanceLock'
  | 'relaunch'
  | 'quit'
  | 'exit'
  | 'isPackaged'
  | 'enableSandbox'
  | 'setPath'
>;

windowEvents.on('created', (window: BrowserWindow) => {
  app.emit('browser-window-created', {}, window);
  app.emit('web-contents-created', {}, window.webContents);
});
windowEvents.on('close-prevented', () => app.stay());
windowEvents.on('closed', (left: number) => {
  if (left === 0) app.lastWindowClosed();
});
