import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { refused } from '../../../src-main/contract/failure.ts';
import { auditOf, newCharge, written } from '../ledger/ground.ts';
import { backupOf, ground, hour, noon, onNewRecords, openOne, owner } from './records-ground.ts';

onNewRecords();

describe('the daily backup', () => {
  it('is made at the first look, and then when the last is a day old', async () => {
    const desk = await openOne();
    await desk.backUpWhenDue();
    expect(ground.keeping.made).toBe(1);
    ground.clock.at += 23 * hour;
    await desk.backUpWhenDue();
    expect(ground.keeping.made).toBe(1);
    ground.clock.at += hour;
    await desk.backUpWhenDue();
    expect(ground.keeping.made).toBe(2);
    expect(desk.backupTrouble()).toBeNull();
  });

  it('is not put off by one of a day that has not come: the clock was wrong when that was made', async () => {
    ground.keeping.listed = [backupOf(noon + 400 * 24 * hour)];
    const desk = await openOne();
    await desk.backUpWhenDue();
    expect(ground.keeping.made).toBe(1);
  });

  it('is not made by a clock that is known to be wrong, by itself or when somebody asks: its name would say another day', async () => {
    const desk = await openOne();
    ground.clockWrong = refused('clock_wrong', { ms: 60 * 24 * hour }).failure;
    await desk.backUpWhenDue();
    expect(await desk.backUp(owner)).toMatchObject({ ok: false, failure: { code: 'clock_wrong' } });
    expect(ground.keeping.made).toBe(0);
    ground.clockWrong = null;
    await desk.backUpWhenDue();
    expect(ground.keeping.made).toBe(1);
  });

  it('that cannot be made is said, tried again in half an hour, and the word goes with the first that works', async () => {
    const desk = await openOne();
    ground.keeping.refuses = 'backup_unwritable';
    await desk.backUpWhenDue();
    expect(desk.backupTrouble()).toBe('backup_unwritable');
    expect(ground.troubles).toEqual(['backup']);
    ground.clock.at += 29 * 60_000;
    await desk.backUpWhenDue();
    expect(ground.keeping.made).toBe(1);
    ground.clock.at += 60_000;
    ground.keeping.refuses = null;
    await desk.backUpWhenDue();
    expect(ground.keeping.made).toBe(2);
    expect(desk.backupTrouble()).toBeNull();
  });

  it('is not even begun while the records are damaged', async () => {
    const opened = await ground.ledger.operations.open(newCharge(), written, auditOf());
    if (!('opened' in opened)) throw new Error('should be open');
    const database = new Database(join(ground.folder, 'ledger.db'));
    database.exec('UPDATE operation SET amount = 1');
    database.close();
    const desk = await openOne();
    await desk.check(owner);
    await desk.backUpWhenDue();
    expect(ground.keeping.made).toBe(0);
    expect(desk.backupTrouble()).toBe('records_damaged');
    expect(await desk.view()).toMatchObject({
      damaged: true,
      checked: null,
      damage: [{ table: 'operation', id: opened.opened.id, code: expect.stringMatching(/^CPT-/) }],
    });
  });
});

describe('one thing at a time', () => {
  it('whoever comes second is told that something is under way, and nothing is done twice', async () => {
    const desk = await openOne();
    const [first, second] = await Promise.all([desk.backUp(owner), desk.rebuild('all', owner)]);
    expect(first).toMatchObject({ ok: true });
    expect(second).toMatchObject({ ok: false, failure: { code: 'records_busy' } });
    expect(ground.told.map(({ doing }) => doing)).toEqual(['backing_up', null]);
    expect(await desk.rebuild('all', owner)).toMatchObject({ ok: true });
  });

  it('after the desk was told to stop nothing begins any more', async () => {
    const desk = await openOne();
    await desk.stop();
    expect(await desk.check(owner)).toMatchObject({ ok: false, failure: { code: 'records_busy' } });
  });
});

describe('a restore', () => {
  it.each(['backup_damaged', 'records_newer', 'backup_other_house', 'backup_other_mode'] as const)(
    'of a backup that is listed as %s is refused before anything is prepared',
    async (unfit) => {
      ground.keeping.listed = [backupOf(noon, { unfit })];
      ground.keeping.prepares = 'backup_unwritable';
      const desk = await openOne();
      expect(await desk.restore(`backup-${noon}`, owner)).toMatchObject({ ok: false, failure: { code: unfit } });
      expect(ground.keeping.swapped).toBeNull();
    },
  );

  it.each(['backup_damaged', 'network_drive', 'keychain_locked', 'backup_unwritable'] as const)(
    'that cannot be prepared (%s) changes nothing',
    async (why) => {
      ground.keeping.listed = [backupOf(noon)];
      ground.keeping.prepares = why;
      const desk = await openOne();
      expect(await desk.restore(`backup-${noon}`, owner)).toMatchObject({ ok: false, failure: { code: why } });
      expect(ground.keeping.swapped).toBeNull();
      expect(ground.told.at(-1)).toEqual({ doing: null, progress: null });
    },
  );

  it('of a name that is not in the list, or by nobody, opens nothing', async () => {
    ground.keeping.listed = [backupOf(noon)];
    const desk = await openOne();
    expect(await desk.restore('../../etc/passwd', owner)).toMatchObject({ failure: { code: 'backup_gone' } });
    expect(await desk.restore(`backup-${noon}`, null)).toMatchObject({ failure: { code: 'not_signed_in' } });
    expect(ground.keeping.swapped).toBeNull();
  });
});

describe('the second folder', () => {
  it('is what a person chose in the system’s own window; a drive of another machine is refused', async () => {
    const desk = await openOne();
    expect(await desk.chooseFolder(owner)).toMatchObject({ ok: true, value: { second: null } });
    ground.keeping.folder = '/media/stick';
    expect(await desk.chooseFolder(owner)).toMatchObject({
      value: { second: { folder: '/media/stick', trouble: null } },
    });
    ground.keeping.folder = '/mnt/nas';
    ground.keeping.network = true;
    expect(await desk.chooseFolder(owner)).toMatchObject({ failure: { code: 'network_drive' } });
    expect((await (await openOne()).view()).second?.folder).toBe('/media/stick');
    expect(await desk.forgetFolder(owner)).toMatchObject({ value: { second: null } });
  });
});
