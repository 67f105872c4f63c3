import * as v from 'valibot';
import { command, event, query } from './channel.ts';
import { id, nothing } from './input.ts';
import { currency } from './money.ts';
import { chosenFile, dayOrder, fileColumn } from './table-import.ts';

/** What a column of a provider's statement may say of a movement. The first line of the file names its columns. */
export const statementFields = [
  'day',
  'amount',
  /** what the movement is: payment, refund, fee … in the words of the file */
  'kind',
  /** what became of it, in the words of the file */
  'status',
  /** the provider's id of the movement */
  'id',
  /** `merchantRefNum`: what we sent with our own order */
  'reference',
  'fee',
  'currency',
  /** the payment to the bank that the movement is in */
  'payout',
  'description',
] as const;
export type StatementField = (typeof statementFields)[number];

/** other: money, but of no client (fees of the account, corrections, what a bank took back). skip: no money moved, as with an authorization. */
export const statementKinds = ['payment', 'refund', 'other', 'skip'] as const;
const statementKind = v.picklist(statementKinds);
export type StatementKind = v.InferOutput<typeof statementKind>;

/**
 * What a word of the column of kinds may mean. Of other money a person says how its amounts are signed, since files differ: other_signed: above zero it came
 * in; other_turned: above zero it went out, as where a fee is written without a sign.
 */
export const statementMeanings = ['payment', 'refund', 'other_signed', 'other_turned', 'skip'] as const;
const statementMeaning = v.picklist(statementMeanings);
export type StatementMeaning = v.InferOutput<typeof statementMeaning>;

/** What a word of the column of the status may mean. not_moved: nothing of the line is kept. */
export const statementStatuses = ['moved', 'not_moved'] as const;
const statementStatus = v.picklist(statementStatuses);
export type StatementStatus = v.InferOutput<typeof statementStatus>;

/** Of a column with more different words than this nobody can say what each means; of kinds, and of the status. */
export const mostKindWords = 20;

const columns = v.strictObject({
  day: fileColumn,
  amount: fileColumn,
  kind: fileColumn,
  status: fileColumn,
  id: fileColumn,
  reference: fileColumn,
  fee: fileColumn,
  currency: fileColumn,
  payout: fileColumn,
  description: fileColumn,
});

const word = v.pipe(v.string(), v.maxLength(80));

/** Which column (from 0) says what, and what each word of the column of kinds means. Kept for every file with the same head. */
export const statementMapping = v.strictObject({
  columns,
  /** null where no day of the file needs it */
  dayOrder: v.nullable(dayOrder),
  /** one for each word; without a column of kinds, above zero is a payment and below zero a refund */
  kinds: v.pipe(v.array(v.strictObject({ word, is: statementMeaning })), v.maxLength(200)),
  /** one for each word of the column of the status */
  statuses: v.pipe(v.array(v.strictObject({ word, is: statementStatus })), v.maxLength(200)),
});
export type StatementMapping = v.InferOutput<typeof statementMapping>;

/**
 * A mapping as it was kept of an earlier file, in the form of today or of before a column could be the status and other money had a direction: of that the
 * word is asked about again.
 */
export const keptStatementMapping = v.pipe(
  v.object({
    columns: v.object({ ...columns.entries, status: v.optional(fileColumn) }),
    dayOrder: v.nullable(dayOrder),
    kinds: v.array(v.object({ word, is: v.picklist([...statementMeanings, 'other']) })),
    statuses: v.optional(statementMapping.entries.statuses, []),
  }),
  v.transform(({ kinds, ...rest }) => ({
    ...rest,
    kinds: kinds.flatMap(({ word: of, is }) => (is === 'other' ? [] : [{ word: of, is }])),
  })),
);
export type KeptStatementMapping = v.InferOutput<typeof keptStatementMapping>;

export const statementFile = v.object({
  ...chosenFile,
  mapping: statementMapping,
  /** per column, its different words (as the file has them, empty ones too); null: too many to be kinds */
  words: v.array(v.nullable(v.array(v.string()))),
  /** per column that may be of kinds, and column of amounts: on which side of zero those of each word are; words of no amount are left out */
  signs: v.array(
    v.object({
      kind: v.number(),
      amount: v.number(),
      words: v.array(v.object({ word: v.string(), sign: v.picklist(['plus', 'minus', 'both']) })),
    }),
  ),
});
export type StatementFile = v.InferOutput<typeof statementFile>;

