import { mkdir, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { diskFiles, type Files } from './files.ts';

/** The copy that is being made ready. Found at a start it is what a kill left behind, and nothing more. */
export const preparedFile = (ledgerFile: string): string => `${ledgerFile}.restoring`;
/** The same file once it is decided. Found at a start, what was begun is brought to its end. */
const decidedFile = (ledgerFile: string, stamp: string): string => `${ledgerFile}.restored-${stamp}`;

export const asideName = (stamp: string): string => `ledger-${stamp}.db`;

/** Where the records that were there before are kept; nothing here is ever deleted. */
export function asideFolder(ledgerFile: string): string {
  return join(dirname(ledgerFile), 'backups', 'set-aside');
}

/**
 * Puts the prepared copy in the place of the present records, which nobody may have open. One rename decides: before it the old
 * records are there as they were, after it the new ones are, whole, at the latest after the next start.
 * @param stamp names what is set aside
 */
export async function swapIn(ledgerFile: string, stamp: string, files: Files = diskFiles): Promise<void> {
  await mkdir(asideFolder(ledgerFile), { recursive: true, mode: 0o700 });
  await files.rename(preparedFile(ledgerFile), decidedFile(ledgerFile, stamp));
  await finishRestore(ledgerFile, files);
}

/** Before records are opened: brings a decided restore to its end, and clears away one that was not. True when it changed something. */
export async function finishRestore(ledgerFile: string, files: Files = diskFiles): Promise<boolean> {
  const decided = await decidedStamp(ledgerFile);
  if (decided === null) {
    await clearPrepared(ledgerFile, files);
    return false;
  }
  const aside = join(asideFolder(ledgerFile), asideName(decided));
  await mkdir(asideFolder(ledgerFile), { recursive: true, mode: 0o700 });
  if ((await files.exists(ledgerFile)) && !(await files.exists(aside))) await keepWhole(ledgerFile, aside, files);
  // What a damaged or killed database had not yet folded into its file goes with it, and must not be read into the new one.
  const log = `${ledgerFile}-wal`;
  if (await files.exists(log)) {
    await keepWhole(log, `${aside}-wal`, files);
    await files.remove(log);
  }
  await files.remove(`${ledgerFile}-shm`);
  await files.rename(decidedFile(ledgerFile, decided), ledgerFile);
  return true;
}

/** Under its final name only when it is whole, also where the drive makes a copy of it. */
async function keepWhole(from: string, to: string, files: Files): Promise<void> {
  const partial = `${to}.partial`;
  await files.remove(partial);
  await files.keepAs(from, partial);
  await files.rename(partial, to);
  // Two names of one file: such a rename does nothing, and both stay.
  await files.remove(partial);
}

export async function clearPrepared(ledgerFile: string, files: Files): Promise<void> {
  const copy = preparedFile(ledgerFile);
  for (const file of [copy, `${copy}-wal`, `${copy}-shm`, `${copy}-journal`]) {
    if (await files.exists(file)) await files.remove(file);
  }
}

async function decidedStamp(ledgerFile: string): Promise<string | null> {
  const start = basename(decidedFile(ledgerFile, ''));
  const found = (await readdir(dirname(ledgerFile))).find((name) => name.startsWith(start) && /Z$/.test(name));
  return found?.slice(start.length) ?? null;
}
