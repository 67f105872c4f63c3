import { withoutCardNumbers } from '../evidence/no-card-numbers.ts';

/** What a cell may show: short, and without what looks like a card number. */
export function shownCell(cell: string): string {
  const shown = withoutCardNumbers(cell);
  return shown.length > 60 ? `${shown.slice(0, 59)}…` : shown;
}

/** The sign `$` says dollars of the house; another sign or another code is another currency. */
export function namesOtherCurrency(text: string, currency: string): boolean {
  const signs: Readonly<Record<string, string>> = { '€': 'EUR', '£': 'GBP' };
  const named = text.toUpperCase().match(/[€£]|CAD|USD|EUR|GBP/g) ?? [];
  return named.some((word) => (signs[word] ?? word) !== currency);
}
