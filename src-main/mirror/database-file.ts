import { rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { teachEstimates, type HoldEstimates } from './hold-estimates.ts';
import { first } from './migrations/001-first.ts';
import { cardFaces } from './migrations/002-card-faces.ts';
import { paymentDetails } from './migrations/003-payment-details.ts';
import { cardNews } from './migrations/004-card-news.ts';
import { holdList } from './migrations/005-hold-list.ts';
import { goneCustomers } from './migrations/006-gone-customers.ts';
import { payouts } from './migrations/007-payouts.ts';
import { holdEstimates } from './migrations/008-hold-estimates.ts';
import { payoutLines } from './migrations/009-payout-lines.ts';
import { statementLines } from './migrations/010-statement-lines.ts';
import { namedLines } from './migrations/011-named-lines.ts';
import { disputes } from './migrations/014-disputes.ts';
import { billNames } from './migrations/015-bill-names.ts';

const migrations: readonly string[] = [
  ...[first, cardFaces, paymentDetails, cardNews, holdList, goneCustomers, payouts],
  ...[holdEstimates, payoutLines, statementLines, namedLines, disputes, billNames],
];
/** "CmMr": tells our file from any other database that may lie at that place. */
const applicationId = 0x436d4d72;

interface OpenFile {
  readonly database: Database.Database;
  readonly estimates: HoldEstimates;
}

/**
 * Opens the mirror's file. A file that is damaged, of a newer version or not ours is thrown away: all of it can be read again at the
 * providers. Says whether that happened. ':memory:' for a mirror that lives as long as its process.
 *
 * @throws when the folder cannot be written
 */
export function openFile(file: string): OpenFile & { readonly thrownAway: boolean } {
  try {
    return { ...open(file), thrownAway: false };
  } catch (error) {
    if (!(error instanceof UnusableFile) && !isDamage(error)) throw error;
    throwAway(file);
    return { ...open(file), thrownAway: true };
  }
}

export function throwAway(file: string): void {
  if (file === ':memory:') return;
  for (const ending of ['', '-wal', '-shm']) rmSync(file + ending, { force: true });
}

/** SQLite found the file broken: nothing in it can be trusted. */
export function isDamage(error: unknown): boolean {
  return error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB|IOERR_SHORT_READ)/.test(error.code);
}

class UnusableFile extends Error {}

function open(file: string): OpenFile {
  const database = connect(file);
  try {
    const estimates = teachEstimates(database);
    migrate(database);
    return { database, estimates: estimates.begin() };
  } catch (error) {
    database.close();
    throw error;
  }
}

function connect(file: string): Database.Database {
  const database = new Database(file);
  try {
    database.pragma('journal_mode = WAL');
    // A lost last second is read again at the provider: NORMAL is enough here, and only here.
    database.pragma('synchronous = NORMAL');
    database.pragma('cache_size = -65536');
    database.pragma('mmap_size = 1073741824');
    database.pragma('temp_store = MEMORY');
    const version = Number(database.pragma('user_version', { simple: true }));
    const owner = Number(database.pragma('application_id', { simple: true }));
    const tables = Number(database.prepare<[], number>('SELECT count(*) FROM sqlite_schema').pluck().get());
    if (version > migrations.length) throw new UnusableFile('the mirror was written by a newer version');
    if (tables > 0 && (owner !== applicationId || version === 0)) throw new UnusableFile('the file is not a mirror');
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

function migrate(database: Database.Database): void {
  const version = Number(database.pragma('user_version', { simple: true }));
  database.transaction(() => {
    migrations.slice(version).forEach((sql) => database.exec(sql));
    database.pragma(`application_id = ${applicationId}`);
    database.pragma(`user_version = ${migrations.length}`);
  })();
}
