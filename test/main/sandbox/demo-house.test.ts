import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { castNames } from '../../../src-main/sandbox/demo-house/cast.ts';
import { startSandbox } from '../../../src-main/sandbox/sandbox.ts';
import type { Sandbox } from '../../../src-main/sandbox/sandbox.ts';
import { at, basic, fresh, textAt, today } from './paysafe-client.ts';
import type { Json } from './paysafe-client.ts';

const hour = 3_600_000;
const folder = mkdtempSync(join(tmpdir(), 'comptoir-house-'));

interface House {
  readonly sandbox: Sandbox;
  readonly customers: readonly Json[];
  readonly cards: readonly Json[];
  readonly intents: readonly Json[];
  readonly profiles: readonly Json[];
  readonly auths: readonly Json[];
  readonly purchases: readonly Json[];
}

async function openHouse(name: string, seed = 'house'): Promise<House> {
  const sandbox = await startSandbox({ file: join(folder, name), seed, realNow: () => today });
  const registry = sandbox.demoRegistry();
  const accountOf = new Map(registry.transactions.map(({ ref, account }) => [ref, account]));
  const paysafe = (path: string): Promise<Json> => readPaysafe(sandbox, path);
  const [customers, cards, intents] = await Promise.all([
    readAll(sandbox, 'customers'),
    readAll(sandbox, 'payment_methods'),
    readAll(sandbox, 'payment_intents', '&expand[]=data.latest_charge'),
  ]);
  return {
    sandbox,
    customers,
    cards,
    intents,
    profiles: await Promise.all(
      registry.profileIds.map((id) => paysafe(`/customervault/v1/profiles/${id}?fields=cards,eftbankaccounts`)),
    ),
    auths: await Promise.all(
      registry.authIds.map((id) => paysafe(`/cardpayments/v1/accounts/${accountOf.get(id) ?? ''}/auths/${id}`)),
    ),
    purchases: await Promise.all(
      registry.purchaseIds.map((id) => paysafe(`/directdebit/v1/accounts/${accountOf.get(id) ?? ''}/purchases/${id}`)),
    ),
  };
}

