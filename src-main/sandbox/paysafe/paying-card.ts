import type { CardFace } from './card-number.ts';
import { cardNumberFaults, paymentCardType } from './card-number.ts';
import type { Form } from './form.ts';
import { refuse } from './refusal.ts';
import { readExpiry, cvvResult, liveSingleUse, useUp } from './single-use-tokens.ts';
import type { CvvResult, SingleUseRecord } from './single-use-tokens.ts';
import type { AddressRecord, CardExpiry, CardRecord, ProfileRecord, TokenRecord } from './vault-records.ts';
import type { PaysafeWorld } from './world.ts';
import { kinds } from './world.ts';

export interface CardWanted {
  readonly paymentToken: string;
  readonly cvv: CvvResult | undefined;
}

/** The card of an authorization or verification, found and usable. */
export interface PayingCard {
  /** As replies show it. */
  readonly shown: { readonly type: string; readonly lastDigits: string; readonly cardExpiry: CardExpiry };
  /** undefined = no security code was typed, now or with the single-use token. */
  readonly cvv: CvvResult | undefined;
  readonly saved: CardRecord | undefined;
  readonly profile: ProfileRecord | undefined;
  readonly billing: Readonly<Record<string, unknown>> | undefined;
  /** Present for a single-use token. */
  readonly singleUse: SingleUseRecord | undefined;
  readonly debit: boolean;
}

/** Reads `card` of a request. Numbers are checked with the recorded texts and then not taken, as when a card is saved. */
export function readCardWanted(form: Form): CardWanted {
  const card = form.part('card');
  if (card === undefined) {
    form.wrong('card', 'may not be empty');
    return { paymentToken: '', cvv: undefined };
  }
  const number = card.text('cardNum');
  const cvv = card.text('cvv', { pattern: /^\d{3,4}$/ });
  if (number === undefined) {
    return {
      paymentToken: card.needText('paymentToken', { max: 80 }),
      cvv: cvv === undefined ? undefined : cvvResult(cvv),
    };
  }
  readExpiry(card);
  for (const fault of cardNumberFaults(number)) card.wrong('cardNum', fault);
  return { paymentToken: '', cvv: undefined };
}

/**
 * @throws Refusal 5502 for a token that is unknown, removed, used up, expired or cannot pay (a profile's, a bank account's),
 * or whose profile is INITIAL; 3006 for a card past its month; 5270 for a card number.
 */
export function findPayingCard(world: PaysafeWorld, wanted: CardWanted): PayingCard {
  if (wanted.paymentToken === '') refuse('5270', { details: ['This key may not send card numbers.'] });
  const single = liveSingleUse(world, wanted.paymentToken);
  const card = single === undefined || single.cardId !== undefined ? savedCard(world, wanted, single) : typed(single);
  refuseExpired(world, card.shown.cardExpiry);
  return { ...card, cvv: wanted.cvv ?? card.cvv };
}

function savedCard(world: PaysafeWorld, wanted: CardWanted, single: SingleUseRecord | undefined): PayingCard {
  const token = world.store.get<TokenRecord>(kinds.token, wanted.paymentToken);
  const cardId = single?.cardId ?? (token?.kind === 'card' ? token.id : undefined);
  const saved = cardId === undefined ? undefined : world.store.get<CardRecord>(kinds.card, cardId);
  const profile = saved === undefined ? undefined : world.store.get<ProfileRecord>(kinds.profile, saved.profileId);
  if (saved === undefined || profile?.status !== 'ACTIVE') return refuse('5502');
  const address =
    saved.billingAddressId === undefined
      ? undefined
      : world.store.get<AddressRecord>(kinds.address, saved.billingAddressId);
  return {
    shown: shownCard(saved, saved.cardExpiry),
    cvv: undefined,
    saved,
    profile,
    billing: address?.fields,
    singleUse: single,
    debit: saved.cardCategory === 'DEBIT',
  };
}

function typed(single: SingleUseRecord): PayingCard {
  return {
    shown: shownCard(single.face, single.cardExpiry),
    cvv: single.cvv,
    saved: undefined,
    profile: undefined,
    billing: single.billingAddress,
    singleUse: single,
    debit: single.face.cardCategory === 'DEBIT',
  };
}

function shownCard(face: CardFace, cardExpiry: CardExpiry): PayingCard['shown'] {
  return { type: paymentCardType(face), lastDigits: face.lastDigits, cardExpiry };
}

/** A card is good through the last day of its month. */
function refuseExpired(world: PaysafeWorld, expiry: CardExpiry): void {
  if (world.clock.now() >= Date.UTC(expiry.year, expiry.month, 1)) refuse('3006');
}

/** After an approval: the single-use token is gone, the saved card is known to work. */
export function noteApproval(world: PaysafeWorld, card: PayingCard, use: 'auth' | 'verification'): void {
  if (card.singleUse !== undefined && use === 'auth') useUp(world, card.singleUse);
  if (card.saved !== undefined && !card.saved.verified) {
    world.store.put(kinds.card, card.saved.id, { ...card.saved, verified: true });
  }
}
