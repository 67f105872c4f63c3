import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refused, type Failure } from '../../../src-main/contract/failure.ts';
import type { RecordsWork } from '../../../src-main/contract/records.ts';
import { gapSetting, withoutSetting } from '../../../src-main/house/records/gap.ts';
import { openRecordsDesk, type RecordsDesk } from '../../../src-main/house/records/records-desk.ts';
import type { RebuildWorld } from '../../../src-main/house/records/rebuild.ts';
import type { RecordsKeeping } from '../../../src-main/house/records/records-keeping.ts';
import { openLedger, type HouseLedger } from '../../../src-main/ledger/ledger.ts';
import type { ListedBackup } from '../../../src-main/ledger/backups/list.ts';
import type { RecallEnd } from '../../../src-main/payments/recall.ts';
import { auditOf, countingRandom, newCharge, setClock, written, type SetClock } from '../ledger/ground.ts';

const hour = 3_600_000;
const noon = Date.UTC(2026, 10, 20, 12);
const owner = { id: 'staff-3', name: 'Hélène Fleury', verbs: [] };

let folder: string;
let ledger: HouseLedger;
let clock: SetClock;
let keeping: PaperKeeping;
let ends: { stripe: RecallEnd; paysafe: RecallEnd };
let keys: { stripe: boolean; paysafe: boolean };
let told: RecordsWork[];
let troubles: string[];
let clockWrong: Failure | null;

/** Files on paper: what is asked of them is noted, what they answer is set. */
interface PaperKeeping extends RecordsKeeping {
  listed: ListedBackup[];
  made: number;
  refuses: 'backup_unwritable' | null;
  prepares: Awaited<ReturnType<RecordsKeeping['prepare']>>;
  swapped: number | null;
  folder: string | null;
  network: boolean;
}

function paperKeeping(): PaperKeeping {
  const paper: PaperKeeping = {
    listed: [],
    made: 0,
    refuses: null,
    prepares: null,
    swapped: null,
    folder: null,
    network: false,
    backups: async () => paper.listed,
    newestAt: async () => (paper.listed.length === 0 ? null : Math.max(...paper.listed.map(({ at }) => at))),
    async make() {
      paper.made += 1;
      if (paper.refuses) return { made: false, why: paper.refuses };
      paper.listed.push(backupOf(clock.at));
      return { made: true, name: 'new', operations: 1, second: null };
    },
    prepare: async () => paper.prepares,
    async swap(at) {
      paper.swapped = at;
    },
    asideFile: (name) => join(folder, name),
    chooseFolder: async () => paper.folder,
    isOnNetwork: () => paper.network,
  };
  return paper;
}

function backupOf(at: number, change: Partial<ListedBackup> = {}): ListedBackup {
  return { name: `backup-${at}`, place: 'here', at, operations: 1, bytes: 4096, unfit: null, ...change };
}

function rebuildWorld(): RebuildWorld {
  const recall = (provider: 'stripe' | 'paysafe') => ({ provider, recall: async () => ends[provider] });
  const never = async (): Promise<never> => {
    throw new Error('nothing is asked by name here');
  };
  return {
    ledger,
    mirror: {
      payment: async () => null,
      customer: async () => null,
      card: async () => null,
      person: async () => null,
      allPaymentRefs: async () => [],
      unsettleLines: async () => undefined,
    },
    recalls: { stripe: recall('stripe'), paysafe: recall('paysafe') },
    gateways: {
      stripe: { prepare: never, question: never, readFinding: () => ({ found: 'absent' }) },
      paysafe: { prepare: never, question: never, readFinding: () => ({ found: 'absent' }) },
    },
    sender: { send: never },
    clock,
    random: countingRandom(),
    keys: { at: async (provider) => (keys[provider] ? 'yes' : 'no'), shut: () => null },
  };
}

async function openOne(own: HouseLedger = ledger): Promise<RecordsDesk> {
  return openRecordsDesk({
    ledger: own,
    acting: () => true,
    keeping,
    clock,
    desk: () => 'Front 1',
    rebuildWorld,
    tell: (work) => told.push(work),
    changed: () => undefined,
    clockWrong: () => clockWrong,
    trouble: (what) => troubles.push(what),
  });
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'records-desk-'));
  clock = setClock(noon);
  ledger = await openLedger({ file: join(folder, 'ledger.db') }, { clock, random: countingRandom() });
  keeping = paperKeeping();
  ends = { stripe: { complete: true }, paysafe: { complete: true } };
  keys = { stripe: true, paysafe: true };
  told = [];
  troubles = [];
  clockWrong = null;
});
afterEach(async () => {
  await ledger.close();
  rmSync(folder, { recursive: true });
});

