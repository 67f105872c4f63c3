import { addAddress, addressFields } from './addresses.ts';
import { cardNumberFaults } from './card-number.ts';
import type { Form } from './form.ts';
import { readForm } from './form.ts';
import { refuse } from './refusal.ts';
import type { Answer, Call, Route } from './routes.ts';
import type { SingleUseRecord } from './single-use-tokens.ts';
import { needSingleUse, readExpiry, useUp } from './single-use-tokens.ts';
import type { CardRecord } from './vault-records.ts';
import { giveToken, needAddress, needPart, needProfile } from './vault-records.ts';
import type { PaysafeWorld } from './world.ts';
import { kinds, vaultUrl } from './world.ts';

export function cardRoutes(world: PaysafeWorld): Route[] {
  const one = (call: Call): CardRecord =>
    needPart(world, { kind: kinds.card, id: call.id('card'), profileId: call.id('profile') });
  const route = (method: Route['method'], path: string, answer: Route['answer']): Route => ({
    method,
    path: `/customervault/v1/profiles/:profile/cards${path}`,
    family: 'vault',
    opens: 'server',
    answer,
  });
  return [
    route('POST', '', (call) => {
      const profileId = call.id('profile');
      needProfile(world, profileId);
      const form = readForm(call.body);
      const wanted = readNewCard(form);
      form.finish();
      const { card } = addCard(world, profileId, wanted);
      return {
        status: 201,
        body: cardView(card, 'alone'),
        headers: { Location: vaultUrl(world, `/profiles/${profileId}/cards/${card.id}`) },
      };
    }),
    route('GET', '/:card', (call) => ({ status: 200, body: cardView(one(call), 'alone') })),
    route('PUT', '/:card', (call) => ({ status: 200, body: cardView(replaceCard(world, one(call), call), 'within') })),
    route('DELETE', '/:card', (call): Answer => {
      // Whether another card becomes the default is not confirmed: none does here, so nobody may count on it.
      removeCard(world, one(call));
      return { status: 200 };
    }),
  ];
}

interface CardWords {
  readonly holderName: string | undefined;
  readonly nickName: string | undefined;
  readonly merchantRefNum: string | undefined;
  readonly accountId: string | undefined;
  readonly billingAddressId: string | undefined;
  readonly defaultCardIndicator: boolean | undefined;
}

