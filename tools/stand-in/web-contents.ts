import { EventEmitter } from 'node:events';
import type { WebContents, WebFrameMain, WindowOpenHandlerResponse } from 'electron';
import type { Page } from 'playwright-core';
import { isClaimed } from './browser.ts';
import { toApp, toBrowser } from './origin.ts';
import { joinPreload } from './preload-link.ts';
import { record } from './records.ts';
import { answerRequests } from './request-answers.ts';
import type { StandInSession } from './session.ts';
import { watchTroubles } from './troubles.ts';

type OpenHandler = (details: { readonly url: string }) => WindowOpenHandlerResponse;

let lastId = 0;

/** The page of one window, as main sees it. */
export class StandInWebContents extends EventEmitter {
  readonly id = (lastId += 1);
  readonly session: StandInSession;
  #page: Page | undefined;
  #openHandler: OpenHandler | undefined;
  #destroyed = false;
  #popupDenied = true;
  #deliver: ((channel: string, args: readonly unknown[]) => void) | undefined;
  /** The address main asked for; a navigation to anything else was started by the page. */
  #expected = '';

  constructor(session: StandInSession) {
    super();
    this.session = session;
  }

  /** Connects a browser page: requests, preload, navigation and popups from now on go through main's handlers. */
  async attach(page: Page, preloadPath: string | undefined, first: boolean): Promise<void> {
    this.#page = page;
    page.on('close', () => {
      this.#destroyed = true;
      this.emit('destroyed');
    });
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Page.enable');
    // Comes before the popup itself, and with the address the page asked for.
    devtools.on('Page.windowOpen', ({ url }) => this.#judgePopup(toApp(url)));
    page.on('popup', (popup) => {
      if (!isClaimed(popup) && this.#popupDenied) void popup.close();
    });
    page.on('download', (download) => {
      let prevented = false;
      const event = { preventDefault: () => void (prevented = true) };
      this.session.emit(
        'will-download',
        event,
        { getURL: () => toApp(download.url()), cancel: () => (prevented = true) },
        this,
      );
      record('will-download', toApp(download.url()), prevented);
      if (prevented) void download.cancel();
    });
    page.on('console', (message) => this.emit('console-message', { level: message.type(), message: message.text() }));
    await watchTroubles(page);
    await answerRequests({ page, session: this.session, mayNavigate: (url) => this.#mayNavigate(url) });
    if (preloadPath !== undefined) this.#deliver = await joinPreload({ page, contents: this, preloadPath, first });
  }

  #mayNavigate(url: string): boolean {
    // A reload by the user or by a test cannot be told from one by the page; it stays on the same address either way.
    if (url === this.#expected) return true;
    let prevented = false;
    const event = { url, isMainFrame: true, isSameDocument: false, preventDefault: () => void (prevented = true) };
    this.emit('will-frame-navigate', event);
    this.emit('will-navigate', event, url);
    record('will-navigate', url, prevented);
    return !prevented;
  }

  /** Unlike in Electron the page still receives a window object; it is closed at once and its requests are refused. */
  #judgePopup(url: string): void {
    const answer = this.#openHandler?.({ url }) ?? { action: 'allow' };
    record('window.open', url, answer.action);
    this.#popupDenied = answer.action === 'deny';
  }

  async loadURL(url: string): Promise<void> {
    record('webContents.loadURL', url);
    this.#expected = url;
    await this.#page?.goto(toBrowser(url), { waitUntil: 'load' });
    this.emit('did-finish-load');
  }

  /** The main frame, as `event.senderFrame` shows it. The stand-in's preload runs in no other frame. */
  get mainFrame(): WebFrameMain {
    const url = this.getURL();
    const origin = /^[a-z]+:\/\/[^/]+/.exec(url)?.[0] ?? 'null';
    const frame = {
      url,
      origin,
      parent: null,
      top: null as unknown,
      name: '',
      processId: 1,
      routingId: 1,
      frameTreeNodeId: 1,
      detached: false,
    };
    frame.top = frame;
    return frame as unknown as WebFrameMain;
  }

  send(channel: string, ...args: unknown[]): void {
    this.#deliver?.(channel, args);
  }

  getURL(): string {
    return toApp(this.#page?.url() ?? '');
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  reload(): void {
    void this.#page?.reload();
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    record('webContents.setWindowOpenHandler', handler);
    this.#openHandler = handler;
  }

  setZoomFactor(factor: number): void {
    record('webContents.setZoomFactor', factor);
  }

  openDevTools(): void {
    record('webContents.openDevTools');
  }

  closeDevTools(): void {
    record('webContents.closeDevTools');
  }
}

type Offered = Pick<
  WebContents,
  'id' | 'send' | 'getURL' | 'isDestroyed' | 'reload' | 'mainFrame' | 'openDevTools' | 'closeDevTools' | 'setZoomFactor'
>;
/** Compiles only while what we offer has Electron's own shape. */
export const asElectron = (contents: StandInWebContents): Offered => contents satisfies Offered;
