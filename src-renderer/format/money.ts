import { decimalsOf, type Money } from '../../src-main/contract/money.ts';

export type Language = 'en' | 'fr';

const nbsp = '\u00a0';
const minus = '\u2212';

/** Digits only, for table cells: `1,234.50`, `1 234,50`. */
export function formatAmount(amount: number, currency: string, language: Language): string {
  const decimals = decimalsOf(currency);
  const digits = String(Math.abs(amount)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const part = decimals === 0 ? '' : digits.slice(-decimals);
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, language === 'fr' ? nbsp : ',');
  const text = part === '' ? grouped : `${grouped}${language === 'fr' ? ',' : '.'}${part}`;
  return amount < 0 ? `${minus}${text}` : text;
}

const signs: Readonly<Record<string, { readonly en: string; readonly fr: string }>> = {
  CAD: { en: '$', fr: '$' },
  USD: { en: 'US$', fr: '$ US' },
  EUR: { en: '€', fr: '€' },
  GBP: { en: '£', fr: '£' },
};

/** A currency as the head of a column of plain digits says it: `$`, `US$`, `€`; its code where it has no sign here. */
export function signOf(currency: string, language: Language): string {
  return (signs[currency]?.[language] ?? currency).replace(' ', nbsp);
}

/** With its sign, as sentences and buttons say it: `$1,234.50`, `1 234,50 $`. */
export function formatMoney(money: Money, language: Language): string {
  const text = formatAmount(Math.abs(money.amount), money.currency, language);
  const sign = signs[money.currency];
  const before = money.amount < 0 ? minus : '';
  if (language === 'fr') return `${before}${text}${nbsp}${(sign?.fr ?? money.currency).replace(' ', nbsp)}`;
  return sign ? `${before}${sign.en}${text}` : `${before}${text}${nbsp}${money.currency}`;
}
