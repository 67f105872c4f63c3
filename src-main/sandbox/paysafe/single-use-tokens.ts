import { addressFields } from './addresses.ts';
import { cardFace, cardNumberFaults } from './card-number.ts';
import type { CardFace } from './card-number.ts';
import type { Form } from './form.ts';
import { readForm } from './form.ts';
import { refuse } from './refusal.ts';
import type { Answer, Route } from './routes.ts';
import type { CardExpiry } from './vault-records.ts';
import type { PaysafeWorld } from './world.ts';
import { kinds } from './world.ts';

export type CvvResult = 'MATCH' | 'NO_MATCH' | 'NOT_PROCESSED' | 'UNKNOWN';

/** A token that stands for a card for a few minutes. Neither the number nor the security code is kept. */
export interface SingleUseRecord {
  readonly id: string;
  readonly paymentToken: string;
  /** Unix milliseconds. */
  readonly expiresAt: number;
  readonly used: boolean;
  readonly face: CardFace;
  readonly cardExpiry: CardExpiry;
  readonly holderName?: string | undefined;
  readonly billingAddress?: Readonly<Record<string, unknown>> | undefined;
  /** What the check of the security code typed with the card will answer; absent when none was typed. */
  readonly cvv?: CvvResult | undefined;
  /** Set when it stands for a saved card (single-use customer tokens). */
  readonly cardId?: string | undefined;
}

/** Pages of the documentation say 899 seconds, the recordings 299: a client must obey what is returned. */
export const tokenLifeSeconds = 299;

export function singleUseRoutes(world: PaysafeWorld): Route[] {
  return [
    {
      method: 'POST',
      path: '/customervault/v1/singleusetokens',
      family: 'vault',
      opens: 'single-use',
      answer: (call): Answer => {
        const form = readForm(call.body);
        const card = form.part('card');
        if (card === undefined) form.wrong('card', 'may not be empty');
        const typed = card === undefined ? undefined : typedCard(card);
        form.finish();
        if (typed === undefined) throw new Error('A card without faults was not read.');
        return { status: 200, body: singleUseView(world, addSingleUse(world, typed)) };
      },
    },
    {
      method: 'POST',
      path: '/customervault/v1/singleusetokens/search',
      family: 'vault',
      opens: 'server',
      answer: (call): Answer => {
        const form = readForm(call.body);
        const paymentToken = form.needText('paymentToken', { max: 36 });
        form.finish();
        return { status: 200, body: singleUseView(world, needSingleUse(world, paymentToken)) };
      },
    },
  ];
}

type TypedCard = Omit<SingleUseRecord, 'id' | 'paymentToken' | 'expiresAt' | 'used'>;

function typedCard(card: Form): TypedCard {
  const holderName = card.text('holderName', { max: 160 });
  const number = card.needText('cardNum');
  if (number !== '') for (const fault of cardNumberFaults(number)) card.wrong('cardNum', fault);
  const cardExpiry = readExpiry(card);
  const cvv = card.text('cvv', { pattern: /^\d{3,4}$/ });
  const address = card.part('billingAddress');
  return {
    face: cardFace(number),
    cardExpiry,
    holderName,
    billingAddress: address === undefined ? undefined : addressFields(address),
    cvv: cvv === undefined ? undefined : cvvResult(cvv),
  };
}

/** Whether a past expiry is refused when a card is typed or saved is not confirmed: it is taken here, and refused when paying. */
export function readExpiry(card: Form): CardExpiry {
  const expiry = card.part('cardExpiry');
  if (expiry === undefined) {
    card.wrong('cardExpiry', 'may not be empty');
    return { month: 1, year: 2000 };
  }
  return {
    month: expiry.needWhole('month', { min: 1, max: 12 }),
    year: expiry.needWhole('year', { min: 2000, max: 2099 }),
  };
}

export function addSingleUse(world: PaysafeWorld, card: TypedCard): SingleUseRecord {
  const token: SingleUseRecord = {
    ...card,
    id: world.ids.uuid(),
    paymentToken: world.ids.token('SC', 14),
    expiresAt: world.clock.now() + tokenLifeSeconds * 1000,
    used: false,
  };
  world.store.put(kinds.singleUse, token.paymentToken, token);
  return token;
}

/** @throws Refusal 7514; that a used token gets the same answer as an expired one is not confirmed. */
export function needSingleUse(world: PaysafeWorld, paymentToken: string): SingleUseRecord {
  const token = liveSingleUse(world, paymentToken);
  return token ?? refuse('7514');
}

export function liveSingleUse(world: PaysafeWorld, paymentToken: string): SingleUseRecord | undefined {
  const token = world.store.get<SingleUseRecord>(kinds.singleUse, paymentToken);
  return token === undefined || token.used || token.expiresAt <= world.clock.now() ? undefined : token;
}

/** Saving a card and an authorization use a token up; a verification does not. */
export function useUp(world: PaysafeWorld, token: SingleUseRecord): void {
  world.store.put(kinds.singleUse, token.paymentToken, { ...token, used: true });
}

/** The test environment's answers by security code; every other one was seen to match. */
export function cvvResult(cvv: string): CvvResult {
  switch (cvv) {
    case '222':
      return 'NOT_PROCESSED';
    case '555':
      return 'UNKNOWN';
    case '666':
      return 'NO_MATCH';
    default:
      return 'MATCH';
  }
}

export function singleUseView(world: PaysafeWorld, token: SingleUseRecord): Record<string, unknown> {
  const { face } = token;
  return {
    id: token.id,
    paymentToken: token.paymentToken,
    timeToLiveSeconds: Math.floor((token.expiresAt - world.clock.now()) / 1000),
    billingAddress: token.billingAddress,
    card: {
      cardBin: face.cardBin,
      lastDigits: face.lastDigits,
      cardExpiry: token.cardExpiry,
      holderName: token.holderName,
      cardType: face.cardType,
      cardCategory: face.cardCategory,
    },
  };
}
