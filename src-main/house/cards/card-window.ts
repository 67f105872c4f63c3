/** What the card page is told. Nothing in it is secret: the key is the provider's public one, which can make tokens and nothing else. */
export interface CardPageFacts {
  readonly language: 'en' | 'fr';
  readonly house: string;
  readonly customerName: string;
  readonly country: string;
  /** what the client agrees to by saving, word for word; null: nothing */
  readonly agreed: string | null;
  /** `user:password` of the single-use-token key in base64, as Paysafe's script wants it */
  readonly publicKey: string;
  readonly environment: 'TEST' | 'LIVE';
  readonly hosts: FieldHosts;
}

/** Where Paysafe's script and frames come from: the only hosts the page's policy lets in. */
export interface FieldHosts {
  readonly script: string;
  readonly others: readonly string[];
}

/** What a card page says, unjudged, and that it is gone. */
export interface CardPageHears {
  done(said: unknown): void;
  closed(): void;
}

/** Shows the card page in a window of its own. */
export interface CardWindow {
  open(page: CardPageFacts, hears: CardPageHears): Promise<OpenCardWindow>;
}

export interface OpenCardWindow {
  close(): void;
  focus(): void;
}
