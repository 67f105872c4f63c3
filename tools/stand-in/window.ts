import { EventEmitter } from 'node:events';
import type { BrowserWindow as ElectronWindow, BrowserWindowConstructorOptions } from 'electron';
import { claimPage, claimPageApart } from './browser.ts';
import { record } from './records.ts';
import { session, type StandInSession } from './session.ts';
import { settings } from './settings.ts';
import { StandInWebContents } from './web-contents.ts';
import type { Page } from 'playwright-core';

const windows: BrowserWindow[] = [];
/** `app` listens here: it must know of every window and of the last one closing. */
export const windowEvents = new EventEmitter();

/** A window of the installed Chromium. All its options are recorded; only those that make sense there are applied. */
export class BrowserWindow extends EventEmitter {
  static getAllWindows(): BrowserWindow[] {
    return [...windows];
  }

  static fromWebContents(contents: StandInWebContents): BrowserWindow | null {
    return windows.find((window) => window.webContents === contents) ?? null;
  }

  static getFocusedWindow(): BrowserWindow | null {
    return windows[0] ?? null;
  }

  readonly id: number;
  readonly webContents: StandInWebContents;
  readonly #attached: Promise<Page>;
  #visible: boolean;
  #destroyed = false;

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super();
    // A parent is a whole window: what counts of it is which.
    record('BrowserWindow', { ...options, ...(options.parent ? { parent: options.parent.id } : {}) });
    const { preload, session: given, partition } = options.webPreferences ?? {};
    const own = partition === undefined ? session.defaultSession : session.fromPartition(partition);
    this.webContents = new StandInWebContents((given as unknown as StandInSession | undefined) ?? own);
    this.id = this.webContents.id;
    this.#visible = options.show !== false;
    windows.push(this);
    this.#attached = this.#open(options, preload);
    windowEvents.emit('created', this);
  }

  async #open(options: BrowserWindowConstructorOptions, preload: string | undefined): Promise<Page> {
    // The desk's window is the first one; each other has a Chromium context of its own, as a session in memory has.
    const first = windows[0] === this;
    const page = first ? await claimPage() : await claimPageApart();
    const { viewport, headless } = settings();
    const own = { width: options.width ?? 800, height: options.height ?? 600 };
    const size = first ? (viewport ?? own) : own;
    if (headless) await page.setViewportSize(size);
    await this.webContents.attach(page, preload, first);
    page.on('close', () => this.#closed());
    return page;
  }

  #closed(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    windows.splice(windows.indexOf(this), 1);
    this.emit('closed');
    windowEvents.emit('closed', windows.length);
  }

  async loadURL(url: string): Promise<void> {
    await this.#attached;
    await this.webContents.loadURL(url);
    this.emit('ready-to-show');
    windowEvents.emit('loaded', this);
  }

  /** Asks first, as Electron does: a `close` listener may prevent it. */
  close(): void {
    let prevented = false;
    this.emit('close', { preventDefault: () => void (prevented = true) });
    if (prevented) windowEvents.emit('close-prevented');
    else this.destroy();
  }

  destroy(): void {
    void this.#attached.then((page) => page.close()).then(() => this.#closed());
  }

  show(): void {
    record('window.show');
    this.#visible = true;
    this.emit('show');
  }

  hide(): void {
    record('window.hide');
    this.#visible = false;
    this.emit('hide');
  }

  focus(): void {
    record('window.focus');
    void this.#attached.then((page) => page.bringToFront());
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  isVisible(): boolean {
    return this.#visible;
  }

  isMinimized(): boolean {
    return false;
  }

  isFocused(): boolean {
    return this.#visible;
  }

  restore(): void {
    record('window.restore');
  }

  maximize(): void {
    record('window.maximize');
  }

  setMenu(menu: unknown): void {
    record('window.setMenu', menu);
  }

  setMenuBarVisibility(visible: boolean): void {
    record('window.setMenuBarVisibility', visible);
  }

  setTitle(title: string): void {
    record('window.setTitle', title);
  }

  setBackgroundColor(colour: string): void {
    record('window.setBackgroundColor', colour);
  }
}

type Offered = Pick<
  ElectronWindow,
  | 'id'
  | 'loadURL'
  | 'close'
  | 'destroy'
  | 'show'
  | 'hide'
  | 'focus'
  | 'isDestroyed'
  | 'isVisible'
  | 'isMinimized'
  | 'isFocused'
  | 'restore'
  | 'maximize'
  | 'setTitle'
  | 'setBackgroundColor'
>;
/** Compiles only while what we offer has Electron's own shape. */
export const asElectron = (window: BrowserWindow): Offered => window satisfies Offered;
