import * as v from 'valibot';
import { sealedTableNames, type SealedTable } from './sealed-tables.ts';

/**
 * What all sealed rows of a table add up to: how many they are, and the sum of their seals. A row taken out by hand, put in, or put back as it was
 * last week changes it, although every row that is left is sealed rightly.
 */
export interface Sum {
  readonly count: number;
  readonly sum: bigint;
}

/** `writes`: how many commits changed something, ever. */
export interface Tally {
  readonly writes: number;
  readonly rows: Readonly<Record<SealedTable, Sum>>;
}

/** A row's seal before and after; null where there was or is no such row. */
export interface RowChange {
  readonly table: SealedTable;
  readonly before: string | null;
  readonly after: string | null;
}

const range = 1n << 256n;
const nothing: Sum = { count: 0, sum: 0n };

function tallied(sumOf: (table: SealedTable) => Sum): Tally['rows'] {
  return Object.fromEntries(sealedTableNames.map((table) => [table, sumOf(table)])) as Record<SealedTable, Sum>;
}

export const emptyTally: Tally = { writes: 0, rows: tallied(() => nothing) };

/** A seal as a number. One that is no seal weighs nothing: its row is damaged in any case. */
function weight(seal: unknown): bigint {
  if (typeof seal !== 'string') return 0n;
  const digits = Buffer.from(seal.slice(seal.indexOf(':') + 1), 'base64url').toString('hex');
  return digits === '' ? 0n : BigInt(`0x${digits}`);
}

export function withSeal({ count, sum }: Sum, seal: unknown): Sum {
  return { count: count + 1, sum: (sum + weight(seal)) % range };
}

function withoutSeal({ count, sum }: Sum, seal: string): Sum {
  return { count: count - 1, sum: (sum - (weight(seal) % range) + range) % range };
}

/** The tally after one more commit. */
export function tallyAfter(tally: Tally, changes: readonly RowChange[]): Tally {
  const rows = { ...tally.rows };
  for (const { table, before, after } of changes) {
    if (before !== null) rows[table] = withoutSeal(rows[table], before);
    if (after !== null) rows[table] = withSeal(rows[table], after);
  }
  return { writes: tally.writes + 1, rows };
}

export function tallyText({ writes, rows }: Tally): string {
  const entries = sealedTableNames.map((table) => [table, [rows[table].count, rows[table].sum.toString(16)]]);
  return JSON.stringify({ writes, rows: Object.fromEntries(entries) as unknown });
}

const count = v.pipe(v.number(), v.safeInteger());
const shape = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ writes: count, rows: v.record(v.string(), v.tuple([count, v.pipe(v.string(), v.regex(/^[0-9a-f]+$/))])) }),
);

/** Null when the text is not a tally. */
export function tallyOf(text: string): Tally | null {
  const parsed = v.safeParse(shape, text);
  if (!parsed.success) return null;
  const { writes, rows } = parsed.output;
  const sumOf = (table: SealedTable): Sum => {
    const found = rows[table];
    return found ? { count: found[0], sum: BigInt(`0x${found[1]}`) } : nothing;
  };
  return { writes, rows: tallied(sumOf) };
}

export function sameSum(a: Sum, b: Sum): boolean {
  return a.count === b.count && a.sum === b.sum;
}
