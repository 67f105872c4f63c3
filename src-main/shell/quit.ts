import type { App, BrowserWindow, Dialog, Event } from 'electron';

interface QuitNeeds {
  readonly window: BrowserWindow;
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  /** operations still open: being sent, or being asked about */
  open(): Promise<number>;
  language(): 'en' | 'fr';
}

const words = {
  en: {
    message: (open: number | null) => {
      if (open === null) return 'Comptoir cannot tell whether an operation is still open: its records cannot be read.';
      return open === 1
        ? 'The provider has not said yet what became of one operation.'
        : `The provider has not said yet what became of ${open} operations.`;
    },
    detail: 'Comptoir asks by itself the next time it opens. Nothing is sent twice.',
    stay: 'Stay',
    quit: 'Quit',
  },
  fr: {
    message: (open: number | null) => {
      if (open === null)
        return 'Comptoir ne peut pas dire si une opération est encore ouverte : son registre ne se lit pas.';
      return open === 1
        ? 'Le fournisseur n’a pas encore dit ce qu’il en est d’une opération.'
        : `Le fournisseur n’a pas encore dit ce qu’il en est de ${open} opérations.`;
    },
    detail: 'Comptoir le demande de lui-même à la prochaine ouverture. Rien n’est envoyé deux fois.',
    stay: 'Rester',
    quit: 'Quitter',
  },
} as const;

/** Quitting while the provider has not answered about something asks first; it is never lost either way. */
export function askBeforeQuitting({
  window,
  dialog,
  open,
  language,
}: QuitNeeds): (event: Pick<Event, 'preventDefault'>) => void {
  let state: 'staying' | 'asking' | 'leaving' = 'staying';

  async function ask(): Promise<void> {
    // Records that cannot be read must not keep staff from leaving, nor let them leave unasked.
    const count = await open().catch(() => null);
    if (count !== 0) {
      const say = words[language()];
      const { response } = await dialog.showMessageBox(window, {
        type: 'question',
        message: say.message(count),
        detail: say.detail,
        buttons: [say.stay, say.quit],
        defaultId: 0,
        cancelId: 0,
      });
      if (response === 0) {
        state = 'staying';
        return;
      }
    }
    state = 'leaving';
    window.close();
  }

  return (event) => {
    if (state === 'leaving') return;
    event.preventDefault();
    // Pressed again while the question is on screen: one question is enough.
    if (state === 'asking') return;
    state = 'asking';
    void ask();
  };
}

/** Electron quits without waiting: hold it once, close the desk (what is being sent is waited for), then let it go. */
export function closeBeforeQuit(app: Pick<App, 'on' | 'quit'>, close: () => Promise<void>): void {
  let state: 'open' | 'closing' | 'closed' = 'open';
  app.on('will-quit', (event) => {
    if (state === 'closed') return;
    event.preventDefault();
    if (state === 'closing') return;
    state = 'closing';
    void close().finally(() => {
      state = 'closed';
      app.quit();
    });
  });
}

/**
 * Somebody started Comptoir a second time: its window comes to the front. Where that one was closed and only waits for an answer before it
 * ends, a new one opens as soon as it has.
 */
export function comeBack(app: Pick<App, 'relaunch'>, window: BrowserWindow): () => void {
  let coming = false;
  return () => {
    if (window.isDestroyed()) {
      if (!coming) app.relaunch();
      coming = true;
      return;
    }
    bringForward(window);
  };
}

export function bringForward(window: Pick<BrowserWindow, 'isMinimized' | 'restore' | 'show' | 'focus'>): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
