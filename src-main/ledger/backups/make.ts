import { mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { RecordsIdentity } from '../identity.ts';
import { isOnNetwork } from '../network-drive.ts';
import { asLedgerTrouble } from '../trouble.ts';
import { diskFiles, type Files } from './files.ts';
import { glanceAt, isWholeSound, type Looking } from './inspect.ts';
import { backupName, isOwn, parseBackupName, tooMany, type NamedBackup } from './names.ts';

/** Why no backup could be made, or none in the second folder, in the words of the contract. */
export type BackupTrouble = 'records_damaged' | 'backup_unwritable' | 'network_drive' | 'folder_gone';

export interface MakingBackup extends Looking {
  readonly ledgerFile: string;
  readonly identity: RecordsIdentity;
  /** where this mode's backups are */
  readonly folder: string;
  /** a second folder that the owner chose, or null */
  readonly second: string | null;
  /** unix ms */
  readonly at: number;
  readonly files?: Files;
  readonly onNetwork?: (path: string) => boolean;
}

export type MadeBackup =
  | {
      readonly made: true;
      readonly name: string;
      readonly operations: number;
      /** the copy in the second folder: null when there is none to make */
      readonly second: 'made' | BackupTrouble | null;
    }
  | { readonly made: false; readonly why: BackupTrouble };

/**
 * A copy of the records as they are at this moment, in one file, read through before it counts: damaged records make no backup, so
 * that they never push out a good one. Writing goes on beside it. A file under its final name was found sound and is on the disk.
 */
export async function makeBackup(making: MakingBackup): Promise<MadeBackup> {
  const { files = diskFiles, onNetwork = isOnNetwork, folder, identity, at } = making;
  if (onNetwork(folder)) return { made: false, why: 'network_drive' };
  const name = backupName(identity, at);
  const partial = join(folder, `${name}.partial`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await removeLeftOvers(folder, files);
    await emptyFile(partial);
    copyInto(making.ledgerFile, partial);
    const seen = await glanceAt(partial, identity);
    if ('unfit' in seen || !(await isWholeSound(partial, making))) {
      await files.remove(partial);
      return { made: false, why: 'records_damaged' };
    }
    await files.sync(partial);
    await files.rename(partial, join(folder, name));
    await removeTooMany(folder, identity, files);
    return { made: true, name, operations: seen.operations, second: await copyToSecond(making, name) };
  } catch (error) {
    const why = backupTrouble(error);
    if (why === null) throw error;
    await files.remove(partial).catch(() => undefined);
    return { made: false, why };
  }
}

/** The second copy is a plain copy of the first: what goes wrong with it says nothing of the first. */
async function copyToSecond(making: MakingBackup, name: string): Promise<'made' | BackupTrouble | null> {
  const { second, folder, files = diskFiles, onNetwork = isOnNetwork } = making;
  if (second === null) return null;
  try {
    // A stick that was pulled out leaves an empty place: nothing is made there in its stead.
    if (!(await files.exists(second))) return 'folder_gone';
    if (onNetwork(second)) return 'network_drive';
    await removeLeftOvers(second, files, making.identity);
    const partial = join(second, `${name}.partial`);
    await files.copy(join(folder, name), partial);
    await files.rename(partial, join(second, name));
    await removeTooMany(second, making.identity, files);
    return 'made';
  } catch (error) {
    const why = backupTrouble(error);
    if (why === null) throw error;
    return why;
  }
}

/** SQLite reads one moment of the file while others write, and packs it (sqlite.org/lang_vacuum.html, VACUUM INTO). */
function copyInto(ledgerFile: string, partial: string): void {
  const database = new Database(ledgerFile, { readonly: true, fileMustExist: true, timeout: 5000 });
  try {
    database.prepare('VACUUM INTO ?').run(partial);
  } finally {
    database.close();
  }
}

/** SQLite writes into an empty file and keeps its rights. */
async function emptyFile(file: string): Promise<void> {
  await (await open(file, 'w', 0o600)).close();
}

/** Copies that a power cut left half made. In a folder that others may use, only our own. */
async function removeLeftOvers(folder: string, files: Files, only?: RecordsIdentity): Promise<void> {
  for (const name of await readdir(folder)) {
    const backup = parseBackupName(name.replace(/\.partial(-journal)?$/, ''));
    if (backup === null || backup.name === name || (only && !isOwn(backup, only))) continue;
    await files.remove(join(folder, name));
  }
}

async function removeTooMany(folder: string, identity: RecordsIdentity, files: Files): Promise<void> {
  for (const { name } of tooMany(await ownBackups(folder, identity))) await files.remove(join(folder, name));
}

/** Our own backups in a folder, in no order. A folder that is not there has none. */
export async function ownBackups(folder: string, identity: RecordsIdentity): Promise<NamedBackup[]> {
  return (await allBackups(folder)).filter((backup) => isOwn(backup, identity));
}

/** Every file in a folder that has a backup's name, of whichever house. */
export async function allBackups(folder: string): Promise<NamedBackup[]> {
  try {
    return (await readdir(folder)).flatMap((name) => parseBackupName(name) ?? []);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return [];
    throw error;
  }
}

/** A disk, a folder or a file that would not do it, in the words staff see; null for a fault of ours. */
export function backupTrouble(error: unknown): BackupTrouble | null {
  const trouble = asLedgerTrouble(error);
  if (trouble === null) return null;
  return trouble.code === 'records_damaged' ? 'records_damaged' : 'backup_unwritable';
}
