/*
 * What can be known of a bank account's numbers without asking anybody. These are facts of the numbers themselves: that an account exists, and
 * whose it is, only the bank knows. Spaces and hyphens that people write between groups are taken out first.
 */

export const bankKinds = ['eft', 'ach', 'bacs', 'sepa'] as const;
export type BankKind = (typeof bankKinds)[number];

/** The name of the account's holder as each scheme takes it, letters at most (Paysafe, Customer Vault: bank accounts). */
export const longestHolder: Readonly<Record<BankKind, number>> = { eft: 30, ach: 22, bacs: 18, sepa: 32 };

/** Digits of an account number, fewest and most. */
export const accountDigits = { eft: [4, 12], ach: [4, 17], bacs: [8, 8] } as const satisfies Readonly<
  Record<Exclude<BankKind, 'sepa'>, readonly [number, number]>
>;

export function withoutGaps(typed: string): string {
  return typed.replace(/[\s\u00a0\u202f.-]/g, '').toUpperCase();
}

export function isDigits(text: string, [least, most]: readonly [number, number]): boolean {
  return /^\d+$/.test(text) && text.length >= least && text.length <= most;
}

/** Nine digits, of which the last checks the others: 3, 7 and 1 times them in turn come to a multiple of ten (ABA routing number policy). */
export function isRoutingNumber(text: string): boolean {
  if (!/^\d{9}$/.test(text) || /^0+$/.test(text)) return false;
  const weights = [3, 7, 1];
  const sum = [...text].reduce((total, digit, place) => total + Number(digit) * (weights[place % 3] ?? 0), 0);
  return sum % 10 === 0;
}

/** Lengths by country where they are fixed (SWIFT IBAN registry); another country: between 15 and 34. */
const ibanLengths: Readonly<Record<string, number>> = {
  ...{ AT: 20, BE: 16, BG: 22, CH: 21, CY: 28, CZ: 24, DE: 22, DK: 18, EE: 20, ES: 24, FI: 18, FR: 27, GB: 22, GR: 27 },
  ...{ HR: 21, HU: 28, IE: 22, IS: 26, IT: 27, LI: 21, LT: 20, LU: 20, LV: 21, MC: 27, MT: 31, NL: 18, NO: 15, PL: 28 },
  ...{ PT: 25, RO: 24, SE: 24, SI: 19, SK: 24, SM: 27 },
};

/** An IBAN leaves 1 when it is divided by 97, its country and check digits moved to the end and letters counted from ten (ISO 13616). */
export function isIban(text: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(text)) return false;
  const length = ibanLengths[text.slice(0, 2)];
  if (length !== undefined && text.length !== length) return false;
  const moved = `${text.slice(4)}${text.slice(0, 4)}`;
  let rest = 0;
  for (const sign of moved)
    for (const digit of String(Number.parseInt(sign, 36))) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

export const isBic = (text: string): boolean => /^[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(text);