describe('the daily backup', () => {
  it('is made at the first look, and then when the last is a day old', async () => {
    const desk = await openOne();
    await desk.backUpWhenDue();
    expect(keeping.made).toBe(1);
    clock.at += 23 * hour;
    await desk.backUpWhenDue();
    expect(keeping.made).toBe(1);
    clock.at += hour;
    await desk.backUpWhenDue();
    expect(keeping.made).toBe(2);
    expect(desk.backupTrouble()).toBeNull();
  });

  it('is not put off by one of a day that has not come: the clock was wrong when that was made', async () => {
    keeping.listed = [backupOf(noon + 400 * 24 * hour)];
    const desk = await openOne();
    await desk.backUpWhenDue();
    expect(keeping.made).toBe(1);
  });

  it('is not made by a clock that is known to be wrong, by itself or when somebody asks: its name would say another day', async () => {
    const desk = await openOne();
    clockWrong = refused('clock_wrong', { ms: 60 * 24 * hour }).failure;
    await desk.backUpWhenDue();
    expect(await desk.backUp(owner)).toMatchObject({ ok: false, failure: { code: 'clock_wrong' } });
    expect(keeping.made).toBe(0);
    clockWrong = null;
    await desk.backUpWhenDue();
    expect(keeping.made).toBe(1);
  });

  it('that cannot be made is said, tried again in half an hour, and the word goes with the first that works', async () => {
    const desk = await openOne();
    keeping.refuses = 'backup_unwritable';
    await desk.backUpWhenDue();
    expect(desk.backupTrouble()).toBe('backup_unwritable');
    expect(troubles).toEqual(['backup']);
    clock.at += 29 * 60_000;
    await desk.backUpWhenDue();
    expect(keeping.made).toBe(1);
    clock.at += 60_000;
    keeping.refuses = null;
    await desk.backUpWhenDue();
    expect(keeping.made).toBe(2);
    expect(desk.backupTrouble()).toBeNull();
  });

  it('is not even begun while the records are damaged', async () => {
    const opened = await ledger.operations.open(newCharge(), written, auditOf());
    if (!('opened' in opened)) throw new Error('should be open');
    const database = new Database(join(folder, 'ledger.db'));
    database.exec('UPDATE operation SET amount = 1');
    database.close();
    const desk = await openOne();
    await desk.check(owner);
    await desk.backUpWhenDue();
    expect(keeping.made).toBe(0);
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
    expect(told.map(({ doing }) => doing)).toEqual(['backing_up', null]);
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
      keeping.listed = [backupOf(noon, { unfit })];
      keeping.prepares = 'backup_unwritable';
      const desk = await openOne();
      expect(await desk.restore(`backup-${noon}`, owner)).toMatchObject({ ok: false, failure: { code: unfit } });
      expect(keeping.swapped).toBeNull();
    },
  );

  it.each(['backup_damaged', 'network_drive', 'keychain_locked', 'backup_unwritable'] as const)(
    'that cannot be prepared (%s) changes nothing',
    async (why) => {
      keeping.listed = [backupOf(noon)];
      keeping.prepares = why;
      const desk = await openOne();
      expect(await desk.restore(`backup-${noon}`, owner)).toMatchObject({ ok: false, failure: { code: why } });
      expect(keeping.swapped).toBeNull();
      expect(told.at(-1)).toEqual({ doing: null, progress: null });
    },
  );

  it('of a name that is not in the list, or by nobody, opens nothing', async () => {
    keeping.listed = [backupOf(noon)];
    const desk = await openOne();
    expect(await desk.restore('../../etc/passwd', owner)).toMatchObject({ failure: { code: 'backup_gone' } });
    expect(await desk.restore(`backup-${noon}`, null)).toMatchObject({ failure: { code: 'not_signed_in' } });
    expect(keeping.swapped).toBeNull();
  });
});

