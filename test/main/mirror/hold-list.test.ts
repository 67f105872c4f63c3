import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HoldFilter, HoldSort } from '../../../src-main/contract/hold-review.ts';
import type { HoldDays } from '../../../src-main/contract/hold-days.ts';
import { openMirror, type Mirror } from '../../../src-main/mirror/mirror.ts';
import { customerOf, day, holdOf, hour, noon, paymentOf } from './rows-of-a-house.ts';

let mirror: Mirror;
const others = (days: number): HoldDays => ({ others: days, cards: [] });
const when = { now: noon, dayEnd: noon + 7 * hour, nextDayEnd: noon + 31 * hour, holdDays: others(7) };
type Asked = Partial<Parameters<Mirror['holds']>[0]>;
const ids = async (more: Asked = {}, filter: HoldFilter = 'open'): Promise<string[]> =>
  (await mirror.holds({ ...when, filter, provider: null, offset: 0, limit: 50, ...more })).map(({ id }) => id);
const count = (more: Asked = {}) => mirror.holdCounts({ ...when, filter: 'open', provider: null, ...more });

beforeEach(async () => {
  mirror = await openMirror({ file: ':memory:', workerUrl: null });
  await mirror.put({
    customers: [customerOf('stripe:a', { name: 'Zoé' }), customerOf('stripe:b', { name: 'Élodie' })],
    payments: [
      holdOf('stripe:1', 'stripe:a', { captureBefore: noon + 3 * day, capturable: 9000, authorized: 9000, key: 'k-1' }),
      holdOf('stripe:2', 'stripe:b', { captureBefore: noon + day, capturable: 5000, at: noon - 3 * day, key: 'k-2' }),
      holdOf('paysafe:3', null, { at: noon - day, capturable: 7000, key: 'k-3' }),
    ],
  });
});
afterEach(() => mirror.close());

