import { EventEmitter } from 'node:events';
import { request as ask } from 'node:http';
import type { BrowserWindow, BrowserWindowConstructorOptions, IpcMain, Session } from 'electron';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cardPagePolicy } from '../../src-main/card-page/page.ts';
import { serveCardPage, type ServedPage } from '../../src-main/card-page/serve.ts';
import { cardCancelChannel, cardDoneChannel } from '../../src-main/contract/card-channels.ts';
import { addressesFrom, fieldHosts } from '../../src-main/house/customers/addresses.ts';
import type { CardPageFacts } from '../../src-main/house/cards/card-window.ts';
import { isCardToken } from '../../src-main/payments/typed-card.ts';
import type { CardWindowBridge } from '../../src-main/preload/card-preload.ts';
import { cardWindowOptions, openCardWindow } from '../../src-main/shell/card-window.ts';

const electron = vi.hoisted(() => ({
  exposed: [] as { readonly name: string; readonly api: unknown }[],
  sent: [] as unknown[][],
}));
vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, api: unknown) => void electron.exposed.push({ name, api }) },
  ipcRenderer: { send: (...args: unknown[]) => void electron.sent.push(args) },
}));

const url = 'http://127.0.0.1:51234/abcdefghjkmnpqrstuvwxyz234567890/';

class RecordedSession extends EventEmitter {
  readonly webRequest = new Proxy(
    {},
    { get: () => expect.fail('A listener on requests would be handed what is typed') },
  );
  request: ((contents: unknown, what: string, decide: (yes: boolean) => void) => void) | undefined;
  check: (() => boolean) | undefined;
  device: (() => boolean) | undefined;
  setPermissionRequestHandler(handler: NonNullable<RecordedSession['request']>): void {
    this.request = handler;
  }
  setPermissionCheckHandler(handler: () => boolean): void {
    this.check = handler;
  }
  setDevicePermissionHandler(handler: () => boolean): void {
    this.device = handler;
  }
}

class RecordedWindow extends EventEmitter {
  readonly webContents = Object.assign(new EventEmitter(), { id: 7, setWindowOpenHandler: vi.fn() });
  readonly options: BrowserWindowConstructorOptions;
  loaded: string[] = [];
  constructor(options: BrowserWindowConstructorOptions) {
    super();
    this.options = options;
  }
  async loadURL(address: string): Promise<void> {
    this.loaded.push(address);
  }
  show(): void {}
  close(): void {
    this.emit('closed');
  }
  destroy(): void {
    this.emit('closed');
  }
}

function opened() {
  const [session, parent, ipcMain] = [new RecordedSession(), new EventEmitter(), new EventEmitter()];
  const heard: unknown[] = [];
  const closed = vi.fn();
  const needs = {
    preload: '/app/card-preload.cjs',
    session: session as unknown as Session,
    parent: parent as unknown as BrowserWindow,
    dark: false,
    url,
  };
  const { window } = openCardWindow(needs, {
    create: (options) => new RecordedWindow(options) as unknown as BrowserWindow,
    ipcMain: ipcMain as unknown as IpcMain,
    done: (said) => void heard.push(said),
    closed,
  });
  return { needs, session, parent, ipcMain, heard, closed, window: window as unknown as RecordedWindow };
}

describe('the window in which a card is typed', () => {
  it('is opened with these options and no other, and without developer tools in any build', () => {
    const { needs } = opened();
    expect(cardWindowOptions(needs)).toEqual({
      title: 'Comptoir',
      width: 880,
      height: 600,
      useContentSize: true,
      show: false,
      parent: needs.parent,
      minimizable: false,
      maximizable: false,
      fullscreenable: false,
      autoHideMenuBar: true,
      backgroundColor: '#F5F3EF',
      webPreferences: {
        preload: '/app/card-preload.cjs',
        session: needs.session,
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        spellcheck: false,
        disableBlinkFeatures: 'Auxclick',
        devTools: false,
      },
    });
  });

  it('may nothing, goes nowhere, opens nothing, and nobody listens to its requests', () => {
    const { session, window } = opened();
    let allowed = true;
    session.request?.(null, 'media', (yes) => void (allowed = yes));
    expect([allowed, session.check?.(), session.device?.()]).toEqual([false, false, false]);
    for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview']) {
      const preventDefault = vi.fn();
      window.webContents.emit(event, { url: 'https://example.com/', preventDefault }, 'https://example.com/');
      expect(preventDefault, event).toHaveBeenCalledOnce();
    }
    const download = { preventDefault: vi.fn() };
    session.emit('will-download', download);
    expect(download.preventDefault).toHaveBeenCalledOnce();
    expect(window.webContents.setWindowOpenHandler.mock.calls[0]?.[0]({ url })).toEqual({ action: 'deny' });
    expect(window.loaded).toEqual([url]);
  });

  it('is heard only from its own page: another window, a frame inside it or another address says nothing', () => {
    const { ipcMain, heard, closed, window, parent } = opened();
    const own = { sender: { id: 7 }, senderFrame: { url, parent: null } };
    const said = { token: 'SCabcdefghijklmn' };
    for (const forged of [
      { ...own, sender: { id: 1 } },
      { ...own, senderFrame: null },
      { ...own, senderFrame: { url, parent: {} } },
      { ...own, senderFrame: { url: `${url}other`, parent: null } },
      { ...own, senderFrame: { url: 'app://desk/index.html', parent: null } },
    ]) {
      ipcMain.emit(cardDoneChannel, forged, said);
      ipcMain.emit(cardCancelChannel, forged);
    }
    expect(heard).toEqual([]);
    expect(closed).not.toHaveBeenCalled();
    ipcMain.emit(cardDoneChannel, own, said);
    expect(heard).toEqual([said]);
    parent.emit('closed');
    expect(closed).toHaveBeenCalledOnce();
    ipcMain.emit(cardDoneChannel, own, said);
    expect(heard).toHaveLength(1);
    expect(window.listenerCount('closed')).toBe(0);
  });

  it('finds two words it can say and no way to hear, and a token has one shape', async () => {
    await import('../../src-main/preload/card-preload.ts');
    const [only] = electron.exposed;
    expect([electron.exposed.length, only?.name, Object.keys(only?.api as object)]).toEqual([
      1,
      'cardWindow',
      ['done', 'cancel'],
    ]);
    const bridge = only?.api as CardWindowBridge;
    bridge.done({ token: 'SC1', more: 'x' } as { token: string });
    bridge.cancel();
    expect(electron.sent).toEqual([[cardDoneChannel, { token: 'SC1' }], [cardCancelChannel]]);
    expect(['SCabcdefghijklmn', 'SCaB3dE6gH'].every(isCardToken)).toBe(true);
    const no = [
      '',
      'SC',
      'SC-abcdefgh',
      `SC${'a'.repeat(19)}`,
      'Cabcdefghijklmn',
      '4530910000012345',
      7,
      null,
      ['SCabcdefgh'],
    ];
    expect(no.filter(isCardToken)).toEqual([]);
  });
});