describe('what happened since a backup', () => {
  const gap = {
    staffId: owner.id,
    staffName: owner.name,
    desk: 'Front 1',
    mode: 'test',
    backup: 'b',
    backupAt: noon - 5 * hour,
    restoredAt: noon,
    aside: null,
  };

  it('keeps all money shut until a provider has said all it has, and that of the other one until it has, too', async () => {
    await ledger.settings.set(gapSetting, gap);
    const desk = await openOne();
    expect(desk.gapOpen()).toBe(true);
    ends = { stripe: { complete: false, why: 'no_answer' }, paysafe: { complete: false, why: 'no_answer' } };
    await desk.closeGap();
    expect(desk.gapOpen()).toBe(true);
    ends.stripe = { complete: true };
    await desk.closeGap();
    expect([desk.gapOpen(), desk.owes('stripe'), desk.owes('paysafe')]).toEqual([false, false, true]);
    const anew = await openOne();
    expect([anew.owes('stripe'), anew.owes('paysafe')], 'also after the desk was opened anew').toEqual([false, true]);
    ends.paysafe = { complete: true };
    await desk.closeGap();
    expect(desk.owes('paysafe')).toBe(false);
    expect((await openOne()).owes('paysafe')).toBe(false);
    expect((await desk.view()).lastRun).toMatchObject({ why: 'restored', by: owner.name, since: noon - 6 * hour });
  });

  it('a provider whose key is not here goes on owing its part; the other one’s money opens, and it is not asked again each minute', async () => {
    await ledger.settings.set(gapSetting, gap);
    keys.paysafe = false;
    const desk = await openOne();
    await desk.closeGap();
    expect([desk.gapOpen(), desk.owes('stripe'), desk.owes('paysafe')]).toEqual([false, false, true]);
    const { lastRun } = await desk.view();
    expect(lastRun?.providers.map(({ trouble }) => trouble)).toEqual([null, 'key_missing']);
    await desk.closeGap();
    expect((await desk.view()).lastRun?.id).toBe(lastRun?.id);
    const anew = await openOne();
    expect([anew.owes('stripe'), anew.owes('paysafe')], 'also after the desk was opened anew').toEqual([false, true]);
    keys.paysafe = true;
    await anew.closeGap();
    expect(anew.owes('paysafe')).toBe(false);
    expect(await ledger.settings.get(gapSetting)).toBeNull();
  });

  it('without a key of either, everything is looked at once and then waits for a key', async () => {
    await ledger.settings.set(gapSetting, gap);
    keys = { stripe: false, paysafe: false };
    const desk = await openOne();
    await desk.closeGap();
    const { lastRun } = await desk.view();
    expect(lastRun).not.toBeNull();
    await desk.closeGap();
    expect((await desk.view()).lastRun?.id).toBe(lastRun?.id);
    expect(desk.gapOpen()).toBe(true);
  });

  it('a provider that the house is said not to use is asked for all since the backup once it has a key, also after another restore', async () => {
    await ledger.settings.set(gapSetting, gap);
    keys.paysafe = false;
    const desk = await openOne();
    await desk.without('paysafe', owner);
    await desk.closeGap();
    expect((await desk.view()).gap).toBeNull();
    expect(await ledger.settings.get(withoutSetting)).toMatchObject([{ provider: 'paysafe', since: noon - 6 * hour }]);
    await ledger.settings.set(gapSetting, { ...gap, backupAt: noon - 50 * hour });
    const again = await openOne();
    await again.closeGap();
    expect(await ledger.settings.get(withoutSetting)).toMatchObject([{ provider: 'paysafe', since: noon - 51 * hour }]);
    expect(await again.owing('stripe', async () => 'bill-1')).toBeNull();
    keys.paysafe = true;
    expect(await again.owing('paysafe', async () => null)).toMatchObject({ code: 'gap_provider' });
    expect(await again.owing('stripe', async () => 'bill-1')).toMatchObject({ code: 'gap_bill' });
    expect(await again.owing('stripe', async () => null)).toBeNull();
    await again.closeGap();
    expect((await again.view()).lastRun).toMatchObject({ since: noon - 51 * hour });
    expect((await again.view()).without).toEqual([]);
  });

  it('an older copy put in place by hand is not taken for the records while a provider could not be asked, unless the house has none such', async () => {
    let accepted = 0;
    const old = {
      ...ledger,
      damage: () => [{ table: 'audit_head', id: '3', why: 'rolled_back' } as const],
      acceptEnd: async () => (accepted += 1) > 0,
    };
    keys.paysafe = false;
    const desk = await openOne(old);
    expect(await desk.rebuild('all', owner)).toMatchObject({ value: { sound: true, accepted: false } });
    expect(accepted).toBe(0);
    await desk.without('paysafe', owner);
    expect(await desk.rebuild('all', owner)).toMatchObject({ value: { sound: true, accepted: true } });
    expect(await ledger.settings.get(withoutSetting), 'a key of it is asked for everything').toMatchObject([
      { provider: 'paysafe', since: null },
    ]);
  });

  it('a rebuild that was asked for leaves its line, begun and ended, with who asked', async () => {
    const desk = await openOne();
    await desk.rebuild('week', owner);
    const { rows } = await ledger.audit.list({ search: '', before: null, limit: 9 });
    expect(rows.map(({ what, outcome, staffName }) => [what, outcome, staffName])).toEqual([
      ['records_rebuilt', 'done', owner.name],
      ['records_rebuilt', 'started', owner.name],
    ]);
  });
});

describe('the second folder', () => {
  it('is what a person chose in the system’s own window; a drive of another machine is refused', async () => {
    const desk = await openOne();
    expect(await desk.chooseFolder(owner)).toMatchObject({ ok: true, value: { second: null } });
    keeping.folder = '/media/stick';
    expect(await desk.chooseFolder(owner)).toMatchObject({
      value: { second: { folder: '/media/stick', trouble: null } },
    });
    keeping.folder = '/mnt/nas';
    keeping.network = true;
    expect(await desk.chooseFolder(owner)).toMatchObject({ failure: { code: 'network_drive' } });
    expect((await (await openOne()).view()).second?.folder).toBe('/media/stick');
    expect(await desk.forgetFolder(owner)).toMatchObject({ value: { second: null } });
  });
});
