import * as v from 'valibot';
import { currency, minorUnits } from './money.ts';

/** no_show: nobody came. late_cancel: called off when it was too late by the house's rule. */
export const missedKind = v.picklist(['no_show', 'late_cancel']);
export type MissedKind = v.InferOutput<typeof missedKind>;

/**
 * What the house asks for a missed visit. off: nothing. fixed: `amount`, minor units. percent: `percent` of what the visit costs. Either at most `cap`
 * (minor units; null: no cap) and never more than the visit itself. `lateHours`: so many hours before the visit a cancelling is late; 0: never.
 */
export const missedRule = v.strictObject({
  fee: v.picklist(['off', 'fixed', 'percent']),
  amount: v.pipe(minorUnits, v.minValue(0), v.maxValue(9_999_999)),
  percent: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)),
  cap: v.nullable(v.pipe(minorUnits, v.minValue(1), v.maxValue(9_999_999))),
  lateHours: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(336)),
});
export type MissedRule = v.InferOutput<typeof missedRule>;

/** What became of a visit that was missed: its bill asks for `fee` and for nothing else any more. Minor units of the bill; times unix ms. */
export const missedVisit = v.object({
  kind: missedKind,
  /** fee: the house asks for one. waived: it was let go; `fee` is 0 then */
  outcome: v.picklist(['fee', 'waived']),
  fee: minorUnits,
  /** what the house's rule made of it when it was noted */
  ruled: minorUnits,
  /** why it was let go, or why it is more than the rule */
  reason: v.nullable(v.string()),
  /** who let it be more than the rule */
  stepIn: v.nullable(v.string()),
  at: v.number(),
  by: v.string(),
});
export type MissedVisit = v.InferOutput<typeof missedVisit>;

/** What can be noted of a bill's visit now. Minor units of `currency`. */
export const missedOffer = v.object({
  /** null: its time has not come, and it is too early to be late */
  kind: v.nullable(missedKind),
  rule: missedRule,
  /** what the rule makes of this bill: the most that is asked without a manager */
  most: minorUnits,
  currency,
  /** what a manager looks at to let it be more */
  fact: v.string(),
});
export type MissedOffer = v.InferOutput<typeof missedOffer>;
