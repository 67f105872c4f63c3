import type { BrowserWindow, BrowserWindowConstructorOptions, Session } from 'electron';
import { deskPage, guardContents, lockedPreferences } from './policy.ts';

export interface WindowNeeds {
  /** Path of the built preload. */
  readonly preload: string;
  readonly session: Session;
  /** The window paints this before the page does, so that it never flashes white in a dark room. */
  readonly dark: boolean;
  /** False in packaged builds. */
  readonly devTools: boolean;
}

/** Every option the window is opened with; a test holds the list to an allow-list. */
export function windowOptions({ preload, session, dark, devTools }: WindowNeeds): BrowserWindowConstructorOptions {
  return {
    title: 'Comptoir',
    width: 1360,
    height: 840,
    // The screens are drawn for 1280 × 720 of content; the frame comes on top.
    minWidth: 1280,
    minHeight: 720,
    useContentSize: true,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: dark ? '#131619' : '#F5F3EF',
    webPreferences: lockedPreferences({ preload, session, devTools }),
  };
}

/**
 * Opens the desk's window, guarded before anything loads, and shows it once it has something to show.
 * @param create `(options) => new BrowserWindow(options)`
 * @returns the window at once; `loaded` settles when its page has loaded, and rejects when it could not
 */
export function openWindow(
  needs: WindowNeeds,
  create: (options: BrowserWindowConstructorOptions) => BrowserWindow,
): { readonly window: BrowserWindow; readonly loaded: Promise<void> } {
  const window = create(windowOptions(needs));
  guardContents(window.webContents);
  window.once('ready-to-show', () => window.show());
  return { window, loaded: window.loadURL(deskPage) };
}
