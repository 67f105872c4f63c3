import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { estimatedBrands, estimatedFundings, type HoldDays } from '../../../src-main/contract/hold-days.ts';
import { first } from '../../../src-main/mirror/migrations/001-first.ts';
import { cardFaces } from '../../../src-main/mirror/migrations/002-card-faces.ts';
import { paymentDetails } from '../../../src-main/mirror/migrations/003-payment-details.ts';
import { cardNews } from '../../../src-main/mirror/migrations/004-card-news.ts';
import { holdList } from '../../../src-main/mirror/migrations/005-hold-list.ts';
import { goneCustomers } from '../../../src-main/mirror/migrations/006-gone-customers.ts';
import { payouts } from '../../../src-main/mirror/migrations/007-payouts.ts';
import { openMirror, type Mirror } from '../../../src-main/mirror/mirror.ts';
import { cardOf, customerOf, day, holdOf, hour, noon, paymentOf } from './rows-of-a-house.ts';

// What a house expects of a hold at Paysafe, by brand and kind of card: what is sorted, counted, summed and shown is the same everywhere.
const house: HoldDays = {
  others: 6,
  cards: [
    { brand: 'visa', funding: 'debit', days: 2 },
    { brand: 'visa', funding: 'unknown', days: 4 },
    { brand: 'amex', funding: 'credit', days: 20 },
  ],
};
let mirror: Mirror;
let folder: string;
const open = (): Promise<Mirror> => openMirror({ file: join(folder, 'mirror.db'), workerUrl: null });
const when = (holdDays: HoldDays = house) => ({
  now: noon,
  dayEnd: noon + 7 * hour,
  nextDayEnd: noon + 31 * hour,
  holdDays,
});
const list = (holdDays?: HoldDays, filter: 'open' | 'today' | 'lapsed' = 'open') =>
  mirror.holds({ ...when(holdDays), filter, provider: null, offset: 0, limit: 100 });
const order = async (holdDays?: HoldDays) =>
  (await list(holdDays)).map(({ id, deadline }) => [id, deadline && (deadline.at - noon) / day]);
const faceOf = (brand: string | null) => ({ kind: 'card', brand, lastFour: '4242', nickname: null }) as const;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hold-deadlines-'));
  mirror = await open();
});
afterEach(async () => {
  await mirror.close();
  rmSync(folder, { recursive: true });
});

