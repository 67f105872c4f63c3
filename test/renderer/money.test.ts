import { describe, expect, it } from 'vitest';
import { formatAmount, formatMoney } from '../../src-renderer/format/money.ts';
import { parseMoney } from '../../src-main/contract/parse-money.ts';

describe('an amount as staff type it', () => {
  it.each([
    ['6,95', 695],
    ['6.95', 695],
    ['6,9', 690],
    ['6', 600],
    ['0,05', 5],
    [',50', 50],
    ['1 234,50', 123_450],
    ['1\u00a0234,50', 123_450],
    ['1\u202f234,50', 123_450],
    ['1’234.50', 123_450],
    ['1,234.50', 123_450],
    ['1.234,50', 123_450],
    ['$12.00', 1200],
    ['12,00 $', 1200],
    ['12 CAD', 1200],
    ['  20 ', 2000],
    ['0.00', 0],
  ])('%s is read', (text, amount) => {
    expect(parseMoney(text, 'CAD')).toEqual({ ok: true, amount });
  });

  it.each([
    ['1.234', 'ambiguous'],
    ['1,234', 'ambiguous'],
    ['12,345', 'ambiguous'],
    ['', 'empty'],
    ['  ', 'empty'],
    ['abc', 'not_a_number'],
    ['1e3', 'not_a_number'],
    ['12 34', 'not_a_number'],
    ['1,23.456,7', 'not_a_number'],
    ['-5', 'negative'],
    ['\u22125', 'negative'],
    ['5,955', 'ambiguous'],
    ['1 234,567', 'too_many_decimals'],
    ['6,9555', 'too_many_decimals'],
    ['1000000', 'too_large'],
  ])('%s is refused, never guessed', (text, why) => {
    expect(parseMoney(text, 'CAD')).toEqual({ ok: false, why });
  });

  it('a currency without cents takes none; one with three keeps three', () => {
    expect(parseMoney('1200', 'JPY')).toEqual({ ok: true, amount: 1200 });
    expect(parseMoney('12,5', 'JPY')).toEqual({ ok: false, why: 'too_many_decimals' });
    expect(parseMoney('1,5', 'KWD')).toEqual({ ok: true, amount: 1500 });
  });

  it('what is written is read again as the same amount, in both languages', () => {
    for (let amount = 0; amount < 9_000_000; amount += 1 + Math.floor(amount / 7)) {
      for (const language of ['en', 'fr'] as const) {
        for (const text of [formatAmount(amount, 'CAD', language), formatMoney({ amount, currency: 'CAD' }, language)])
          expect(parseMoney(text, 'CAD'), text).toEqual({ ok: true, amount });
      }
    }
  });
});

describe('an amount on screen', () => {
  it('carries its sign where the language puts it, and a true minus', () => {
    expect(formatMoney({ amount: 123_450, currency: 'CAD' }, 'en')).toBe('$1,234.50');
    expect(formatMoney({ amount: 123_450, currency: 'CAD' }, 'fr')).toBe('1\u00a0234,50\u00a0$');
    expect(formatMoney({ amount: -5000, currency: 'CAD' }, 'en')).toBe('\u2212$50.00');
    expect(formatMoney({ amount: 1200, currency: 'JPY' }, 'en')).toBe('1,200\u00a0JPY');
  });
});
