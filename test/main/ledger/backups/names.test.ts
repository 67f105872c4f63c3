import { describe, expect, test } from 'vitest';
import {
  backupName,
  isOwn,
  parseBackupName,
  tooMany,
  type NamedBackup,
} from '../../../../src-main/ledger/backups/names.ts';

const salon = { house: 'k3f9x2abzzzzzzzz', mode: 'live' } as const;
const day = 86_400_000;

function backups(times: readonly number[]): NamedBackup[] {
  return times.flatMap((at) => parseBackupName(backupName(salon, at)) ?? []);
}

describe('the name of a backup', () => {
  test('says mode, house and second, and is read back as it was written', () => {
    const at = Date.UTC(2026, 10, 20, 15, 42, 7);
    const name = backupName(salon, at + 400);
    expect(name).toBe('comptoir-live-k3f9x2ab-20261120T154207Z.db');
    expect(parseBackupName(name)).toEqual({ name, mode: 'live', house: 'k3f9x2ab', at });
  });

  test.each([
    '../../etc/passwd',
    'comptoir-live-k3f9x2ab-20261120T154207Z.db/../x.db',
    'comptoir-live-k3f9x2ab-20261120T154207Z.db.partial',
    'comptoir-real-k3f9x2ab-20261120T154207Z.db',
    'comptoir-live-k3f9x2ab-20261399T154207Z.db',
    'ledger.db',
    '',
  ])('%s is no backup', (name) => {
    expect(parseBackupName(name)).toBeNull();
  });

  test('a backup of another house or mode is not ours', () => {
    const [own] = backups([0]);
    if (!own) throw new Error('should be a backup');
    expect(isOwn(own, salon)).toBe(true);
    expect(isOwn(own, { ...salon, mode: 'test' })).toBe(false);
    expect(isOwn(own, { ...salon, house: 'another0zzzzzzzz' })).toBe(false);
  });
});

describe('how many are kept', () => {
  test('fourteen days and twelve months of a year and a half of daily backups', () => {
    const last = Date.UTC(2026, 10, 20, 3);
    const all = backups(Array.from({ length: 540 }, (_none, index) => last - index * day));
    const gone = new Set(tooMany(all));
    const left = all.filter((backup) => !gone.has(backup)).map(({ at }) => new Date(at).toISOString().slice(0, 10));
    expect(left.slice(0, 14)).toEqual(
      Array.from({ length: 14 }, (_none, index) => new Date(last - index * day).toISOString().slice(0, 10)),
    );
    expect(left.slice(14)).toEqual([
      '2026-10-31',
      '2026-09-30',
      '2026-08-31',
      '2026-07-31',
      '2026-06-30',
      '2026-05-31',
      '2026-04-30',
      '2026-03-31',
      '2026-02-28',
      '2026-01-31',
      '2025-12-31',
    ]);
  });

  test('a desk that was off for months keeps what it has: days that have none do not count', () => {
    const last = Date.UTC(2026, 10, 20, 3);
    const all = backups([last, last - 200 * day, last - 201 * day]);
    expect(tooMany(all)).toEqual([]);
  });

  test('of several on one day the newest stays', () => {
    const last = Date.UTC(2026, 10, 20, 15);
    const all = backups([last, last - 3_600_000, last - 7_200_000]);
    expect(tooMany(all).map(({ at }) => at)).toEqual([last - 3_600_000, last - 7_200_000]);
  });

  test('one alone is never too many', () => {
    expect(tooMany(backups([0]))).toEqual([]);
    expect(tooMany([])).toEqual([]);
  });
});
