import type { RefusalCode } from './refusal.ts';
import { refuse } from './refusal.ts';

const declines: Readonly<Record<number, RefusalCode>> = {
  4: '3015',
  5: '3009',
  6: '1007',
  11: '3022',
  12: '3023',
  13: '3024',
  20: '1007',
  23: '4002',
  24: '3007',
  25: '4001',
};

const delays: Readonly<Record<number, number>> = {
  90: 5_000,
  91: 10_000,
  92: 15_000,
  93: 20_000,
  94: 25_000,
  95: 30_000,
};

/**
 * What Paysafe's test environment does by the amount of an authorization, in minor units. Amounts without a rule are approved.
 *
 * @returns how many milliseconds an approval takes.
 * @throws Refusal for the amounts that are declined or break.
 */
export function judgeAmount(amount: number, currency: string): number {
  const code = declines[amount];
  if (code !== undefined) refuse(code);
  // Strong authentication: accounts in the United Kingdom and Europe only.
  if (amount === 77 && (currency === 'GBP' || currency === 'EUR')) refuse('3060');
  if (amount === 96) refuse('1007', { delay: 35_000 });
  return delays[amount] ?? 0;
}

/** A bank's answer at batch time by the amount of a purchase; `cleared` for the amounts that stand for good news. */
export const bankReturns: Readonly<Record<'ach' | 'eft', Readonly<Record<number, string>>>> = {
  ach: { 6001: 'R01', 6002: 'R03', 6003: 'R02', 6004: 'R08', 6005: 'R29' },
  eft: { 9001: '901', 9002: '902', 9003: '905', 9004: '903', 9005: '900' },
};

/** Returns that say the account itself is closed, unknown or not to be used: the Vault marks it INVALID. */
export const accountReturns: ReadonlySet<string> = new Set(['R02', 'R03', '902', '905']);

export type AvsResult = 'MATCH' | 'MATCH_ADDRESS_ONLY' | 'MATCH_ZIP_ONLY' | 'NO_MATCH' | 'NOT_PROCESSED' | 'UNKNOWN';

const addressChecks: Readonly<Record<string, AvsResult>> = {
  '10': 'MATCH',
  '11': 'MATCH_ADDRESS_ONLY',
  '12': 'MATCH_ZIP_ONLY',
  '13': 'NO_MATCH',
  '15': 'UNKNOWN',
  '16': 'MATCH_ADDRESS_ONLY',
  '17': 'MATCH_ZIP_ONLY',
  '18': 'NOT_PROCESSED',
};

/** The address check by the first two characters of the street; without an address there is nothing to check. */
export function checkAddress(address: Readonly<Record<string, unknown>> | undefined): AvsResult {
  if (address === undefined) return 'NOT_PROCESSED';
  const { street } = address;
  return (typeof street === 'string' ? addressChecks[street.slice(0, 2)] : undefined) ?? 'MATCH';
}
