import type { DayTotals } from '../../src-main/contract/day-end.ts';
import { formatMoney, type Language } from '../format/money.ts';

/** What was collected, in each currency; nothing is nothing of the house's own. @param currency of the house */
export function collectedWords(
  totals: readonly { readonly currency: string; readonly whole: Pick<DayTotals['whole'], 'collected'> }[],
  currency: string,
  language: Language,
): string {
  const sums = totals.map((one) => ({ amount: one.whole.collected, currency: one.currency }));
  return (sums.length > 0 ? sums : [{ amount: 0, currency }]).map((sum) => formatMoney(sum, language)).join(', ');
}