describe('the deadline of a hold at Paysafe', () => {
  beforeEach(() =>
    mirror.put({
      customers: [customerOf('paysafe:a')],
      payments: [
        holdOf('paysafe:debit', 'paysafe:a', { at: noon, funding: 'debit' }),
        holdOf('paysafe:credit', 'paysafe:a', { at: noon, funding: 'credit' }),
        holdOf('paysafe:untold', 'paysafe:a', { at: noon }),
        holdOf('paysafe:amex', null, { at: noon, funding: 'credit', card: faceOf('amex') }),
        holdOf('paysafe:odd', null, { at: noon, funding: 'debit', card: faceOf('other') }),
        holdOf('paysafe:faceless', null, { at: noon, card: null }),
        holdOf('stripe:dated', null, { at: noon, funding: 'debit', captureBefore: noon + 5 * day }),
      ],
    }),
  );

  it('is estimated by brand and kind of card, and for every other card by the one number; Stripe’s own date stands', async () => {
    expect(await order()).toEqual([
      ['paysafe:debit', 2],
      ['paysafe:untold', 4],
      ['stripe:dated', 5],
      ['paysafe:credit', 6],
      ['paysafe:faceless', 6],
      ['paysafe:odd', 6],
      ['paysafe:amex', 20],
    ]);
  });

  it('follows when the house changes a number, and pages go on without a gap', async () => {
    await list();
    const changed: HoldDays = { others: 1, cards: [{ brand: 'visa', funding: 'credit', days: 3 }] };
    const all = await order(changed);
    expect(all).toEqual([
      ['paysafe:amex', 1],
      ['paysafe:debit', 1],
      ['paysafe:faceless', 1],
      ['paysafe:odd', 1],
      ['paysafe:untold', 1],
      ['paysafe:credit', 3],
      ['stripe:dated', 5],
    ]);
    const page = (offset: number) =>
      mirror.holds({ ...when(changed), filter: 'open', provider: null, offset, limit: 3 });
    const pages = [...(await page(0)), ...(await page(3)), ...(await page(6))];
    expect(pages.map(({ id }) => id)).toEqual(all.map(([id]) => id));
    expect((await order())[0]).toEqual(['paysafe:debit', 2]);
  });

  it('is the same in the list, its counts, Today and the sums by day, whichever is asked first after a change', async () => {
    const short: HoldDays = { others: 9, cards: [{ brand: 'visa', funding: 'debit', days: 1 }] };
    const late = { ...when(short), now: noon + day - hour, dayEnd: noon + day + hour };
    expect((await mirror.heldByTime(late)).map(({ provider, at, count }) => [provider, at, count])).toEqual([
      ['paysafe', noon + day, 1],
      ['stripe', noon + 5 * day, 1],
      ['paysafe', noon + 9 * day, 5],
    ]);
    const today = await mirror.today({
      ...late,
      holdDays: house,
      dayStart: noon,
      readUntil: { stripe: noon, paysafe: noon },
    });
    expect(today.lapsing).toEqual([]);
    const again = await mirror.today({ ...late, dayStart: noon, readUntil: { stripe: noon, paysafe: noon } });
    expect(again.lapsing.map(({ id }) => id)).toEqual(['paysafe:debit']);
    expect(again.heldCount).toBe(7);
    expect(await mirror.holdCounts({ ...late, filter: 'open', provider: null })).toMatchObject({ open: 7, today: 1 });
  });

  it('that is over lapses nothing: it stays open, to be captured or released', async () => {
    const over = { ...when({ others: 1, cards: [] }), now: noon + 3 * day, dayEnd: noon + 4 * day };
    const asked = { ...over, provider: null, offset: 0, limit: 100 } as const;
    expect((await mirror.holds({ ...asked, filter: 'lapsed' })).map(({ id }) => id)).toEqual([]);
    const rows = await mirror.holds({ ...asked, filter: 'today' });
    expect(rows.map(({ id, state }) => [id, state])).toContainEqual(['paysafe:debit', 'open']);
    expect(await mirror.holdCounts({ ...over, filter: 'open', provider: null })).toMatchObject({ open: 7, lapsed: 0 });
  });

  it('of one that is placed after a restart goes by the house’s numbers as well', async () => {
    await list();
    await mirror.close();
    mirror = await open();
    await mirror.put({ payments: [holdOf('paysafe:new', null, { at: noon - hour, funding: 'debit' })] });
    expect((await order())[0]?.[0]).toBe('paysafe:new');
    await mirror.clear();
    await mirror.put({ payments: [holdOf('paysafe:later', null, { at: noon, funding: 'debit' })] });
    expect(await order()).toEqual([['paysafe:later', 2]]);
  });
});

describe('a list of an earlier version', () => {
  it('keeps its holds, and their deadlines follow the house’s numbers at the first question', async () => {
    await mirror.close();
    const file = join(folder, 'earlier.db');
    const earlier = new Database(file);
    for (const sql of [first, cardFaces, paymentDetails, cardNews, holdList, goneCustomers, payouts]) earlier.exec(sql);
    earlier.pragma(`application_id = ${0x436d4d72}`);
    earlier.pragma('user_version = 7');
    earlier.exec(`INSERT INTO kept (name, value) VALUES ('hold.days', '9');
      INSERT INTO payment (id, provider, ref, customer_id, card_id, card, state, currency, authorized, capturable, taken, refunded,
        settlements, at, capture_before, description, key, account, details, read_at)
      VALUES ('paysafe:h', 'paysafe', 'h', NULL, 'paysafe:c', '{"kind":"card","brand":"visa","lastFour":"1","nickname":null}', 'held',
        'CAD', 8000, 8000, 0, 0, '[]', ${noon}, NULL, NULL, NULL, NULL, NULL, ${noon});`);
    expect(earlier.prepare('SELECT deadline FROM hold').pluck().get()).toBe(noon + 9 * day);
    earlier.close();
    mirror = await openMirror({ file, workerUrl: null });
    expect(await order({ others: 9, cards: [] })).toEqual([['paysafe:h', 9]]);
    expect(await order()).toEqual([['paysafe:h', 4]]);
    await mirror.put({ cards: [cardOf('paysafe:c', 'paysafe:a', { funding: 'debit' })] });
    expect(await order()).toEqual([['paysafe:h', 2]]);
  });
});

