import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { diskFiles, type Files } from '../../../../src-main/ledger/backups/files.ts';
import { backupName, stampOf } from '../../../../src-main/ledger/backups/names.ts';
import {
  gapSetting,
  prepareRestore,
  type PreparedRestore,
  type PreparingRestore,
} from '../../../../src-main/ledger/backups/prepare.ts';
import { asideFolder, asideName, finishRestore, swapIn } from '../../../../src-main/ledger/backups/swap.ts';
import type { HouseLedger } from '../../../../src-main/ledger/ledger.ts';
import { auditOf, newCharge, setClock, written } from '../ground.ts';
import { auditKey, evening, lookAt, newHouse, type House } from './house.ts';

const hour = 3_600_000;
const stamp = stampOf(evening + hour);
/** Whose records they are, and after a restore what has still to be found again. */
const settings = 2;
let house: House;
beforeEach(async () => {
  house = await newHouse();
});
afterEach(() => rmSync(house.root, { recursive: true, force: true }));

function asked(change: Partial<PreparingRestore> = {}): Omit<PreparingRestore, 'clock' | 'auditKey'> {
  const backup = backupName(house.identity, evening);
  return {
    ledgerFile: house.file,
    source: join(house.backups, backup),
    identity: house.identity,
    note: {
      staffId: 'staff-3',
      staffName: 'Hélène Fleury',
      desk: 'Front 1',
      mode: 'test',
      backup,
      backupAt: evening,
      restoredAt: evening + hour,
      aside: asideName(stamp),
    },
    ...change,
  };
}

const prepare = (change: Partial<PreparingRestore> = {}): Promise<PreparedRestore> =>
  prepareRestore({ clock: setClock(evening), auditKey, ...asked(change) });

async function idsIn(ledger: HouseLedger): Promise<string[]> {
  const all = { states: [], provider: null, staffId: null, from: null, to: null, offset: 0, limit: 1000 };
  return (await ledger.operations.list(all)).rows.map(({ id }) => id).toSorted();
}
async function idsNow(): Promise<string[]> {
  const ledger = await house.open();
  const ids = await idsIn(ledger);
  await ledger.close();
  return ids;
}

describe('a backup that is put back', () => {
  test('is there as it was, with who did it and when in its own history; what was there is set aside, whole', async () => {
    const before = await house.work(5);
    await house.backUp();
    const after = await house.work(3);
    expect(await prepare()).toEqual({ ready: true, operations: 5 });
    expect(await idsNow(), 'nothing is touched until it is decided').toHaveLength(8);
    await swapIn(house.file, stamp);

    const ledger = await house.open();
    expect(await idsIn(ledger)).toEqual(before.toSorted());
    expect(await ledger.check()).toMatchObject({ sound: true, rows: 5 + settings, auditLines: 6 });
    const [line] = (await ledger.audit.list({ search: '', before: null, limit: 1 })).rows;
    expect(line).toMatchObject({
      at: evening + hour,
      staffName: 'Hélène Fleury',
      what: 'records_restored',
      outcome: 'done',
      detail: { backup: backupName(house.identity, evening), backupAt: evening, operations: 5 },
    });
    expect(await ledger.settings.get(gapSetting)).toMatchObject({ backupAt: evening, aside: asideName(stamp) });
    await ledger.close();

    const aside = join(asideFolder(house.file), asideName(stamp));
    expect(await lookAt(aside)).toMatchObject({ sound: true, auditLines: 8 });
    copyFileSync(aside, house.file);
    expect(await idsNow()).toEqual([...before, ...after].toSorted());
    // The backup itself is as it was: it may be put back again.
    expect(await prepare()).toEqual({ ready: true, operations: 5 });
  });

  test('of an older version is brought up to this one before it takes its place, and the backup stays old', async () => {
    await house.work(2);
    await house.backUp();
    const source = asked().source;
    house.tamper(`DROP TABLE damaged_row; DELETE FROM migration WHERE name = '0003-recovered'`, source);
    const old = readFileSync(source);
    expect(await prepare()).toEqual({ ready: true, operations: 2 });
    await swapIn(house.file, stamp);
    expect(await idsNow()).toHaveLength(2);
    expect(readFileSync(source).equals(old)).toBe(true);
  });

  test('comes back where the present records are gone, and where they are no database any more', async () => {
    const before = await house.work(2);
    await house.backUp();
    writeFileSync(house.file, 'a photograph of the salon\n'.repeat(500));
    await prepare();
    await swapIn(house.file, stamp);
    expect(await idsNow()).toEqual(before.toSorted());
    expect(readFileSync(join(asideFolder(house.file), asideName(stamp)), 'utf8')).toMatch(/^a photograph/);

    rmSync(house.file);
    await prepare();
    await swapIn(house.file, stampOf(evening + 2 * hour));
    expect(await idsNow()).toEqual(before.toSorted());
    expect(readdirSync(asideFolder(house.file)).filter((name) => name.endsWith('.db'))).toEqual([asideName(stamp)]);
  });

  test('does not take along what the damaged one had not folded into its file yet, and that is set aside with it', async () => {
    const before = await house.work(2);
    await house.backUp();
    const crowd = await house.open();
    await crowd.operations.open(newCharge(), written, auditOf());
    // As a kill leaves them: the file and its log side by side.
    const [file, log] = [readFileSync(house.file), readFileSync(`${house.file}-wal`)];
    await crowd.close();
    writeFileSync(house.file, file);
    writeFileSync(`${house.file}-wal`, log);
    await prepare();
    await swapIn(house.file, stamp);
    expect(await idsNow()).toEqual(before.toSorted());
    const aside = join(asideFolder(house.file), asideName(stamp));
    expect(await lookAt(aside)).toMatchObject({ sound: true, auditLines: 3 });
  });
});

