import { createHash } from 'node:crypto';
import { addAddress, addressFields } from './addresses.ts';
import type { Form } from './form.ts';
import { readForm } from './form.ts';
import { addMandate, mandateView, mandatesOf, readReference, removeMandate } from './mandates.ts';
import { refuse, refuseUnknown } from './refusal.ts';
import type { Answer, Call, Route } from './routes.ts';
import type { BankRecord, BankScheme } from './vault-records.ts';
import { giveToken, needAddress, needPart, needProfile } from './vault-records.ts';
import type { PaysafeWorld } from './world.ts';
import { kinds, vaultUrl } from './world.ts';

/** ACH, EFT, BACS and SEPA accounts of a profile. */
export function bankRoutes(world: PaysafeWorld): Route[] {
  return (['ach', 'eft', 'bacs', 'sepa'] as const).flatMap((scheme) => routesOf(world, scheme));
}

function routesOf(world: PaysafeWorld, scheme: BankScheme): Route[] {
  const one = (call: Call): BankRecord => {
    const bank: BankRecord = needPart(world, { kind: kinds.bank, id: call.id('bank'), profileId: call.id('profile') });
    return bank.scheme === scheme ? bank : refuseUnknown(bank.id);
  };
  const route = (method: Route['method'], path: string, answer: Route['answer']): Route => ({
    method,
    path: `/customervault/v1/profiles/:profile/${scheme}bankaccounts${path}`,
    family: 'vault',
    opens: 'server',
    answer,
  });
  const routes = [
    route('POST', '', (call): Answer => {
      const profileId = call.id('profile');
      needProfile(world, profileId);
      const form = readForm(call.body);
      const wanted = readNewBank(form, scheme, 'alone');
      form.finish();
      const bank = addBank(world, profileId, wanted);
      return {
        status: 201,
        body: bankView(world, bank),
        headers: { Location: vaultUrl(world, `/profiles/${profileId}/${scheme}bankaccounts/${bank.id}`) },
      };
    }),
    route('GET', '/:bank', (call) => ({ status: 200, body: bankView(world, one(call)) })),
    route('PUT', '/:bank', (call) => ({ status: 200, body: bankView(world, replaceBank(world, one(call), call)) })),
    route('DELETE', '/:bank', (call): Answer => {
      removeBank(world, one(call));
      return { status: 200 };
    }),
  ];
  if (scheme === 'ach' || scheme === 'eft') return routes;
  return [
    ...routes,
    route('POST', '/:bank/mandates', (call): Answer => {
      const bank = one(call);
      const form = readForm(call.body);
      const reference = readReference(form, scheme);
      form.finish();
      return { status: 201, body: mandateView(addMandate(world, bank, reference)) };
    }),
  ];
}

interface NewBank {
  readonly scheme: BankScheme;
  readonly accountHolderName: string;
  readonly nickName: string | undefined;
  readonly merchantRefNum: string | undefined;
  readonly billingAddressId: string | undefined;
  readonly billingAddress: Readonly<Record<string, unknown>> | undefined;
  readonly codes: Readonly<Record<string, string>>;
  /** Empty when an ACH account is replaced without its number. */
  readonly number: string;
  readonly mandates: readonly string[];
}

/** @param place `nested` in a new profile (address sent along), `alone` on its own (address named by id), or a replacement. */
export function readNewBank(form: Form, scheme: BankScheme, place: 'nested' | 'alone' | 'replacement'): NewBank {
  const holderLength = { ach: 22, eft: 30, bacs: 18, sepa: 32 }[scheme];
  const address = place === 'nested' ? form.part('billingAddress') : undefined;
  if (place === 'nested' && address === undefined) form.wrong('billingAddress', 'may not be empty');
  if (address !== undefined) for (const name of ['street', 'city']) address.needText(name);
  return {
    scheme,
    accountHolderName: form.needText('accountHolderName', { max: holderLength }),
    nickName: form.text('nickName', { max: 50 }),
    merchantRefNum: form.text('merchantRefNum', { max: 255 }),
    billingAddressId: place === 'nested' ? undefined : form.needText('billingAddressId', { max: 36 }),
    billingAddress: address === undefined ? undefined : addressFields(address),
    ...readNumber(form, scheme, place === 'replacement'),
    mandates:
      scheme === 'ach' || scheme === 'eft'
        ? []
        : (form.parts('mandates') ?? []).map((mandate) => readReference(mandate, scheme)),
  };
}

function readNumber(form: Form, scheme: BankScheme, replaced: boolean): Pick<NewBank, 'number' | 'codes'> {
  switch (scheme) {
    case 'ach':
      return {
        number: replaced
          ? (form.text('accountNumber', { pattern: /^\d{4,17}$/ }) ?? '')
          : form.needText('accountNumber', { pattern: /^\d{4,17}$/ }),
        codes: {
          routingNumber: form.needText('routingNumber', { pattern: /^\d{9}$/ }),
          accountType: form.needChoice('accountType', ['CHECKING', 'LOAN', 'SAVINGS']),
        },
      };
    case 'eft':
      return {
        number: form.needText('accountNumber', { pattern: /^\d{4,12}$/ }),
        codes: {
          transitNumber: form.needText('transitNumber', { pattern: /^\d{5}$/ }),
          institutionId: form.needText('institutionId', { pattern: /^\d{3}$/ }),
        },
      };
    case 'bacs':
      return {
        number: form.needText('accountNumber', { pattern: /^\d{8}$/ }),
        codes: { sortCode: form.needText('sortCode', { pattern: /^\d{6}$/ }) },
      };
    case 'sepa': {
      const bic = form.text('bic', { min: 8, max: 11 });
      return {
        number: form.needText('iban', { pattern: /^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/ }),
        codes: bic === undefined ? {} : { bic },
      };
    }
  }
}

