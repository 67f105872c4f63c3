import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openMirror, type Mirror } from '../../../src-main/mirror/mirror.ts';
import { makePaysafeSync, type PaysafeSync } from '../../../src-main/sync/registry.ts';
import { handClock } from '../../support/clock.ts';
import { customerOf, day, holdOf, hour, noon, paymentOf } from '../mirror/rows-of-a-house.ts';
import { handTimers } from './hand-timers.ts';
import { PaperPaysafe, PaperRegistry } from './paper-paysafe.ts';

let clock: ReturnType<typeof handClock>;
let timers: ReturnType<typeof handTimers>;
let paysafe: PaperPaysafe;
let registry: PaperRegistry;
let mirror: Mirror;
let sync: PaysafeSync;
/** the accounts that the key here was let into */
let accounts: readonly string[];
let changed: (readonly string[] | 'all')[];
let logged: { what: string; facts: Readonly<Record<string, unknown>> }[];

beforeEach(async () => {
  clock = handClock(noon);
  timers = handTimers(clock);
  paysafe = new PaperPaysafe(() => clock.now());
  registry = new PaperRegistry();
  mirror = await openMirror({ file: ':memory:', workerUrl: null });
  accounts = ['1001', '1002'];
  changed = [];
  logged = [];
  sync = makePaysafeSync({
    lookUps: paysafe,
    registry,
    mirror,
    clock,
    wait: timers.wait,
    log: (what, facts) => logged.push({ what, facts }),
    onChange: (ids) => changed.push(ids),
    accounts: () => accounts,
  });
});
afterEach(async () => {
  await sync.stop();
  await mirror.close();
});

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

describe('filling from the registry', () => {
  beforeEach(() => {
    for (let n = 0; n < 130; n += 1) {
      paysafe.addProfile(uuid(n), { name: `Client ${n}` });
      registry.add(uuid(n), { lastReadAt: noon - hour });
    }
    paysafe.addPayment('auth-held', { state: 'held', capturable: 8000, taken: 0, settlements: [] });
    paysafe.addPayment('auth-old');
    registry.addTransaction('auth-held', { customerId: `paysafe:${uuid(3)}` });
    registry.addTransaction('auth-old', { final: true, lastReadAt: noon - 90 * day });
  });

  it('everything in the registry is read once when the copy is empty, finished payments too', async () => {
    await sync.refreshNow();
    expect(await mirror.counts()).toEqual({ customers: 130, cards: 130, payments: 2, openHolds: 1 });
    expect(new Set(paysafe.asked).size).toBe(paysafe.asked.length);
    expect(sync.status()).toMatchObject({ health: 'ok', filling: false, syncedAt: noon });
    expect(changed.at(-1)).toBe('all');
  });

  it('what Paysafe does not tell comes from the registry', async () => {
    await sync.refreshNow();
    expect((await mirror.payment('paysafe:auth-held'))?.customerId).toBe(`paysafe:${uuid(3)}`);
    expect(paysafe.shown[0]).toMatchObject({ account: '1002', customerId: `paysafe:${uuid(3)}` });
  });

  it('holds and payments come before profiles', async () => {
    await sync.refreshNow();
    expect(paysafe.asked[0]).toBe('auth-held');
  });

  it('one profile that cannot be read stops no other, and is in the log', async () => {
    paysafe.trouble = (ref) => (ref === uuid(7) ? 'odd' : ref === uuid(8) ? 'no_answer' : null);
    await sync.refreshNow();
    expect((await mirror.counts()).customers).toBe(128);
    expect(sync.status().health).toBe('ok');
    expect(logged.map(({ facts }) => facts.ref).toSorted()).toEqual([uuid(7), uuid(8)]);
  });

  it('when Paysafe is away the round ends after a few silences and goes on later', async () => {
    let answered = 0;
    paysafe.trouble = () => ((answered += 1) > 60 ? 'no_answer' : null);
    await sync.refreshNow();
    expect(paysafe.asked.length).toBeLessThan(70);
    expect(sync.status()).toMatchObject({ health: 'unreachable', syncedAt: null, filling: true });
    paysafe.trouble = () => null;
    clock.pass(1);
    await sync.refreshNow();
    expect((await mirror.counts()).customers).toBe(130);
    expect(sync.status()).toMatchObject({ health: 'ok', filling: false });
  });

  it('a profile deleted at Paysafe leaves the list and is not asked again every round', async () => {
    await sync.refreshNow();
    paysafe.profiles.delete(uuid(5));
    clock.pass(25 * hour);
    sync.start();
    await timers.quiet();
    expect((await mirror.customer(`paysafe:${uuid(5)}`))?.deleted).toBe(true);
    const asked = paysafe.asked.filter((ref) => ref === uuid(5)).length;
    timers.pass(60_000);
    await timers.quiet();
    expect(paysafe.asked.filter((ref) => ref === uuid(5))).toHaveLength(asked);
  });

  it('nobody is called removed under the key of another merchant, who knows none of them; under the first one again it is said', async () => {
    await sync.refreshNow();
    accounts = ['2002'];
    paysafe.profiles.delete(uuid(5));
    clock.pass(25 * hour);
    await sync.refreshNow();
    const deleted = async () => (await mirror.customer(`paysafe:${uuid(5)}`))?.deleted;
    expect(await deleted()).toBe(false);
    expect(await sync.readNow(`paysafe:${uuid(5)}`)).toMatchObject({ ok: false, why: 'permission' });
    expect(await deleted()).toBe(false);
    accounts = ['1001', '3003'];
    expect(await sync.readNow(`paysafe:${uuid(5)}`)).toMatchObject({ ok: false, why: 'gone' });
    expect(await deleted()).toBe(true);
  });

  it('somebody brought in is known under the account that was asked', async () => {
    paysafe.addProfile(uuid(777), { externalId: 'M-777' });
    await sync.bringIn('merchantCustomerId', 'M-777');
    accounts = ['2002'];
    paysafe.profiles.delete(uuid(777));
    await sync.readNow(`paysafe:${uuid(777)}`);
    expect((await mirror.customer(`paysafe:${uuid(777)}`))?.deleted).toBe(false);
  });
});

