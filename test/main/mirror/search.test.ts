import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openMirror, type Mirror } from '../../../src-main/mirror/mirror.ts';
import { cardOf, customerOf, day, holdOf, noon, november, paymentOf } from './rows-of-a-house.ts';

let mirror: Mirror;
beforeEach(async () => {
  mirror = await openMirror({ file: ':memory:', workerUrl: null });
});
afterEach(() => mirror.close());

async function find(search: string, filter: 'all' | 'holds' | 'cards' = 'all'): Promise<string[]> {
  const found = await mirror.customers({ search, filter, offset: 0, limit: 50, month: november });
  expect(found.total).toBe(found.rows.length);
  return found.rows.map((row) => row.name);
}

describe('staff find a person as they type', () => {
  const people = [
    'Amélie Bouchard-Roy',
    'Łukasz Nowak',
    'Nguyễn Thị Hạnh',
    'Jean-Luc Cœur',
    'Siobhán O’Brien',
    'Chloé L’Heureux',
    'Søren Ægidius',
  ];
  beforeEach(() => mirror.put({ customers: people.map((name, place) => customerOf(`stripe:cus_${place}`, { name })) }));

  it.each([
    ['amelie', 'Amélie Bouchard-Roy'],
    ['AMÉLIE', 'Amélie Bouchard-Roy'],
    ['roy am', 'Amélie Bouchard-Roy'],
    ['bouchard-r', 'Amélie Bouchard-Roy'],
    ['bouchard roy', 'Amélie Bouchard-Roy'],
    ['bouchardroy', 'Amélie Bouchard-Roy'],
    ['lukasz', 'Łukasz Nowak'],
    ['Łuk', 'Łukasz Nowak'],
    ['nguyen thi', 'Nguyễn Thị Hạnh'],
    ['nguyễn', 'Nguyễn Thị Hạnh'],
    ['coeur', 'Jean-Luc Cœur'],
    ['cœur', 'Jean-Luc Cœur'],
    ['jean luc', 'Jean-Luc Cœur'],
    ["o'brien", 'Siobhán O’Brien'],
    ['o’brien', 'Siobhán O’Brien'],
    ['obrien', 'Siobhán O’Brien'],
    ['brien siob', 'Siobhán O’Brien'],
    ["l'heu", 'Chloé L’Heureux'],
    ['heureux', 'Chloé L’Heureux'],
    ['soren aegi', 'Søren Ægidius'],
  ])('“%s” finds %s and nobody else', async (typed, name) => {
    expect(await find(typed)).toEqual([name]);
  });

  it.each(['melie', 'amelie nowak', '!!!', '"', '* OR *', 'am NOT roy'])('“%s” finds nobody', async (typed) => {
    expect(await find(typed)).toEqual([]);
  });

  it('the list without a search is in the order of the names, accents and hyphens aside', async () => {
    expect(await find('')).toEqual([
      'Amélie Bouchard-Roy',
      'Chloé L’Heureux',
      'Jean-Luc Cœur',
      'Łukasz Nowak',
      'Nguyễn Thị Hạnh',
      'Siobhán O’Brien',
      'Søren Ægidius',
    ]);
  });
});

