import { LedgerTrouble } from '../payments/ports.ts';

const damagedWords = ['SQLITE_CORRUPT', 'SQLITE_NOTADB'];
const unwritableWords = [
  'SQLITE_FULL',
  'SQLITE_READONLY',
  'SQLITE_IOERR',
  'SQLITE_CANTOPEN',
  'SQLITE_PERM',
  'SQLITE_AUTH',
  'SQLITE_NOMEM',
];
/** Somebody else holds them and did not let go in time; PostgreSQL 55P03: a lock that was not to be had. */
const lockedWords = ['SQLITE_BUSY', 'SQLITE_LOCKED', '55P03'];

/**
 * PostgreSQL: classes 08 (connection), 25006 (read-only), 28 (no right to enter), 3D000 and 3F000 (no such database, schema),
 * 42501 (not allowed), 53 (no room left), 57 (stopped by somebody), 58 (system).
 */
const unwritableStates = /^(08...|25006|28...|3D000|3F000|42501|53...|57...|58...)$/;
/** PostgreSQL XX001 and XX002: a page or an index that contradicts itself */
const damagedStates = /^(XX001|XX002)$/;
const lineWords = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'];
const folderWords = ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'ENOTDIR', 'EEXIST', 'EIO'];

/** An error of a database or of its folder, as the words staff see. Null: a fault of ours, to be thrown as it is. */
export function asLedgerTrouble(error: unknown): LedgerTrouble | null {
  if (error instanceof LedgerTrouble) return error;
  const code = codeOf(error);
  if (code === null) {
    // pg ends a query on a lost connection with a plain error that carries no code.
    return error instanceof Error &&
      /^Connection terminated|^timeout exceeded when trying to connect/.test(error.message)
      ? unwritable(error)
      : null;
  }
  if (damagedWords.some((word) => code.startsWith(word)) || damagedStates.test(code)) {
    return new LedgerTrouble('records_damaged', `The records are damaged (${code}).`, { cause: error });
  }
  if (lockedWords.some((word) => code.startsWith(word))) {
    return new LedgerTrouble('records_locked', `Another program holds the records (${code}).`, { cause: error });
  }
  const known =
    unwritableWords.some((word) => code.startsWith(word)) ||
    unwritableStates.test(code) ||
    lineWords.includes(code) ||
    folderWords.includes(code);
  return known ? unwritable(error, code) : null;
}

function unwritable(error: unknown, code = 'connection'): LedgerTrouble {
  return new LedgerTrouble('records_unwritable', `The records cannot be written (${code}).`, { cause: error });
}

/**
 * After a failed write of the disk itself what SQLite holds in memory may no longer be what the file holds: no second try. No room for
 * the shared memory beside the file (SHMSIZE) is no such fault: nothing was written yet.
 */
export function isDiskFault(trouble: LedgerTrouble): boolean {
  const code = codeOf(trouble.cause);
  return code !== null && code.startsWith('SQLITE_IOERR') && code !== 'SQLITE_IOERR_SHMSIZE';
}

/**
 * SQLite: another connection is writing. PostgreSQL: two desks waited for each other and ours was given up, whole (40P01), or came too late
 * (40001). Nothing of ours was done: the same work may begin again.
 */
export function isOthersTurn(error: unknown): boolean {
  const code = codeOf(error);
  return code !== null && (code.startsWith('SQLITE_BUSY') || code === '40P01' || code === '40001');
}

/** Anything SQLite says, whatever it is about. */
export function isSqliteError(error: unknown): error is Error {
  return codeOf(error)?.startsWith('SQLITE_') ?? false;
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
