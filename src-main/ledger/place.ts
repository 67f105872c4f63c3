import { statSync } from 'node:fs';
import { LedgerTrouble } from '../payments/ports.ts';

/** in_place; or what of the file is no longer what was opened: itself, or only the log and the shared memory beside it */
export type Place = 'in_place' | 'file_gone' | 'log_gone';

/**
 * Looks whether the files that a connection has open are still those in the folder. A file that was deleted, moved or put in place of
 * another under a running program goes on taking writes, and nobody finds them afterwards: a row there is not written.
 * @param file the records; opened and read once, so that SQLite has made its log and shared memory beside it
 */
export function watchPlace(file: string): () => Place {
  const paths = [file, `${file}-wal`, `${file}-shm`];
  const opened = paths.map(identityOf);
  return () => {
    const moved = paths.map((path, index) => identityOf(path) !== opened[index]);
    if (moved[0]) return 'file_gone';
    return moved.some(Boolean) ? 'log_gone' : 'in_place';
  };
}

/** Which file that is, whatever it is called; null where there is none, or where nobody may look. */
function identityOf(path: string): string | null {
  try {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false });
    return found ? `${found.dev}/${found.ino}` : null;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}

export function goneTrouble(place: Exclude<Place, 'in_place'>): LedgerTrouble {
  return new LedgerTrouble('records_gone', `The records are no longer where they were opened (${place}).`);
}
