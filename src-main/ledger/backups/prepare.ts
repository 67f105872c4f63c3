import type { Mode } from '../../contract/provider.ts';
import type { Random } from '../../payments/ports.ts';
import type { RecordsIdentity } from '../identity.ts';
import { openLedger } from '../ledger.ts';
import { isOnNetwork } from '../network-drive.ts';
import { LedgerTrouble } from '../../payments/ports.ts';
import { diskFiles, type Files } from './files.ts';
import { glanceAt, type Looking, type Unfit } from './inspect.ts';
import { backupTrouble } from './make.ts';
import { missingSince } from './missing-since.ts';
import { clearPrepared, preparedFile } from './swap.ts';

/** Who asked for it, and what the restored records are to remember of it. */
export interface RestoreNote {
  readonly staffId: string;
  readonly staffName: string;
  readonly desk: string;
  readonly mode: Mode;
  readonly backup: string;
  /** when the backup was made, and now; unix ms */
  readonly backupAt: number;
  readonly restoredAt: number;
  /** file name under which the present records are set aside, or null when there are none */
  readonly aside: string | null;
}

export interface PreparingRestore extends Looking {
  readonly ledgerFile: string;
  /** the backup, by its whole path: built by main from its own list, never by the window */
  readonly source: string;
  readonly identity: RecordsIdentity;
  readonly note: RestoreNote;
  readonly files?: Files;
  readonly onNetwork?: (path: string) => boolean;
}

export type PreparedRestore =
  | { readonly ready: true; readonly operations: number }
  | { readonly ready: false; readonly why: Unfit | 'network_drive' | 'backup_unwritable' };

/** The setting under which restored records remember what has still to be found again. */
export const gapSetting = 'records.gap';

/**
 * Makes the records that will take the place of the present ones: a copy of the backup beside them, brought up to this version, read
 * through from end to end, with the line in its history that says who put it back. The present records are not touched, nor is the
 * backup. What is found unfit is refused here, while everything is still as it was.
 */
export async function prepareRestore(preparing: PreparingRestore): Promise<PreparedRestore> {
  const { files = diskFiles, onNetwork = isOnNetwork, source, ledgerFile, identity } = preparing;
  if (onNetwork(source) || onNetwork(ledgerFile)) return { ready: false, why: 'network_drive' };
  const glance = await glanceAt(source, identity);
  if ('unfit' in glance) return { ready: false, why: glance.unfit };
  const copy = preparedFile(ledgerFile);
  try {
    await clearPrepared(ledgerFile, files);
    await files.copy(source, copy);
    if (!(await makeReady(copy, preparing, glance.operations))) {
      await clearPrepared(ledgerFile, files);
      return { ready: false, why: 'backup_damaged' };
    }
    await files.sync(copy);
    return { ready: true, operations: glance.operations };
  } catch (error) {
    const why = backupTrouble(error);
    if (why === null) throw error;
    await clearPrepared(ledgerFile, files).catch(() => undefined);
    return { ready: false, why: why === 'backup_unwritable' ? why : 'backup_damaged' };
  }
}

/** False when it does not check out. */
async function makeReady(
  copy: string,
  { clock, auditKey, note }: PreparingRestore,
  operations: number,
): Promise<boolean> {
  const ledger = await openLedger({ file: copy }, { clock, random: noRandom, auditKey });
  try {
    if (ledger.trouble() || !(await ledger.check()).sound) return false;
    const since = missingSince(copy, { named: note.backupAt, restoredAt: note.restoredAt, gapSetting });
    await ledger.settings.set(gapSetting, { ...note, since });
    await ledger.audit.write({
      at: note.restoredAt,
      staffId: note.staffId,
      staffName: note.staffName,
      desk: note.desk,
      what: 'records_restored',
      outcome: 'done',
      detail: { backup: note.backup, backupAt: note.backupAt, operations },
    });
    return true;
  } finally {
    // The last one to close folds SQLite's log into the file: what is put in place is one file.
    await ledger.close();
  }
}

/** Nothing is made up while a backup is read. */
const noRandom: Random = {
  id: () => {
    throw new LedgerTrouble('records_damaged', 'A backup that is put back asked for a new id.');
  },
};
