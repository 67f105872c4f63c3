import { createHash } from 'node:crypto';

/** Card type as the Vault writes it. */
export type VaultCardType = 'AM' | 'DC' | 'DI' | 'MC' | 'VI';
export type CardCategory = 'CREDIT' | 'DEBIT';

/** What the sandbox keeps of a number: never the number. */
export interface CardFace {
  readonly cardBin: string;
  readonly lastDigits: string;
  readonly cardType: VaultCardType;
  readonly cardCategory: CardCategory;
  /** The same number gives the same fingerprint; never on the wire. */
  readonly fingerprint: string;
}

/** The validator's texts as recorded; both may appear for one number. */
export function cardNumberFaults(number: string): string[] {
  const faults: string[] = [];
  if (number.length < 12 || number.length > 20) faults.push('size must be between 12 and 20');
  if (!passesLuhn(number)) faults.push('Luhn checksum failed');
  return faults;
}

export function cardFace(number: string): CardFace {
  return {
    cardBin: number.slice(0, 6),
    lastDigits: number.slice(-4),
    cardType: typeOf(number),
    // Of the published test cards this range is the debit one here; the published list does not say.
    cardCategory: number.startsWith('450003') ? 'DEBIT' : 'CREDIT',
    fingerprint: createHash('sha256').update(`sandbox card ${number}`).digest('hex'),
  };
}

/** Type as Card Payments writes it: a Visa debit card has its own code there. */
export function paymentCardType(face: Pick<CardFace, 'cardType' | 'cardCategory'>): string {
  return face.cardType === 'VI' && face.cardCategory === 'DEBIT' ? 'VD' : face.cardType;
}

const starts: Readonly<Record<'visa' | 'mastercard' | 'amex', { readonly start: string; readonly length: number }>> = {
  visa: { start: '453091', length: 16 },
  mastercard: { start: '519133', length: 16 },
  amex: { start: '370000', length: 15 },
};

/**
 * Makes a number that passes the checks and ends as wanted, for the demo house.
 *
 * @param card `serial` tells apart cards with the same last four; 0 to 9999.
 */
export function makeCardNumber(card: {
  readonly brand: keyof typeof starts;
  readonly lastFour: string;
  readonly serial: number;
}): string {
  const { start, length } = starts[card.brand];
  const room = length - start.length - 4 - 1;
  const serial = String(card.serial % 10 ** room).padStart(room, '0');
  for (let check = 0; check < 10; check += 1) {
    const number = `${start}${serial}${check}${card.lastFour}`;
    if (passesLuhn(number)) return number;
  }
  throw new Error(`No card number ends with ${card.lastFour}.`);
}

function passesLuhn(number: string): boolean {
  if (!/^\d+$/.test(number)) return false;
  let sum = 0;
  for (let index = 0; index < number.length; index += 1) {
    const digit = Number(number[number.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

function typeOf(number: string): VaultCardType {
  if (/^3[47]/.test(number)) return 'AM';
  if (/^3[068]/.test(number)) return 'DC';
  if (/^6/.test(number)) return 'DI';
  return /^(5[1-5]|2[2-7])/.test(number) ? 'MC' : 'VI';
}