describe('the page of that window', () => {
  const facts: CardPageFacts = {
    language: 'en',
    house: 'Atelier <Fleury> & fils',
    customerName: `"><script>alert('x')</script>`,
    country: 'CA',
    agreed: `'"&<b>everything</b>`,
    publicKey: 'cHVibGlj',
    environment: 'TEST',
    hosts: fieldHosts('http://127.0.0.1:9', false),
  };
  const path = 'abcdefghjkmnpqrstuvwxyz234567890';
  let served: ServedPage;
  beforeAll(async () => {
    served = await serveCardPage(facts, path);
  });
  afterAll(() => served.close());
  const answer = (
    method: string,
    at: string,
    host?: string,
  ): Promise<{ status: number; body: string; policy: string }> =>
    new Promise((done, fail) => {
      const { port } = new URL(served.url);
      ask({ host: '127.0.0.1', port, path: at, method, headers: host ? { host } : {} }, (reply) => {
        let body = '';
        reply.on('data', (part: Buffer) => void (body += part.toString()));
        reply.on('end', () =>
          done({ status: reply.statusCode ?? 0, body, policy: String(reply.headers['content-security-policy']) }),
        );
      })
        .on('error', fail)
        .end();
    });

  it('is on this PC alone, at its own address, for GET alone', async () => {
    expect(served.url).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:\\d+/${path}/$`));
    expect((await answer('GET', `/${path}/`)).status).toBe(200);
    for (const [method, at, host] of [
      ['POST', `/${path}/`, undefined],
      ['PUT', `/${path}/card.js`, undefined],
      ['GET', '/', undefined],
      ['GET', `/${path}`, undefined],
      ['GET', `/${path}/../${path}/`, undefined],
      ['GET', `/${path}/`, 'evil.example'],
    ] as const)
      expect(await answer(method, at, host), `${method} ${at}`).toMatchObject({ status: 404, body: '' });
  });

  it('lets in Paysafe’s hosts and nothing else, and shows names and words as text', async () => {
    const { body, policy } = await answer('GET', `/${path}/`);
    expect(policy).toBe(
      "default-src 'none'; script-src 'self' http://127.0.0.1:9; frame-src http://127.0.0.1:9; connect-src http://127.0.0.1:9; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(body).not.toContain('<script>alert');
    expect(body).not.toContain('<b>everything');
    expect(body.match(/<script[^>]*>/g)).toEqual([
      '<script src="http://127.0.0.1:9/js/v1/latest/paysafe.min.js">',
      '<script src="card.js">',
    ]);
    for (const live of [false, true]) {
      const own = cardPagePolicy({ hosts: fieldHosts(null, live) });
      const hosts = (own.match(/https?:\/\/[^\s;]+/g) ?? []).map((one) => new URL(one).hostname);
      expect(hosts.every((host) => host.endsWith('.paysafe.com'))).toBe(true);
      expect(own).not.toMatch(/unsafe|\*|data:/);
    }
  });

  it('never takes live cards at an address that somebody put in place of Paysafe’s', () => {
    expect(() => addressesFrom({ COMPTOIR_PAYSAFE_FIELDS_URL: 'http://127.0.0.1:9' }, 'live')).toThrow(/live/);
    expect(() => addressesFrom({ COMPTOIR_PAYSAFE_FIELDS_URL: 'https://fields.example' }, 'test')).toThrow(
      /this machine/,
    );
  });
});
