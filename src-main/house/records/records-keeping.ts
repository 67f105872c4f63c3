import type { FailureCode } from '../../contract/failure.ts';
import type { BackupTroubleWord } from '../../contract/records.ts';
import type { ListedBackup } from '../../ledger/backups/list.ts';
import type { MadeBackup } from '../../ledger/backups/make.ts';
import type { RestoreNote } from '../../ledger/backups/prepare.ts';

/** What a use case needs of files, folders and threads: names go in, never a path from the window. */
export interface RecordsKeeping {
  /** newest first, of both folders */
  backups(second: string | null): Promise<readonly ListedBackup[]>;
  /** when the newest backup here was made, unix ms */
  newestAt(): Promise<number | null>;
  make(second: string | null): Promise<MadeBackup | { readonly made: false; readonly why: BackupTroubleWord }>;
  /**
   * Makes ready what will take the place of the present records, and changes nothing yet. Answers why not, or null when it is ready.
   * @param note without the name of what is set aside, which it adds
   */
  prepare(
    backup: ListedBackup,
    second: string | null,
    note: Omit<RestoreNote, 'aside' | 'mode'>,
  ): Promise<FailureCode | null>;
  /** Closes the rooms of this desk, puts the prepared records in place and opens the rooms anew: this world ends with it. */
  swap(restoredAt: number): Promise<void>;
  /** the whole path of a file that was set aside, by its name */
  asideFile(name: string): string;
  /** The system's own window asks a person for a folder; null: none was chosen. */
  chooseFolder(): Promise<string | null>;
  isOnNetwork(folder: string): boolean;
}
