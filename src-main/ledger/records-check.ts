/** What may be wrong with a record. The words are ours, for the log and for a view; staff read one sentence for all of them. */
export const damageWords = [
  /** a column is not what was written */
  'edited',
  /** its seal is gone */
  'unsealed',
  /** sealed without the house's key, by somebody who does not have it */
  'keyless',
  /** written once and no longer there */
  'row_missing',
  /** there, and never written by us */
  'row_added',
  /** an older state of the row stands in the place of the newer */
  'row_put_back',
  /** its seal is right and its words cannot be read */
  'unreadable',
  /** the file itself contradicts itself, or was built otherwise than by us */
  'file',
  /** sealed with a key that is not at hand: nothing can be said */
  'key_missing',
  /** the whole file is older than what this desk remembers, or another house's */
  'rolled_back',
] as const;
export type DamageWord = (typeof damageWords)[number];

/** One damaged record: its table, its own id as text (empty where only the table is known), and what is wrong with it. */
export interface Damage {
  readonly table: string;
  readonly id: string;
  readonly why: DamageWord;
}

/** At most so many are named: a file full of damage is told as well by its first ones. */
export const mostDamage = 50;

/** What a look through all records found. `rows`: sealed rows of all tables without the audit; `at`: unix ms of the end of the look. */
export type RecordsCheck =
  | { readonly sound: true; readonly rows: number; readonly auditLines: number; readonly at: number }
  | { readonly sound: false; readonly damage: readonly Damage[]; readonly at: number };