describe('digits find a phone number or the end of a card', () => {
  beforeEach(async () => {
    await mirror.put({
      customers: [
        customerOf('stripe:cus_a', { name: 'Ana', phone: '(514) 555-0142' }),
        customerOf('stripe:cus_b', { name: 'Bea', phone: '+15145550199' }),
        customerOf('paysafe:c', { name: 'Cat', phone: '+33 6 12 34 56 78' }),
        customerOf('stripe:cus_d', { name: 'Dan' }),
      ],
      cards: [cardOf('stripe:pm_d', 'stripe:cus_d', { lastFour: '0055' })],
    });
  });

  it.each([
    ['0142', ['Ana']],
    ['514555', ['Ana', 'Bea']],
    ['514 555 0142', ['Ana']],
    ['(514) 555-01', ['Ana', 'Bea']],
    ['+1 514 555 0142', ['Ana']],
    ['+15145550142', ['Ana']],
    ['5145550199', ['Bea']],
    ['514-555-0199', ['Bea']],
    ['0199', ['Bea']],
    ['0612345678', ['Cat']],
    ['06 12 34', ['Cat']],
    ['+33 6 12', ['Cat']],
    ['0055', ['Dan']],
    ['dan 0055', ['Dan']],
    ['ana 0055', []],
  ])('“%s” finds %j', async (typed, names) => {
    expect((await find(typed)).toSorted()).toEqual(names);
  });

  it('a removed card finds nobody any more', async () => {
    await mirror.put({ cards: [cardOf('stripe:pm_d', 'stripe:cus_d', { lastFour: '0055', removed: true })] });
    expect(await find('0055')).toEqual([]);
  });
});

describe('an e-mail address finds its owner', () => {
  beforeEach(() =>
    mirror.put({
      customers: [
        customerOf('stripe:cus_a', { name: 'Ana', email: 'Marie.Tremblay+spa@gmail.com' }),
        customerOf('stripe:cus_b', { name: 'Bea', email: 'info@clinique-roy.example' }),
        customerOf('stripe:cus_g', { name: 'Gaby', email: 'g@gmail.com' }),
      ],
    }),
  );

  it.each([
    ['tremblay', ['Ana']],
    ['marie.trem', ['Ana']],
    ['marie.tremblay+spa@gmail.com', ['Ana']],
    ['marie@gm', ['Ana']],
    ['@gmail', ['Ana', 'Gaby']],
    ['clinique', ['Bea']],
    ['info@clinique-roy.example', ['Bea']],
    ['gmail', []],
    ['com', []],
  ])('“%s” finds %j', async (typed, names) => {
    expect((await find(typed)).toSorted()).toEqual(names);
  });
});

describe('the order and the number of what is found', () => {
  it('who paid last comes first, whatever the names', async () => {
    await mirror.put({
      customers: ['Ann A', 'Ann B', 'Ann C'].map((name, place) => customerOf(`stripe:cus_${place}`, { name })),
      payments: [paymentOf('stripe:pi_1', 'stripe:cus_1', { at: noon - 3 * day })],
    });
    await mirror.put({ payments: [paymentOf('stripe:pi_2', 'stripe:cus_2', { at: noon - day })] });
    expect((await find('ann')).slice(0, 2)).toEqual(['Ann C', 'Ann B']);
    await mirror.put({ payments: [paymentOf('stripe:pi_3', 'stripe:cus_1', { at: noon })] });
    expect((await find('ann')).slice(0, 2)).toEqual(['Ann B', 'Ann C']);
  });

  it('a thousand made in the same second are all found, and more are counted as 1,000+', async () => {
    const some = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, place) =>
        customerOf(`stripe:cus_${from + place}`, { name: `Zoé ${from + place}` }),
      );
    await mirror.put({ customers: some(0, 1000) });
    const thousand = await mirror.customers({ search: 'zoe', filter: 'all', offset: 990, limit: 50, month: november });
    expect(thousand).toMatchObject({ total: 1000, capped: false });
    expect(thousand.rows).toHaveLength(10);
    await mirror.put({ customers: some(1000, 1400) });
    for (const search of ['zoe', '']) {
      const more = await mirror.customers({ search, filter: 'all', offset: 0, limit: 50, month: november });
      expect(more).toMatchObject({ total: 1000, capped: true });
    }
  });

  it('a corrected name is found under the new one only', async () => {
    await mirror.put({ customers: [customerOf('stripe:cus_a', { name: 'Ann' })] });
    await mirror.put({ customers: [customerOf('stripe:cus_a', { name: 'Bob', readAt: noon + 1 })] });
    expect(await find('ann')).toEqual([]);
    expect(await find('bob')).toEqual(['Bob']);
  });

  it('a deleted customer leaves the list', async () => {
    await mirror.put({ customers: [customerOf('stripe:cus_a', { name: 'Ann' })] });
    await mirror.put({ customers: [customerOf('stripe:cus_a', { name: 'Ann', deleted: true, readAt: noon + 1 })] });
    expect(await find('ann')).toEqual([]);
    expect(await find('')).toEqual([]);
  });
});

