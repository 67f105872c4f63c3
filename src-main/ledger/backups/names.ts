import { modes, type Mode } from '../../contract/provider.ts';
import type { RecordsIdentity } from '../identity.ts';

/** A backup by its file name: whose it is and of when. Several houses may share a stick. */
export interface NamedBackup {
  readonly name: string;
  readonly mode: Mode;
  /** the first letters of the house's id */
  readonly house: string;
  /** unix ms, to the second */
  readonly at: number;
}

const houseLetters = 8;
const pattern = new RegExp(`^comptoir-(${modes.join('|')})-([a-z0-9]{${houseLetters}})-(\\d{8})T(\\d{6})Z\\.db$`);

/** `comptoir-live-k3f9x2ab-20261120T154207Z.db`: no colon, for Windows; UTC, so that names sort as time does. */
export function backupName({ house, mode }: RecordsIdentity, at: number): string {
  return `comptoir-${mode}-${house.slice(0, houseLetters)}-${stampOf(at)}.db`;
}

/** `20261120T154207Z` */
export function stampOf(at: number): string {
  return new Date(at)
    .toISOString()
    .replace(/\.\d{3}Z$/, 'Z')
    .replace(/[-:]/g, '');
}

/** Null: no backup of ours, whatever the file is. Names come from folders and, by the window, from lists of them. */
export function parseBackupName(name: string): NamedBackup | null {
  const found = pattern.exec(name);
  const mode = modes.find((known) => known === found?.[1]);
  const [, , house, day, time] = found ?? [];
  if (!mode || house === undefined || day === undefined || time === undefined) return null;
  const at = Date.parse(
    `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}Z`,
  );
  return Number.isNaN(at) ? null : { name, mode, house, at };
}

export function isOwn(backup: NamedBackup, identity: RecordsIdentity): boolean {
  return backup.mode === identity.mode && backup.house === identity.house.slice(0, houseLetters);
}

/** How many are kept: the newest of each of the last days and of each of the last months that have one. */
export const kept = { days: 14, months: 12 } as const;

/** Those of these backups that may go. Days and months are UTC, as in the names. */
export function tooMany(backups: readonly NamedBackup[]): NamedBackup[] {
  const newestFirst = backups.toSorted((a, b) => b.at - a.at);
  const newestOf = (letters: number, most: number): NamedBackup[] => {
    const seen = new Map<string, NamedBackup>();
    for (const backup of newestFirst) {
      const span = new Date(backup.at).toISOString().slice(0, letters);
      if (!seen.has(span)) seen.set(span, backup);
    }
    return [...seen.values()].slice(0, most);
  };
  const keep = new Set([...newestOf('2026-11-20'.length, kept.days), ...newestOf('2026-11'.length, kept.months)]);
  return backups.filter((backup) => !keep.has(backup));
}
