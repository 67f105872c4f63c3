import { describe, expect, it } from 'vitest';
import { csvLines } from '../../../src-main/evidence/csv.ts';

const cad = (amount: number) => ({ amount, currency: 'CAD' });

describe('a line of a list for a spreadsheet', () => {
  it('has the marks of its language, and amounts that add up', () => {
    expect(csvLines([['Zoë', cad(123_450), cad(-5), null, { amount: 500, currency: 'JPY' }]], 'en')).toBe(
      'Zoë,1234.50,-0.05,,500\r\n',
    );
    expect(csvLines([['Zoë', cad(123_450), cad(-5)]], 'fr')).toBe('Zoë;1234,50;-0,05\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '\uFF1D1'])('begins no formula with %j', (words) => {
    expect(
      csvLines([[words]], 'en')
        .replace(/^"/, '')
        .startsWith("'"),
    ).toBe(true);
  });

  it('keeps what has marks in it in one cell', () => {
    expect(csvLines([['O’Brien; fils', 'a,b', 'say "no"', 'two\nlines']], 'fr')).toBe(
      'O’Brien; fils'.replace(/^.*$/, '"$&"') + ';"a,b";"say ""no""";"two\nlines"\r\n',
    );
  });

  it('has no card number in it, whoever typed it', () => {
    expect(csvLines([['card 4242 4242 4242 4242 please']], 'en')).toBe('card •••• please\r\n');
  });
});
