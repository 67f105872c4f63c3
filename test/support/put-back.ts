import { join } from 'node:path';
import type { RecordsView } from '../../src-main/contract/records.ts';
import { stampOf } from '../../src-main/ledger/backups/names.ts';
import { asideFolder, swapIn } from '../../src-main/ledger/backups/swap.ts';
import type { Salon, SalonDesk } from './salon.ts';

/** What is done to a desk between its closing and its opening on the backup. */
export interface PutBackWays {
  /** the folder in which the records of before were set aside */
  readonly aside?: (folder: string) => void;
}

/**
 * Puts the newest backup of a salon's desk in the place of its records, as the app does it: prepared by the owner who is signed in, the desk closed,
 * the files swapped, opened anew.
 */
export async function putBack(salon: Salon, name: string, desk: SalonDesk, ways: PutBackWays = {}): Promise<SalonDesk> {
  const [backup] = (await desk.must<RecordsView>('records.view', {})).backups;
  await desk.must('records.restore', { backup: backup?.name });
  await desk.rooms.close();
  const file = join(salon.folder(name), 'ledger.db');
  await salon.secrets(name).forget('test/audit.head');
  await swapIn(file, stampOf(salon.now()));
  ways.aside?.(asideFolder(file));
  return salon.desk(name);
}
