import type { BrowserWindow, BrowserWindowConstructorOptions, IpcMain, IpcMainEvent, Session } from 'electron';
import { cardCancelChannel, cardDoneChannel } from '../contract/card-channels.ts';
import { denyAll, guardContents, lockedPreferences, type DenyingSession } from './policy.ts';

export interface CardWindowNeeds {
  readonly preload: string;
  /** kept in memory only, of this one opening */
  readonly session: Session;
  readonly parent: BrowserWindow;
  readonly dark: boolean;
  readonly url: string;
}

/** Every option the card window is opened with. No developer tools, in no build: they could read what is typed. */
export function cardWindowOptions({
  preload,
  session,
  parent,
  dark,
}: CardWindowNeeds): BrowserWindowConstructorOptions {
  return {
    title: 'Comptoir',
    width: 880,
    height: 600,
    useContentSize: true,
    show: false,
    parent,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    autoHideMenuBar: true,
    backgroundColor: dark ? '#131619' : '#F5F3EF',
    webPreferences: lockedPreferences({ preload, session, devTools: false }),
  };
}

/**
 * Denies permissions, devices and downloads. There is no listener on this session's requests, on purpose: Electron hands such a listener what is
 * uploaded, and a card would pass through main. Which hosts may be spoken to is the page's own policy's to say.
 */
export function guardCardSession(session: DenyingSession): void {
  denyAll(session);
}

/** Only the page itself, in this window's own top frame, at the very address it was given. */
export function fromCardPage(
  event: Pick<IpcMainEvent, 'senderFrame' | 'sender'>,
  contents: { readonly id: number },
  url: string,
): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && event.sender.id === contents.id && frame.url === url;
}

/** Opens it, guarded before anything loads. What its page says is handed on unjudged, once; another page's word is not heard. */
export function openCardWindow(
  needs: CardWindowNeeds,
  {
    create,
    ipcMain,
    done,
    closed,
  }: {
    readonly create: (options: BrowserWindowConstructorOptions) => BrowserWindow;
    readonly ipcMain: Pick<IpcMain, 'on' | 'removeListener'>;
    readonly done: (said: unknown) => void;
    readonly closed: () => void;
  },
): { readonly window: BrowserWindow; readonly loaded: Promise<void> } {
  guardCardSession(needs.session);
  const window = create(cardWindowOptions(needs));
  const { webContents } = window;
  guardContents(webContents);
  const own = (event: IpcMainEvent): boolean => fromCardPage(event, webContents, needs.url);
  const hear = (event: IpcMainEvent, said: unknown): void => {
    if (own(event)) done(said);
  };
  const cancel = (event: IpcMainEvent): void => {
    if (own(event)) window.close();
  };
  ipcMain.on(cardDoneChannel, hear);
  ipcMain.on(cardCancelChannel, cancel);
  const withParent = (): void => window.destroy();
  needs.parent.once('closed', withParent);
  window.once('closed', () => {
    ipcMain.removeListener(cardDoneChannel, hear);
    ipcMain.removeListener(cardCancelChannel, cancel);
    needs.parent.removeListener('closed', withParent);
    closed();
  });
  window.once('ready-to-show', () => window.show());
  return { window, loaded: window.loadURL(needs.url) };
}
