import type { Transaction } from 'kysely';
import type { AuditEntry, LedgerTrouble } from '../payments/ports.ts';
import type { Damage } from './records-check.ts';
import type { Say } from './saying.ts';
import type { Sealer } from './seal.ts';
import { rowId, rowText, sealedTables, wrongWith, type SealedTable, type Unsealed } from './sealed-tables.ts';
import type { RowChange, Sum } from './tally.ts';
import type { Tables } from './tables.ts';

/** The one way by which precious rows are written: each is sealed, and the tally knows of it in the same commit. */
export interface SealedRows {
  /**
   * The row of that key as it is, nobody else's until this commit ends, or undefined.
   * @throws LedgerTrouble records_damaged when it is not what was written: a new seal over it would make it look sound
   */
  held<T extends SealedTable>(table: T, ...key: readonly string[]): Promise<Tables[T] | undefined>;
  /** The same judgement on a row that was read in this transaction and locked otherwise. */
  mustBeSound<T extends SealedTable>(table: T, row: Tables[T]): void;
  /** False when its key or another unique index is taken. */
  insert<T extends SealedTable>(table: T, row: Unsealed<T>): Promise<boolean>;
  /** Changes some columns of a row that is held. */
  change<T extends SealedTable>(table: T, before: Tables[T], columns: Partial<Unsealed<T>>): Promise<void>;
  /** Adds the row, or makes the one of its key the same as it. */
  put<T extends SealedTable>(table: T, row: Unsealed<T>): Promise<void>;
  remove<T extends SealedTable>(table: T, before: Tables[T]): Promise<void>;
  /** Puts this row in the place of one that the caller found damaged, and has kept aside as it was. */
  mend<T extends SealedTable>(table: T, damaged: Tables[T], row: Unsealed<T>): Promise<void>;
  /** From this commit on all rows of the table are to add up to this: what was in it otherwise is not missed any more. */
  recount(table: SealedTable, sum: Sum): void;
  /**
   * Until this commit ends no other desk is in a commit that asked for the same: what it reads from here on is all that is finished. Its own lock, taken
   * before any other: the head of the audit comes last in every commit, and taking that one early could have two desks wait for each other.
   */
  alone(): Promise<void>;
  /** One line more in the audit, at the end of this commit. */
  audit(entry: AuditEntry): void;
}

export interface RowsParts {
  readonly transaction: Transaction<Tables>;
  readonly say: Say;
  readonly sealer: Sealer;
  /** desks share these records (PostgreSQL): a row that is read to be changed is locked. On SQLite a writer has the whole file. */
  readonly shared: boolean;
  damaged(damage: Damage): LedgerTrouble;
}

/** PostgreSQL's lock of an application, for these records alone; the second number is ours and says nothing else. */
const takeTurn = "SELECT pg_advisory_xact_lock(hashtext('comptoir ' || current_schema()), 1)";

/** How often a row may vanish between two looks before that is a fault of ours. */
const mostTries = 5;

export function makeSealedRows({ transaction, say, sealer, shared, damaged }: RowsParts): SealedRows & {
  readonly changes: readonly RowChange[];
  readonly entries: readonly AuditEntry[];
  readonly counted: ReadonlyMap<SealedTable, Sum>;
} {
  const changes: RowChange[] = [];
  const counted = new Map<SealedTable, Sum>();
  const entries: AuditEntry[] = [];
  const sealed = <T extends SealedTable>(table: T, row: Unsealed<T>): string => sealer.seal(rowText(table, row));

  const rows: SealedRows = {
    async held(table, ...key) {
      const text = `SELECT * FROM ${table} WHERE ${isKey(table)}${shared ? ' FOR UPDATE' : ''}`;
      const { rows: found } = await say<Tables[typeof table]>(transaction, text, key);
      const [row] = found;
      if (row) rows.mustBeSound(table, row);
      return row;
    },

    mustBeSound(table, row) {
      const why = wrongWith(sealer, table, row);
      if (why) throw damaged({ table, id: rowId(table, row), why });
    },

    async insert(table, row) {
      const seal = sealed(table, row);
      const columns: readonly string[] = sealedTables[table].columns;
      const places = columns.map(() => '?').join(', ');
      const text = `INSERT INTO ${table} (${columns.join(', ')}, seal) VALUES (${places}, ?) ON CONFLICT DO NOTHING`;
      const values = columns.map((column) => valuesOf(row)[column]);
      const { numAffectedRows } = await say(transaction, text, [...values, seal]);
      if (numAffectedRows !== 1n) return false;
      changes.push({ table, before: null, after: seal });
      return true;
    },

    async change(table, before, columns) {
      // Only what differs: an index of a column that is named is written again, also with the same value.
      const differing = Object.entries(columns).filter(([column, value]) => valuesOf(before)[column] !== value);
      if (differing.length === 0) return;
      const seal = sealed(table, { ...before, ...columns });
      const set = differing.map(([column]) => `${column} = ?, `).join('');
      const values = [...differing.map(([, value]) => value), seal, ...keyOf(table, before)];
      await say(transaction, `UPDATE ${table} SET ${set}seal = ? WHERE ${isKey(table)}`, values);
      changes.push({ table, before: before.seal, after: seal });
    },

    async put(table, row) {
      for (let attempt = 0; attempt < mostTries; attempt += 1) {
        const before = await rows.held(table, ...keyOf(table, row));
        if (before) return rows.change(table, before, row);
        if (await rows.insert(table, row)) return;
      }
      throw new Error(`A row of ${table} could neither be found nor written`);
    },

    async remove(table, before) {
      await say(transaction, `DELETE FROM ${table} WHERE ${isKey(table)}`, keyOf(table, before));
      changes.push({ table, before: before.seal, after: null });
    },

    async mend(table, damaged, row) {
      const seal = sealed(table, row);
      const columns: readonly string[] = sealedTables[table].columns;
      const set = columns.map((column) => `${column} = ?, `).join('');
      const values = [...columns.map((column) => valuesOf(row)[column]), seal, ...keyOf(table, row)];
      await say(transaction, `UPDATE ${table} SET ${set}seal = ? WHERE ${isKey(table)}`, values);
      changes.push({ table, before: typeof damaged.seal === 'string' ? damaged.seal : '', after: seal });
    },

    recount: (table, sum) => void counted.set(table, sum),

    async alone() {
      // On SQLite a writer has the whole file.
      if (shared) await say(transaction, takeTurn, []);
    },

    audit: (entry) => void entries.push(entry),
  };
  return { ...rows, changes, entries, counted };
}

function isKey(table: SealedTable): string {
  return sealedTables[table].key.map((column) => `${column} = ?`).join(' AND ');
}

function keyOf<T extends SealedTable>(table: T, row: Unsealed<T>): string[] {
  const columns: readonly string[] = sealedTables[table].key;
  return columns.map((column) => String(valuesOf(row)[column]));
}

function valuesOf(row: object): Readonly<Record<string, unknown>> {
  return row as Readonly<Record<string, unknown>>;
}
