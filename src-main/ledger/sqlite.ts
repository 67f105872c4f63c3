import { closeSync, chmodSync, fsyncSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, type SqliteStatement } from 'kysely';
import { LedgerTrouble } from '../payments/ports.ts';
import { losesCommits } from './log-tail.ts';
import { networkDriveOf } from './network-drive.ts';
import { OneByOneDialect } from './one-by-one.ts';
import type { Tables } from './tables.ts';

/**
 * SQLite's look at every page takes 2 ms a megabyte: a house of some years (100,000 orders, 218 MB) would wait half a second for it at each start.
 * Larger files are looked at by the look through all records, in a thread of its own, while the desk is already open.
 */
const mostLookedAtBefore = 16 * 1024 * 1024;

/**
 * Opens the house's file so that a commit is on the disk when it returns: WAL, then `synchronous=FULL`, read back, because
 * better-sqlite3 is compiled to fall to NORMAL with WAL. Folder 0700, file 0600.
 * @param version what the library is, where it is not asked itself
 * @throws LedgerTrouble records_damaged, records_unwritable, records_on_network, sqlite_old
 */
export function openSqlite(file: string, version?: string, driveOf = networkDriveOf): Kysely<Tables> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const drive = driveOf(dirname(file));
  if (drive) throw new LedgerTrouble('records_on_network', `The records are on a network drive (${drive}).`);
  if (losesCommits(file))
    throw new LedgerTrouble('records_damaged', 'The log of the records is damaged before its end.');
  prepareFile(file);
  const database = new Database(file, { timeout: 2000 });
  try {
    refuseOldSqlite(version ?? String(database.prepare('SELECT sqlite_version()').pluck().get()));
    refuseOthers(database);
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    // macOS: fsync alone leaves the data in the drive's cache. Does nothing elsewhere.
    database.pragma('fullfsync = ON');
    database.pragma('checkpoint_fullfsync = ON');
    // 16 MB of log between two clean-ups instead of 4: one of them costs a millisecond to whoever comes by.
    database.pragma('wal_autocheckpoint = 4000');
    database.pragma('foreign_keys = ON');
    database.pragma('trusted_schema = OFF');
    mustBe(database, 'journal_mode', 'wal');
    mustBe(database, 'synchronous', 2);
    if (statSync(file).size <= mostLookedAtBefore) {
      const check = database.pragma('quick_check(1)', { simple: true });
      if (check !== 'ok') throw new LedgerTrouble('records_damaged', `The records are damaged: ${String(check)}`);
    }
    // From here on `write` waits its turn: SQLite itself would wait with the whole process standing still.
    database.pragma('busy_timeout = 0');
  } catch (error) {
    database.close();
    throw error;
  }
  return new Kysely<Tables>({
    dialect: new OneByOneDialect({ database: keptStatements(database, 'BEGIN IMMEDIATE') }),
  });
}

/**
 * SQLite before 3.51.3 can damage a WAL file that two connections write (fixed in 3.53.0, sqlite.org/changes.html).
 * @throws LedgerTrouble sqlite_old
 */
export function refuseOldSqlite(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 3 || (major === 3 && minor >= 53)) return;
  throw new LedgerTrouble('sqlite_old', `SQLite ${version} is too old to keep the records safely: 3.53 is the least.`);
}

/** Tables, and not the one that every file of ours begins with: somebody else's, left as it is. */
function refuseOthers(database: Database.Database): void {
  const names = database.prepare<[], string>('SELECT name FROM sqlite_schema').pluck().all();
  if (names.length === 0 || names.includes('migration')) return;
  throw new LedgerTrouble('records_damaged', 'The records cannot be used: the file has other tables than ours.');
}

function mustBe(database: Database.Database, pragma: string, wanted: string | number): void {
  const found = database.pragma(pragma, { simple: true });
  if (found === wanted) return;
  throw new LedgerTrouble(
    'records_unwritable',
    `The records cannot be kept safely here: ${pragma} is ${String(found)}, not ${wanted}.`,
  );
}

/** SQLite gives its WAL and shared-memory files the rights of the main file, so that one is made first with the right ones. */
function prepareFile(file: string): void {
  const folder = dirname(file);
  closeSync(openSync(file, 'a', 0o600));
  if (process.platform === 'win32') return;
  narrow(folder, 0o700);
  narrow(file, 0o600);
  // Empty: perhaps just made, and nothing was ever written into it that could get lost with its name.
  if (statSync(file).size === 0) keepNames(folder);
}

/**
 * A new file is found again after a power cut only when the folder that names it is on the disk, and that one's folder in turn: SQLite
 * syncs the first of them and no other. Upwards to the root, or to a folder that may be entered and not read: that one cannot be synced.
 */
function keepNames(folder: string): void {
  for (let path = resolve(folder), before = ''; path !== before; before = path, path = dirname(path)) {
    let opened: number;
    try {
      opened = openSync(path, 'r');
    } catch (error) {
      if (isOneOf(error, ['EACCES', 'EPERM'])) return;
      throw error;
    }
    try {
      fsyncSync(opened);
    } catch (error) {
      // Some file systems of other machines know no sync of a folder.
      if (!isOneOf(error, ['EINVAL', 'ENOTSUP', 'EPERM'])) throw error;
    } finally {
      closeSync(opened);
    }
  }
}

function isOneOf(error: unknown, codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.some((code) => code === error.code);
}

function narrow(path: string, mode: number): void {
  if ((statSync(path).mode & 0o777) !== mode) chmodSync(path, mode);
}

/**
 * Keeps prepared statements: the ledger says the same few dozen sentences all day.
 * @param begin takes the write lock at once (a transaction that reads first could not be carried on after another process wrote), or only reads
 */
export function keptStatements(
  database: Database.Database,
  begin: 'BEGIN IMMEDIATE' | 'BEGIN',
): { close(): void; prepare(sql: string): SqliteStatement } {
  const statements = new Map<string, SqliteStatement>();
  // A write that failed may have ended its transaction by itself; a rollback then would hide the real reason.
  const rollback: SqliteStatement = {
    reader: false,
    all: () => [],
    iterate: () => [][Symbol.iterator](),
    run: () => {
      if (database.inTransaction) database.exec('ROLLBACK');
      return { changes: 0, lastInsertRowid: 0 };
    },
  };
  statements.set('rollback', rollback);
  return {
    close: () => database.close(),
    prepare(text) {
      let statement = statements.get(text);
      if (!statement) {
        statement = database.prepare<unknown[]>(text === 'begin' ? begin : text);
        statements.set(text, statement);
      }
      return statement;
    },
  };
}
