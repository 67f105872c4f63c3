import { describe, expect, it } from 'vitest';
import { gapSetting, withoutSetting } from '../../../src-main/house/records/gap.ts';
import { ground, hour, noon, onNewRecords, openOne, owner } from './records-ground.ts';

onNewRecords();

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
    await ground.ledger.settings.set(gapSetting, gap);
    const desk = await openOne();
    expect(desk.gapOpen()).toBe(true);
    ground.ends = { stripe: { complete: false, why: 'no_answer' }, paysafe: { complete: false, why: 'no_answer' } };
    await desk.closeGap();
    expect(desk.gapOpen()).toBe(true);
    ground.ends.stripe = { complete: true };
    await desk.closeGap();
    expect([desk.gapOpen(), desk.owes('stripe'), desk.owes('paysafe')]).toEqual([false, false, true]);
    const anew = await openOne();
    expect([anew.owes('stripe'), anew.owes('paysafe')], 'also after the desk was opened anew').toEqual([false, true]);
    ground.ends.paysafe = { complete: true };
    await desk.closeGap();
    expect(desk.owes('paysafe')).toBe(false);
    expect((await openOne()).owes('paysafe')).toBe(false);
    expect((await desk.view()).lastRun).toMatchObject({ why: 'restored', by: owner.name, since: noon - 6 * hour });
  });

  it('a provider whose key is not here goes on owing its part; the other one’s money opens, and it is not asked again each minute', async () => {
    await ground.ledger.settings.set(gapSetting, gap);
    ground.keys.paysafe = false;
    const desk = await openOne();
    await desk.closeGap();
    expect([desk.gapOpen(), desk.owes('stripe'), desk.owes('paysafe')]).toEqual([false, false, true]);
    const { lastRun } = await desk.view();
    expect(lastRun?.providers.map(({ trouble }) => trouble)).toEqual([null, 'key_missing']);
    await desk.closeGap();
    expect((await desk.view()).lastRun?.id).toBe(lastRun?.id);
    const anew = await openOne();
    expect([anew.owes('stripe'), anew.owes('paysafe')], 'also after the desk was opened anew').toEqual([false, true]);
    ground.keys.paysafe = true;
    await anew.closeGap();
    expect(anew.owes('paysafe')).toBe(false);
    expect(await ground.ledger.settings.get(gapSetting)).toBeNull();
  });

  it('without a key of either, everything is looked at once and then waits for a key', async () => {
    await ground.ledger.settings.set(gapSetting, gap);
    ground.keys = { stripe: false, paysafe: false };
    const desk = await openOne();
    await desk.closeGap();
    const { lastRun } = await desk.view();
    expect(lastRun).not.toBeNull();
    await desk.closeGap();
    expect((await desk.view()).lastRun?.id).toBe(lastRun?.id);
    expect(desk.gapOpen()).toBe(true);
  });

  it('a provider that the house is said not to use is asked for all since the backup once it has a key, also after another restore', async () => {
    await ground.ledger.settings.set(gapSetting, gap);
    ground.keys.paysafe = false;
    const desk = await openOne();
    await desk.without('paysafe', owner);
    await desk.closeGap();
    expect((await desk.view()).gap).toBeNull();
    expect(await ground.ledger.settings.get(withoutSetting)).toMatchObject([
      { provider: 'paysafe', since: noon - 6 * hour },
    ]);
    await ground.ledger.settings.set(gapSetting, { ...gap, backupAt: noon - 50 * hour });
    const again = await openOne();
    await again.closeGap();
    expect(await ground.ledger.settings.get(withoutSetting)).toMatchObject([
      { provider: 'paysafe', since: noon - 51 * hour },
    ]);
    expect(await again.owing('stripe', async () => 'bill-1')).toBeNull();
    ground.keys.paysafe = true;
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
      ...ground.ledger,
      damage: () => [{ table: 'audit_head', id: '3', why: 'rolled_back' } as const],
      acceptEnd: async () => (accepted += 1) > 0,
    };
    ground.keys.paysafe = false;
    const desk = await openOne(old);
    expect(await desk.rebuild('all', owner)).toMatchObject({ value: { sound: true, accepted: false } });
    expect(accepted).toBe(0);
    await desk.without('paysafe', owner);
    expect(await desk.rebuild('all', owner)).toMatchObject({ value: { sound: true, accepted: true } });
    expect(await ground.ledger.settings.get(withoutSetting), 'a key of it is asked for everything').toMatchObject([
      { provider: 'paysafe', since: null },
    ]);
  });

  it('a provider whose key may be another account’s is not asked, and goes on owing its part, until a key of the right one is here', async () => {
    await ground.ledger.settings.set(gapSetting, gap);
    ground.whose.stripe = 'other';
    const desk = await openOne();
    await desk.closeGap();
    expect([desk.owes('stripe'), desk.owes('paysafe')]).toEqual([true, false]);
    const { lastRun, gap: shown } = await desk.view();
    expect(shown?.owed).toEqual([{ provider: 'stripe', key: 'other' }]);
    expect(lastRun?.providers.map(({ trouble }) => trouble)).toEqual(['other_account', null]);
    await desk.closeGap();
    expect((await desk.view()).lastRun?.id, 'nothing could have changed').toBe(lastRun?.id);
    ground.whose.stripe = 'named';
    ground.stamps.stripe = 'second';
    await desk.closeGap();
    expect(desk.owes('stripe')).toBe(false);
  });

  it('a provider that does not say whose its key is, is asked again at the next try', async () => {
    await ground.ledger.settings.set(gapSetting, gap);
    ground.whose.stripe = 'silent';
    const desk = await openOne();
    await desk.closeGap();
    expect(desk.owes('stripe')).toBe(true);
    expect((await desk.view()).gap?.owed).toEqual([{ provider: 'stripe', key: 'yes' }]);
    ground.whose.stripe = 'named';
    await desk.closeGap();
    expect(desk.owes('stripe')).toBe(false);
  });

  it('a key that is put in while a provider is being asked makes it all to be asked again', async () => {
    await ground.ledger.settings.set(gapSetting, gap);
    const desk = await openOne();
    ground.asking = () => (ground.stamps.stripe = 'second');
    await desk.closeGap();
    expect([desk.owes('stripe'), desk.owes('paysafe')]).toEqual([true, false]);
    ground.asking = () => undefined;
    await desk.closeGap();
    expect(desk.owes('stripe')).toBe(false);
  });

  it('a key that the owner says is meant is remembered in the records, so that a backup of before forgets it', async () => {
    const desk = await openOne();
    await desk.mean('stripe', 'a stamp');
    expect((await openOne()).meant('stripe')).toBe('a stamp');
    expect([desk.meant('stripe'), desk.meant('paysafe')]).toEqual(['a stamp', null]);
  });

  it('an older copy put in place by hand is not taken for the records on the word of another account', async () => {
    let accepted = 0;
    const old = {
      ...ground.ledger,
      damage: () => [{ table: 'audit_head', id: '3', why: 'rolled_back' } as const],
      acceptEnd: async () => (accepted += 1) > 0,
    };
    ground.whose.stripe = 'unsaid';
    const desk = await openOne(old);
    expect([desk.believes('stripe'), desk.believes('paysafe')]).toEqual([true, true]);
    expect(await desk.rebuild('all', owner)).toMatchObject({ value: { sound: true, accepted: false } });
    ground.stamps.stripe = 'second';
    ground.whose.stripe = 'named';
    expect(await desk.rebuild('all', owner)).toMatchObject({ value: { accepted: true } });
    expect(accepted).toBe(1);
  });

  it('a rebuild that was asked for of sound records asks whoever the key is of', async () => {
    ground.whose.stripe = 'other';
    const desk = await openOne();
    expect(await desk.rebuild('week', owner)).toMatchObject({ value: { providers: [{ trouble: null }, {}] } });
    expect(ground.judgements).toEqual([]);
  });

  it('a rebuild that was asked for leaves its line, begun and ended, with who asked', async () => {
    const desk = await openOne();
    await desk.rebuild('week', owner);
    const { rows } = await ground.ledger.audit.list({ search: '', before: null, limit: 9 });
    expect(rows.map(({ what, outcome, staffName }) => [what, outcome, staffName])).toEqual([
      ['records_rebuilt', 'done', owner.name],
      ['records_rebuilt', 'started', owner.name],
    ]);
  });
});
