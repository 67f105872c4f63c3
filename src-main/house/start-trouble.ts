import { refused, type Reply } from '../contract/failure.ts';
import { LedgerTrouble } from '../payments/ports.ts';
import { AddressRefused } from './customers/addresses.ts';

/** Why the desk could not be opened at all. Each has its sentences in start-words.ts. */
export type StartTrouble =
  | 'disk_full'
  | 'folder_unwritable'
  | 'records_locked'
  | 'records_gone'
  | 'records_fault'
  | 'records_newer'
  | 'records_damaged'
  | 'records_key_missing'
  | 'records_in_use'
  | 'records_on_network'
  | 'sqlite_old'
  | 'demo_no_place'
  | 'address_refused'
  | 'unknown';

const fullWords = /^(SQLITE_FULL|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT|53100)$/;
const folderWords = /^(EACCES|EPERM|EROFS|ENOTDIR|EISDIR|SQLITE_READONLY.*|SQLITE_CANTOPEN.*|SQLITE_PERM|SQLITE_AUTH)$/;
const heldWords = /^(SQLITE_BUSY.*|SQLITE_LOCKED.*)$/;
const brokenWords = /^(SQLITE_CORRUPT.*|SQLITE_NOTADB)$/;

/** What SQLite says where only its words come through: the lists live in a thread of their own. */
const saidWords: readonly (readonly [RegExp, StartTrouble])[] = [
  [/database or disk is full/, 'disk_full'],
  [/readonly database|unable to open database file/, 'folder_unwritable'],
  [/database is locked/, 'records_locked'],
];

/**
 * What stood in the way, by the codes of the error and of what caused it: records, lists, the demo's providers and the folder itself all
 * fail with errors of their own, and staff need one sentence.
 */
export function startTrouble(error: unknown): StartTrouble {
  const chain = causesOf(error);
  const some = (pattern: RegExp): boolean => chain.some((one) => pattern.test(textOf(one, 'code')));
  if (chain.some((one) => one instanceof AddressRefused)) return 'address_refused';
  // Nothing may listen on this PC: said before "may not", for its code may be EACCES too.
  if (chain.some((one) => textOf(one, 'syscall') === 'listen')) return 'demo_no_place';
  if (some(fullWords)) return 'disk_full';
  const records = chain.find((one) => one instanceof LedgerTrouble);
  if (records && records.code !== 'records_unwritable') return records.code;
  if (some(heldWords)) return 'records_locked';
  if (some(brokenWords)) return 'records_damaged';
  // Node says of a folder on a read-only disk that the one above is not there.
  const unmade = chain.some((one) => textOf(one, 'syscall') === 'mkdir');
  if (some(folderWords) || records || unmade) return 'folder_unwritable';
  const said = saidWords.find(([words]) => chain.some(({ message }) => words.test(message)));
  return said?.[1] ?? 'unknown';
}

/** The same for a script: as a call of the desk would have been refused. */
export function startRefusal(error: unknown): Reply<never> {
  const trouble = startTrouble(error);
  switch (trouble) {
    case 'disk_full':
    case 'folder_unwritable':
      return refused('records_unwritable');
    case 'demo_no_place':
    case 'address_refused':
    case 'unknown':
      return refused('internal', { reference: trouble });
    default:
      return refused(trouble);
  }
}

function causesOf(error: unknown): Error[] {
  const found: Error[] = [];
  for (let next = error; next instanceof Error && found.length < 8; next = next.cause) found.push(next);
  return found;
}

function textOf(error: Error, name: 'code' | 'syscall'): string {
  const value = (error as { readonly code?: unknown; readonly syscall?: unknown })[name];
  return typeof value === 'string' ? value : '';
}
