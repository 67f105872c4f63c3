/** An amount as staff and clients read it, in the language's own way. Minor units. */
export function moneyWords(
  { amount, currency }: { readonly amount: number; readonly currency: string },
  language: 'en' | 'fr',
): string {
  const locale = language === 'fr' ? 'fr-CA' : 'en-CA';
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
  const { maximumFractionDigits: decimals = 2 } = format.resolvedOptions();
  return format.format(amount / 10 ** decimals);
}
