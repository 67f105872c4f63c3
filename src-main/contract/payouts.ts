import * as v from 'valibot';
import { failure } from './failure.ts';
import { currency } from './money.ts';

const units = v.pipe(v.number(), v.safeInteger());

/** A line of a payout that no record of this house explains, or one with another sum than ours. Minor units; below zero: money that went back. */
export const oddLine = v.object({
  id: v.string(),
  amount: units,
  currency,
  at: v.number(),
  why: v.picklist(['not_here', 'other_amount']),
  /** our id of the payment, when it is in the lists: it can be looked at there */
  paymentId: v.nullable(v.string()),
  description: v.nullable(v.string()),
});
export type OddLine = v.InferOutput<typeof oddLine>;

/** What Stripe pays the house. `lines` of clients’ payments: matched + before + odd. `other`: fees of the account, adjustments. */
export const payoutView = v.object({
  id: v.string(),
  amount: units,
  currency,
  status: v.string(),
  arrivesAt: v.number(),
  /** its lines were read, all of them */
  read: v.boolean(),
  lines: v.number(),
  matched: v.number(),
  /** older than these records: nothing here could know of them */
  before: v.number(),
  other: v.number(),
  odd: v.array(oddLine),
});
export type PayoutView = v.InferOutput<typeof payoutView>;

/** What Stripe kept of a day’s payments, of those whose fee is known already. */
export const dayFees = v.object({ currency, fees: units, net: units, known: v.number(), of: v.number() });
export type DayFees = v.InferOutput<typeof dayFees>;

export const payoutsView = v.object({
  /** unmatched first, then the newest */
  payouts: v.array(payoutView),
  fees: v.array(dayFees),
  /** when they were last read at Stripe; null: never */
  asOf: v.nullable(v.number()),
  /** why they could not be read just now */
  failure: v.nullable(failure),
});
export type PayoutsView = v.InferOutput<typeof payoutsView>;