export function addBank(world: PaysafeWorld, profileId: string, wanted: NewBank): BankRecord {
  const fingerprint = fingerprintOf(wanted);
  refuseTwin(world, { profileId, scheme: wanted.scheme, fingerprint });
  const billingAddressId =
    wanted.billingAddress === undefined
      ? (wanted.billingAddressId ?? '')
      : addAddress(world, profileId, wanted.billingAddress).id;
  needAddress(world, profileId, billingAddressId);
  const bank: BankRecord = {
    id: world.ids.uuid(),
    profileId,
    scheme: wanted.scheme,
    status: 'ACTIVE',
    accountHolderName: wanted.accountHolderName,
    nickName: wanted.nickName,
    merchantRefNum: wanted.merchantRefNum,
    billingAddressId,
    codes: wanted.codes,
    lastDigits: wanted.number.slice(-2),
    fingerprint,
    paymentToken: world.ids.token('D', 14),
  };
  world.store.put(kinds.bank, bank.id, bank, { created: world.clock.now(), owner: profileId });
  giveToken(world, bank.paymentToken, { kind: 'bank', id: bank.id });
  for (const reference of wanted.mandates) addMandate(world, bank, reference);
  return bank;
}

function replaceBank(world: PaysafeWorld, before: BankRecord, call: Call): BankRecord {
  const form = readForm(call.body);
  const wanted = readNewBank(form, before.scheme, 'replacement');
  form.finish();
  if (mandatesOf(world, before).length > 0) refuse('7509');
  if (wanted.billingAddressId !== undefined) needAddress(world, before.profileId, wanted.billingAddressId);
  const fingerprint = wanted.number === '' ? before.fingerprint : fingerprintOf(wanted);
  if (fingerprint !== before.fingerprint) {
    refuseTwin(world, { profileId: before.profileId, scheme: before.scheme, fingerprint });
  }
  const after: BankRecord = {
    ...before,
    accountHolderName: wanted.accountHolderName,
    nickName: wanted.nickName,
    merchantRefNum: wanted.merchantRefNum,
    billingAddressId: wanted.billingAddressId ?? before.billingAddressId,
    codes: wanted.codes,
    lastDigits: wanted.number === '' ? before.lastDigits : wanted.number.slice(-2),
    fingerprint,
  };
  world.store.put(kinds.bank, after.id, after);
  return after;
}

/** Paysafe names INACTIVE as the status of a deleted account; that a look-up then says 404 is not confirmed. */
export function removeBank(world: PaysafeWorld, bank: BankRecord): void {
  for (const mandate of mandatesOf(world, bank)) removeMandate(world, mandate);
  world.store.remove(kinds.bank, bank.id);
  world.store.remove(kinds.token, bank.paymentToken);
}

export function banksOf(world: PaysafeWorld, profileId: string, scheme: BankScheme): BankRecord[] {
  return world.store.list<BankRecord>(kinds.bank, { owner: profileId, where: (bank) => bank.scheme === scheme });
}

/** Within one profile: whether 7506 also looks at other profiles is not confirmed. */
function refuseTwin(
  world: PaysafeWorld,
  wanted: { readonly profileId: string; readonly scheme: BankScheme; readonly fingerprint: string },
): void {
  const twin = banksOf(world, wanted.profileId, wanted.scheme).find((bank) => bank.fingerprint === wanted.fingerprint);
  if (twin === undefined) return;
  refuse('7506', {
    messageEnd: ` - ${twin.id}`,
    existing: vaultUrl(world, `/profiles/${wanted.profileId}/${wanted.scheme}bankaccounts/${twin.id}`),
  });
}

function fingerprintOf(bank: Pick<NewBank, 'scheme' | 'codes' | 'number'>): string {
  const text = JSON.stringify([bank.scheme, bank.codes, bank.number]);
  return createHash('sha256').update(`sandbox bank ${text}`).digest('hex');
}

export function bankView(world: PaysafeWorld, bank: BankRecord): Record<string, unknown> {
  const mandates = mandatesOf(world, bank);
  return {
    id: bank.id,
    status: bank.status,
    statusReason: bank.statusReason,
    nickName: bank.nickName,
    accountHolderName: bank.accountHolderName,
    ...bank.codes,
    lastDigits: bank.lastDigits,
    billingAddressId: bank.billingAddressId,
    merchantRefNum: bank.merchantRefNum,
    paymentToken: bank.paymentToken,
    mandates: mandates.length === 0 ? undefined : mandates.map(mandateView),
  };
}
