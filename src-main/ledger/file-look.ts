import Database from 'better-sqlite3';
import { Kysely } from 'kysely';
import { lookThrough, type Look, type LookParts } from './look-through.ts';
import { OneByOneDialect } from './one-by-one.ts';
import { mostDamage, type Damage } from './records-check.ts';
import { oddInSchema } from './schema.ts';
import { keptStatements } from './sqlite.ts';
import type { Tables } from './tables.ts';
import { asLedgerTrouble } from './trouble.ts';

/**
 * Everything that can be known of a file: its rows and its audit, by a connection of its own that sees it as it is now while the desk writes on,
 * then SQLite's own look at pages and indexes, and whether tables and indexes are still those that we made. Never writes.
 */
export async function lookAtFile(file: string, parts: LookParts): Promise<Look> {
  const database = new Database(file, { readonly: true, fileMustExist: true, timeout: 2000 });
  const db = new Kysely<Tables>({ dialect: new OneByOneDialect({ database: keptStatements(database, 'BEGIN') }) });
  const damage: Damage[] = [];
  /** What cannot be read is what was looked for. */
  const orBroken = async (work: () => Promise<void> | void): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (asLedgerTrouble(error)?.code !== 'records_damaged') throw error;
      damage.push({ table: 'file', id: error instanceof Error ? error.message.slice(0, 200) : '', why: 'file' });
    }
  };
  let [rows, auditLines] = [0, 0];
  try {
    await orBroken(() =>
      db.transaction().execute(async (transaction) => {
        const look = await lookThrough(transaction, parts);
        damage.push(...look.damage);
        ({ rows, auditLines } = look);
      }),
    );
    parts.signal?.throwIfAborted();
    await orBroken(async () => {
      for (const name of await oddInSchema(db)) damage.push({ table: 'file', id: name, why: 'file' });
    });
    await orBroken(() => {
      for (const line of brokenPages(database)) damage.push({ table: 'file', id: line.slice(0, 200), why: 'file' });
    });
    return { rows, auditLines, damage: damage.slice(0, mostDamage) };
  } finally {
    await db.destroy();
  }
}

/** SQLite's own look: pages, the order in tables, and that each index says what its table says. */
function brokenPages(database: Database.Database): string[] {
  const said = database.prepare<[], string>('PRAGMA integrity_check(10)').pluck().all();
  return [...said.filter((line) => line !== 'ok'), ...tooMuchInIndexes(database)];
}

/**
 * SQLite counts the entries of an index against its table only where the index is of all rows. One of some rows (`WHERE`) may still hold what it held
 * an hour ago: an order that has ended would go on being listed as checking. Each row that belongs there is there, as SQLite has seen; so equal counts
 * mean that nothing else is.
 */
function tooMuchInIndexes(database: Database.Database): string[] {
  const partial = "SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'index' AND sql LIKE '% WHERE %'";
  return database
    .prepare<[], { name: string; tbl_name: string; sql: string }>(partial)
    .all()
    .filter(({ name, tbl_name: table, sql }) => {
      const where = sql.slice(sql.indexOf(' WHERE '));
      const count = (how: string): unknown =>
        database.prepare(`SELECT count(*) FROM ${table} ${how} ${where}`).pluck().get();
      return count(`INDEXED BY ${name}`) !== count('NOT INDEXED');
    })
    .map(({ name }) => `index ${name} holds rows that do not belong there`);
}