describe('from when on something may be missing in a backup', () => {
  const day = 24 * hour;
  const sinceOf = async (backupAt: number, restoredAt: number): Promise<unknown> => {
    await house.backUp({ at: backupAt });
    const backup = backupName(house.identity, backupAt);
    const { note } = asked();
    await prepare({ source: join(house.backups, backup), note: { ...note, backup, backupAt, restoredAt } });
    await swapIn(house.file, stamp);
    const ledger = await house.open();
    const gap = await ledger.settings.get(gapSetting);
    await ledger.close();
    return typeof gap === 'object' && gap !== null && 'since' in gap ? gap.since : null;
  };
  async function order(at: number, heardAt: number | null): Promise<void> {
    const ledger = await house.open();
    await ledger.operations.open(
      newCharge({ createdAt: at, updatedAt: at, providerClockAt: heardAt }),
      written,
      auditOf('charge', { at }),
    );
    await ledger.close();
  }

  test('is no later than its newest order by the provider’s own time, although it was made, and lines were written, by a clock that was ahead', async () => {
    await order(evening - 2 * hour, evening - 2 * hour);
    const ledger = await house.open();
    await ledger.audit.write(auditOf('sign_in', { at: evening + 60 * day }));
    await ledger.close();
    expect(await sinceOf(evening + 60 * day, evening + 90 * day)).toBe(evening - 2 * hour);
  });

  test('is no later than its last line, and where it has no order, than its first one', async () => {
    await order(evening - hour, null);
    const ledger = await house.open();
    await ledger.audit.write(auditOf('sign_in', { at: evening - 3 * hour }));
    await ledger.close();
    expect(await sinceOf(evening, evening + hour)).toBe(evening - 3 * hour);
  });

  test('is no later than what the records in it had not found again themselves after an earlier restore', async () => {
    await order(evening - hour, evening - hour);
    const ledger = await house.open();
    await ledger.settings.set(gapSetting, { ...asked().note, since: evening - 9 * hour, owed: ['paysafe'] });
    await ledger.close();
    expect(await sinceOf(evening, evening + hour)).toBe(evening - 9 * hour);
  });
});

describe('what is refused, with everything left as it was', () => {
  async function refusedAs(why: string, change: Partial<PreparingRestore> = {}): Promise<void> {
    const before = await idsNow();
    expect(await prepare(change)).toEqual({ ready: false, why });
    expect(await idsNow()).toEqual(before);
    expect(readdirSync(join(house.root, 'test')).filter((name) => name.includes('restor'))).toEqual([]);
  }
  beforeEach(async () => {
    await house.work(40);
    await house.backUp();
  });

  test('a file from a newer version', async () => {
    house.tamper(`INSERT INTO migration (name) VALUES ('0099-from-tomorrow')`, asked().source);
    await refusedAs('records_newer');
  });
  test('one with an edited amount', async () => {
    house.tamper('UPDATE operation SET amount = amount + 1 WHERE rowid = 7', asked().source);
    await refusedAs('backup_damaged');
  });
  test('one with an edited history', async () => {
    house.tamper(`UPDATE audit SET detail = '{}' WHERE id = 9`, asked().source);
    await refusedAs('backup_damaged');
  });
  test('one whose history was cut short', async () => {
    house.tamper(`DELETE FROM audit WHERE id > 30`, asked().source);
    await refusedAs('backup_damaged');
  });
  test('one that was cut off', async () => {
    const { source } = asked();
    writeFileSync(source, readFileSync(source).subarray(0, 20_000));
    await refusedAs('backup_damaged');
  });
  test('one that is no database', async () => {
    writeFileSync(asked().source, 'a photograph of the salon\n'.repeat(500));
    await refusedAs('backup_damaged');
  });
  test('one that is not there any more', async () => {
    rmSync(asked().source);
    await refusedAs('backup_gone');
  });
  test('one of another house', async () => {
    const other = await newHouse();
    await other.work(1);
    await other.backUp();
    await refusedAs('backup_other_house', { source: join(other.backups, other.listed()[0] ?? '') });
    rmSync(other.root, { recursive: true });
  });
  test('one of another house, whatever it calls itself: its seals are made with another key', async () => {
    house.tamper('SELECT 1', asked().source);
    expect(await prepareRestore({ clock: setClock(evening), auditKey: Buffer.alloc(32, 9), ...asked() })).toEqual({
      ready: false,
      why: 'backup_damaged',
    });
  });
  test('one of another mode', async () => {
    await refusedAs('backup_other_mode', { identity: { ...house.identity, mode: 'live' } });
  });
  test('one on a drive of another machine, and records that are on one', async () => {
    await refusedAs('network_drive', { onNetwork: (path) => path === asked().source });
    await refusedAs('network_drive', { onNetwork: (path) => path === house.file });
  });
  test('any, on a disk without room', async () => {
    const files: Files = {
      ...diskFiles,
      copy: async (from, to) => {
        await diskFiles.copy(from, to);
        throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      },
    };
    await refusedAs('backup_unwritable', { files });
  });
});

