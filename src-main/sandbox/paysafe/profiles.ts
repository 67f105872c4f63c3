import { addressView, addressesOf } from './addresses.ts';
import { addBank, bankView, banksOf, readNewBank, removeBank } from './bank-accounts.ts';
import { addCard, cardView, cardsOf, readNewCard, removeCard } from './cards.ts';
import type { Form, JsonObject } from './form.ts';
import { readForm } from './form.ts';
import { refuse, refuseUnknown } from './refusal.ts';
import type { Answer, Call, Route } from './routes.ts';
import { addSingleUse, tokenLifeSeconds } from './single-use-tokens.ts';
import type { BankScheme, ProfileRecord } from './vault-records.ts';
import { giveToken, needProfile } from './vault-records.ts';
import type { PaysafeWorld } from './world.ts';
import { kinds, vaultUrl } from './world.ts';

const schemes: readonly BankScheme[] = ['ach', 'bacs', 'eft', 'sepa'];

export function profileRoutes(world: PaysafeWorld): Route[] {
  const route = (method: Route['method'], path: string, answer: Route['answer']): Route => ({
    method,
    path: `/customervault/v1/profiles${path}`,
    family: 'vault',
    opens: 'server',
    answer,
  });
  return [
    route('POST', '', (call) => createProfile(world, call.body)),
    route('GET', '', (call) => {
      const wanted = call.query.get('merchantCustomerId') ?? refuse('7516');
      const found = profileOf(world, wanted) ?? refuseUnknown(wanted);
      return { status: 200, body: { ...profileView(found), ...expansion(world, found.id, call) } };
    }),
    route('GET', '/:profile', (call) => {
      const profile = needProfile(world, call.id('profile'));
      return { status: 200, body: { ...profileView(profile), ...expansion(world, profile.id, call) } };
    }),
    route('PUT', '/:profile', (call) => {
      const before = needProfile(world, call.id('profile'));
      const form = readForm(call.body);
      const { status, ...fields } = readProfile(form);
      form.finish();
      refuseTwin(world, fields.merchantCustomerId, before.id);
      const after: ProfileRecord = { ...before, ...fields, status: status ?? before.status };
      world.store.put(kinds.profile, after.id, after, { created: world.clock.now(), ref: after.merchantCustomerId });
      return { status: 200, body: profileView(after) };
    }),
    route('DELETE', '/:profile', (call): Answer => {
      removeProfile(world, needProfile(world, call.id('profile')));
      return { status: 200 };
    }),
    route('POST', '/:profile/singleuseprofiles', (call): Answer => {
      const profile = needProfile(world, call.id('profile'));
      return { status: 201, body: singleUseProfile(world, profile) };
    }),
  ];
}

function createProfile(world: PaysafeWorld, body: JsonObject): Answer {
  const form = readForm(body);
  const { status, ...fields } = readProfile(form);
  const cardForm = form.part('card');
  const newCard = cardForm === undefined ? undefined : readNewCard(cardForm);
  const nested = (['ach', 'eft'] as const).flatMap((scheme) => {
    const part = form.part(`${scheme}BankAccount`);
    return part === undefined ? [] : [{ scheme, wanted: readNewBank(part, scheme, 'nested') }];
  });
  form.finish();
  refuseTwin(world, fields.merchantCustomerId);
  const profile: ProfileRecord = {
    id: world.ids.uuid(),
    status: status ?? 'ACTIVE',
    ...fields,
    paymentToken: world.ids.token('P', 14),
  };
  world.store.put(kinds.profile, profile.id, profile, {
    created: world.clock.now(),
    ref: profile.merchantCustomerId,
  });
  giveToken(world, profile.paymentToken, { kind: 'profile', id: profile.id });
  if (newCard === undefined && nested.length === 0) {
    return {
      status: 201,
      body: profileView(profile),
      headers: { Location: vaultUrl(world, `/profiles/${profile.id}`) },
    };
  }
  const added = newCard === undefined ? undefined : addCard(world, profile.id, newCard);
  const banks = nested.map(({ scheme, wanted }) => [scheme, addBank(world, profile.id, wanted)] as const);
  return {
    status: 201,
    body: {
      ...profileView(profile),
      addresses: addressesOf(world, profile.id).map(addressView),
      cards:
        added === undefined
          ? undefined
          : [{ ...cardView(added.card, 'within'), singleUseToken: added.token.paymentToken }],
      ...Object.fromEntries(banks.map(([scheme, bank]) => [`${scheme}BankAccounts`, [bankView(world, bank)]])),
    },
  };
}

