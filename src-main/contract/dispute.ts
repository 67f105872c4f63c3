import * as v from 'valibot';
import { minorUnits } from './money.ts';

/**
 * What became of a dispute: a client's bank wants a payment back (Stripe). open: the money was taken back from the house until it is decided. inquiry: the
 * bank only asks, and took nothing yet. lost: the money is gone. won: it is the house's again. unknown: there is one, and nobody here may read more of it,
 * or its word is not known.
 */
export const dispute = v.object({
  state: v.picklist(['open', 'inquiry', 'lost', 'won', 'unknown']),
  /** minor units of the payment's currency */
  amount: minorUnits,
  /** until when the house may answer on the provider's own site, unix ms; null: no more, or not said */
  answerBy: v.nullable(v.number()),
});
export type Dispute = v.InferOutput<typeof dispute>;
