import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openMirror, type Mirror } from '../../../src-main/mirror/mirror.ts';
import { day, holdOf, hour, noon, paymentOf } from './rows-of-a-house.ts';

let mirror: Mirror;
beforeEach(async () => {
  mirror = await openMirror({ file: ':memory:', workerUrl: null });
});
afterEach(() => mirror.close());

const when = { now: noon, dayEnd: noon + 7 * hour, holdDays: { others: 7, cards: [] } };
const providers = ['stripe', 'paysafe'] as const;
const many = (count: number, make: (nth: string) => ReturnType<typeof holdOf>) =>
  Array.from({ length: count }, (_, nth) => make(String(nth).padStart(4, '0')));

describe('holds that lapse by the end of a day', () => {
  it('are counted and added up whole, however many there are, a sum per currency', async () => {
    await mirror.put({
      payments: [
        ...many(620, (nth) => holdOf(`stripe:${nth}`, null, { captureBefore: noon + hour })),
        holdOf('paysafe:est', null, { at: noon - 7 * day + hour, currency: 'USD', capturable: 500 }),
        holdOf('stripe:later', null, { captureBefore: noon + day }),
        holdOf('stripe:over', null, { captureBefore: noon - hour }),
      ],
    });
    const sums = await mirror.lapsingSums({ ...when, except: [], providers });
    expect(sums).toEqual([
      { currency: 'CAD', amount: 620 * 8000, count: 620, estimated: 0 },
      { currency: 'USD', amount: 500, count: 1, estimated: 1 },
    ]);
    const ids = await mirror.lapsingIds(when);
    expect(ids).toHaveLength(621);
    expect(await mirror.lapsingSums({ ...when, except: ids.slice(1), providers })).toHaveLength(1);
    expect(await mirror.lapsingSums({ ...when, except: [], providers: ['paysafe'] })).toMatchObject([{ amount: 500 }]);
  });

  it('are said whole by Today, which lists the first of them only', async () => {
    await mirror.put({
      payments: [
        ...many(130, (nth) => holdOf(`stripe:${nth}`, null, { captureBefore: noon + hour })),
        ...many(120, (nth) => holdOf(`stripe:gone${nth}`, null, { captureBefore: noon - hour })),
      ],
    });
    const today = await mirror.today({
      ...when,
      dayStart: noon - 12 * hour,
      readUntil: { stripe: noon, paysafe: noon },
    });
    expect(today.lapsing).toHaveLength(100);
    expect(today.lapsingCount).toBe(130);
    expect(today.lapsingSums).toEqual([{ amount: 130 * 8000, currency: 'CAD' }]);
    expect(today.lapsedCount).toBe(120);
    // All of them by their date alone: their list was read since.
    expect(today.lapsedUnheard).toBe(0);
    const read = (stripe: number | null) =>
      mirror.today({ ...when, dayStart: noon - 12 * hour, readUntil: { stripe, paysafe: noon } });
    expect((await read(noon - hour - 1)).lapsedUnheard).toBe(120);
    expect((await read(null)).lapsedUnheard).toBe(120);
    await mirror.put({
      payments: [
        holdOf(today.lapsed[0]?.id ?? '', null, { captureBefore: noon - hour, state: 'lapsed', capturable: 0 }),
      ],
    });
    expect(await read(null)).toMatchObject({ lapsedUnheard: 119, lapsedCount: 120 });
  });
});

describe('holds that have lapsed since a moment', () => {
  it('come page after page without a gap, also those of the same moment, however long ago', async () => {
    const since = noon - 40 * day;
    await mirror.put({
      payments: [
        ...many(5, (nth) => holdOf(`stripe:same${nth}`, null, { captureBefore: noon - hour })),
        paymentOf('stripe:old', null, {
          state: 'lapsed',
          taken: 0,
          at: noon - 40 * day,
          captureBefore: noon - 33 * day,
        }),
        paymentOf('stripe:before', null, { state: 'lapsed', taken: 0, at: noon - 50 * day, captureBefore: since - 1 }),
        holdOf('stripe:open', null, { captureBefore: noon + hour }),
        // Past our own estimate: open all the same.
        holdOf('paysafe:est', null, { at: noon - 9 * day }),
      ],
    });
    const found: string[] = [];
    let after: { at: number; id: string } | null = null;
    for (;;) {
      const page = await mirror.lapsedSince({
        ...when,
        since,
        after,
        limit: 2,
        readUntil: { stripe: noon, paysafe: null },
      });
      found.push(...page.rows.map(({ id }) => id));
      after = page.next;
      if (after === null) break;
    }
    expect(found).toEqual([
      'stripe:old',
      ...['stripe:same0000', 'stripe:same0001', 'stripe:same0002', 'stripe:same0003', 'stripe:same0004'],
    ]);
  });

  it('keep the date they had when their provider no longer tells it; one that ended before its date keeps none', async () => {
    const gone = { state: 'lapsed', capturable: 0, captureBefore: null, readAt: noon + 2 * hour } as const;
    await mirror.put({
      payments: [
        holdOf('stripe:in_time', null, { captureBefore: noon + hour }),
        holdOf('stripe:early', null, { captureBefore: noon + 9 * hour }),
        holdOf('stripe:released', null, { captureBefore: noon + hour }),
      ],
    });
    await mirror.put({
      payments: [
        holdOf('stripe:in_time', null, gone),
        holdOf('stripe:early', null, gone),
        holdOf('stripe:released', null, { ...gone, state: 'released' }),
      ],
    });
    const dates = await Promise.all(
      ['in_time', 'early', 'released'].map(async (ref) => (await mirror.payment(`stripe:${ref}`))?.captureBefore),
    );
    expect(dates).toEqual([noon + hour, null, null]);
  });
});
