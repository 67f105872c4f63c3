import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeBackupJobs } from '../../../../src-main/ledger/backups/jobs.ts';
import { glanceAll } from '../../../../src-main/ledger/backups/list.ts';
import { backupName } from '../../../../src-main/ledger/backups/names.ts';
import { auditOf, newCharge, written } from '../ground.ts';
import { auditKey, evening, lookAt, newHouse, type House } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await newHouse();
});
afterEach(() => rmSync(house.root, { recursive: true, force: true }));

const day = 86_400_000;

describe('a backup', () => {
  test('holds every operation and the whole history, in one file that only its owner reads', async () => {
    await house.work(30);
    expect(await house.backUp()).toEqual({
      made: true,
      name: backupName(house.identity, evening),
      operations: 30,
      second: null,
    });
    expect(house.listed()).toEqual([backupName(house.identity, evening)]);
    const file = join(house.backups, backupName(house.identity, evening));
    expect(await lookAt(file)).toMatchObject({ sound: true, auditLines: 30 });
    if (process.platform !== 'win32') {
      expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
      expect((statSync(house.backups).mode & 0o777).toString(8)).toBe('700');
    }
  });

  test('is made while the desk works, and holds one moment of it: never half an operation', async () => {
    const ledger = await house.open();
    let working = true;
    const work = (async () => {
      let count = 0;
      while (working) {
        await ledger.operations.open(newCharge(), written, auditOf());
        count += 1;
        await new Promise(setImmediate);
      }
      return count;
    })();
    const jobs = makeBackupJobs(
      new URL('../../../../src-main/ledger/backups/worker.ts', import.meta.url),
      () => evening,
    );
    const made = await jobs.make({
      ledgerFile: house.file,
      identity: house.identity,
      folder: house.backups,
      second: null,
      at: evening,
      auditKey,
    });
    working = false;
    const total = await work;
    await ledger.close();
    if (!made.made) throw new Error(made.why);
    expect(made.operations).toBeGreaterThan(0);
    expect(made.operations).toBeLessThan(total);
    expect(await lookAt(join(house.backups, made.name))).toMatchObject({
      sound: true,
      auditLines: made.operations,
    });
  }, 30_000);

  test('of damaged records is not made, and the good ones before it stay', async () => {
    await house.work(3);
    await house.backUp();
    house.tamper(`UPDATE operation SET amount = 1 WHERE rowid = 2`);
    expect(await house.backUp({ at: evening + day })).toEqual({ made: false, why: 'records_damaged' });
    expect(house.listed()).toEqual([backupName(house.identity, evening)]);
  });

  test('of records whose history was edited is not made', async () => {
    await house.work(3);
    house.tamper(`UPDATE audit SET staff_name = 'Nobody' WHERE id = 2`);
    expect(await house.backUp()).toEqual({ made: false, why: 'records_damaged' });
  });

  test('removes what a power cut left half made, and those that are too many, and nothing else', async () => {
    await house.work(1);
    mkdirSync(house.backups);
    const old = Array.from({ length: 20 }, (_none, index) => backupName(house.identity, evening - (index + 1) * day));
    for (const name of old) writeFileSync(join(house.backups, name), 'older');
    writeFileSync(join(house.backups, `${old[0]}.partial`), 'half');
    writeFileSync(join(house.backups, 'notes.txt'), 'mine');
    await house.backUp();
    const left = house.listed();
    expect(left).toHaveLength(14 + 1 + 1);
    expect(left).toContain('notes.txt');
    expect(left).toContain(backupName(house.identity, Date.UTC(2026, 9, 31, 23)));
    expect(left.some((name) => name.endsWith('.partial'))).toBe(false);
  });

  test('goes to the second folder too, and leaves the backups of another house there alone', async () => {
    await house.work(2);
    const stick = join(house.root, 'stick');
    mkdirSync(stick);
    const others = { house: 'otherhousezzzzzz', mode: 'test' } as const;
    for (let index = 0; index < 20; index += 1)
      writeFileSync(join(stick, backupName(others, evening - index * day)), 'theirs');
    expect(await house.backUp({ second: stick })).toMatchObject({ made: true, second: 'made' });
    expect(house.listed(stick)).toHaveLength(21);
    const name = backupName(house.identity, evening);
    expect(readFileSync(join(stick, name)).equals(readFileSync(join(house.backups, name)))).toBe(true);
  });

  test.each([
    ['a stick that was pulled out', 'folder_gone', async () => join(house.root, 'gone'), undefined],
    ['a drive of another machine', 'network_drive', async () => house.root, (path: string) => path === house.root],
  ] as const)('%s is said, and the backup here is made all the same', async (_what, trouble, folder, onNetwork) => {
    await house.work(1);
    const change = { second: await folder(), ...(onNetwork ? { onNetwork } : {}) };
    expect(await house.backUp(change)).toMatchObject({ made: true, second: trouble });
    expect(existsSync(join(house.root, 'gone'))).toBe(false);
  });

  test('into a folder on a drive of another machine is refused', async () => {
    await house.work(1);
    expect(await house.backUp({ onNetwork: () => true })).toEqual({ made: false, why: 'network_drive' });
    expect(existsSync(house.backups)).toBe(false);
  });

  test('where its folder cannot be made is refused in words', async () => {
    await house.work(1);
    writeFileSync(house.backups, 'a file in the way');
    expect(await house.backUp()).toEqual({ made: false, why: 'backup_unwritable' });
  });
});

