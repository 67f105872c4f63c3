import * as v from 'valibot';
import { calendarDay, houseDay } from './bill.ts';
import { command, event } from './channel.ts';
import { historyQuestion } from './history.ts';
import { holdQuestion } from './hold-review.ts';
import { id, nothing } from './input.ts';
import { orderFilter } from './operation.ts';
import { readySpan } from './ready.ts';

/** A list of the house, as somebody looks at it. Days are the house's, both inclusive. */
export const askedList = v.variant('list', [
  /** every order of these days, declined and refused ones too; `only`: those that the filters of the screen find */
  v.strictObject({ list: v.literal('payments'), from: houseDay, to: houseDay, only: v.optional(orderFilter) }),
  v.strictObject({ list: v.literal('history'), question: historyQuestion }),
  v.strictObject({
    list: v.literal('customers'),
    search: v.pipe(v.string(), v.maxLength(100)),
    filter: v.picklist(['all', 'holds', 'cards']),
  }),
  v.strictObject({ list: v.literal('holds'), question: holdQuestion }),
  /** the visits of these days with what each has left to pay */
  v.strictObject({ list: v.literal('bills'), from: calendarDay, to: calendarDay }),
  /** the visits to come that are not paid, and whether the card of each can be counted on */
  v.strictObject({ list: v.literal('ready'), days: readySpan }),
  /** every line of the payouts that arrive on these days, and what explains it */
  v.strictObject({ list: v.literal('payouts'), from: calendarDay, to: calendarDay }),
  /** money of ours that should be on its way to the bank and is in no payout, as Day end shows it, answered or not */
  v.strictObject({ list: v.literal('in_no_payout') }),
  /** what a day adds up to: a row by provider, by kind, by person and by card, in each currency */
  v.strictObject({ list: v.literal('day'), day: houseDay }),
  /** what was written of these days: closings, reopenings, hand-overs */
  v.strictObject({ list: v.literal('day_ends'), from: houseDay, to: houseDay }),
  /** the lines of one run, and what became of each */
  v.strictObject({ list: v.picklist(['hold_run', 'bill_run']), id }),
  /** approvals: what waits for a second person, and what came back to whoever asks. open_links: pages that clients can still use. */
  v.strictObject({ list: v.picklist(['approvals', 'open_links']) }),
  /** what hangs on one person, whichever provider's record they name */
  v.strictObject({ list: v.picklist(['person_payments', 'person_holds', 'person_bills']), customerId: id }),
  /** the people of the house: of an owner alone, who keeps that list */
  v.strictObject({ list: v.literal('people') }),
]);
export type AskedList = v.InferOutput<typeof askedList>;
export type AskedName = AskedList['list'];

/** csv: for a spreadsheet. pdf: to be read or printed. */
export const exportForms = ['csv', 'pdf'] as const;
export type ExportForm = (typeof exportForms)[number];
/** Rows that a PDF takes: more of them nobody reads on paper, and it is made in memory. */
export const mostOnPaper = 1000;

/** How an export ended. `saved` false: nobody chose a place, or it was cancelled; nothing is left of it then. */
export const exportEnd = v.object({
  saved: v.boolean(),
  name: v.string(),
  lines: v.number(),
  /** records that cannot be read, and are not in it: it says so itself, too */
  damaged: v.number(),
  /** the records as a whole are not what was written: lines may be missing that nobody can count */
  unsound: v.boolean(),
  /** rows of the list that are not in it any more: a PDF takes so many */
  left: v.number(),
  cancelled: v.boolean(),
});
export type ExportEnd = v.InferOutput<typeof exportEnd>;

/** A list as a file that somebody chooses a place for; one at a time at a desk. */
export const listCalls = {
  export: command(
    'export',
    v.strictObject({ asked: askedList, form: v.picklist(exportForms), language: v.picklist(['en', 'fr']) }),
    exportEnd,
  ),
  cancel: command('export', nothing, v.object({ cancelled: v.boolean() })),
  step: event(v.object({ done: v.number(), of: v.number() })),
} as const;
