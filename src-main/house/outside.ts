import type { Mode, ProviderName } from '../contract/provider.ts';

/** A page of a provider's own site for staff who sign in there. */
export interface ProviderPage {
  readonly provider: ProviderName;
  readonly mode: Mode;
  readonly kind: 'customer' | 'payment';
  readonly reference: string;
}

/** What a desktop notification says. */
export interface Notice {
  readonly title: string;
  readonly body: string;
}

/** What is opened outside the app, by main alone; false where there is nothing to open it with. */
export interface Outside {
  /** a provider's hosted page, in the system's browser; any other address is refused */
  openPage(address: string): Promise<boolean>;
  /** into the system's clipboard */
  copy(text: string): Promise<boolean>;
  /** a draft in the system's own mail program */
  writeLetter(letter: { readonly to: string; readonly subject: string; readonly body: string }): Promise<boolean>;
  /** a notification of the desktop; a click on it brings the window forward, then `clicked` */
  notify(notice: Notice, clicked: () => void): Promise<boolean>;
}

const no = async (): Promise<boolean> => false;
/** Where there is nothing to open anything with: the desk command, tests. */
export const nowhere: Outside = { openPage: no, copy: no, writeLetter: no, notify: no };