/** Why a line cannot be read. `amount_…`: why the amount (or the fee) cannot. */
export const statementTroubles = [
  'quotes',
  'columns',
  'card_number',
  'too_long',
  'no_day',
  'day',
  /** later than tomorrow */
  'future',
  'currency',
  'kind',
  'status',
  /** a payment below zero */
  'below_zero',
  'amount_empty',
  'amount_ambiguous',
  'amount_not_a_number',
  'amount_too_many_decimals',
  'amount_too_large',
] as const;
export type StatementTrouble = (typeof statementTroubles)[number];

export const statementLine = v.object({
  line: v.number(),
  /** further than `line` where a cell has line breaks, or a quote is not closed */
  lastLine: v.number(),
  /** new: would be kept. added: is kept now. known: was here before. skipped: no money moved. bad: cannot be read, and is not kept. */
  result: v.picklist(['new', 'added', 'known', 'skipped', 'bad']),
  why: v.nullable(v.picklist(statementTroubles)),
  field: v.nullable(v.picklist(statementFields)),
  /** what stands in that field */
  value: v.nullable(v.string()),
  day: v.nullable(v.string()),
  kind: v.nullable(statementKind),
  /** minor units; below zero: it went back, or was kept */
  amount: v.nullable(v.pipe(v.number(), v.safeInteger())),
  currency: v.nullable(currency),
  /** `merchantRefNum`: what was sent with the order; and Paysafe's own id of it. Each null where the file says none. */
  reference: v.nullable(v.string()),
  paysafeId: v.nullable(v.string()),
});
export type StatementLine = v.InferOutput<typeof statementLine>;

const units = v.pipe(v.number(), v.safeInteger());

export const statementResult = v.object({
  lines: v.array(statementLine),
  /** of lines that are new or added: what our records say of them */
  found: v.object({
    /** ours to the cent, or matched by hand before */
    matched: v.number(),
    /** not for a visit, as somebody said before */
    explained: v.number(),
    /** older than these records */
    before: v.number(),
    /** nothing here explains them, or they have another sum than ours */
    odd: v.number(),
    /** another line has their movement already: two reports word it differently, or money moved twice */
    twice: v.number(),
    /** of no client's payment */
    other: v.number(),
  }),
  /** of the same lines, per currency; `fees` null: no column says them */
  sums: v.array(v.object({ currency, amount: units, fees: v.nullable(units) })),
  /** the desk was closed in the middle: the rest is brought in the next time */
  stopped: v.boolean(),
});
export type StatementResult = v.InferOutput<typeof statementResult>;

/** A statement that was brought in. */
export const statementView = v.object({
  id: v.string(),
  file: v.string(),
  by: v.string(),
  at: v.number(),
  /** kept from this file; what another had brought before is not among them */
  lines: v.number(),
  /** the first and the last day that its lines name */
  from: v.string(),
  to: v.string(),
  /** lines that somebody decided about: while there is one, the statement cannot be taken back */
  decided: v.number(),
});
export type StatementView = v.InferOutput<typeof statementView>;

const given = v.strictObject({ fileId: id, mapping: statementMapping });

/**
 * Paysafe’s statement as a file: it publishes no payouts, so what it paid is read from what the house downloads at Paysafe. The file is chosen in the
 * system's own dialog and read by main. Nothing of this moves money.
 */
export const statementCalls = {
  /** null: nothing was chosen */
  choose: command('import', nothing, v.object({ file: v.nullable(statementFile) })),
  /** what would become of each line; nothing is written */
  preview: query('import', given, statementResult),
  /** keeps all lines that are new and not bad; remembers the mapping */
  run: command('import', given, statementResult),
  /** Takes a statement back: its lines are gone from the payouts, and the same file can be brought in again. */
  withdraw: command('resolve', v.strictObject({ statementId: id }), v.object({ statementId: v.string() })),
  progress: event(v.object({ done: v.number(), of: v.number() })),
};
