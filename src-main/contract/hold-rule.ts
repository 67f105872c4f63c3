import * as v from 'valibot';
import { command, query } from './channel.ts';
import { failure } from './failure.ts';
import { nothing } from './input.ts';
import { minorUnits, money } from './money.ts';
import { providerName } from './provider.ts';

/**
 * What the house would have captured by itself each day. planned: holds that somebody means to capture, once their day has come, whole; where one is more
 * than its bill has left to pay, it is left to a person. bill: holds of bills that
 * were closed at the desk, as much as those have left to pay.
 */
export const captureRule = v.strictObject({
  what: v.picklist(['off', 'planned', 'bill']),
  /** HH:MM in the house's time zone */
  at: v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/)),
});
export type CaptureRule = v.InferOutput<typeof captureRule>;

/** One hold that the rule names. Amounts in minor units of the house's currency. */
export const captureRuleLine = v.object({
  holdId: v.string(),
  customerName: v.string(),
  /** what can be captured of it now */
  held: minorUnits,
  /** what the rule would capture; the rest goes back */
  amount: minorUnits,
  billCode: v.nullable(v.string()),
  /** unix ms: by the house's own estimate it lapses by then, before the rule's time; null: not before that time */
  mayLapse: v.nullable(v.number()),
});
export type CaptureRuleLine = v.InferOutput<typeof captureRuleLine>;

/**
 * One hold that the rule leaves to a person. lapses: it would name it, and it has lapsed by then. no_day: somebody means to capture it and has not said by
 * when. bill_open: its bill is not closed, and the visit has begun by then. bill_less: it is meant to be captured, and is more than its bill has left to pay
 * by now, or nobody knows yet what was paid of that. `amount`: what would be captured of it otherwise, minor units of the house's
 * currency.
 */
export const captureRuleLeftOut = v.object({
  ...captureRuleLine.entries,
  why: v.picklist(['lapses', 'no_day', 'bill_open', 'bill_less']),
  /** unix ms: by the provider's date it has lapsed by then, whatever else keeps the rule from it; null: it has not */
  lapsesAt: v.nullable(v.number()),
  /** the bill that is to be closed first, as it was looked at */
  bill: v.nullable(v.object({ id: v.string(), version: v.number() })),
});
export type CaptureRuleLeftOut = v.InferOutput<typeof captureRuleLeftOut>;

export const captureRuleView = v.object({
  rule: captureRule,
  /** the manager who turned it on for this house; null: it does nothing */
  by: v.nullable(v.object({ name: v.string(), at: v.number() })),
  /** when it would act next, unix ms; null where the house has no rule */
  next: v.nullable(v.number()),
  /** what it would capture at that time if nothing changed until then */
  lines: v.array(captureRuleLine),
  /** what it would leave to a person then, and why */
  leftOut: v.array(captureRuleLeftOut),
  /** why it will capture none of these at that time, as things stand: they need a second person; null: nothing is known to be in its way */
  blocked: v.nullable(failure),
  /** why it did nothing at its last time; null: it did, or there was nothing to do */
  last: v.nullable(v.object({ at: v.number(), failure })),
});
export type CaptureRuleView = v.InferOutput<typeof captureRuleView>;

/**
 * A hold that the rule had due at `dueAt` (unix ms) and did not capture; it lapsed since, or still stands. `failure` null: no desk was running then;
 * capture_rule_late: it had lapsed before that time.
 */
export const missedCapture = v.object({
  holdId: v.string(),
  dueAt: v.number(),
  customerName: v.string(),
  provider: providerName,
  amount: money,
  lapsed: v.boolean(),
  /** lapsed by its date alone: its provider's list was not read since; absent where it was, and while the hold stands */
  unheard: v.optional(v.literal(true)),
  failure: v.nullable(failure),
});
export type MissedCaptureView = v.InferOutput<typeof missedCapture>;

/** Captures that the house has decided on beforehand: never without a manager who turned them on, and only while the app is open. */
export const captureRuleCalls = {
  get: query('find', nothing, captureRuleView),
  /** what it did not capture in the last seven days and nobody has captured or released since, newest first */
  missed: query('find', nothing, v.object({ missed: v.array(missedCapture) })),
  /** turned on or off by a manager, in whose name it captures. `seen`: the rule as it was shown; it is not turned on where the house has another by now */
  turn: command('capture', v.strictObject({ on: v.boolean(), seen: captureRule }), captureRuleView),
  set: command('settings', captureRule, captureRuleView),
} as const;
