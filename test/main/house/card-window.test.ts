import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CardEntryView } from '../../../src-main/contract/card-window.ts';
import type { ConsentView } from '../../../src-main/contract/consent.ts';
import type { CustomerPage } from '../../../src-main/contract/customer.ts';
import type { OperationDetail, OperationView } from '../../../src-main/contract/operation.ts';
import { paysafeTill, type PaysafeTill } from '../../gateways/paysafe-till.ts';
import { stripeTill } from '../../gateways/stripe-till.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

interface Added {
  readonly operation: OperationView;
  readonly customerId: string | null;
  readonly existing: { readonly name: string; readonly email: string } | null;
}

const visa = '4530910000012345';
const secondVisa = '4003440000000007';
let salon: Salon;
let till: PaysafeTill;
let front: SalonDesk;
let count = 0;

beforeAll(async () => {
  salon = await openSalon('card window');
  till = paysafeTill(salon.sandbox);
  front = await salon.desk('Front 1');
  const { singleUseUsername: username, singleUsePassword: password } = salon.sandbox.paysafeKey;
  const { username: serverName, password: serverWord } = salon.sandbox.paysafeKey;
  const notPublic = await front.refusal('settings.setCardKey', { username: serverName, password: serverWord });
  expect(notPublic.code).toBe('permission_missing');
  expect((await front.refusal('settings.setCardKey', { username, password: 'another' })).code).toBe('key_refused');
  expect(await front.must('settings.setCardKey', { username, password })).toEqual({
    configured: true,
    embedded: false,
  });
  await front.signIn('Maude');
}, 120_000);
afterAll(() => salon.close());

async function client(): Promise<{ readonly id: string; readonly ref: string }> {
  const ref = await till.profile();
  const { customerId: id } = await asManager<{ customerId: string }>('customers.bringIn', {
    by: 'profileId',
    value: ref,
  });
  return { id, ref };
}
async function asManager<T>(call: string, input: unknown): Promise<T> {
  await front.signIn('Sylvie');
  const value = await front.must<T>(call, input);
  await front.signIn('Maude');
  return value;
}
const open = (customerId: string, agreement: object | null = null): Promise<CardEntryView> =>
  front.must('cardWindow.open', {
    ticket: `card-window-${String((count += 1)).padStart(8, '0')}`,
    customerId,
    language: 'fr',
    agreement,
  });
const agreed = {
  textId: 'visits',
  purposes: ['future_visits', 'balance'],
  capEach: 20_000,
  capTotal: null,
  endsAt: null,
};
/** As the window would wait for it: until main tells that this opening is over. */
const over = async (id: string): Promise<CardEntryView['state']> => {
  const state = () => front.must<CardEntryView>('cardWindow.show', { id }).then((entry) => entry.state);
  await expect.poll(async () => (await state()).name, { timeout: 20_000 }).toMatch(/ordered|refused|closed/);
  return state();
};
const groupOf = async (state: CardEntryView['state']): Promise<OperationView[]> => {
  if (state.name !== 'ordered') throw new Error(`Not ordered: ${JSON.stringify(state)}`);
  return (await front.must<OperationDetail>('payments.get', { operationId: state.operationId })).group;
};
/** The check and what followed it, once neither is being sent any more. */
const ended = async (state: CardEntryView['state']): Promise<OperationView[]> => {
  await expect
    .poll(async () => (await groupOf(state)).some((step) => step.state.name === 'open'), { timeout: 20_000 })
    .toBe(false);
  return groupOf(state);
};
/** Asks until known, as the desk does by itself: each time long enough after the last send. */
async function known(state: CardEntryView['state'], pause = 70_000): Promise<OperationView[]> {
  for (let asks = 0; asks < 8; asks += 1) {
    const unsure = (await ended(state)).find((step) => step.state.name === 'unknown');
    if (!unsure) break;
    salon.pass(pause);
    // Long enough for the desk to have locked itself.
    await front.signIn('Maude');
    await front.call('payments.askNow', { operationId: unsure.id });
  }
  return ended(state);
}
const cardsAt = async (ref: string): Promise<string[]> => {
  const { body } = await till.call('GET', `/customervault/v1/profiles/${ref}?fields=cards`);
  return (body['cards'] as { lastDigits: string }[] | undefined)?.map(({ lastDigits }) => lastDigits) ?? [];
};
const fault = async (path: string, fault: string): Promise<void> => {
  await fetch(`${salon.sandbox.paysafeUrl}/_control/fault`, {
    method: 'POST',
    body: JSON.stringify({ method: 'POST', path, nth: 1, times: 1, fault }),
  });
};
const stepsOf = (steps: readonly OperationView[]): string[] => steps.map(({ kind, state }) => `${kind} ${state.name}`);