type ProfileFields = Omit<ProfileRecord, 'id' | 'paymentToken' | 'status'> & {
  readonly status: ProfileRecord['status'] | undefined;
};

function readProfile(form: Form): ProfileFields {
  const birth = form.part('dateOfBirth');
  return {
    merchantCustomerId: form.needText('merchantCustomerId', { min: 1, max: 100 }),
    locale: form.needChoice('locale', ['en_US', 'fr_CA', 'en_GB']),
    status: form.choice('status', ['INITIAL', 'ACTIVE']),
    details: {
      firstName: form.text('firstName', { max: 80 }),
      middleName: form.text('middleName', { max: 80 }),
      lastName: form.text('lastName', { max: 80 }),
      dateOfBirth:
        birth === undefined
          ? undefined
          : {
              year: birth.needWhole('year', { min: 1900, max: 9999 }),
              month: birth.needWhole('month', { min: 1, max: 12 }),
              day: birth.needWhole('day', { min: 1, max: 31 }),
            },
      ip: form.text('ip', { max: 46 }),
      gender: form.choice('gender', ['M', 'F']),
      nationality: form.text('nationality', { max: 30 }),
      email: form.text('email', { max: 255 }),
      phone: form.text('phone', { max: 40 }),
      cellPhone: form.text('cellPhone', { max: 40 }),
    },
  };
}

function profileOf(world: PaysafeWorld, merchantCustomerId: string): ProfileRecord | undefined {
  return world.store.list<ProfileRecord>(kinds.profile, { ref: merchantCustomerId })[0];
}

function refuseTwin(world: PaysafeWorld, merchantCustomerId: string, self?: string): void {
  const twin = profileOf(world, merchantCustomerId);
  if (twin === undefined || twin.id === self) return;
  refuse('7505', { messageEnd: ` - ${twin.id}`, existing: vaultUrl(world, `/profiles/${twin.id}`) });
}

/** That the merchantCustomerId is free again after a deletion is not confirmed; with nothing left to adopt, it is here. */
function removeProfile(world: PaysafeWorld, profile: ProfileRecord): void {
  for (const card of cardsOf(world, profile.id)) removeCard(world, card);
  for (const bank of schemes.flatMap((scheme) => banksOf(world, profile.id, scheme))) removeBank(world, bank);
  for (const address of addressesOf(world, profile.id)) world.store.remove(kinds.address, address.id);
  world.store.remove(kinds.token, profile.paymentToken);
  world.store.remove(kinds.profile, profile.id);
}

export function profileView(profile: ProfileRecord): Record<string, unknown> {
  return {
    id: profile.id,
    status: profile.status,
    merchantCustomerId: profile.merchantCustomerId,
    locale: profile.locale,
    ...profile.details,
    paymentToken: profile.paymentToken,
  };
}

/** `fields=cards,addresses,…`: the parts asked for, as lists. */
function expansion(world: PaysafeWorld, profileId: string, call: Call): Record<string, unknown> {
  const wanted = (call.query.get('fields') ?? '').split(',').map((name) => name.trim().toLowerCase());
  const parts: Record<string, unknown> = {};
  if (wanted.includes('addresses')) parts['addresses'] = addressesOf(world, profileId).map(addressView);
  if (wanted.includes('cards')) parts['cards'] = cardsOf(world, profileId).map((card) => cardView(card, 'within'));
  for (const scheme of schemes) {
    if (wanted.includes(`${scheme}bankaccounts`)) {
      parts[`${scheme}BankAccounts`] = banksOf(world, profileId, scheme).map((bank) => bankView(world, bank));
    }
  }
  return parts;
}

/** The reply's shape is taken from its sibling in the Payments API: each saved card with a token for one use. Not confirmed here. */
function singleUseProfile(world: PaysafeWorld, profile: ProfileRecord): Record<string, unknown> {
  return {
    id: world.ids.uuid(),
    paymentToken: world.ids.token('SP', 14),
    timeToLiveSeconds: tokenLifeSeconds,
    status: profile.status,
    cards: cardsOf(world, profile.id).map((card) => {
      const { cardBin, lastDigits, cardType, cardCategory, fingerprint, cardExpiry, holderName } = card;
      const face = { cardBin, lastDigits, cardType, cardCategory, fingerprint };
      const token = addSingleUse(world, { face, cardExpiry, holderName, cardId: card.id });
      return { ...cardView(card, 'within'), paymentToken: token.paymentToken };
    }),
  };
}
