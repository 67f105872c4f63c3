import Database from 'better-sqlite3';
import { type Sealer } from './seal.ts';
import { lineColumns } from './audit-head.ts';
import { sealedTableNames, sealedTables, wrongWith, type SealedTable } from './sealed-tables.ts';
import type { Tables } from './tables.ts';

/** What could still be read of a file that cannot be used: rows that are what we wrote, and audit lines, which nothing vouches for any more. */
export interface Salvage {
  readonly rows: readonly { readonly table: SealedTable; readonly row: Tables[SealedTable] }[];
  readonly lines: readonly Tables['audit'][];
}

const nothing: Salvage = { rows: [], lines: [] };

/**
 * Reads what can be read of a damaged file, from both ends of each table up to the first page that cannot. Opens it for reading only and leaves it
 * as it is: whoever mends the house may need every byte of it.
 */
export function salvageFrom(file: string, sealer: Sealer): Salvage {
  let database: Database.Database;
  try {
    database = new Database(file, { readonly: true, fileMustExist: true, timeout: 2000 });
  } catch {
    return nothing;
  }
  try {
    const rows = sealedTableNames.flatMap((table) =>
      readable(database, table, [...sealedTables[table].columns, 'seal'])
        .map((row) => ({ table, row: row as unknown as Tables[SealedTable] }))
        .filter(({ row }) => typeof row.seal === 'string' && wrongWith(sealer, table, row) === null),
    );
    return { rows, lines: readable(database, 'audit', lineColumns) as unknown as Tables['audit'][] };
  } finally {
    database.close();
  }
}

type AnyRow = Readonly<Record<string, unknown>>;

/** Asked for everything there is, taken by name: a file whose tables were changed may have other columns. */
function readable(database: Database.Database, table: string, columns: readonly string[]): AnyRow[] {
  const found = new Map<unknown, AnyRow>();
  for (const order of ['ASC', 'DESC']) {
    try {
      const rows = database.prepare<[], AnyRow>(`SELECT rowid AS place, * FROM ${table} ORDER BY rowid ${order}`);
      for (const { place, ...row } of rows.iterate()) {
        if (found.has(place)) break;
        if (columns.every((column) => row[column] !== undefined))
          found.set(place, Object.fromEntries(columns.map((column) => [column, row[column]])));
      }
    } catch {
      // The page that cannot be read: the rest is tried from the other end.
      continue;
    }
  }
  return [...found.values()];
}