describe('keeping up', () => {
  beforeEach(async () => {
    paysafe.addPayment('held', { state: 'held', capturable: 8000, taken: 0, settlements: [] });
    paysafe.addPayment('pending', {
      state: 'pending',
      settlements: [{ ref: 'set-1', amount: 8000, refundable: 8000, pending: true }],
    });
    paysafe.addPayment('done');
    for (const ref of ['pending', 'held', 'done']) registry.addTransaction(ref);
    await sync.refreshNow();
    paysafe.asked.length = 0;
  });

  it('open holds first, then pending settlements, hourly; what is finished is left alone', async () => {
    clock.pass(hour + 1);
    sync.start();
    await timers.quiet();
    expect(paysafe.asked.slice(0, 2)).toEqual(['held', 'pending']);
    expect(paysafe.asked).not.toContain('done');
    timers.pass(60_000);
    await timers.quiet();
    expect(paysafe.asked.filter((ref) => ref === 'held')).toHaveLength(1);
  });

  it('a settlement that another desk made is asked about too', async () => {
    const held = registry.transactionsByRef.get('held');
    if (held) registry.transactionsByRef.set('held', { ...held, settlementRefs: ['set-other'] });
    clock.pass(2 * 60_000);
    await sync.refreshNow();
    const shown = paysafe.shown.findLast((known) => known?.ref === 'held');
    expect(shown).toMatchObject({ capturable: 8000, settlements: [{ ref: 'set-other' }] });
  });

  it('asked by staff, they are read at once', async () => {
    clock.pass(2 * 60_000);
    await sync.refreshNow();
    expect(paysafe.asked).toEqual(['held', 'pending']);
  });

  it('a settlement that was batched is final from then on, its id kept', async () => {
    paysafe.addPayment('pending', {
      settlements: [{ ref: 'set-1', amount: 8000, refundable: 8000, pending: false }],
    });
    clock.pass(2 * 60_000);
    await sync.refreshNow();
    expect(registry.transactionsByRef.get('pending')).toMatchObject({ final: true, settlementRefs: ['set-1'] });
  });

  it('with nothing due, one question still tells that the key is gone', async () => {
    paysafe.trouble = () => 'key_missing';
    await sync.refreshNow();
    expect(sync.status()).toMatchObject({ health: 'key_missing', troubleSince: noon });
    paysafe.trouble = () => null;
    await sync.refreshNow();
    expect(sync.status()).toMatchObject({ health: 'ok', troubleSince: null });
  });

  it('a payment made here is noted, so that it is found again when the copy is lost', async () => {
    await sync.note({
      payments: [
        holdOf('paysafe:new', 'paysafe:x', { account: '1002' }),
        paymentOf('stripe:pi', 'stripe:x'),
        paymentOf('paysafe:eft', 'paysafe:x', {
          account: '1003',
          card: { kind: 'eft', brand: null, lastFour: '1234', nickname: null },
        }),
      ],
    });
    expect([...registry.transactionsByRef.keys()]).toEqual(['pending', 'held', 'done', 'new', 'eft']);
    expect(registry.transactionsByRef.get('new')).toMatchObject({ kind: 'auth', final: false, account: '1002' });
    expect(registry.transactionsByRef.get('eft')).toMatchObject({ kind: 'purchase', final: true });
  });

  it('on screen, a hold that was just captured is read with its settlement, which only the registry knows yet', async () => {
    paysafe.addProfile(uuid(1));
    registry.add(uuid(1));
    registry.addTransaction('auth-1', { customerId: `paysafe:${uuid(1)}`, settlementRefs: ['just-now'] });
    await mirror.put({
      customers: [customerOf(`paysafe:${uuid(1)}`)],
      payments: [holdOf('paysafe:auth-1', `paysafe:${uuid(1)}`, { account: '1002' })],
    });
    paysafe.addPayment('auth-1', { state: 'paid', taken: 5000, capturable: 0 });
    await sync.readNow(`paysafe:${uuid(1)}`);
    expect(paysafe.shown.at(-1)?.settlements).toMatchObject([{ ref: 'just-now' }]);
  });

  it('on screen, a profile and its open holds are read at once', async () => {
    paysafe.addProfile(uuid(1));
    registry.add(uuid(1));
    await mirror.put({ payments: [holdOf('paysafe:held', `paysafe:${uuid(1)}`, { readAt: noon, account: '1002' })] });
    clock.pass(1);
    expect(await sync.readNow(`paysafe:${uuid(1)}`)).toEqual({ ok: true, value: null });
    expect(paysafe.asked).toEqual([uuid(1), 'held']);
    expect(registry.profilesByRef.get(uuid(1))?.lastReadAt).toBe(noon + 1);
  });
});

