import type { CardBehaviour } from './card-behaviour.ts';

export interface TestCard {
  readonly number: string;
  readonly brand: 'visa' | 'mastercard' | 'amex' | 'discover' | 'diners' | 'jcb' | 'unionpay';
  readonly funding: 'credit' | 'debit' | 'prepaid';
  readonly country: string;
  readonly behaviour: CardBehaviour;
  /** What follows `pm_card_` and, with a small first letter where Stripe writes it so, `tok_`. */
  readonly aliases: readonly string[];
}

type Row = readonly [number: string, behaviour: CardBehaviour, ...aliases: string[]];

/** Stripe's public test numbers; they open nothing. https://docs.stripe.com/testing */
const visaRows: readonly Row[] = [
  ['4242424242424242', 'approved', 'visa', 'us'],
  ['4000000000000002', 'generic_decline', 'visa_chargeDeclined', 'chargeDeclined'],
  ['4000000000009995', 'insufficient_funds', 'visa_chargeDeclinedInsufficientFunds', 'chargeDeclinedInsufficientFunds'],
  ['4000000000009987', 'lost_card', 'visa_chargeDeclinedLostCard', 'chargeDeclinedLostCard'],
  ['4000000000009979', 'stolen_card', 'visa_chargeDeclinedStolenCard', 'chargeDeclinedStolenCard'],
  ['4000000000000069', 'expired_card', 'chargeDeclinedExpiredCard'],
  ['4000000000000127', 'incorrect_cvc', 'chargeDeclinedIncorrectCvc'],
  ['4000000000000119', 'processing_error', 'chargeDeclinedProcessingError'],
  ['4000000000006975', 'card_velocity_exceeded', 'visa_chargeDeclinedVelocityLimitExceeded'],
  ['4100000000000019', 'fraudulent', 'chargeDeclinedFraudulent', 'radarBlock'],
  ['4000000000000341', 'later:generic_decline', 'chargeCustomerFail'],
  ['4000002500003155', 'authenticate-unless-set-up', 'authenticationRequiredOnSetup'],
  ['4000002760003184', 'authenticate-always', 'authenticationRequired'],
  ['4000003800000446', 'authenticate-on-session', 'authenticationRequiredSetupForOffSession'],
  ['4000008260003178', 'authenticate-then:insufficient_funds', 'authenticationRequiredChargeDeclinedInsufficientFunds'],
  ['4000000000003220', 'authenticate-always', 'threeDSecure2Required', 'threeDSecureRequired'],
  ['4000000000000259', 'disputed', 'createDispute'],
  ['4000000000007726', 'refund-waits', 'pendingRefund'],
  ['4000000000005126', 'refund-fails', 'refundFail'],
];

function visa([number, behaviour, ...aliases]: Row): TestCard {
  return { number, brand: 'visa', funding: 'credit', country: 'US', behaviour, aliases };
}

export const testCards: readonly TestCard[] = [
  ...visaRows.map(visa),
  {
    number: '4000056655665556',
    brand: 'visa',
    funding: 'debit',
    country: 'US',
    behaviour: 'approved',
    aliases: ['visa_debit'],
  },
  {
    number: '4000001240000000',
    brand: 'visa',
    funding: 'credit',
    country: 'CA',
    behaviour: 'approved',
    aliases: ['ca'],
  },
  {
    number: '4000002500000003',
    brand: 'visa',
    funding: 'credit',
    country: 'FR',
    behaviour: 'approved',
    aliases: ['fr'],
  },
  {
    number: '4000008260000000',
    brand: 'visa',
    funding: 'credit',
    country: 'GB',
    behaviour: 'approved',
    aliases: ['gb'],
  },
  {
    number: '5555555555554444',
    brand: 'mastercard',
    funding: 'credit',
    country: 'US',
    behaviour: 'approved',
    aliases: ['mastercard'],
  },
  {
    number: '2223003122003222',
    brand: 'mastercard',
    funding: 'credit',
    country: 'US',
    behaviour: 'approved',
    aliases: ['mastercard_2series'],
  },
  {
    number: '5200828282828210',
    brand: 'mastercard',
    funding: 'debit',
    country: 'US',
    behaviour: 'approved',
    aliases: ['mastercard_debit'],
  },
  {
    number: '5105105105105100',
    brand: 'mastercard',
    funding: 'prepaid',
    country: 'US',
    behaviour: 'approved',
    aliases: ['mastercard_prepaid'],
  },
  {
    number: '378282246310005',
    brand: 'amex',
    funding: 'credit',
    country: 'US',
    behaviour: 'approved',
    aliases: ['amex'],
  },
  { number: '371449635398431', brand: 'amex', funding: 'credit', country: 'US', behaviour: 'approved', aliases: [] },
  {
    number: '6011111111111117',
    brand: 'discover',
    funding: 'credit',
    country: 'US',
    behaviour: 'approved',
    aliases: ['discover'],
  },
  {
    number: '3056930009020004',
    brand: 'diners',
    funding: 'credit',
    country: 'US',
    behaviour: 'approved',
    aliases: ['diners'],
  },
  {
    number: '3566002020360505',
    brand: 'jcb',
    funding: 'credit',
    country: 'JP',
    behaviour: 'approved',
    aliases: ['jcb'],
  },
  {
    number: '6200000000000005',
    brand: 'unionpay',
    funding: 'credit',
    country: 'CN',
    behaviour: 'approved',
    aliases: ['unionpay'],
  },
];

const byNumber = new Map(testCards.map((card) => [card.number, card]));
const byAlias = new Map(testCards.flatMap((card) => card.aliases.map((alias) => [alias, card] as const)));

/** Digits only. */
export function testCardByNumber(number: string): TestCard | undefined {
  return byNumber.get(number);
}

/** `pm_card_visa` or `tok_visa`. */
export function testCardByAlias(id: string): TestCard | undefined {
  const match = /^(?:pm_card|tok)_(.+)$/.exec(id);
  return match?.[1] === undefined ? undefined : byAlias.get(match[1]);
}

/** The check digit of a card number. */
export function passesLuhn(number: string): boolean {
  if (!/^\d{12,19}$/.test(number)) return false;
  let sum = 0;
  for (const [index, digit] of [...number].reverse().entries()) {
    const doubled = index % 2 === 1 ? Number(digit) * 2 : Number(digit);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