export interface NewCard extends CardWords {
  readonly singleUseToken: string;
  readonly billingAddress: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Reads a card to be saved. A number is checked with the recorded texts and then not taken: this sandbox is a shop
 * whose server key may not send card numbers, so that none can ever come from the desk. Only a single-use token saves a card.
 */
export function readNewCard(form: Form): NewCard {
  const number = form.text('cardNum');
  if (number !== undefined) {
    readExpiry(form);
    form.text('cvv');
    for (const fault of cardNumberFaults(number)) form.wrong('cardNum', fault);
  }
  const singleUseToken = number === undefined ? form.needText('singleUseToken', { max: 36 }) : '';
  const address = form.part('billingAddress');
  const words = readWords(form);
  return {
    ...words,
    singleUseToken,
    billingAddress: address === undefined ? undefined : addressFields(address),
  };
}

function readWords(form: Form): CardWords {
  return {
    holderName: form.text('holderName', { max: 160 }),
    nickName: form.text('nickName', { max: 50 }),
    merchantRefNum: form.text('merchantRefNum', { max: 255 }),
    accountId: form.text('accountId', { max: 36 }),
    billingAddressId: form.text('billingAddressId', { max: 36 }),
    defaultCardIndicator: form.flag('defaultCardIndicator'),
  };
}

/**
 * Saves a card from its single-use token, which is used up.
 *
 * @throws Refusal 7514 for the token, 7503 when the profile has this number already, 7511 for a foreign address.
 */
export function addCard(
  world: PaysafeWorld,
  profileId: string,
  wanted: NewCard,
): { readonly card: CardRecord; readonly token: SingleUseRecord } {
  if (wanted.singleUseToken === '') refuse('5270', { details: ['This key may not send card numbers.'] });
  const token = needSingleUse(world, wanted.singleUseToken);
  refuseTwin(world, profileId, token.face.fingerprint);
  if (wanted.billingAddressId !== undefined) needAddress(world, profileId, wanted.billingAddressId);
  const address = wanted.billingAddress ?? token.billingAddress;
  const billingAddressId =
    wanted.billingAddressId ?? (address === undefined ? undefined : addAddress(world, profileId, address).id);
  const card: CardRecord = {
    ...token.face,
    id: world.ids.uuid(),
    profileId,
    cardExpiry: token.cardExpiry,
    holderName: wanted.holderName ?? token.holderName,
    nickName: wanted.nickName,
    merchantRefNum: wanted.merchantRefNum,
    accountId: wanted.accountId,
    billingAddressId,
    paymentToken: world.ids.token('C', 14),
    verified: false,
    defaultCardIndicator: cardsOf(world, profileId).length === 0,
  };
  world.store.put(kinds.card, card.id, card, { created: world.clock.now(), owner: profileId });
  giveToken(world, card.paymentToken, { kind: 'card', id: card.id });
  useUp(world, token);
  return { card: wanted.defaultCardIndicator === true ? makeDefault(world, card) : card, token };
}

/** Full replacement: what is not sent is gone, the billing address too (recorded); number, token, type and default flag stay. */
function replaceCard(world: PaysafeWorld, before: CardRecord, call: Call): CardRecord {
  const form = readForm(call.body);
  const singleUseToken = form.text('singleUseToken', { max: 36 });
  const words = readWords(form);
  const sentExpiry = singleUseToken === undefined ? readExpiry(form) : undefined;
  form.finish();
  if (words.billingAddressId !== undefined) needAddress(world, before.profileId, words.billingAddressId);
  const { defaultCardIndicator, ...kept } = words;
  let after: CardRecord = { ...before, ...kept, ...(sentExpiry === undefined ? {} : { cardExpiry: sentExpiry }) };
  if (singleUseToken !== undefined) {
    const token = needSingleUse(world, singleUseToken);
    if (token.face.fingerprint !== before.fingerprint) refuseTwin(world, before.profileId, token.face.fingerprint);
    after = {
      ...after,
      ...token.face,
      cardExpiry: token.cardExpiry,
      holderName: words.holderName ?? token.holderName,
      billingAddressId:
        token.billingAddress === undefined
          ? words.billingAddressId
          : addAddress(world, before.profileId, token.billingAddress).id,
      verified: false,
    };
    useUp(world, token);
  }
  world.store.put(kinds.card, after.id, after);
  return defaultCardIndicator === true ? makeDefault(world, after) : after;
}

/** That the others stop being the default is not confirmed; one default per profile is the least surprising reading. */
function makeDefault(world: PaysafeWorld, card: CardRecord): CardRecord {
  for (const other of cardsOf(world, card.profileId)) {
    if (other.id !== card.id && other.defaultCardIndicator) {
      world.store.put(kinds.card, other.id, { ...other, defaultCardIndicator: false });
    }
  }
  const chosen: CardRecord = { ...card, defaultCardIndicator: true };
  world.store.put(kinds.card, chosen.id, chosen);
  return chosen;
}

function refuseTwin(world: PaysafeWorld, profileId: string, fingerprint: string): void {
  const twin = cardsOf(world, profileId).find((card) => card.fingerprint === fingerprint);
  if (twin === undefined) return;
  // Recorded: the link names the card without its profile.
  refuse('7503', { messageEnd: ` - ${twin.id}`, existing: vaultUrl(world, `/cards/${twin.id}`) });
}

export function removeCard(world: PaysafeWorld, card: CardRecord): void {
  world.store.remove(kinds.card, card.id);
  world.store.remove(kinds.token, card.paymentToken);
}

export function cardsOf(world: PaysafeWorld, profileId: string): CardRecord[] {
  return world.store.list<CardRecord>(kinds.card, { owner: profileId });
}

/** `alone` = reply to POST or GET of the card itself; only there is the token's status shown (recorded). */
export function cardView(card: CardRecord, place: 'alone' | 'within'): Record<string, unknown> {
  return {
    status: 'ACTIVE',
    id: card.id,
    cardBin: card.cardBin,
    lastDigits: card.lastDigits,
    cardExpiry: card.cardExpiry,
    holderName: card.holderName,
    nickName: card.nickName,
    merchantRefNum: card.merchantRefNum,
    accountId: card.accountId,
    billingAddressId: card.billingAddressId,
    cardType: card.cardType,
    cardCategory: card.cardCategory,
    paymentToken: card.paymentToken,
    storedCredentialTokenStatus: place === 'alone' ? (card.verified ? 'VERIFIED' : 'UNVERIFIED') : undefined,
    defaultCardIndicator: card.defaultCardIndicator,
  };
}