describe('filters of the list', () => {
  beforeEach(async () => {
    await mirror.put({
      customers: ['ok', 'soon', 'past', 'both', 'none', 'bank'].map((name) =>
        customerOf(`stripe:${name}`, { name: `Ann ${name}` }),
      ),
      cards: [
        cardOf('stripe:pm_ok', 'stripe:ok', { expiry: { month: 1, year: 2027 } }),
        cardOf('stripe:pm_soon', 'stripe:soon', { expiry: { month: 12, year: 2026 } }),
        cardOf('stripe:pm_past', 'stripe:past', { expiry: { month: 10, year: 2026 } }),
        cardOf('stripe:pm_b1', 'stripe:both', { expiry: { month: 10, year: 2026 } }),
        cardOf('stripe:pm_b2', 'stripe:both', { expiry: { month: 10, year: 2030 } }),
        cardOf('stripe:pm_bank', 'stripe:bank', { kind: 'eft', brand: null, expiry: null }),
      ],
      cardsOf: ['stripe:none'],
      payments: [holdOf('stripe:pi_h', 'stripe:ok')],
    });
  });

  it('“holds” shows who has something to capture, with or without a search', async () => {
    expect(await find('', 'holds')).toEqual(['Ann ok']);
    expect(await find('ann', 'holds')).toEqual(['Ann ok']);
    await mirror.put({ payments: [paymentOf('stripe:pi_h', 'stripe:ok', { readAt: noon + 1 })] });
    expect(await find('', 'holds')).toEqual([]);
    expect(await find('ann', 'holds')).toEqual([]);
  });

  it('“cards” shows whose cards have all expired or will soon', async () => {
    expect(await find('', 'cards')).toEqual(['Ann past', 'Ann soon']);
    expect((await find('ann', 'cards')).toSorted()).toEqual(['Ann past', 'Ann soon']);
  });

  it('at the turn of the month the card signs change by themselves', async () => {
    await find('');
    const later = { year: 2027, month: 1 };
    const ask = (search: string) => mirror.customers({ search, filter: 'cards', offset: 0, limit: 50, month: later });
    for (const search of ['', 'ann']) {
      expect((await ask(search)).rows.map(({ name, cardState }) => [name, cardState]).toSorted()).toEqual([
        ['Ann ok', 'soon'],
        ['Ann past', 'expired'],
        ['Ann soon', 'expired'],
      ]);
    }
  });

  it('each line says how its cards are', async () => {
    const { rows } = await mirror.customers({ search: '', filter: 'all', offset: 0, limit: 50, month: november });
    expect(rows.map(({ name, cardState, cards, openHolds }) => [name, cardState, cards, openHolds])).toEqual([
      ['Ann bank', 'ok', 1, 0],
      ['Ann both', 'ok', 2, 0],
      ['Ann none', 'none', 0, 0],
      ['Ann ok', 'ok', 1, 1],
      ['Ann past', 'expired', 1, 0],
      ['Ann soon', 'soon', 1, 0],
    ]);
  });

  it('a customer whose cards were never read says so, not that there are none', async () => {
    await mirror.put({ customers: [customerOf('stripe:new', { name: 'New' })] });
    const ask = () => mirror.customers({ search: 'new', filter: 'all', offset: 0, limit: 1, month: november });
    expect((await ask()).rows[0]?.cardState).toBe('unread');
    await mirror.put({ cardsOf: ['stripe:new'] });
    expect((await ask()).rows[0]?.cardState).toBe('none');
  });
});
