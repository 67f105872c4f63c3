import { join } from 'node:path';
import type { RecordsIdentity } from '../identity.ts';
import { glanceAt, type Unfit } from './inspect.ts';
import { allBackups } from './make.ts';
import { isOwn } from './names.ts';

/** `here`: in the folder of this mode; `second`: in the folder the owner chose. */
export type BackupPlace = 'here' | 'second';

export interface ListedBackup {
  readonly name: string;
  readonly place: BackupPlace;
  /** unix ms */
  readonly at: number;
  /** null where it cannot be read */
  readonly operations: number | null;
  readonly bytes: number | null;
  /** why it cannot be put back, or null */
  readonly unfit: Unfit | null;
}

export interface ListingBackups {
  readonly folder: string;
  readonly second: string | null;
  readonly identity: RecordsIdentity;
}

/** Newest first. Copies of one backup in both folders are one line: the nearer. */
export async function glanceAll({ folder, second, identity }: ListingBackups): Promise<ListedBackup[]> {
  const listed = new Map<string, ListedBackup>();
  const places: readonly [BackupPlace, string | null][] = [
    ['here', folder],
    ['second', second],
  ];
  for (const [place, at] of places) {
    if (at === null) continue;
    for (const backup of await allBackups(at)) {
      if (listed.has(backup.name)) continue;
      // A stick may carry other houses' too; ours are those that count, and a foreign one in our own folder is shown for what it is.
      if (place === 'second' && !isOwn(backup, identity)) continue;
      const seen = await glanceAt(join(at, backup.name), identity);
      const known = 'unfit' in seen ? { operations: null, bytes: null, unfit: seen.unfit } : { ...seen, unfit: null };
      const { operations, bytes, unfit } = known;
      listed.set(backup.name, { name: backup.name, place, at: backup.at, operations, bytes, unfit });
    }
  }
  return [...listed.values()].toSorted((a, b) => b.at - a.at);
}
