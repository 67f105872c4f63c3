import * as v from 'valibot';
import { houseDay } from './bill.ts';
import { command, event } from './channel.ts';
import { historyQuestion } from './history.ts';
import { nothing } from './input.ts';

/** A list of the house, as somebody looks at it. Days are the house's, both inclusive. */
export const askedList = v.variant('list', [
  /** every order of these days, declined and refused ones too */
  v.strictObject({ list: v.literal('payments'), from: houseDay, to: houseDay }),
  v.strictObject({ list: v.literal('history'), question: historyQuestion }),
]);
export type AskedList = v.InferOutput<typeof askedList>;
export type AskedName = AskedList['list'];

/** How an export ended. `saved` false: nobody chose a place, or it was cancelled; nothing is left of it then. */
export const exportEnd = v.object({
  saved: v.boolean(),
  name: v.string(),
  lines: v.number(),
  /** records that cannot be read, and are not in it: it says so itself, too */
  damaged: v.number(),
  /** the records as a whole are not what was written: lines may be missing that nobody can count */
  unsound: v.boolean(),
  cancelled: v.boolean(),
});
export type ExportEnd = v.InferOutput<typeof exportEnd>;

/** A list as a file that somebody chooses a place for; one at a time at a desk. */
export const listCalls = {
  export: command('export', v.strictObject({ asked: askedList, language: v.picklist(['en', 'fr']) }), exportEnd),
  cancel: command('export', nothing, v.object({ cancelled: v.boolean() })),
  step: event(v.object({ done: v.number(), of: v.number() })),
} as const;