async function askStripe(sandbox: Sandbox, path: string, form?: string): Promise<{ status: number; body: Json }> {
  const response = await fetch(`${sandbox.stripeUrl}/v1/${path}`, {
    headers: {
      Authorization: `Bearer ${sandbox.stripeKey}`,
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    ...(form === undefined ? {} : { method: 'POST', body: form }),
  });
  return { status: response.status, body: { ...((await response.json()) as object) } };
}

async function readAll(sandbox: Sandbox, path: string, more = ''): Promise<Json[]> {
  const all: Json[] = [];
  for (let after = ''; ; after = `&starting_after=${textAt(all.at(-1), 'id')}`) {
    const { body } = await askStripe(sandbox, `${path}?limit=100${more}${after}`);
    all.push(...listAt(body, 'data'));
    if (body['has_more'] !== true) return all;
  }
}

async function callPaysafe(sandbox: Sandbox, path: string, body?: unknown): Promise<{ status: number; body: Json }> {
  const response = await fetch(sandbox.paysafeUrl + path, {
    headers: {
      Authorization: basic(sandbox.paysafeKey.username, sandbox.paysafeKey.password),
      'Content-Type': 'application/json',
    },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  return { status: response.status, body: { ...((await response.json()) as object) } };
}

async function readPaysafe(sandbox: Sandbox, path: string): Promise<Json> {
  const { status, body } = await callPaysafe(sandbox, path);
  if (status !== 200) throw new Error(`${path}: ${JSON.stringify(body)}`);
  return body;
}

function listAt(value: unknown, ...path: readonly string[]): Json[] {
  const found = at(value, ...path);
  if (!Array.isArray(found)) throw new Error(`No list at ${path.join('.')}.`);
  return found.map((entry: object) => ({ ...entry }));
}

const nameOf = (profile: Json): string => `${textAt(profile, 'firstName')} ${textAt(profile, 'lastName')}`;
const duplicates = (all: readonly string[]): string[] => all.filter((entry, index) => all.indexOf(entry) !== index);

let house: House;
beforeAll(async () => {
  house = await openHouse('first.sqlite');
});
afterAll(async () => {
  await house.sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

const customerCalled = (name: string): Json => {
  const found = house.customers.find((customer) => customer['name'] === name);
  if (found === undefined) throw new Error(`${name} is not at Stripe.`);
  return found;
};
const profileCalled = (name: string): Json => {
  const found = house.profiles.find((profile) => nameOf(profile) === name);
  if (found === undefined) throw new Error(`${name} is not at Paysafe.`);
  return found;
};
const cardsOf = (name: string): Json[] => house.cards.filter((card) => card['customer'] === customerCalled(name)['id']);

describe('the people', () => {
  it('are 260 at Stripe and 140 at Paysafe, and 25 at both can be linked', () => {
    expect([house.customers.length, house.profiles.length]).toEqual([260, 140]);
    const known = new Set(house.customers.map((one) => [one['name'], one['phone'], one['email']].join()));
    const both = house.profiles.filter((one) => known.has([nameOf(one), one['phone'], one['email']].join()));
    expect(both).toHaveLength(25);
  });

  it('have two Marie Tremblay and two Jean Gagnon, with their own numbers', () => {
    expect(duplicates(house.customers.map((one) => textAt(one, 'name')))).toEqual(['Marie Tremblay']);
    expect(duplicates(house.profiles.map(nameOf))).toEqual([]);
    expect(customerCalled('Jean Gagnon')['phone']).not.toBe(profileCalled('Jean Gagnon')['phone']);
    const maries = house.customers.filter((one) => one['name'] === 'Marie Tremblay');
    expect(new Set(maries.flatMap((one) => [one['phone'], one['email']])).size).toBe(4);
  });

  it('have families on one telephone, names of many languages, both locales, and numbers that ring nowhere', () => {
    const everyone = [
      ...house.customers.map((one) => ({ name: textAt(one, 'name'), phone: textAt(one, 'phone') })),
      ...house.profiles.map((one) => ({ name: nameOf(one), phone: textAt(one, 'phone') })),
    ];
    const byPhone = new Map<string, Set<string>>();
    for (const { name, phone } of everyone) byPhone.set(phone, (byPhone.get(phone) ?? new Set()).add(name));
    expect([...byPhone.values()].filter((names) => names.size > 1).length).toBeGreaterThanOrEqual(12);
    for (const { phone } of everyone) expect(phone).toMatch(/^(514|438|450|579) 555-01\d\d$/);
    const names = everyone.map(({ name }) => name).join(' ');
    for (const letter of ['ễ', 'ç', 'ï', '-', '’', 'ô']) expect(names).toContain(letter);
    expect(new Set(house.customers.map((one) => at(one, 'preferred_locales', 0)))).toEqual(new Set(['fr', 'en']));
    expect(new Set(house.profiles.map((one) => one['locale']))).toEqual(new Set(['fr_CA', 'en_US']));
    const emails = house.customers.flatMap((one) => (typeof one['email'] === 'string' ? [one['email']] : []));
    for (const email of emails) expect(email).toMatch(/^[a-z0-9.-]+@exemple\.ca$/);
    expect(emails.length).toBeGreaterThan(240);
  });

  it('are those of the pictures, with their cards', () => {
    const lastFours = (name: string): unknown[] => cardsOf(name).map((card) => at(card, 'card', 'last4'));
    expect(lastFours('Amélie Bouchard-Roy').sort()).toEqual(['4821', '9940']);
    expect(customerCalled('Amélie Bouchard-Roy')).toMatchObject({ phone: '514 555-0142', preferred_locales: ['fr'] });
    const amelie = cardsOf('Amélie Bouchard-Roy').find((card) => at(card, 'card', 'last4') === '4821');
    expect(at(amelie, 'metadata', 'nickname')).toBe('Blue Visa');
    expect(profileCalled('Amélie Bouchard-Roy')['cards']).toMatchObject([
      { lastDigits: '7305', cardType: 'MC', nickName: 'Clinic', defaultCardIndicator: true },
    ]);
    for (const name of ['Saïd Haddad', 'Zoë Kowalczyk', 'Mai Nguyễn', 'Béatrice Lemay-Ström', 'Gaëlle Morin']) {
      expect(lastFours(name)).toHaveLength(1);
    }
    for (const name of ['Luc Archambault', 'Françoise Deschênes', 'Olivier St-Onge', 'Thérèse Ouellet']) {
      expect(lastFours(name)).toHaveLength(1);
    }
    expect(lastFours(castNames.noCard)).toEqual([]);
    for (const name of ['Noémie D’Aoust', 'Daphné Papadakis', 'Inès Cherkaoui', 'Étienne Lafrenière']) {
      expect(at(profileCalled(name), 'cards')).toHaveLength(1);
    }
  });
});

describe('the cards', () => {
  const months = (card: Json): number =>
    (Number(at(card, 'card', 'exp_year')) - 2026) * 12 + Number(at(card, 'card', 'exp_month')) - 11;

  it('are of three brands; some have expired, some do this month or next, some have a nickname', () => {
    expect(new Set(house.cards.map((card) => at(card, 'card', 'brand')))).toEqual(
      new Set(['visa', 'mastercard', 'amex']),
    );
    for (const wanted of [0, 1]) expect(house.cards.some((card) => months(card) === wanted)).toBe(true);
    expect(house.cards.filter((card) => months(card) < 0).length).toBeGreaterThan(3);
    expect(months(cardsOf(castNames.cardExpired)[0] ?? {})).toBe(-1);
    expect(house.cards.filter((card) => at(card, 'metadata', 'nickname') !== undefined).length).toBeGreaterThan(20);
    const vault = house.profiles.flatMap((profile) => listAt(profile, 'cards'));
    expect(new Set(vault.map((card) => card['cardType']))).toEqual(new Set(['VI', 'MC', 'AM']));
    expect(vault.some((card) => typeof card['nickName'] === 'string')).toBe(true);
    expect(
      vault.some(
        (card) => Number(at(card, 'cardExpiry', 'year')) < 2027 && Number(at(card, 'cardExpiry', 'month')) < 11,
      ),
    ).toBe(true);
    expect(house.profiles.flatMap((profile) => listAt(profile, 'eftBankAccounts'))).toHaveLength(18);
  });

  it('were taken away by those who asked', () => {
    expect(cardsOf(castNames.cardRemoved)).toEqual([]);
    expect(at(profileCalled(castNames.cardRemovedAtPaysafe), 'cards')).toEqual([]);
  });

  it('are refused by their bank where the story wants it', async () => {
    const charge = async (name: string): Promise<unknown[]> => {
      const [card] = cardsOf(name);
      const form = new URLSearchParams({
        amount: '5000',
        currency: 'cad',
        customer: textAt(card, 'customer'),
        payment_method: textAt(card, 'id'),
        off_session: 'true',
        confirm: 'true',
        'automatic_payment_methods[enabled]': 'true',
        'automatic_payment_methods[allow_redirects]': 'never',
      });
      const reply = await askStripe(house.sandbox, 'payment_intents', form.toString());
      return [reply.status, at(reply.body, 'error', 'decline_code') ?? at(reply.body, 'error', 'code')];
    };
    expect(await charge(castNames.declined)).toEqual([402, 'insufficient_funds']);
    expect(await charge(castNames.needsBank)).toEqual([402, 'authentication_required']);
    const account = house.sandbox.paysafeAccounts.find(({ kind }) => kind === 'card')?.number ?? '';
    const declined = await callPaysafe(house.sandbox, `/cardpayments/v1/accounts/${account}/auths`, {
      merchantRefNum: fresh(),
      amount: 5000,
      card: { paymentToken: textAt(profileCalled(castNames.declinedAtPaysafe), 'cards', 0, 'paymentToken') },
    });
    expect([declined.status, at(declined.body, 'error', 'code')]).toEqual([402, '3022']);
  });
});

describe('the money', () => {
  const deadline = (intent: Json): number =>
    Number(at(intent, 'latest_charge', 'payment_method_details', 'card', 'capture_before')) * 1000;
  const heldAtStripe = (): Json[] => house.intents.filter((intent) => intent['status'] === 'requires_capture');
  const heldAtPaysafe = (): Json[] => house.auths.filter((auth) => Number(auth['availableToSettle']) > 0);

  it('is held 30 times over both providers; one hold lapses within the hour, one has lapsed', () => {
    expect(heldAtStripe().length + heldAtPaysafe().length).toBe(30);
    expect(heldAtPaysafe()).toHaveLength(9);
    expect(heldAtStripe().filter((intent) => deadline(intent) - today < hour)).toHaveLength(1);
    expect(heldAtStripe().every((intent) => deadline(intent) > today)).toBe(true);
    const lapsed = house.intents.filter(
      (intent) => intent['status'] === 'canceled' && intent['cancellation_reason'] === 'automatic',
    );
    expect(lapsed).toHaveLength(1);
  });

  it('is held with a purpose, for the people of the pictures', () => {
    for (const held of [...heldAtStripe(), ...heldAtPaysafe()]) expect(textAt(held, 'description')).not.toBe('');
    const ofSaid = heldAtStripe().filter((intent) => intent['customer'] === customerCalled('Saïd Haddad')['id']);
    expect(ofSaid).toMatchObject([{ amount: 13_797, description: 'Massage, 60 min, Hugo' }]);
    expect(heldAtPaysafe().map((auth) => auth['description'])).toContain('Balayage, Léa');
    const gaelle = heldAtStripe().find((intent) => intent['customer'] === customerCalled('Gaëlle Morin')['id']);
    expect(deadline(gaelle ?? {}) - today).toBe(4 * hour + 28 * 60_000);
  });

  it('was charged, captured in part, refunded and declined for months', () => {
    const succeeded = house.intents.filter((intent) => intent['status'] === 'succeeded');
    expect(succeeded.length).toBeGreaterThan(300);
    expect(succeeded.some((intent) => Number(intent['amount_received']) < Number(intent['amount']))).toBe(true);
    expect(succeeded.some((intent) => at(intent, 'latest_charge', 'refunded') === true)).toBe(true);
    expect(house.intents.some((intent) => at(intent, 'last_payment_error', 'code') === 'card_declined')).toBe(true);
    const oldest = Math.min(...house.intents.map((intent) => Number(intent['created']))) * 1000;
    expect(today - oldest).toBeGreaterThan(120 * 24 * hour);
    expect(house.auths.length).toBeGreaterThan(100);
    expect(house.auths.some((auth) => auth['status'] === 'CANCELLED')).toBe(true);
  });

  it('waits for tonight’s batch where it was taken today, and is settled where it is older', async () => {
    const { transactions } = house.sandbox.demoRegistry();
    const statuses = new Map<string, unknown>();
    for (const { settlementRefs, account, at: when } of transactions) {
      for (const id of settlementRefs) {
        const { body } = await callPaysafe(house.sandbox, `/cardpayments/v1/accounts/${account}/settlements/${id}`);
        const age = when > today - 4 * hour ? 'today' : 'older';
        statuses.set(
          `${age} ${String(body['status'])}`,
          (Number(statuses.get(`${age} ${String(body['status'])}`)) || 0) + 1,
        );
      }
    }
    expect([...statuses.keys()].sort()).toEqual(['older COMPLETED', 'today PENDING']);
    expect(statuses.get('today PENDING')).toBe(6);
    const etienne = house.auths.findLast((auth) => at(auth, 'profile', 'lastName') === 'LAFRENIÈRE');
    expect(etienne).toMatchObject({ amount: 9500, settleWithAuth: true, card: { lastDigits: '7305' } });
  });

  it('comes from bank accounts too; one debit came back', () => {
    const found = new Set(house.purchases.map((purchase) => purchase['status']));
    expect(found).toEqual(new Set(['COMPLETED', 'FAILED']));
    expect(house.purchases.length).toBeGreaterThan(20);
  });

  it('is owed today on bills with a deposit, and was paid this morning', () => {
    const bills = house.intents.filter((intent) => at(intent, 'metadata', 'bill_total') !== undefined);
    const ofAmelie = bills.find((intent) => intent['customer'] === customerCalled('Amélie Bouchard-Roy')['id']);
    expect(ofAmelie).toMatchObject({
      amount: 5000,
      status: 'succeeded',
      description: 'Acompte, Coloration et coupe, Léa',
      metadata: {
        comptoir_visit: '2026-11-20-1015-Léa',
        bill_total: '21270',
        visit_at: '2026-11-20T15:15:00.000Z',
        service: 'Coloration et coupe',
        with_whom: 'Léa',
      },
    });
    expect(
      bills.filter((intent) => Number(intent['amount']) < Number(at(intent, 'metadata', 'bill_total'))),
    ).toHaveLength(9);
    // One of them is for tomorrow, and in no diary: a booking site took it.
    expect(bills.filter((intent) => at(intent, 'metadata', 'booking') !== undefined)).toMatchObject([
      { amount: 4500, metadata: { booking: 'WEB-2048', visit_at: '2026-11-21T17:15:00.000Z', bill_total: '16097' } },
    ]);
    const therese = bills.find((intent) => intent['customer'] === customerCalled('Thérèse Ouellet')['id']);
    expect(therese).toMatchObject({ amount: 8594, metadata: { bill_total: '7473' } });
  });
});

describe('the registry', () => {
  it('knows whose each Paysafe transaction is, with one first use for every card that was used', () => {
    const { profileIds, transactions } = house.sandbox.demoRegistry();
    const cardIds = new Set(
      transactions.filter(({ kind }) => kind === 'auth').map(({ instrumentRef }) => instrumentRef),
    );
    expect(transactions.filter(({ initial }) => initial)).toHaveLength(cardIds.size);
    for (const { profileRef } of transactions) expect(profileIds).toContain(profileRef);
  });
});

describe('the making', () => {
  it('puts the clock back to where it was and keeps no card number', () => {
    expect(house.sandbox.clock.now()).toBe(today);
    for (const file of ['first.sqlite', 'first.sqlite-wal']) {
      expect(/(453091|519133)\d{10}|370000\d{9}/.test(readFileSync(join(folder, file), 'latin1'))).toBe(false);
    }
  });

  it('settles what waited when the demo is opened again on another day', async () => {
    const file = join(folder, 'tomorrow.sqlite');
    const statusOf = async (sandbox: Sandbox): Promise<unknown> => {
      const last = sandbox.demoRegistry().transactions.findLast(({ settlementRefs }) => settlementRefs.length > 0);
      const path = `/cardpayments/v1/accounts/${last?.account ?? ''}/settlements/${last?.settlementRefs[0] ?? ''}`;
      return (await readPaysafe(sandbox, path))['status'];
    };
    const seen: unknown[] = [];
    for (const later of [0, hour, 24 * hour]) {
      const sandbox = await startSandbox({ file, seed: 'house', realNow: () => today + later });
      seen.push(await statusOf(sandbox));
      await sandbox.close();
    }
    expect(seen).toEqual(['PENDING', 'PENDING', 'COMPLETED']);
  });

  it('gives the same house for the same seed and clock, and another for another seed', async () => {
    const plain = (found: House): string =>
      JSON.stringify([found.customers, found.cards, found.intents, found.profiles, found.auths, found.purchases])
        .replaceAll(found.sandbox.stripeUrl, 'stripe')
        .replaceAll(found.sandbox.paysafeUrl, 'paysafe');
    const first = await openHouse('same-1.sqlite');
    const second = await openHouse('same-2.sqlite');
    const other = await openHouse('other.sqlite', 'another seed');
    try {
      expect(plain(second)).toBe(plain(first));
      expect(second.sandbox.demoRegistry()).toEqual(first.sandbox.demoRegistry());
      expect(plain(other)).not.toBe(plain(first));
      expect([other.customers.length, other.profiles.length]).toEqual([260, 140]);
    } finally {
      for (const opened of [first, second, other]) await opened.sandbox.close();
    }
  });
});
