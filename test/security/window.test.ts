import { EventEmitter } from 'node:events';
import type { BrowserWindow, BrowserWindowConstructorOptions, Session } from 'electron';
import { describe, expect, it } from 'vitest';
import { deskPage, guardContents } from '../../src-main/shell/policy.ts';
import { openWindow, windowOptions } from '../../src-main/shell/window.ts';
import { hostileAddresses } from './hostile-addresses.ts';

const session = { name: 'own session' } as unknown as Session;
const needs = { preload: '/app/preload.cjs', session, dark: false, devTools: false };

/** A window that writes down what is done to it, in order. */
class RecordedWindow extends EventEmitter {
  readonly did: string[] = [];
  readonly options: BrowserWindowConstructorOptions;
  readonly webContents = new RecordedContents(this.did);

  constructor(options: BrowserWindowConstructorOptions) {
    super();
    this.options = options;
  }

  async loadURL(url: string): Promise<void> {
    this.did.push(`load ${url}`);
  }

  show(): void {
    this.did.push('show');
  }
}

class RecordedContents extends EventEmitter {
  readonly did: string[];
  openHandler: ((details: { url: string }) => { action: string }) | undefined;

  constructor(did: string[]) {
    super();
    this.did = did;
  }

  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.did.push('guard');
    this.openHandler = handler;
  }
}

const isPrevented = (contents: RecordedContents, name: string, url: string): boolean => {
  let prevented = false;
  contents.emit(name, { url, preventDefault: () => void (prevented = true) }, url);
  return prevented;
};

describe('the window', () => {
  it('is opened with these options and no other', () => {
    expect(windowOptions(needs)).toEqual({
      title: 'Comptoir',
      width: 1360,
      height: 840,
      minWidth: 1280,
      minHeight: 720,
      useContentSize: true,
      show: false,
      autoHideMenuBar: true,
      backgroundColor: '#F5F3EF',
      webPreferences: {
        preload: '/app/preload.cjs',
        session,
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

  it('paints the dark background before the page does when the desk is dark', () => {
    expect(windowOptions({ ...needs, dark: true }).backgroundColor).toBe('#131619');
  });

  it('is guarded before anything loads, and shown once it has something to show', async () => {
    let made: RecordedWindow | undefined;
    const { window, loaded } = openWindow(needs, (options) => {
      made = new RecordedWindow(options);
      return made as unknown as BrowserWindow;
    });
    await loaded;
    expect(made?.did).toEqual(['guard', `load ${deskPage}`]);
    window.emit('ready-to-show');
    expect(made?.did.at(-1)).toBe('show');
  });
});

describe('the page stays where it is', () => {
  const contents = new RecordedContents([]);
  guardContents(contents as unknown as Parameters<typeof guardContents>[0]);

  it.each(hostileAddresses)('and cannot be sent to %s', (address) => {
    for (const way of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      expect(isPrevented(contents, way, address), way).toBe(true);
    }
    expect(contents.openHandler?.({ url: address })).toEqual({ action: 'deny' });
  });

  it('and holds no webview', () => {
    expect(isPrevented(contents, 'will-attach-webview', 'app://desk/index.html')).toBe(true);
  });
});
