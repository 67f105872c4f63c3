import * as v from 'valibot';
import { cardLabel } from './card.ts';

/** A card as it looked at one moment. */
export const cardFace = v.object({
  ...cardLabel.entries,
  expiry: v.nullable(v.object({ month: v.number(), year: v.number() })),
});

/**
 * What was noticed of a saved card as its provider's list was read. replaced: its bank gave it other digits. renewed: it is good for another time.
 * removed: somebody took it away at the provider, and no order of this house did.
 */
export const cardEvent = v.object({
  id: v.string(),
  cardId: v.string(),
  customerId: v.string(),
  kind: v.picklist(['replaced', 'renewed', 'removed']),
  /** as it was before */
  card: cardFace,
  /** as it is now; null for one that is gone */
  now: v.nullable(cardFace),
  /** when it was noticed, unix ms */
  at: v.number(),
});
export type CardEvent = v.InferOutput<typeof cardEvent>;

/** The same at the desk: of somebody who comes in the next days. */
export const cardNotice = v.object({ ...cardEvent.entries, customerName: v.string(), day: v.string() });
export type CardNotice = v.InferOutput<typeof cardNotice>;