describe('the kind of card behind a hold', () => {
  const held = (given: Parameters<typeof holdOf>[2] = {}) =>
    holdOf('paysafe:h', 'paysafe:a', { at: noon, cardId: 'paysafe:c', ...given });
  const saved = (given: Parameters<typeof cardOf>[2] = {}) => cardOf('paysafe:c', 'paysafe:a', given);

  it('is what the saved card says, whichever of the two was read first', async () => {
    await mirror.put({ customers: [customerOf('paysafe:a')], cards: [saved({ funding: 'debit' })] });
    await mirror.put({ payments: [held()] });
    expect(await order()).toEqual([['paysafe:h', 2]]);
    await mirror.clear();
    await mirror.put({ payments: [held()] });
    expect(await order()).toEqual([['paysafe:h', 4]]);
    await mirror.put({ customers: [customerOf('paysafe:a')], cards: [saved({ funding: 'debit' })] });
    expect(await order()).toEqual([['paysafe:h', 2]]);
  });

  it('the saved card knows better than the hold; the hold, where the card says nothing; and is not forgotten', async () => {
    await mirror.put({
      customers: [customerOf('paysafe:a')],
      cards: [saved()],
      payments: [held({ funding: 'debit' })],
    });
    expect((await mirror.payment('paysafe:h'))?.funding).toBe('debit');
    await mirror.put({ cards: [saved({ funding: 'prepaid', readAt: noon + 1 })] });
    expect((await mirror.payment('paysafe:h'))?.funding).toBe('prepaid');
    await mirror.put({ payments: [held({ funding: 'debit', readAt: noon + 2 })] });
    expect((await mirror.payment('paysafe:h'))?.funding).toBe('prepaid');
    await mirror.put({ cards: [saved({ readAt: noon + 3 })] });
    await mirror.put({ payments: [held({ readAt: noon + 4 })] });
    expect((await mirror.payment('paysafe:h'))?.funding).toBe('prepaid');
    expect((await mirror.card('paysafe:c'))?.funding).toBeUndefined();
    expect((await mirror.person('paysafe:a'))?.payments[0]?.funding).toBe('prepaid');
  });

  it('of a card that was never read stays unknown, and nothing else is guessed', async () => {
    await mirror.put({ payments: [held(), paymentOf('paysafe:p', null)] });
    const [row] = await list();
    expect(row?.deadline).toMatchObject({ days: 4, of: { brand: 'visa', funding: 'unknown' } });
    expect((await mirror.payment('paysafe:p'))?.funding).toBeUndefined();
  });

  it('every card of the table has its own number, and what is sorted by is what is shown', async () => {
    const cards = estimatedBrands.flatMap((brand, row) =>
      estimatedFundings.map((funding, column) => ({ brand, funding, days: 1 + ((row * 7 + column * 3) % 29) })),
    );
    await mirror.put({
      payments: cards.map(({ brand, funding }, place) =>
        holdOf(`paysafe:${place}`, null, {
          ...{ at: noon, card: faceOf(brand) },
          ...(funding === 'unknown' ? {} : { funding }),
        }),
      ),
    });
    const rows = await list({ others: 30, cards });
    expect(rows.map(({ deadline }) => deadline?.at)).toEqual(
      cards.map(({ days }) => noon + days * day).toSorted((a, b) => a - b),
    );
    for (const { id, deadline } of rows) {
      const cell = cards[Number(id.split(':')[1])];
      expect(deadline).toEqual({
        ...{ at: noon + (cell?.days ?? 0) * day, estimated: true, days: cell?.days },
        of: { brand: cell?.brand, funding: cell?.funding },
      });
    }
  });
});