describe('the list of holds', () => {
  it.each([
    ['deadline', ['stripe:2', 'stripe:1', 'paysafe:3']],
    ['amount', ['stripe:2', 'paysafe:3', 'stripe:1']],
    ['customer', ['paysafe:3', 'stripe:2', 'stripe:1']],
    ['provider', ['paysafe:3', 'stripe:2', 'stripe:1']],
    ['placed', ['stripe:2', 'stripe:1', 'paysafe:3']],
  ] as const)('is in the order of %s, and the other way round', async (by, expected) => {
    const inOrder = (down: boolean): Promise<string[]> => ids({ sort: { by, down } satisfies HoldSort });
    expect(await inOrder(false)).toEqual(expected);
    expect(await inOrder(true)).toEqual(expected.toReversed());
  });

  it('is in the order of who placed them and found by it, also when that is known before the hold is read', async () => {
    await mirror.setPlacers([
      { key: 'k-1', staffId: 'staff-1', staffName: 'Maude' },
      { key: 'k-2', staffId: 'staff-2', staffName: 'Hélène' },
      { key: 'k-4', staffId: 'staff-1', staffName: 'Maude' },
    ]);
    await mirror.put({ payments: [holdOf('stripe:4', 'stripe:a', { captureBefore: noon + hour, key: 'k-4' })] });
    expect(await ids({ staffId: 'staff-1' })).toEqual(['stripe:4', 'stripe:1']);
    expect(await ids({ sort: { by: 'staff', down: false } })).toEqual([
      'paysafe:3',
      'stripe:2',
      'stripe:4',
      'stripe:1',
    ]);
    expect(await count({ staffId: 'staff-1' })).toMatchObject({ matching: 2, all: 4, today: 1 });
  });

  it('is found by what is held, and by the ids that only the records know', async () => {
    expect(await ids({ least: 6000 })).toEqual(['stripe:1', 'paysafe:3']);
    expect(await ids({ least: 6000, most: 7000 })).toEqual(['paysafe:3']);
    // Amounts of one currency are none of another: 6000 yen are not 60.00.
    expect(await ids({ least: 6000, currency: 'CAD' })).toEqual(['stripe:1', 'paysafe:3']);
    expect(await ids({ least: 6000, currency: 'JPY' })).toEqual([]);
    expect(await ids({ currency: 'JPY' })).toEqual(await ids({}));
    expect(await ids({ only: ['stripe:1', 'stripe:9'] })).toEqual(['stripe:1']);
    expect(await ids({ except: ['stripe:1'] })).toEqual(['stripe:2', 'paysafe:3']);
    expect(await ids({ only: [] })).toEqual([]);
  });

  it('follows what becomes of a hold: captured it is gone, a part of it left it stays, lapsed it is with the lapsed', async () => {
    const later = { readAt: noon + 1 };
    await mirror.put({
      payments: [
        paymentOf('stripe:1', 'stripe:a', later),
        holdOf('stripe:2', 'stripe:b', { ...later, state: 'paid', capturable: 1000, captureBefore: noon + day }),
        paymentOf('paysafe:3', null, { ...later, state: 'lapsed', taken: 0, at: noon - day }),
      ],
    });
    expect(await ids()).toEqual(['stripe:2']);
    expect(await ids({ most: 1000 })).toEqual(['stripe:2']);
    expect(await ids({}, 'lapsed')).toEqual(['paysafe:3']);
    expect(await mirror.forgetOlder('stripe', noon + 2)).toBeGreaterThan(0);
    expect(await count()).toMatchObject({ matching: 0, all: 1, lapsed: 1 });
    await mirror.clear();
    expect(await count()).toMatchObject({ matching: 0, all: 0 });
  });

  it('a house that expects holds at Paysafe to last less long sees them sooner', async () => {
    expect((await ids()).at(-1)).toBe('paysafe:3');
    expect((await ids({ holdDays: others(1) })).at(0)).toBe('paysafe:3');
    expect(await count({ holdDays: others(1) })).toMatchObject({ today: 1 });
  });

  it('a person who is renamed or linked to another is sorted by the new name', async () => {
    const byName = (): Promise<string[]> => ids({ sort: { by: 'customer', down: false } });
    await mirror.put({ customers: [customerOf('stripe:a', { name: 'Anne', readAt: noon + 1 })] });
    expect(await byName()).toEqual(['paysafe:3', 'stripe:1', 'stripe:2']);
    await mirror.put({ customers: [customerOf('paysafe:c', { name: 'Zacharie' })] });
    await mirror.setLinks([['paysafe:c', 'stripe:a']]);
    expect(await byName()).toEqual(['paysafe:3', 'stripe:2', 'stripe:1']);
    await mirror.setLinks([]);
    expect(await byName()).toEqual(['paysafe:3', 'stripe:1', 'stripe:2']);
  });

  it('by tomorrow night ends with tomorrow, also where that day has 23 or 25 hours', async () => {
    const early = holdOf('stripe:half', null, { captureBefore: when.dayEnd + 23.5 * hour });
    const late = holdOf('stripe:long', null, { captureBefore: when.dayEnd + 24.5 * hour });
    await mirror.put({ payments: [early, late] });
    const found = async (hours: number): Promise<string[]> =>
      (await ids({ nextDayEnd: when.dayEnd + hours * hour }, 'two_days')).filter((id) => id !== 'stripe:2');
    expect(await found(24)).toEqual(['stripe:half']);
    expect(await found(23)).toEqual([]);
    expect(await found(25)).toEqual(['stripe:half', 'stripe:long']);
    expect(await count({ nextDayEnd: when.dayEnd + 25 * hour })).toMatchObject({ twoDays: 3 });
  });

  describe('in the order of their state', () => {
    const busy = ['paysafe:3', 'stripe:7', 'stripe:gone'];
    beforeEach(() =>
      mirror.put({
        payments: [
          ...[4, 5, 6].map((at) => holdOf(`stripe:${at}`, null, { captureBefore: noon + at * day })),
          paymentOf('stripe:7', null, { state: 'lapsed', taken: 0, captureBefore: noon - 2 * hour }),
          paymentOf('stripe:8', null, { state: 'lapsed', taken: 0, captureBefore: noon - hour }),
        ],
      }),
    );
    const expected = ['stripe:7', 'paysafe:3', 'stripe:2', 'stripe:1', 'stripe:4', 'stripe:5', 'stripe:6', 'stripe:8'];
    const sorted = (down: boolean, more: Asked = {}, filter: HoldFilter = 'checking'): Promise<string[]> =>
      ids({ sort: { by: 'state', down }, busy, ...more }, filter);

    it('those being checked come first, then open ones, then lapsed ones, each by deadline; and the other way round', async () => {
      expect(await sorted(false)).toEqual(expected);
      expect(await sorted(true)).toEqual(expected.toReversed());
      expect(await sorted(false, {}, 'open')).toEqual(expected.slice(1, -1));
      expect(await sorted(false, {}, 'lapsed')).toEqual(['stripe:7', 'stripe:8']);
      expect(await sorted(false, { busy: [] }, 'open')).toEqual([
        ...expected.slice(2, 5),
        'stripe:5',
        'paysafe:3',
        'stripe:6',
      ]);
    });

    it('come page after page without a gap, and with the other filters', async () => {
      for (const down of [false, true]) {
        const pages: string[] = [];
        for (let offset = 0; offset < 9; offset += 3) pages.push(...(await sorted(down, { offset, limit: 3 })));
        expect(pages).toEqual(down ? expected.toReversed() : expected);
        expect(await sorted(down, { offset: 7, limit: 3 })).toEqual([down ? 'stripe:7' : 'stripe:8']);
      }
      expect(await sorted(false, { provider: 'paysafe' })).toEqual(['paysafe:3']);
    });
  });
});
