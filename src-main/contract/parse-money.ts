import { decimalsOf } from './money.ts';

export type ParsedMoney =
  | { readonly ok: true; readonly amount: number }
  | {
      readonly ok: false;
      readonly why: 'empty' | 'ambiguous' | 'not_a_number' | 'too_many_decimals' | 'negative' | 'too_large';
    };

const most = 99_999_999;

/**
 * Reads an amount as people type it in either language, into minor units: `6,95`, `6.95`, `1 234,50`, `1,234.50`. Never guesses: one
 * separator followed by exactly three digits (`1.234`) may be a thousand or a fraction, so it is refused.
 */
export function parseMoney(text: string, currency: string): ParsedMoney {
  const decimals = decimalsOf(currency);
  const plain = text
    .replace(/[$€£]|CAD|USD|EUR|GBP/gi, '')
    .replace(/[\u00a0\u202f\u2009\s'’]/g, ' ')
    .trim();
  if (plain === '') return no('empty');
  if (/^[-\u2212]/.test(plain)) return no('negative');
  if (!/^[\d ,.]+$/.test(plain) || !/\d/.test(plain)) return no('not_a_number');
  // Spaces only ever group thousands.
  if (plain.includes(' ') && !/^\d{1,3}( \d{3})+([.,]\d*)?$/.test(plain)) return no('not_a_number');
  const bare = plain.replaceAll(' ', '');
  const commas = bare.split(',').length - 1;
  const dots = bare.split('.').length - 1;
  let whole = bare;
  let fraction = '';
  if (commas > 0 && dots > 0) {
    const last = Math.max(bare.lastIndexOf(','), bare.lastIndexOf('.'));
    const decimalMark = bare[last] ?? '.';
    const groupMark = decimalMark === ',' ? '.' : ',';
    [whole = '', fraction = ''] = [bare.slice(0, last), bare.slice(last + 1)];
    if (whole.includes(decimalMark)) return no('not_a_number');
    if (!isGrouped(whole, groupMark)) return no('not_a_number');
    whole = whole.replaceAll(groupMark, '');
  } else if (commas + dots === 1) {
    const mark = commas === 1 ? ',' : '.';
    const [left = '', right = ''] = bare.split(mark);
    const groupedBySpaces = plain.includes(' ');
    // `1.234`: a thousand, or one and 234 thousandths? With a currency of three decimals too.
    if (right.length === 3 && left !== '' && left.length <= 3 && left !== '0' && !groupedBySpaces)
      return no('ambiguous');
    [whole, fraction] = [left, right];
  } else if (commas + dots > 1) {
    const mark = commas > 0 ? ',' : '.';
    if (!isGrouped(bare, mark)) return no('not_a_number');
    whole = bare.replaceAll(mark, '');
  }
  if (fraction.length > decimals) return no('too_many_decimals');
  const amount = Number(`${whole === '' ? '0' : whole}${fraction.padEnd(decimals, '0')}`);
  if (!Number.isSafeInteger(amount) || amount > most) return no('too_large');
  return { ok: true, amount };
}

function isGrouped(text: string, mark: string): boolean {
  const groups = text.split(mark);
  return (
    (groups[0]?.length ?? 0) >= 1 &&
    (groups[0]?.length ?? 0) <= 3 &&
    groups.slice(1).every((group) => group.length === 3)
  );
}

function no(why: Extract<ParsedMoney, { ok: false }>['why']): ParsedMoney {
  return { ok: false, why };
}
