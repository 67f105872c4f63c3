import { describe, expect, it } from 'vitest';
import {
  compareWithStatements,
  type StatementDay,
  type TakenOrder,
} from '../../../src-main/payments/statement-cover.ts';

// Our own orders against the days that statements cover: of what was not brought in nothing is said.
const at = (day: number): number => day * 86_400_000 + 43_200_000;
const order = (id: string, day: number, more: Partial<TakenOrder> = {}): TakenOrder => ({
  ...{ id, day, at: at(day), currency: 'CAD', instrument: 'card', names: [id] },
  ...more,
});
const line = (statement: string, day: number, name: string | null = null, currency = 'CAD'): StatementDay => ({
  ...{ statement, day, at: at(day), currency },
  names: name === null ? [] : [name],
});
/** A file with a line of somebody else's payment on each of these days. */
const file = (statement: string, from: number, to: number, skip: readonly number[] = []): StatementDay[] =>
  Array.from({ length: to - from + 1 }, (_none, place) => from + place)
    .filter((day) => !skip.includes(day))
    .map((day) => line(statement, day, `web-${day}`));
const missing = (lines: readonly StatementDay[], orders: readonly TakenOrder[]): readonly string[] =>
  compareWithStatements(lines, orders).missing;

/** Monday to Saturday, six weeks; day 0 is a Monday, and an order is named on the first day. */
const weeks = [0, 1, 2, 3, 4, 5].flatMap((week) => file(`week-${week}`, week * 7, week * 7 + 5));
const named = order('named', 1);
const sixWeeks = [...weeks, line('week-0', 1, 'named')];

describe('files of a week each, with every Sunday closed', () => {
  it('meet: what none of them names is missing, up to a week before the last', () => {
    const orders = [named, order('lost', 16), order('saturday', 26), order('late', 37)];
    expect(missing(sixWeeks, orders)).toEqual(['lost', 'saturday']);
    expect(compareWithStatements(sixWeeks, orders).compared).toEqual([
      { currency: 'CAD', instrument: 'card', spans: [{ from: 0, to: 33 }] },
    ]);
  });
  it('are parted by a day of ours that no line names: its file may not have been brought in', () => {
    const sunday = order('sunday', 13);
    const found = compareWithStatements(sixWeeks, [named, sunday, order('lost', 10), order('first', 3)]);
    // Two weeks, less one, and of the four that follow no line of ours is ever named.
    expect(found.missing).toEqual(['first']);
    expect(found.compared[0]?.spans).toEqual([{ from: 0, to: 5 }]);
  });
  it('meet over a day of ours that Paysafe books on Monday, and one of its orders that is not named is missing', () => {
    const orders = [named, order('booked', 13), order('lost', 13)];
    expect(missing([...sixWeeks, line('week-2', 14, 'booked')], orders)).toEqual(['lost']);
  });
  it('do not meet where one is not brought in, whether the house was open or closed that week', () => {
    const without = sixWeeks.filter(({ statement }) => statement !== 'week-2');
    expect(missing(without, [named, order('before', 10)])).toEqual([]);
    expect(missing(without, [named, order('before', 10), order('within', 16)])).toEqual([]);
  });
});

it('files of a month meet over the day between them that had no line', () => {
  const months = [...file('october', 0, 29), ...file('november', 31, 58), line('october', 2, 'named')];
  expect(missing(months, [named, order('end', 27), order('late', 53)])).toEqual(['end']);
});

it('a day without a line within a file is covered by it', () => {
  expect(missing([...file('one', 0, 20, [8, 9, 10]), line('one', 1, 'named')], [named, order('lost', 9)])).toEqual([
    'lost',
  ]);
});

describe('money of which the files do not tell', () => {
  const cards = [...file('cards', 0, 30), line('cards', 1, 'named')];
  const eft = order('eft', 10, { instrument: 'bank' });
  it('is not called missing: a bank debit by the files of the card account', () => {
    expect(missing(cards, [named, eft])).toEqual([]);
    expect(compareWithStatements(cards, [named, eft]).compared).toEqual([
      { currency: 'CAD', instrument: 'card', spans: [{ from: 0, to: 23 }] },
      { currency: 'CAD', instrument: 'bank', spans: [] },
    ]);
  });
  it('is not called missing: another currency', () => {
    expect(missing(cards, [named, order('usd', 10, { currency: 'USD' })])).toEqual([]);
    const both = [...cards, ...[0, 15, 30].map((day) => line('usd', day, 'us-web', 'USD'))];
    expect(missing(both, [named, order('usd', 10, { currency: 'USD' })])).toEqual([]);
    const usd = [order('usd', 10, { currency: 'USD' }), order('us-named', 12, { currency: 'USD' })];
    expect(missing([...both, line('usd', 13, 'us-named', 'USD')], [named, ...usd])).toEqual(['usd']);
  });
  it('is, where the files name others of its kind', () => {
    const both = [...cards, line('cards', 6, 'eft-named')];
    expect(missing(both, [named, eft, order('eft-named', 5, { instrument: 'bank' })])).toEqual(['eft']);
  });
  it('is not, of days of which only the other account’s file was brought in', () => {
    const banks = [line('banks', 0, 'eft-0'), line('banks', 19, 'eft-19')];
    const own = [0, 19].map((day) => order(`eft-${day}`, day, { instrument: 'bank' }));
    expect(missing([...cards, ...banks], [named, ...own, eft])).toEqual([]);
    expect(missing([...cards, ...banks], [named, ...own, order('eft', 3, { instrument: 'bank' })])).toEqual(['eft']);
  });
});

it('nothing is said of files that name no order of ours, nor without any', () => {
  expect(missing(file('one', 0, 30), [order('lost', 10)])).toEqual([]);
  expect(compareWithStatements([], [order('lost', 10)])).toEqual({
    missing: [],
    compared: [{ currency: 'CAD', instrument: 'card', spans: [] }],
  });
});
