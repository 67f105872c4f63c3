import * as v from 'valibot';
import { houseDay } from './bill.ts';
import { command, query } from './channel.ts';
import { settingsView } from './desk-status.ts';
import { dayRule } from './day-rule.ts';
import { freeText, id, nothing } from './input.ts';
import { currency, money } from './money.ts';
import { operationView } from './operation.ts';
import { payoutsView } from './payouts.ts';
import { providerName } from './provider.ts';

/** Minor units; below zero where more went back than came in. */
const units = v.pipe(v.number(), v.safeInteger());
const counted = v.object({ amount: units, count: v.number() });

/** What moved, minor units of one currency. `collected` is charged + captured + links − refunded. */
export const dayFigures = v.object({
  charged: counted,
  captured: counted,
  refunded: counted,
  /** pages of a provider that a client paid on */
  links: counted,
  collected: units,
  tips: units,
  /** of `charged`, what a bank has accepted and not collected yet: it may come back */
  coming: units,
});
export type DayFigures = v.InferOutput<typeof dayFigures>;

/** Money on bills that no order of ours and no page took; `provider`: deposits that came with online bookings. Not in `collected`. */
export const creditKinds = ['cash', 'terminal', 'transfer', 'other', 'provider'] as const;

/** A day in one currency, by all that is asked for at its end. Derived each time, never typed. */
export const dayTotals = v.object({
  currency,
  whole: dayFigures,
  providers: v.array(v.object({ provider: providerName, figures: dayFigures })),
  staff: v.array(v.object({ staffId: v.string(), name: v.string(), figures: dayFigures })),
  /** visa, mastercard …; a bank account by its scheme; '' where it was not told */
  brands: v.array(v.object({ brand: v.string(), figures: dayFigures })),
  credits: v.array(v.object({ kind: v.picklist(creditKinds), ...counted.entries })),
});
export type DayTotals = v.InferOutput<typeof dayTotals>;

/** Of how many orders the figures speak: all of the day, those that moved money, those still open, those that cannot be read. */
export const dayCounts = v.object({
  orders: v.number(),
  moved: v.number(),
  open: v.number(),
  damaged: v.number(),
});
export type DayCounts = v.InferOutput<typeof dayCounts>;

/** What moved between two hand-overs of a day, by the orders given in that time as the records know them now. `since` and `until`: unix ms. */
export const dayShift = v.object({
  since: v.number(),
  until: v.number(),
  totals: v.array(dayTotals),
  counts: dayCounts,
});
export type DayShift = v.InferOutput<typeof dayShift>;

/**
 * What Stripe had kept of a day's payments when the day was closed, of those whose fee was known by then: `known` of `of`. Minor units; `net` is what
 * is left of these. A shape of its own beside what is worked out on the screen: rows of it are never written anew.
 */
export const closedFees = v.object({ currency, fees: units, net: units, known: v.number(), of: v.number() });
export type ClosedFees = v.InferOutput<typeof closedFees>;

/** What was written when a day was closed, opened again, or handed over in its midst. Totals as they were then. */
export const dayEntry = v.object({
  id: v.string(),
  kind: v.picklist(['closed', 'reopened', 'handed_over']),
  totals: v.array(dayTotals),
  counts: dayCounts,
  /** codes of what was still open then, at most 50 */
  open: v.array(v.string()),
  /** how many were open then */
  openCount: v.number(),
  /** by currency; null: no closing, one from before fees were written, or they could not be told */
  fees: v.nullable(v.array(closedFees)),
  note: v.nullable(v.string()),
  /** to whom the desk was handed over */
  to: v.nullable(v.string()),
  by: v.string(),
  desk: v.string(),
  at: v.number(),
});
export type DayEntry = v.InferOutput<typeof dayEntry>;

export const dayView = v.object({
  day: houseDay,
  /** unix ms; `to` is exclusive */
  from: v.number(),
  to: v.number(),
  timeZone: v.string(),
  rule: dayRule,
  /** the day that is running now */
  today: houseDay,
  totals: v.array(dayTotals),
  counts: dayCounts,
  /** orders of this day or before of which nobody knows yet, oldest first, at most 50 */
  open: v.array(operationView),
  /** how many there are */
  openCount: v.number(),
  /** on cards now, per currency, and until when the next of them lasts */
  held: v.array(money),
  heldCount: v.number(),
  /** says whether anything moved since it was shown: closing and handing over give it back */
  mark: v.string(),
  /** the last of closing and opening again; null: the day was never closed */
  standing: v.nullable(dayEntry),
  /** closed, and something is not as it was written then */
  changedSince: v.boolean(),
  /** all that was written of this day, oldest first */
  entries: v.array(dayEntry),
  /** by the id of an entry: the shift that it ended, where the desk was handed over that day */
  shifts: v.record(v.string(), dayShift),
  /** since the last hand-over; null where there was none: then the day is the shift */
  shift: v.nullable(dayShift),
  /** the newest day before this one with money in it, when it is not closed */
  openBefore: v.nullable(houseDay),
});
export type DayView = v.InferOutput<typeof dayView>;

export const weekView = v.object({
  /** oldest first; the last is the day asked for. Minor units, refunds taken off */
  days: v.array(v.object({ day: houseDay, stripe: units, paysafe: units })),
  currency,
});
export type WeekView = v.InferOutput<typeof weekView>;

/** How many days the chart of deadlines names; what lapses later is one bar. */
export const deadlineDays = 7;

/** What is held on cards in one currency, by the day on which it lapses. Minor units. `count`: of both providers. */
export const deadlinesView = v.object({
  currency,
  /** the day that is running first */
  days: v.array(v.object({ day: houseDay, stripe: units, paysafe: units, count: v.number() })),
  /** after those days, or no date is known */
  later: v.object({ stripe: units, paysafe: units, count: v.number() }),
});
export type DeadlinesView = v.InferOutput<typeof deadlinesView>;

const looked = { day: houseDay, mark: v.pipe(v.string(), v.maxLength(80)) };

/** The end of a day: its totals, closing it, handing the desk over in its midst. */
export const dayEndCalls = {
  /** null: the day that is running now */
  show: query('close_day', v.strictObject({ day: v.nullable(houseDay) }), dayView),
  week: query('close_day', v.strictObject({ day: houseDay }), weekView),
  /** holds as they stand now, whichever day is looked at; in the house's currency */
  deadlines: query('close_day', nothing, deadlinesView),
  /** what Stripe pays, line by line against our records, and the fees of that day; `read`: asks Stripe first, which takes seconds */
  payouts: query(
    'close_day',
    v.strictObject({ day: houseDay, read: v.boolean(), since: v.nullish(houseDay) }),
    payoutsView,
  ),
  /** `note` must say why while something is still open. Refused when anything moved since it was shown. */
  close: command('close_day', v.strictObject({ ...looked, note: freeText(200) }), dayView),
  reopen: command(
    'reopen_day',
    v.strictObject({ day: houseDay, reason: v.pipe(v.string(), v.trim(), v.minLength(2), v.maxLength(200)) }),
    dayView,
  ),
  handOver: command('close_day', v.strictObject({ ...looked, toStaffId: id, note: freeText(200) }), dayView),
  setRule: command('settings', dayRule, settingsView),
} as const;
