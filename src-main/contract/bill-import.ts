import * as v from 'valibot';
import { command, event, query } from './channel.ts';
import { id, nothing } from './input.ts';
import { minorUnits } from './money.ts';
import { chosenFile, dayOrder, fileColumn as column } from './table-import.ts';

/** What a column of a file may say of a bill. The first line of the file names its columns. */
export const importFields = [
  /** by what the customer is found: an e-mail, a phone number, the provider's id, or the exact name */
  'customer',
  /** what the bill calls a customer who is not found */
  'name',
  'day',
  'time',
  'service',
  'withWhom',
  'total',
  'tax',
  'deposit',
  'reference',
] as const;
export type ImportField = (typeof importFields)[number];

/** Which column (from 0) says what. Kept for every file with the same head. */
export const importMapping = v.strictObject({
  columns: v.strictObject({
    customer: column,
    name: column,
    day: column,
    time: column,
    service: column,
    withWhom: column,
    total: column,
    tax: column,
    deposit: column,
    reference: column,
  }),
  /** null where no day of the file needs it */
  dayOrder: v.nullable(dayOrder),
});
export type ImportMapping = v.InferOutput<typeof importMapping>;

/** A file of bills that somebody chose. */
export const importFile = v.object({ ...chosenFile, mapping: importMapping });
export type ImportFile = v.InferOutput<typeof importFile>;

/** Why a line makes no bill. `amount_…`: why the amount cannot be read. */
export const importTroubles = [
  'quotes',
  'columns',
  'card_number',
  'too_long',
  'nobody',
  'several_people',
  'customer_removed',
  'no_day',
  'day',
  'time',
  'other_currency',
  'amount_empty',
  'amount_ambiguous',
  'amount_not_a_number',
  'amount_too_many_decimals',
  'amount_negative',
  'amount_too_large',
  'nothing_to_pay',
  'over_total',
  'twice',
] as const;
export type ImportTrouble = (typeof importTroubles)[number];

export const billImportLine = v.object({
  line: v.number(),
  /** further than `line` where a cell has line breaks, or a quote is not closed */
  lastLine: v.number(),
  /** new: would be made. added: is made now. known: was here before and is not touched. bad: makes no bill. */
  result: v.picklist(['new', 'added', 'known', 'bad']),
  why: v.nullable(v.picklist(importTroubles)),
  field: v.nullable(v.picklist(importFields)),
  /** what stands in that field */
  value: v.nullable(v.string()),
  /** `twice`: the line that says the same */
  sameAs: v.nullable(v.number()),
  customer: v.picklist(['found', 'not_found']),
  name: v.string(),
  day: v.nullable(v.string()),
  total: v.nullable(minorUnits),
  deposit: v.nullable(minorUnits),
  /** of the bill that is there: code to read aloud, and whether it says another amount, day or deposit than the line */
  bill: v.nullable(v.object({ id: v.string(), code: v.string(), differs: v.boolean() })),
});
export type BillImportLine = v.InferOutput<typeof billImportLine>;

export const billImportResult = v.object({
  lines: v.array(billImportLine),
  currency: v.string(),
  /** customers are still being read: one that is not found may only not have been read yet */
  filling: v.boolean(),
  /** the desk was closed in the middle: the rest is brought in the next time */
  stopped: v.boolean(),
});
export type BillImportResult = v.InferOutput<typeof billImportResult>;

const given = v.strictObject({ fileId: id, mapping: importMapping });

/** Bills from a file. A manager's: it makes many at once. The file is chosen in the system's own dialog and read by main. */
export const billImportCalls = {
  /** null: nothing was chosen */
  choose: command('import', nothing, v.object({ file: v.nullable(importFile) })),
  /** what would become of each line; nothing is written */
  preview: query('import', given, billImportResult),
  /** makes the bills of all lines that are new and not bad; remembers the mapping */
  run: command('import', given, billImportResult),
  progress: event(v.object({ done: v.number(), of: v.number() })),
};
