import * as v from 'valibot';

/** ISO 4217 code, upper case on our side; gateways convert where a provider writes it otherwise. */
export const currency = v.pipe(v.string(), v.regex(/^[A-Z]{3}$/));

/** An amount in the currency's minor unit (cents): a safe integer, never negative in orders and facts. */
export const minorUnits = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const money = v.object({ amount: minorUnits, currency });

/** Money is a safe integer of minor units with its currency; nothing else is money. */
export type Money = v.InferOutput<typeof money>;

const zeroDecimal = new Set([
  'BIF',
  'CLP',
  'DJF',
  'GNF',
  'JPY',
  'KMF',
  'KRW',
  'MGA',
  'PYG',
  'RWF',
  'VND',
  'VUV',
  'XAF',
  'XOF',
  'XPF',
]);
const threeDecimal = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND']);

/** How many decimals the minor unit of a currency stands for: 2 for CAD, 0 for JPY, 3 for KWD. */
export function decimalsOf(code: string): 0 | 2 | 3 {
  if (zeroDecimal.has(code)) return 0;
  return threeDecimal.has(code) ? 3 : 2;
}

export function sameMoney(a: Money, b: Money): boolean {
  return a.amount === b.amount && a.currency === b.currency;
}
