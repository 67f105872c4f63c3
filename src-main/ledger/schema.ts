import Database from 'better-sqlite3';
import { sql, type Kysely } from 'kysely';
import { history, migrationTable } from './migrate.ts';
import type { Tables } from './tables.ts';

interface SchemaRow {
  readonly type: string;
  readonly name: string;
  readonly tbl_name: string;
  readonly sql: string | null;
}

const asWritten = 'SELECT type, name, tbl_name, sql FROM sqlite_schema';

/**
 * Names of tables, indexes and anything else in a SQLite file that are not as our history makes them: an index that no longer forbids two open
 * operations on one target, a trigger that writes by itself. SQLite's own look finds nothing wrong with these.
 */
export async function oddInSchema(db: Kysely<Tables>): Promise<string[]> {
  const { rows } = await sql.raw<SchemaRow>(asWritten).execute(db);
  const [here, wanted] = [wordsByName(rows), wantedSchema()];
  return [...new Set([...here.keys(), ...wanted.keys()])].filter((name) => here.get(name) !== wanted.get(name));
}

/** SQLite keeps our statements as they were written, with later columns added at the end; blanks apart. */
function wordsByName(rows: readonly SchemaRow[]): Map<string, string> {
  const words = (statement: unknown): unknown =>
    typeof statement === 'string' ? statement.replace(/\s+/g, ' ').trim() : statement;
  return new Map(
    rows.map(({ type, name, tbl_name, sql: text }) => [name, JSON.stringify([type, tbl_name, words(text)])]),
  );
}

let wanted: Map<string, string> | null = null;

function wantedSchema(): Map<string, string> {
  if (wanted) return wanted;
  const database = new Database(':memory:');
  try {
    database.exec(migrationTable);
    for (const { statements } of history) for (const statement of statements) database.exec(statement);
    wanted = wordsByName(database.prepare<[], SchemaRow>(asWritten).all());
    return wanted;
  } finally {
    database.close();
  }
}
