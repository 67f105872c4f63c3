/** One fact of a dossier: what it is, and what is known of it. */
export interface DossierFact {
  readonly label: string;
  readonly value: string;
}

/** A part of a dossier, every word of it ready to be read. */
export interface DossierPart {
  readonly heading: string;
  readonly facts?: readonly DossierFact[];
  /** said or shown to somebody, letter by letter */
  readonly quote?: string;
  readonly lines?: readonly { readonly when: string; readonly text: string; readonly detail?: string }[];
  readonly note?: string;
}

/** What is put before a bank in a dispute. Texts hold no card number: only last four digits and references. */
export interface Dossier {
  readonly language: 'en' | 'fr';
  readonly title: string;
  readonly under: string;
  readonly parts: readonly DossierPart[];
  /** signed papers, each on pages of its own under its caption */
  readonly papers: readonly {
    readonly caption: string;
    readonly kind: 'pdf' | 'png' | 'jpeg';
    readonly bytes: Uint8Array;
  }[];
  readonly foot: string;
  /** `page 1 of 3` */
  readonly page: (at: number, of: number) => string;
  /** said in the place of a paper that cannot be shown */
  readonly unreadable: string;
}