describe('a restore that is cut off', () => {
  let before: string[];
  let later: string[];
  let present: readonly [Buffer, Buffer];
  beforeEach(async () => {
    before = (await house.work(3)).toSorted();
    await house.backUp();
    const crowd = await house.open();
    await crowd.operations.open(newCharge(), written, auditOf());
    later = await idsIn(crowd);
    // As a desk that was killed itself, a moment before, leaves them: the file and its log side by side.
    present = [readFileSync(house.file), readFileSync(`${house.file}-wal`)];
    await crowd.close();
  });

  function asBefore(): void {
    rmSync(asideFolder(house.file), { recursive: true, force: true });
    for (const left of readdirSync(join(house.root, 'test')))
      if (left.startsWith('ledger.db')) rmSync(join(house.root, 'test', left));
    writeFileSync(house.file, present[0]);
    writeFileSync(`${house.file}-wal`, present[1]);
  }

  /** The next start. Answers which records are there; throws unless they are whole and nothing is lost. */
  async function nextStart(where: string): Promise<'old' | 'new'> {
    await finishRestore(house.file);
    const ids = await idsNow();
    const old = ids.length === later.length;
    expect(ids, where).toEqual(old ? later : before);
    const ledger = await house.open();
    expect(await ledger.check(), where).toMatchObject({
      sound: true,
      rows: ids.length + (old ? settings - 1 : settings),
    });
    await ledger.close();
    if (!old) {
      const aside = join(asideFolder(house.file), asideName(stamp));
      const whole = await lookAt(aside);
      expect(whole, where).toMatchObject({ sound: true, auditLines: later.length });
    }
    expect(readdirSync(join(house.root, 'test')).filter((name) => name.includes('.restor'))).toEqual([]);
    return old ? 'old' : 'new';
  }

  /** Does everything up to one file operation, and then nothing any more. Answers how many there were when it came to its end. */
  async function cutAt(step: number, when: 'before' | 'after'): Promise<number | null> {
    let count = 0;
    let cut: () => void = () => undefined;
    const ended = new Promise<null>((resolve) => (cut = () => resolve(null)));
    const never = (): Promise<never> => {
      cut();
      return new Promise(() => undefined);
    };
    const pulled =
      <A extends unknown[], R>(work: (...given: A) => Promise<R>) =>
      async (...given: A): Promise<R> => {
        count += 1;
        const mine = count;
        if (mine === step && when === 'before') return never();
        const result = await work(...given);
        return mine === step ? never() : result;
      };
    const files: Files = {
      exists: (file) => diskFiles.exists(file),
      copy: pulled((from, to) => diskFiles.copy(from, to)),
      keepAs: pulled((from, to) => diskFiles.keepAs(from, to)),
      rename: pulled((from, to) => diskFiles.rename(from, to)),
      remove: pulled((file) => diskFiles.remove(file)),
      sync: pulled((file) => diskFiles.sync(file)),
    };
    const whole = async (): Promise<number> => {
      expect(await prepare({ files })).toMatchObject({ ready: true });
      await swapIn(house.file, stamp, files);
      return count;
    };
    return Promise.race([whole(), ended]);
  }

  test('at any moment leaves the old records or the new ones, whole, and nothing of what was there is lost', async () => {
    const seen: string[] = [];
    for (let step = 1; ; step += 1) {
      let ended: number | null = null;
      for (const when of ['before', 'after'] as const) {
        asBefore();
        ended = await cutAt(step, when);
        seen.push(await nextStart(`${when} step ${step}`));
      }
      if (ended !== null) break;
    }
    expect(seen.length).toBeGreaterThan(12);
    // Once decided it stays decided.
    const decided = seen.indexOf('new');
    expect(decided).toBeGreaterThan(0);
    expect(new Set(seen.slice(0, decided))).toEqual(new Set(['old']));
    expect(new Set(seen.slice(decided))).toEqual(new Set(['new']));
  }, 60_000);

  test.each([
    [2, 'after', 'old'],
    [3, 'before', 'old'],
    [3, 'after', 'new'],
    [6, 'before', 'new'],
  ] as const)(
    'by a real SIGKILL at file operation %s (%s): the %s records are there',
    async (step, when, which) => {
      asBefore();
      const child = join(import.meta.dirname, 'restore-child.ts');
      const said = spawnSync(process.execPath, [child, JSON.stringify({ ...asked(), stamp }), String(step), when]);
      expect(said.signal, said.stderr.toString()).toBe('SIGKILL');
      expect(await nextStart(`killed ${when} step ${step}`)).toBe(which);
    },
    30_000,
  );
});