describe('the list of backups', () => {
  test('says how many operations each holds, newest first, and what is wrong with those that cannot be put back', async () => {
    await house.work(2);
    await house.backUp({ at: evening - day });
    await house.work(3);
    await house.backUp();
    const newer = backupName(house.identity, evening - 2 * day);
    const torn = backupName(house.identity, evening - 3 * day);
    const [first = ''] = house.listed();
    for (const [name, statement] of [
      [newer, `INSERT INTO migration (name) VALUES ('0099-from-tomorrow')`],
      [torn, 'SELECT 1'],
    ] as const) {
      writeFileSync(join(house.backups, name), readFileSync(join(house.backups, first)));
      house.tamper(statement, join(house.backups, name));
    }
    writeFileSync(join(house.backups, torn), readFileSync(join(house.backups, torn)).subarray(0, 700));
    const other = await newHouse();
    await other.work(1);
    await other.backUp({ at: evening - 4 * day });
    const [theirs = ''] = other.listed();
    writeFileSync(join(house.backups, theirs), readFileSync(join(other.backups, theirs)));
    rmSync(other.root, { recursive: true });

    const listed = await glanceAll({ folder: house.backups, second: null, identity: house.identity });
    expect(listed.map(({ at, operations, unfit }) => ({ at, operations, unfit }))).toEqual([
      { at: evening, operations: 5, unfit: null },
      { at: evening - day, operations: 2, unfit: null },
      { at: evening - 2 * day, operations: null, unfit: 'records_newer' },
      { at: evening - 3 * day, operations: null, unfit: 'backup_damaged' },
      { at: evening - 4 * day, operations: null, unfit: 'backup_other_house' },
    ]);
  });

  test('a backup of another mode that was renamed to look like ours is known by what it holds', async () => {
    await house.work(1);
    await house.backUp();
    const live = { ...house.identity, mode: 'live' } as const;
    const [name = ''] = house.listed();
    writeFileSync(join(house.backups, backupName(live, evening)), readFileSync(join(house.backups, name)));
    const listed = await glanceAll({ folder: house.backups, second: null, identity: live });
    expect(listed.map(({ unfit }) => unfit)).toEqual(['backup_other_mode', 'backup_other_mode']);
  });

  test('one that is in both folders is one line, one only on the stick is there as well, a foreign one there is not', async () => {
    await house.work(1);
    const stick = join(house.root, 'stick');
    mkdirSync(stick);
    await house.backUp({ second: stick, at: evening - day });
    rmSync(join(house.backups, backupName(house.identity, evening - day)));
    await house.backUp({ second: stick });
    writeFileSync(join(stick, backupName({ house: 'otherhousezzzzzz', mode: 'test' }, evening)), 'theirs');
    const listed = await glanceAll({ folder: house.backups, second: stick, identity: house.identity });
    expect(listed.map(({ place, at }) => ({ place, at }))).toEqual([
      { place: 'here', at: evening },
      { place: 'second', at: evening - day },
    ]);
  });

  test('no folder, no backups', async () => {
    const none = { folder: house.backups, second: join(house.root, 'gone'), identity: house.identity };
    expect(await glanceAll(none)).toEqual([]);
  });
});

const full = process.getuid?.() === 0 && process.platform === 'linux' && canMount() ? null : 'needs root and tmpfs';

function canMount(): boolean {
  const at = mkdtempSync(join(tmpdir(), 'mount-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', at]).status === 0;
  if (mounted) execFileSync('umount', [at]);
  rmSync(at, { recursive: true });
  return mounted;
}

describe.skipIf(full !== null)(`a disk without room${full ? ` (left out: ${full})` : ''}`, () => {
  test('is said; nothing half made is left, and the next one is made when there is room', async () => {
    await house.work(40);
    mkdirSync(house.backups);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', house.backups]);
    try {
      expect(await house.backUp()).toEqual({ made: false, why: 'backup_unwritable' });
      expect(house.listed()).toEqual([]);
      execFileSync('mount', ['-o', 'remount,size=8m', house.backups]);
      expect(await house.backUp()).toMatchObject({ made: true, operations: 40 });
    } finally {
      execFileSync('umount', ['-l', house.backups]);
    }
  });
});

test('a file under a backup’s name that SQLite finds torn is not sound', async () => {
  await house.work(60);
  await house.backUp();
  const file = join(house.backups, backupName(house.identity, evening));
  const bytes = readFileSync(file);
  bytes.fill(0xa5, 8 * 4096, 9 * 4096);
  writeFileSync(file, bytes);
  await expect(
    lookAt(file).catch((error: unknown) => {
      if (error instanceof Database.SqliteError) return { sound: false };
      throw error;
    }),
  ).resolves.toMatchObject({ sound: false });
});
