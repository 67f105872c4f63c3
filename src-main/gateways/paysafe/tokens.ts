import type { Clock, Sender } from '../../payments/ports.ts';
import type { CardTokens } from '../../payments/typed-card.ts';
import { send } from './paths.ts';
import { makeReading } from './reading.ts';
import { brandOf } from './records.ts';
import { wireSingleUse } from './wire.ts';

/** What Paysafe tells the server key of a single-use token: which card it stands for, and for how long yet. Asking does not use it up. */
export function makePaysafeTokens(parts: { readonly sender: Pick<Sender, 'send'>; readonly clock: Clock }): CardTokens {
  const fetch = makeReading(parts.sender);
  return {
    async inspect(token) {
      const askedAt = parts.clock.now();
      const read = await fetch(
        send('POST', '/customervault/v1/singleusetokens/search', { paymentToken: token }),
        wireSingleUse,
      );
      if (!read.ok) return read;
      const { card, timeToLiveSeconds } = read.value;
      const label = { kind: 'card', brand: brandOf(card.cardType), lastFour: card.lastDigits, nickname: null } as const;
      // Counted from when it was asked, not from when the answer came: a slow line must not lengthen its life.
      return { ok: true, value: { card: label, endsAt: askedAt + timeToLiveSeconds * 1000 } };
    },
  };
}
