import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openMirror, type Mirror } from '../../../src-main/mirror/mirror.ts';
import { customerOf, day, holdOf, hour, noon, paymentOf } from './rows-of-a-house.ts';

let mirror: Mirror;
beforeEach(async () => {
  mirror = await openMirror({ file: ':memory:', workerUrl: null });
});
afterEach(() => mirror.close());

const when = { now: noon, dayEnd: noon + 7 * hour, nextDayEnd: noon + 31 * hour, holdDays: { others: 7, cards: [] } };
type Asked = Partial<Parameters<Mirror['holds']>[0]>;
const ask = (filter: 'open' | 'today' | 'two_days' | 'lapsed', more: Asked = {}) =>
  mirror.holds({ ...when, filter, provider: null, offset: 0, limit: 50, ...more });
const ids = async (...of: Parameters<typeof ask>) => (await ask(...of)).map(({ id }) => id);
const count = (more: Asked = {}) => mirror.holdCounts({ ...when, filter: 'open', provider: null, ...more });

beforeEach(() =>
  mirror.put({
    customers: [customerOf('stripe:a', { name: 'Inès', phone: '514' })],
    payments: [
      holdOf('stripe:later', 'stripe:a', { captureBefore: noon + 5 * day }),
      holdOf('stripe:tomorrow', 'stripe:a', { captureBefore: noon + day }),
      holdOf('stripe:soon', 'stripe:a', { captureBefore: noon + hour }),
      holdOf('stripe:over', 'stripe:a', { captureBefore: noon - hour }),
      holdOf('stripe:undated', null),
      holdOf('paysafe:est', null, { at: noon - 7 * day + 2 * hour, currency: 'USD' }),
      holdOf('paysafe:old', null, { at: noon - 9 * day }),
      paymentOf('stripe:lapsed', 'stripe:a', {
        state: 'lapsed',
        taken: 0,
        at: noon - 10 * day,
        captureBefore: noon - 3 * day,
      }),
      paymentOf('stripe:forgotten', 'stripe:a', {
        state: 'lapsed',
        taken: 0,
        at: noon - 25 * day,
        captureBefore: noon - 15 * day,
      }),
      paymentOf('stripe:taken', 'stripe:a'),
      paymentOf('stripe:today', 'stripe:a', { at: noon - hour, taken: 1250 }),
      paymentOf('stripe:today2', 'stripe:a', { at: noon, taken: 50 }),
    ],
  }),
);

describe('the list of holds', () => {
  it('is in the order of the deadlines; one without a date comes last', async () => {
    expect(await ids('open')).toEqual([
      'paysafe:old',
      'stripe:soon',
      'paysafe:est',
      'stripe:tomorrow',
      'stripe:later',
      'stripe:undated',
    ]);
  });

  it('today, two days and lapsed are what their pills say', async () => {
    expect(await ids('today')).toEqual(['paysafe:old', 'stripe:soon', 'paysafe:est']);
    expect(await ids('two_days')).toEqual(['paysafe:old', 'stripe:soon', 'paysafe:est', 'stripe:tomorrow']);
    expect(await ids('lapsed')).toEqual(['stripe:lapsed', 'stripe:over']);
    const pills = { open: 6, today: 3, twoDays: 4, lapsed: 2 };
    expect(await count()).toEqual({ matching: 6, all: 8, ...pills });
    expect(await count({ filter: 'today' })).toEqual({ matching: 3, all: 8, ...pills });
  });

  it('shows one provider alone, and counts it alone', async () => {
    expect(await ids('open', { provider: 'paysafe' })).toEqual(['paysafe:old', 'paysafe:est']);
    const pills = { open: 2, today: 2, twoDays: 2, lapsed: 0 };
    expect(await count({ provider: 'paysafe' })).toEqual({ matching: 2, all: 8, ...pills });
  });

  it('a Paysafe deadline is an estimate and says so; one past its estimate is still open', async () => {
    const rows = await ask('open');
    expect(rows[0]).toMatchObject({
      id: 'paysafe:old',
      state: 'open',
      deadline: { at: noon - 2 * day, estimated: true, days: 7, of: null },
    });
    expect(rows[1]).toMatchObject({
      id: 'stripe:soon',
      customerName: 'Inès',
      customerPhone: '514',
      deadline: { at: noon + hour, estimated: false },
      capturable: { amount: 8000, currency: 'CAD' },
    });
    expect(rows.at(-1)).toMatchObject({ id: 'stripe:undated', deadline: null });
  });

  it('a hold past the provider’s own date is lapsed, whatever the last list said', async () => {
    expect((await ask('lapsed')).map(({ id, state }) => [id, state])).toEqual([
      ['stripe:lapsed', 'lapsed'],
      ['stripe:over', 'lapsed'],
    ]);
  });

  it('a lapsed hold whose provider names no date any more still shows as lapsed, for two weeks', async () => {
    await mirror.put({
      payments: [
        paymentOf('stripe:nodate', 'stripe:a', { state: 'lapsed', taken: 0, at: noon - 8 * day, captureBefore: null }),
        paymentOf('stripe:longago', 'stripe:a', {
          state: 'lapsed',
          taken: 0,
          at: noon - 22 * day,
          captureBefore: null,
        }),
      ],
    });
    expect(await ids('lapsed')).toEqual(expect.arrayContaining(['stripe:nodate', 'stripe:lapsed', 'stripe:over']));
    expect(await ids('lapsed')).not.toContain('stripe:longago');
    const today = await mirror.today({
      ...when,
      dayStart: noon - 12 * hour,
      readUntil: { stripe: noon, paysafe: noon },
    });
    expect(today.lapsed.map(({ id }) => id)).toContain('stripe:nodate');
  });

  it('pages follow each other without a gap', async () => {
    const page = async (offset: number) => ids('open', { offset, limit: 2 });
    expect([...(await page(0)), ...(await page(2)), ...(await page(4))]).toEqual(await ids('open'));
  });
});

describe('today', () => {
  it('says what is held per currency, what lapses, what lapsed and what came in', async () => {
    const today = await mirror.today({
      ...when,
      dayStart: noon - 12 * hour,
      readUntil: { stripe: noon, paysafe: noon },
    });
    expect(today.held).toEqual([
      { amount: 40_000, currency: 'CAD' },
      { amount: 8000, currency: 'USD' },
    ]);
    expect(today.heldCount).toBe(6);
    // The same ones as the pill of the list: a Paysafe hold past our estimate may lapse at any moment.
    expect(today.lapsing.map(({ id }) => id)).toEqual(await ids('today'));
    expect(today.lapsed.map(({ id }) => id)).toEqual(['stripe:lapsed', 'stripe:over']);
    expect(today.collected).toEqual([{ amount: 1300, currency: 'CAD' }]);
    expect(today.collectedCount).toBe(2);
  });
});