describe('a card that a client types in the card window', () => {
  it('is checked, saved, agreed to in the same moment, and its check is what later charges name', async () => {
    const { id, ref } = await client();
    const entry = await open(id, agreed);
    const [facts] = front.hands.shown.slice(-1);
    expect(facts).toMatchObject({ language: 'fr', environment: 'TEST', country: 'CA' });
    expect(facts?.hosts).toEqual({ script: salon.sandbox.paysafeFieldsUrl, others: [] });
    const token = await front.hands.type(visa);
    const steps = await known(await over(entry.id));
    expect(stepsOf(steps)).toEqual(['verify_card done', 'save_card done']);
    const page = await front.must<CustomerPage>('customers.get', { id });
    expect(page.cards.map(({ lastFour }) => lastFour)).toEqual(['2345']);
    const { consents } = await front.must<{ consents: ConsentView[] }>('consents.ofCustomer', { customerId: id });
    expect(consents).toMatchObject([{ channel: 'page', capEach: 20_000, state: 'ok', text: facts?.agreed }]);
    const cardId = page.cards[0]?.id;
    const charged = await front.must<OperationView>('payments.charge', {
      ticket: 'after-the-card-window-1',
      customerId: id,
      cardId,
      amount: { amount: 4200, currency: 'CAD' },
      tip: null,
      note: null,
      receiptEmail: null,
    });
    const { state } = charged;
    if (state.name !== 'done') throw new Error(JSON.stringify(state));
    const { body } = await till.call('GET', `${till.cards}/auths/${state.reference}`);
    const [check] = steps;
    expect(body['storedCredential']).toEqual({
      type: 'TOPUP',
      occurrence: 'SUBSEQUENT',
      initialTransactionId: check?.state.name === 'done' ? check.state.reference : '',
    });
    // Neither what was typed nor what stands for it is told to a window or written in a log.
    const told = JSON.stringify([front.events, front.log]);
    for (const secret of [visa, token]) expect(told).not.toContain(secret);
    expect(await cardsAt(ref)).toEqual(['2345']);
  });

  it.each([
    { lost: '/verifications$', how: 'drop-after', pause: 70_000, ends: ['verify_card done', 'save_card done'] },
    // Known only minutes later, the check has outlived the token: Paysafe has forgotten the card, and it is typed again.
    { lost: '/verifications$', how: 'drop-after', pause: 310_000, ends: ['verify_card done', 'save_card not_done'] },
    { lost: '/verifications$', how: 'drop-before', pause: 70_000, ends: ['verify_card not_done'] },
    { lost: '/cards$', how: 'drop-after', pause: 70_000, ends: ['verify_card done', 'save_card done'] },
    { lost: '/cards$', how: 'drop-before', pause: 70_000, ends: ['verify_card done', 'save_card not_done'] },
  ])('is kept at most once when $how meets $lost and it is asked about after $pause ms: $ends', async (row) => {
    const { id, ref } = await client();
    await fault(row.lost, row.how);
    const entry = await open(id, agreed);
    await front.hands.type(visa);
    const state = await over(entry.id);
    // Nothing is said of it before it is known.
    expect((await ended(state)).at(-1)?.state.name).toBe('unknown');
    expect(stepsOf(await known(state, row.pause))).toEqual(row.ends);
    const saved = row.ends.includes('save_card done') ? 1 : 0;
    expect(await cardsAt(ref)).toHaveLength(saved);
    const { consents } = await front.must<{ consents: ConsentView[] }>('consents.ofCustomer', { customerId: id });
    expect(consents).toHaveLength(saved);
  });

  it('that is there already is shown, not added; a no of the bank and a wrong code keep nothing', async () => {
    const { id, ref } = await client();
    const once = async (cvv?: string): Promise<OperationView[]> => {
      const entry = await open(id);
      await front.hands.type(visa, cvv === undefined ? {} : { cvv });
      return known(await over(entry.id));
    };
    const refused = await once('666');
    expect(refused).toMatchObject([{ kind: 'verify_card', state: { name: 'rejected', code: 'security_code' } }]);
    expect(await cardsAt(ref)).toEqual([]);
    await once();
    const again = await once();
    expect(again.at(-1)?.state).toMatchObject({ name: 'done', elsewhere: true });
    expect(await cardsAt(ref)).toEqual(['2345']);
  });

  it('whose token has run out, or is no token, sends no order', async () => {
    const { id, ref } = await client();
    const asked = async (): Promise<number> => {
      const reply = await fetch(`${salon.sandbox.paysafeUrl}/_control/requests`);
      const { requests } = (await reply.json()) as { requests: { method: string; path: string }[] };
      return requests.filter(({ method, path }) => method === 'POST' && /verifications$|\/cards$/.test(path)).length;
    };
    const before = await asked();
    for (const words of [null, 'SC123456', { token: 'tok_1Nabc' }, { token: `SC${'a'.repeat(40)}` }, { token: visa }]) {
      const entry = await open(id);
      front.hands.say(words);
      expect(await over(entry.id)).toMatchObject({ name: 'refused', failure: { code: 'card_token_odd' } });
    }
    const late = await open(id);
    const token = await front.hands.type(visa, { keep: true });
    salon.pass(301_000);
    front.hands.say({ token });
    expect(await over(late.id)).toMatchObject({ name: 'refused', failure: { code: 'card_token_ended' } });
    // Told twice, after it is over: nobody listens any more.
    front.hands.say({ token });
    expect(await asked()).toBe(before);
    expect(await cardsAt(ref)).toEqual([]);
  });

  it('has one window at a desk: another client waits, the same one gets it again, and closing it saves nothing', async () => {
    const [one, other] = [await client(), await client()];
    const entry = await open(one.id);
    expect((await open(one.id)).id).toBe(entry.id);
    const busy = await front.refusal('cardWindow.open', {
      ticket: 'card-window-of-another-1',
      customerId: other.id,
      language: 'en',
      agreement: null,
    });
    expect(busy.code).toBe('card_window_busy');
    front.hands.leave();
    expect(await over(entry.id)).toEqual({ name: 'closed' });
    const next = await open(other.id);
    await front.hands.type(secondVisa);
    expect((await known(await over(next.id))).at(-1)?.state.name).toBe('done');
  });

  it('is for somebody without a profile made one first, once whichever answer is lost; one that is there is taken only when staff say so', async () => {
    const stripe = stripeTill(salon.sandbox);
    const add = (customerId: string, ticket: string) =>
      front.must<Added>('cardWindow.addProfile', { ticket, customerId, language: 'fr' });
    for (const how of ['none', 'drop-after'] as const) {
      const { customerRef } = await stripe.save();
      const id = `stripe:${customerRef}`;
      await front.must('desk.refresh', {});
      if (how !== 'none') await fault('/profiles$', how);
      const added = await add(id, `profile-for-somebody-${how}`);
      if (how !== 'none') {
        expect(added).toMatchObject({ customerId: null, operation: { state: { name: 'unknown' } } });
        salon.pass(70_000);
        await front.must('payments.askNow', { operationId: added.operation.id });
      }
      const providers = async () =>
        (await front.must<CustomerPage>('customers.get', { id })).records.map(({ provider }) => provider).toSorted();
      await expect.poll(providers, { timeout: 20_000 }).toEqual(['paysafe', 'stripe']);
    }
    const { customerRef } = await stripe.save();
    const id = `stripe:${customerRef}`;
    await front.must('desk.refresh', {});
    const there = await till.call('POST', '/customervault/v1/profiles', {
      merchantCustomerId: `comptoir-${customerRef}`,
      locale: 'fr_CA',
      firstName: 'Nadia',
      lastName: 'Roy',
      email: 'nadia@example.com',
    });
    const added = await add(id, 'profile-that-is-there-1');
    expect(added).toMatchObject({ customerId: null, existing: { name: 'Nadia Roy', email: 'nadia@example.com' } });
    expect((await front.must<CustomerPage>('customers.get', { id })).records).toHaveLength(1);
    const taken = await front.must<{ customerId: string }>('cardWindow.adoptProfile', {
      operationId: added.operation.id,
    });
    expect(taken.customerId).toBe(`paysafe:${String(there.body['id'])}`);
    expect((await front.must<CustomerPage>('customers.get', { id })).records).toHaveLength(2);
  });
});
