import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { lookThrough, type Look, type LookParts } from './look-through.ts';
import { history, migrationTable } from './migrate.ts';
import { mostDamage, type Damage } from './records-check.ts';
import { keptStatements } from './sqlite.ts';
import type { Tables } from './tables.ts';
import { asLedgerTrouble } from './trouble.ts';

/**
 * Everything that can be known of a file: its rows and its audit, by a connection of its own that sees it as it is now while the desk writes on,
 * then SQLite's own look at pages and indexes, and whether tables and indexes are still those that we made. Never writes.
 */
export async function lookAtFile(file: string, parts: LookParts): Promise<Look> {
  const database = new Database(file, { readonly: true, fileMustExist: true, timeout: 2000 });
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: keptStatements(database, 'BEGIN') }) });
  try {
    const look = await db.transaction().execute((transaction) => lookThrough(transaction, parts));
    parts.signal?.throwIfAborted();
    const damage = [...look.damage, ...pagesDamage(database), ...schemaDamage(database)];
    return { ...look, damage: damage.slice(0, mostDamage) };
  } finally {
    await db.destroy();
  }
}

/** SQLite's own look: pages, the order in tables, and that each index says what its table says. */
function pagesDamage(database: Database.Database): Damage[] {
  try {
    const said = database.prepare<[], string>('PRAGMA integrity_check(10)').pluck().all();
    return said.filter((line) => line !== 'ok').map((line) => ({ table: 'file', id: line.slice(0, 200), why: 'file' }));
  } catch (error) {
    if (asLedgerTrouble(error)?.code !== 'records_damaged') throw error;
    return [{ table: 'file', id: '', why: 'file' }];
  }
}

/** Tables, indexes and anything else that is not as our history makes it: an index that no longer forbids, a trigger that writes by itself. */
export function schemaDamage(database: Database.Database): Damage[] {
  try {
    const [here, wanted] = [schemaOf(database), wantedSchema()];
    const names = new Set([...here.keys(), ...wanted.keys()]);
    return [...names]
      .filter((name) => here.get(name) !== wanted.get(name))
      .map((name) => ({ table: 'file', id: name, why: 'file' }));
  } catch (error) {
    if (asLedgerTrouble(error)?.code !== 'records_damaged') throw error;
    return [{ table: 'file', id: 'sqlite_schema', why: 'file' }];
  }
}

interface SchemaRow {
  readonly type: string;
  readonly name: string;
  readonly tbl_name: string;
  readonly sql: string | null;
}

function schemaOf(database: Database.Database): Map<string, string> {
  const rows = database.prepare<[], SchemaRow>('SELECT type, name, tbl_name, sql FROM sqlite_schema').all();
  return new Map(rows.map(({ type, name, tbl_name, sql }) => [name, `${type} ${tbl_name} ${wordsOf(sql ?? '')}`]));
}

/** SQLite keeps our statements as they were written, blanks apart, with later columns added at the end. */
function wordsOf(statement: string): string {
  return statement.replace(/\s+/g, ' ').trim();
}

let wanted: Map<string, string> | null = null;

function wantedSchema(): Map<string, string> {
  if (wanted) return wanted;
  const database = new Database(':memory:');
  try {
    database.exec(migrationTable);
    for (const { statements } of history) for (const statement of statements) database.exec(statement);
    wanted = schemaOf(database);
    return wanted;
  } finally {
    database.close();
  }
}
