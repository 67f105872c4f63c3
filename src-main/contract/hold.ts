import * as v from 'valibot';
import { cardLabel } from './card.ts';
import { money } from './money.ts';
import { providerName } from './provider.ts';

/** When a hold lapses. Stripe gives the date; Paysafe gives none, so ours is an estimate and says so. Unix ms, UTC. */
export const deadline = v.object({ at: v.number(), estimated: v.boolean() });
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
});
export type HoldView = v.InferOutput<typeof holdView>;
