import type { Kysely, Transaction } from 'kysely';
import { LedgerTrouble, type AuditEntry } from '../payments/ports.ts';
import { chainedLine, type AuditRow } from './audit-chain.ts';
import type { Say } from './saying.ts';
import type { Sealer } from './seal.ts';
import type { SealedTable } from './sealed-tables.ts';
import { emptyTally, tallyAfter, tallyOf, tallyText, type RowChange, type Sum, type Tally } from './tally.ts';
import type { Tables } from './tables.ts';

export type HeadRow = Tables['audit_head'];

/** What one commit adds to the records besides its rows. */
export interface Addition {
  readonly changes: readonly RowChange[];
  readonly entries: readonly AuditEntry[];
  /** tables that were counted anew in this very commit, whatever their sum was before */
  readonly counted: ReadonlyMap<SealedTable, Sum>;
}

/** Keeps the head between two commits of one process, so that its own last one need not be read out of text again. */
export interface HeadKeeping {
  readonly sealer: Sealer;
  known: { readonly head: HeadRow; readonly tally: Tally } | null;
}

/** The end of the audit and what all rows add up to, sealed. */
export function headText(head: Omit<HeadRow, 'seal'>): string {
  return JSON.stringify(['audit_head', head.line_count, head.chain, head.ledger_id, head.key_mark, head.tally]);
}

export function readHead(db: Kysely<Tables>): Promise<HeadRow | undefined> {
  return db.selectFrom('audit_head').selectAll().where('only_row', '=', 1).executeTakeFirst();
}

const growHead = 'UPDATE audit_head SET line_count = line_count + ? WHERE only_row = 1 RETURNING *';
const setHead = 'UPDATE audit_head SET chain = ?, tally = ?, seal = ? WHERE only_row = 1';
export const lineColumns = [
  'id',
  'at',
  'staff_id',
  'staff_name',
  'desk',
  'what',
  'outcome',
  'detail',
  'search_text',
  'chain',
] as const satisfies readonly (keyof AuditRow)[];
const addLine = `INSERT INTO audit (${lineColumns.join(', ')}) VALUES (${lineColumns.map(() => '?').join(', ')})`;

/**
 * Adds audit lines and counts changed rows, last in the transaction they belong to: its one row makes desks take turns (PostgreSQL), so that no
 * two lines follow the same one. Answers false when the head was not what was written: what is added is kept, its seal is not made anew.
 */
export async function addToHead(
  transaction: Transaction<Tables>,
  { changes, entries, counted }: Addition,
  { say, keeping }: { readonly say: Say; readonly keeping: HeadKeeping },
): Promise<boolean> {
  const { rows } = await say<HeadRow>(transaction, growHead, [entries.length]);
  const [grown] = rows;
  if (!grown) throw new LedgerTrouble('records_damaged', 'The end of the audit is not there.');
  const before = { ...grown, line_count: grown.line_count - entries.length };
  const tally = soundTally(before, keeping);
  let { line_count: count, chain } = before;
  for (const entry of entries) {
    count += 1;
    const line = chainedLine(entry, count, chain, keeping.sealer);
    await say(
      transaction,
      addLine,
      lineColumns.map((column) => line[column]),
    );
    chain = line.chain;
  }
  const added = tallyAfter(tally ?? tallyOf(before.tally) ?? emptyTally, changes);
  const after = counted.size === 0 ? added : { ...added, rows: { ...added.rows, ...Object.fromEntries(counted) } };
  const unsealed = { ...grown, chain, tally: tallyText(after) };
  const head = { ...unsealed, seal: tally ? keeping.sealer.seal(headText(unsealed)) : '' };
  await say(transaction, setHead, [chain, head.tally, head.seal]);
  // A commit that fails after this leaves another head in the records, and then this one is not used.
  keeping.known = tally ? { head, tally: after } : null;
  return tally !== null;
}

/** Null when the head is not what was written. */
function soundTally(head: HeadRow, { sealer, known }: HeadKeeping): Tally | null {
  if (known && known.head.seal === head.seal && headText(known.head) === headText(head)) return known.tally;
  return sealer.check(headText(head), head.seal) === 'good' ? tallyOf(head.tally) : null;
}
