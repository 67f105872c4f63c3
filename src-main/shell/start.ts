import type { Dialog } from 'electron';

interface StartNeeds<T> {
  open(): Promise<T>;
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  /** what to say about this error, and what the two buttons are called */
  words(error: unknown): {
    readonly message: string;
    readonly detail: string;
    readonly again: string;
    readonly quit: string;
  };
}

/** Opens the desk. Where that cannot be, says why and what to do about it, until it opens or somebody gives up: then null. */
export async function openOrSay<T>({ open, dialog, words }: StartNeeds<T>): Promise<T | null> {
  for (;;) {
    try {
      return await open();
    } catch (error) {
      const { message, detail, again, quit } = words(error);
      const { response } = await dialog.showMessageBox({
        type: 'error',
        title: 'Comptoir',
        message,
        detail,
        buttons: [again, quit],
        defaultId: 0,
        cancelId: 1,
        noLink: true,
      });
      if (response !== 0) return null;
    }
  }
}
