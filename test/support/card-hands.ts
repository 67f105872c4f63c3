import type { CardPageFacts, CardPageHears, CardWindow } from '../../src-main/house/cards/card-window.ts';
import type { Sandbox } from '../../src-main/sandbox/sandbox.ts';

/** The card window without a window: what it was told, and a client's hands in the provider's fields. */
export interface CardHands extends CardWindow {
  readonly shown: CardPageFacts[];
  readonly closed: () => number;
  /** types a card: the fields' own call makes the token; the card page hands it on unless told otherwise */
  type(cardNum: string, more?: { readonly cvv?: string; readonly keep?: boolean }): Promise<string>;
  /** whatever a page says that is not ours */
  say(words: unknown): void;
  /** the close button of the window */
  leave(): void;
}

export function cardHands(sandbox: Pick<Sandbox, 'paysafeFieldsUrl'>): CardHands {
  const shown: CardPageFacts[] = [];
  let hears: CardPageHears | null = null;
  let closed = 0;
  return {
    shown,
    closed: () => closed,
    async open(page, listener) {
      shown.push(page);
      hears = listener;
      return { close: () => void (closed += 1), focus: () => undefined };
    },
    async type(cardNum, { cvv = '123', keep = false } = {}) {
      const card = {
        cardNum,
        cvv,
        cardExpiry: { month: 4, year: 2030 },
        holderName: 'Nadia Roy',
        billingAddress: { country: 'CA', zip: 'H2X1Y4' },
      };
      const reply = await fetch(`${sandbox.paysafeFieldsUrl}/customervault/v1/singleusetokens`, {
        method: 'POST',
        headers: { authorization: `Basic ${shown.at(-1)?.publicKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ card }),
      });
      const { paymentToken: token } = (await reply.json()) as { paymentToken: string };
      if (!keep) hears?.done({ token });
      return token;
    },
    say: (words) => hears?.done(words),
    leave: () => hears?.closed(),
  };
}
