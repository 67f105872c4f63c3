import { describe, expect, it } from 'vitest';
import { isBic, isDigits, isIban, isRoutingNumber, withoutGaps } from '../../../src-main/contract/bank-numbers.ts';

describe('what can be known of a bank account’s numbers without asking a bank', () => {
  it('an IBAN adds up, has the length of its country, and one wrong or swapped digit is noticed', () => {
    // The registry's own examples.
    const good = [
      'GB29NWBK60161331926819',
      'DE89370400440532013000',
      'FR1420041010050500013M02606',
      'NL91ABNA0417164300',
    ];
    expect(good.every(isIban)).toBe(true);
    for (const iban of good) {
      for (let place = 4; place < iban.length; place += 1) {
        const sign = iban[place] ?? '';
        const other = /\d/.test(sign) ? String((Number(sign) + 1) % 10) : sign === 'A' ? 'B' : 'A';
        expect(isIban(`${iban.slice(0, place)}${other}${iban.slice(place + 1)}`)).toBe(false);
      }
    }
    const bad = [
      '',
      'DE89',
      'DE8937040044053201300',
      'DE893704004405320130000',
      'de89370400440532013000',
      '4530910000012345',
    ];
    expect(bad.filter(isIban)).toEqual([]);
  });

  it('a routing number has nine digits of which the last checks the others', () => {
    expect(['011000015', '021000021', '123456780'].every(isRoutingNumber)).toBe(true);
    expect(
      ['011000016', '012000015', '000000000', '01100001', '0110000150', 'abcdefghi'].filter(isRoutingNumber),
    ).toEqual([]);
  });

  it('gaps that people write are taken out, and nothing else', () => {
    expect(withoutGaps(' gb29 nwbk-6016.1331\u00a0926819 ')).toBe('GB29NWBK60161331926819');
    expect(isDigits('00123', [5, 5])).toBe(true);
    expect(isDigits('0012a', [5, 5])).toBe(false);
    expect(isDigits('١٢٣٤٥', [5, 5])).toBe(false);
    expect(['DEUTDEFF', 'DEUTDEFF500'].every(isBic)).toBe(true);
    expect(['DEUTDEF', 'DEUTDEFF5', '1EUTDEFF'].filter(isBic)).toEqual([]);
  });
});
