import * as v from 'valibot';

/** How a day with its year last is written: 26/11/2026 or 11/26/2026. */
export const dayOrder = v.picklist(['day_first', 'month_first']);
export type DayOrder = v.InferOutput<typeof dayOrder>;

/** Which column of a file, from 0; null: none. */
export const fileColumn = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(199)));

/** Of a file of lines that somebody chose, as main holds it: the window sees its head and first lines, never where it is. */
export const chosenFile = {
  id: v.string(),
  name: v.string(),
  encoding: v.picklist(['utf-8', 'utf-16', 'windows-1252']),
  separator: v.picklist([',', ';', '\t']),
  headers: v.array(v.string()),
  first: v.array(v.object({ line: v.number(), cells: v.array(v.string()) })),
  lines: v.number(),
  /** the mapping is the one that was used the last time for such a file */
  remembered: v.boolean(),
  /** per column, what its own days say of their order; `ask`: a person must */
  dayOrders: v.array(v.picklist(['clear', 'day_first', 'month_first', 'ask'])),
} as const;
/** What a file is, whatever its columns mean. */
export type ChosenFile = v.InferOutput<v.ObjectSchema<typeof chosenFile, undefined>>;

export const mostImportLines = 5000;
export const mostImportBytes = 5_000_000;