describe('bringing a profile in', () => {
  beforeEach(() => {
    paysafe.addProfile(uuid(1), { name: 'Inès', externalId: 'A-1' });
    paysafe.addProfile(uuid(2), { externalId: 'twice' });
    paysafe.addProfile(uuid(3), { externalId: 'twice' });
  });

  it('by either of its ids: once added, then known', async () => {
    expect(await sync.bringIn('merchantCustomerId', ' A-1 ')).toMatchObject({
      result: 'added',
      customerId: `paysafe:${uuid(1)}`,
      name: 'Inès',
    });
    clock.pass(day);
    expect(await sync.bringIn('profileId', uuid(1))).toMatchObject({ result: 'known' });
    expect(registry.profilesByRef.get(uuid(1))).toMatchObject({ addedAt: noon, merchantCustomerId: 'A-1' });
    expect((await mirror.person(`paysafe:${uuid(1)}`))?.cards).toHaveLength(1);
    expect(changed).toContainEqual([`paysafe:${uuid(1)}`]);
  });

  it('says when several match, none does, it is no id, or nobody answers', async () => {
    expect((await sync.bringIn('merchantCustomerId', 'twice')).result).toBe('several');
    expect((await sync.bringIn('merchantCustomerId', 'nobody')).result).toBe('not_found');
    expect((await sync.bringIn('profileId', 'a b')).result).toBe('bad');
    expect((await sync.bringIn('merchantCustomerId', 'a"b')).result).toBe('bad');
    expect((await sync.bringIn('merchantCustomerId', '')).result).toBe('bad');
    paysafe.trouble = () => 'no_answer';
    expect(await sync.bringIn('merchantCustomerId', 'A-1')).toMatchObject({
      result: 'no_answer',
      trouble: { why: 'no_answer' },
    });
    expect(sync.status().health).toBe('unreachable');
    expect(registry.profilesByRef.size).toBe(0);
  });

  it('a file gives a result for each of its lines, in their order', async () => {
    const text = `\uFEFFNom;"merchantCustomerId"\r\nInès;"A-1"\r\n\r\nX;nobody\r\nY;twice\r\nZ;"a""b"\r\nInès;A-1\r\n`;
    expect(await sync.bringInCsv(text)).toEqual({
      lines: [
        { line: 2, value: 'A-1', result: 'added', customerId: `paysafe:${uuid(1)}`, name: 'Inès' },
        { line: 4, value: 'nobody', result: 'not_found', customerId: null, name: null },
        { line: 5, value: 'twice', result: 'several', customerId: null, name: null },
        { line: 6, value: 'a"b', result: 'bad', customerId: null, name: null },
        { line: 7, value: 'A-1', result: 'known', customerId: `paysafe:${uuid(1)}`, name: 'Inès' },
      ],
    });
  });

  it('without a header each value tells by its shape', async () => {
    const result = await sync.bringInCsv(`${uuid(1)}\nA-1`);
    expect('lines' in result && result.lines.map(({ result: each }) => each).toSorted()).toEqual(['added', 'known']);
  });

  it('an empty file and one of more than 5,000 lines are refused whole', async () => {
    expect(await sync.bringInCsv('\n \n')).toEqual({ failure: 'csv_empty' });
    expect(await sync.bringInCsv('merchantCustomerId\n')).toEqual({ failure: 'csv_empty' });
    expect(await sync.bringInCsv('x\n'.repeat(5001))).toEqual({ failure: 'csv_too_long' });
    expect(paysafe.asked).toEqual([]);
  });

  it('when the line goes in the middle, the rest of the file says so without waiting for each', async () => {
    const refs = Array.from({ length: 200 }, (_, n) => `B-${n}`);
    let answered = 0;
    paysafe.trouble = () => ((answered += 1) > 20 ? 'no_answer' : null);
    const result = await sync.bringInCsv(refs.join('\n'));
    const lines = 'lines' in result ? result.lines : [];
    expect(lines).toHaveLength(200);
    expect(lines.filter(({ result: each }) => each === 'not_found')).toHaveLength(20);
    expect(lines.filter(({ result: each }) => each === 'no_answer')).toHaveLength(180);
    expect(paysafe.asked.length).toBeLessThan(35);
  });
});

it('a customer of Stripe is not Paysafe’s to change', async () => {
  await mirror.put({ customers: [customerOf('stripe:a')] });
  await sync.refreshNow();
  expect((await mirror.counts()).customers).toBe(1);
});
