import type { BrowserWindow, Dialog, Event } from 'electron';

interface QuitNeeds {
  readonly window: BrowserWindow;
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  open(): Promise<number>;
  readonly language: 'en' | 'fr';
}

const words = {
  en: {
    message: (open: number) =>
      open === 1 ? 'One operation is still being checked.' : `${open} operations are still being checked.`,
    detail: 'It goes on by itself the next time Comptoir opens. Nothing is sent twice.',
    stay: 'Stay',
    quit: 'Quit',
  },
  fr: {
    message: (open: number) =>
      open === 1 ? 'Une opération est encore en vérification.' : `${open} opérations sont encore en vérification.`,
    detail: 'La vérification reprend toute seule à la prochaine ouverture. Rien n’est envoyé deux fois.',
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
  let leaving = false;
  return (event) => {
    if (leaving) return;
    event.preventDefault();
    void open().then(async (count) => {
      if (count > 0) {
        const say = words[language];
        const { response } = await dialog.showMessageBox(window, {
          type: 'question',
          message: say.message(count),
          detail: say.detail,
          buttons: [say.stay, say.quit],
          defaultId: 0,
          cancelId: 0,
        });
        if (response === 0) return;
      }
      leaving = true;
      window.close();
    });
  };
}
