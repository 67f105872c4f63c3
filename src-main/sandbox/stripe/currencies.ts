import { badParameter } from './refusal.ts';

/** Smallest charge by currency, minor units. https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
const smallest: Readonly<Record<string, number>> = {
  aed: 200,
  aud: 50,
  brl: 50,
  cad: 50,
  chf: 50,
  czk: 1500,
  dkk: 250,
  eur: 50,
  gbp: 30,
  hkd: 400,
  huf: 17_500,
  jpy: 50,
  mxn: 1000,
  myr: 200,
  nok: 300,
  nzd: 50,
  pln: 200,
  ron: 200,
  sek: 300,
  sgd: 50,
  thb: 1000,
  usd: 50,
};

/** Without a known smallest charge, yet taken. The first sixteen have no minor unit. */
const others = (
  'bif clp djf gnf kmf krw mga pyg rwf vnd vuv xaf xof xpf isk ugx ' +
  'ars bgn cop idr ils inr kes mad pen php sar try twd uah uyu zar bhd jod kwd omr tnd'
).split(' ');

const withoutMinorUnit = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));
const threeDecimals = new Set('bhd jod kwd omr tnd'.split(' '));
const known = new Set([...Object.keys(smallest), ...others]);

const largest = 99_999_999;

/** @throws StripeRefusal 400 for a currency that is not taken. Returns it in lower case. */
export function checkedCurrency(sent: string, param = 'currency'): string {
  const currency = sent.toLowerCase();
  if (known.has(currency)) return currency;
  throw badParameter(
    param,
    `Invalid currency: ${currency}. Stripe currently supports these currencies: ${[...known].sort().join(', ')}`,
  );
}

/** @throws StripeRefusal 400 for an amount (minor units) below the smallest or above the largest charge. */
export function checkAmount(amount: number, currency: string, param = 'amount'): void {
  const least = smallest[currency] ?? 1;
  if (amount < least) {
    throw badParameter(param, `Amount must be at least ${moneyText(least, currency)}`, 'amount_too_small');
  }
  if (amount > largest) {
    throw badParameter(param, `Amount must be no more than ${moneyText(largest, currency)}`, 'amount_too_large');
  }
  if (threeDecimals.has(currency) && amount % 10 !== 0) {
    throw badParameter(param, `Amounts in ${currency} must end with 0.`, 'parameter_invalid_integer');
  }
}

/** As Stripe's messages say it: `$0.50 cad`. */
export function moneyText(amount: number, currency: string): string {
  const dollar = ['aud', 'cad', 'hkd', 'nzd', 'sgd', 'usd'].includes(currency) ? '$' : '';
  const decimals = withoutMinorUnit.has(currency) ? 0 : threeDecimals.has(currency) ? 3 : 2;
  return `${dollar}${(amount / 10 ** decimals).toFixed(decimals)} ${currency}`;
}
