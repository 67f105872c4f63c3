import * as v from 'valibot';
import { cardLabel } from './card.ts';
import { estimatedCard } from './hold-days.ts';
import { money } from './money.ts';
import { providerName } from './provider.ts';

/**
 * When a hold lapses, unix ms, UTC. Stripe gives the date; Paysafe gives none, so ours is an estimate that says so, and of what: `days` from when it was
 * placed, by the house's number for such a card; `of` null: for every other card.
 */
export const deadline = v.variant('estimated', [
  v.object({ at: v.number(), estimated: v.literal(false) }),
  v.object({ at: v.number(), estimated: v.literal(true), days: v.number(), of: v.nullable(estimatedCard) }),
]);
export type Deadline = v.InferOutput<typeof deadline>;

/** An authorization: open while something can still be captured. */
export const holdView = v.object({
  id: v.string(),
  provider: providerName,
  customerId: v.nullable(v.string()),
  customerName: v.string(),
  customerPhone: v.nullable(v.string()),
  card: v.nullable(cardLabel),
  authorized: money,
  /** what can still be captured now */
  capturable: money,
  placedAt: v.number(),
  deadline: v.nullable(deadline),
  state: v.picklist(['open', 'lapsed', 'captured', 'released', 'unsure']),
  purpose: v.nullable(v.string()),
  placedBy: v.nullable(v.string()),
  busy: v.nullable(v.string()),
  /** lapsed by its date alone: its provider's list was last read at `readAt` (unix ms; null: never to its end), before that date; absent for any other */
  unheard: v.optional(v.object({ readAt: v.nullable(v.number()) })),
});
export type HoldView = v.InferOutput<typeof holdView>;
