import { describe, expect, it } from 'vitest';
import type { Repeat } from '../../../src-main/contract/repeat.ts';
import { judgeDoubts, unsure, type Doubted } from '../../../src-main/payments/doubts.ts';

const cad = (amount: number) => ({ amount, currency: 'CAD' });
const nobody = { alike: [], sameCard: [], paid: { count: 12, largest: 18_000 } };
const doubted = (more: Partial<Doubted>): Doubted => ({
  amount: cad(8_000),
  tip: null,
  billed: false,
  resemblance: nobody,
  today: [],
  ...more,
});
const whys = (more: Partial<Doubted>): string[] => judgeDoubts(doubted(more)).map(({ why }) => why);
const stranger = { ...nobody, paid: { count: 2, largest: 4_000 } };

describe('before a card is charged', () => {
  it('nothing stands out of an everyday amount', () => expect(whys({})).toEqual([]));

  it.each([
    ['three times the most they ever paid', 54_000, nobody, []],
    ['one cent more', 54_001, nobody, ['unusual']],
    ['a zero too many', 80_000, nobody, ['unusual']],
    ['somebody new, under a thousand', 99_999, stranger, []],
    ['somebody new, a thousand', 100_000, stranger, ['unusual']],
  ])('an amount is unusual when it is far more than ever: %s', (_name, amount, resemblance, expected) =>
    expect(whys({ amount: cad(amount), resemblance })).toEqual(expected),
  );

  it('what a bill says is not unusual, however much it is; a tip is looked at all the same', () => {
    expect(whys({ amount: cad(90_000), billed: true })).toEqual([]);
    expect(whys({ amount: cad(8_000 + 18_00 * 100), tip: 18_00 * 100, billed: true })).toEqual(['tip']);
  });

  it.each([
    ['none', null, []],
    ['exactly half', 5_000, []],
    ['more than half', 5_100, ['tip']],
    ['more than half of a coffee', 400, []],
  ])('a tip of %s', (name, tip, expected) => {
    const base = name.includes('coffee') ? 500 : 10_000;
    expect(whys({ amount: cad(base + (tip ?? 0)), tip })).toEqual(expected);
  });

  it('a thousand yen is no thousand dollars', () => {
    expect(whys({ amount: { amount: 900, currency: 'JPY' }, resemblance: stranger })).toEqual([]);
    expect(whys({ amount: { amount: 1_000, currency: 'JPY' }, resemblance: stranger })).toEqual(['unusual']);
  });

  it('each doubt is confirmed by its own fact, and another amount, person or payment is another fact', () => {
    const other = { id: 'stripe:b', name: 'Marie Tremblay', phone: null, email: null };
    const earlier: Repeat = {
      id: 'op-1',
      kind: 'charge',
      provider: 'stripe',
      amount: cad(8_000),
      at: 0,
      from: 'records',
      staffName: 'Maude',
      desk: 'Front 1',
      state: 'done',
    };
    const doubts = judgeDoubts(
      doubted({
        amount: cad(90_000),
        resemblance: { ...nobody, alike: [{ ...other, same: false }], sameCard: [{ ...other, id: 'stripe:c' }] },
        today: [earlier],
      }),
    );
    expect(doubts.map(({ why }) => why)).toEqual(['alike', 'same_card', 'same_day', 'unusual']);
    const facts = doubts.map(({ fact }) => fact);
    expect(new Set(facts).size).toBe(4);
    expect(unsure(doubts, [])).toEqual({ code: 'be_sure', facts: { count: 4 } });
    expect(unsure(doubts, facts.slice(1))).toEqual({ code: 'be_sure', facts: { count: 1 } });
    expect(unsure(doubts, facts)).toBeNull();
    const dearer = judgeDoubts(doubted({ amount: cad(90_100) }));
    expect(unsure(dearer, facts)).toEqual({ code: 'be_sure', facts: { count: 1 } });
  });
});
