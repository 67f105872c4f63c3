import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BillView } from '../../../src-main/contract/bill.ts';
import type { ConsentView } from '../../../src-main/contract/consent.ts';
import type { CustomerList, CustomerPage } from '../../../src-main/contract/customer.ts';
import type { OperationDetail, OperationView } from '../../../src-main/contract/operation.ts';
import type { SureView } from '../../../src-main/contract/doubt.ts';
import type { AddressedLink } from '../../../src-main/contract/page-link.ts';
import type { PayerGrant } from '../../../src-main/contract/payer.ts';
import type { RemovalView } from '../../../src-main/contract/removal.ts';
import { paysafeTill, type PaysafeTill } from '../../gateways/paysafe-till.ts';
import { stripeTill, type StripeTill } from '../../gateways/stripe-till.ts';
import type { Saved } from '../../gateways/town.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

// A whole desk without its window: a customer is taken away at their provider, and what they paid stays to be read.
const cad = (amount: number) => ({ amount, currency: 'CAD' });
let salon: Salon;
let desk: SalonDesk;
let stripe: StripeTill;
let paysafe: PaysafeTill;
let tickets = 0;
const ticket = (): string => `ticket-${String((tickets += 1)).padStart(16, '0')}`;

interface Client {
  readonly id: string;
  readonly cardId: string;
  readonly saved: Saved;
}
let names = 0;

beforeAll(async () => {
  salon = await openSalon('removal');
  [stripe, paysafe] = [stripeTill(salon.sandbox), paysafeTill(salon.sandbox)];
  desk = await salon.desk('Front 1');
  await desk.signIn('Hélène');
  const { username, password } = salon.sandbox.paysafeKey;
  await desk.must('settings.setPaysafeKey', {
    username,
    password,
    mode: 'test',
    accounts: salon.sandbox.paysafeAccounts,
  });
  await desk.signIn('Sylvie');
}, 120_000);
afterAll(() => salon.close());

async function atStripe(name = `Made up ${(names += 1)}`): Promise<Client> {
  const saved = await stripe.save();
  await stripe.stripe.customers.update(saved.customerRef, { name });
  await desk.must('desk.refresh', {});
  return { id: `stripe:${saved.customerRef}`, cardId: `stripe:${saved.cardRef}`, saved };
}
async function atPaysafe(saved?: Saved): Promise<Client> {
  const own = saved ?? (await paysafe.save());
  await desk.must('customers.bringIn', { by: 'profileId', value: own.customerRef });
  return { id: `paysafe:${own.customerRef}`, cardId: `paysafe:${own.cardRef}`, saved: own };
}
const viewOf = ({ id }: Client) => desk.must<RemovalView>('removal.view', { id });
const removing = ({ id }: Client, reason = 'Moved to Halifax') => ({ ticket: ticket(), id, reason });
const remove = (client: Client) => desk.must<OperationView>('removal.remove', removing(client));
const page = ({ id }: Client) => desk.must<CustomerPage>('customers.get', { id });
const chargeOf = ({ id, cardId }: Client, amount: number) => ({
  ...{ ticket: ticket(), customerId: id, cardId, amount: cad(amount), tip: null, note: null, receiptEmail: null },
  sure: [] as string[],
});
/** Charges it, having looked again at all that stands out: all cards of these tests look the same. */
async function charge(client: Client, amount: number): Promise<OperationView> {
  const order = chargeOf(client, amount);
  const asked = { customerId: client.id, cardId: client.cardId, amount: order.amount, tip: null, billId: null };
  const { doubts } = await desk.must<SureView>('payments.sure', asked);
  return desk.must<OperationView>('payments.charge', { ...order, sure: doubts.map(({ fact }) => fact) });
}
const billOf = ({ id }: Client, total: number, day: string): Promise<BillView> =>
  desk.must<BillView>('bills.make', {
    ...{ customerId: id, customerName: 'Made up', day, time: '10:15', service: 'Cut', withWhom: null },
    ...{ lines: [], total, tax: null, note: null },
  });
const found = async (search: string): Promise<string[]> =>
  (await desk.must<CustomerList>('customers.list', { search, filter: 'all', offset: 0, limit: 10 })).rows.map(
    ({ id }) => id,
  );
/** What the lists take from an order is not waited for by whoever gave it. */
const settled = async (client: Client, so: (now: CustomerPage) => boolean): Promise<CustomerPage> => {
  await expect.poll(async () => so(await page(client))).toBe(true);
  return page(client);
};

describe('a customer', () => {
  it('is taken away by a manager, and the page with what was paid can still be read, by whom, when and why', async () => {
    const ada = await atStripe('Ada Quimper');
    const charged = await charge(ada, 6210);
    expect(charged.state.name).toBe('done');
    const before = await viewOf(ada);
    expect(before).toMatchObject({ name: 'Ada Quimper', records: [{ id: ada.id, provider: 'stripe', stops: null }] });
    expect(before.records[0]?.cards).toMatchObject([{ brand: 'visa', lastFour: '4242' }]);

    await desk.signIn('Maude');
    expect(await desk.refusal('removal.view', { id: ada.id })).toMatchObject({ code: 'not_allowed' });
    expect(await desk.refusal('removal.remove', removing(ada))).toMatchObject({ code: 'not_allowed' });
    await desk.signIn('Sylvie');
    expect(await desk.refusal('removal.remove', removing(ada, ' '))).toMatchObject({ code: 'bad_input' });

    const asked = removing(ada);
    const removed = await desk.must<OperationView>('removal.remove', asked);
    expect(removed).toMatchObject({
      ...{ kind: 'remove_customer', targetId: ada.id, customerId: ada.id, customerName: 'Ada Quimper', amount: null },
      ...{ note: 'Moved to Halifax', staffName: 'Sylvie', state: { name: 'done' } },
    });
    expect((await stripe.stripe.customers.retrieve(ada.saved.customerRef)).deleted).toBe(true);
    // The same dialog pressed again, and another one.
    expect(await desk.must('removal.remove', asked)).toEqual(removed);
    expect(await desk.refusal('removal.remove', removing(ada))).toMatchObject({ code: 'customer_removed' });
    expect(await desk.refusal('removal.view', { id: ada.id })).toMatchObject({ code: 'customer_removed' });

    const after = await settled(ada, ({ gone }) => gone);
    expect(after).toMatchObject({
      ...{ name: 'Ada Quimper', gone: true, records: [], cards: [], cardEvents: [] },
      removed: [{ id: ada.id, provider: 'stripe', by: 'Sylvie', reason: 'Moved to Halifax', operationId: removed.id }],
    });
    expect(after.payments).toMatchObject([{ taken: cad(6210) }]);
    expect(after.operations.map(({ kind }) => kind)).toEqual(['remove_customer', 'charge']);
    // Nobody chooses somebody who is gone: the search shows the living only.
    expect(await found('Quimper')).toEqual([]);
    expect(await desk.refusal('payments.charge', chargeOf(ada, 6210))).toMatchObject({ code: 'card_removed' });
    const { rows } = await desk.must<{ rows: { what: string; outcome: string }[] }>('history.list', {
      ...{ search: 'Quimper', before: null, limit: 50 },
    });
    expect(rows.filter(({ what }) => what === 'remove_customer').map(({ outcome }) => outcome)).toEqual(
      expect.arrayContaining(['started', 'done']),
    );
  });

  it('takes along what was agreed for their cards, and whom these paid for', async () => {
    const [mother, child] = [await atStripe(), await atStripe()];
    const terms = { cardId: mother.cardId, purposes: ['balance'], textId: 'visits', language: 'en' };
    const asked = { ...terms, capEach: null, capTotal: null, endsOn: null };
    const { shown } = await desk.must<{ shown: string }>('consents.draft', asked);
    const said = { ...asked, shown, way: 'verbal', witness: 'Maude', scan: null };
    const consent = await desk.must<ConsentView>('consents.record', said);
    const lent = { cardId: mother.cardId, customerId: child.id, endsOn: null, how: 'At the desk' };
    const grant = await desk.must<PayerGrant>('payers.grant', lent);
    expect((await viewOf(mother)).records).toMatchObject([{ consents: 1, lentTo: [grant.customerName], stops: null }]);
    await remove(mother);
    const grants = () => desk.must<{ received: PayerGrant[] }>('payers.ofCustomer', { customerId: child.id });
    await expect.poll(async () => (await grants()).received.map(({ state }) => state)).toEqual(['revoked']);
    expect((await grants()).received).toMatchObject([{ revoked: { by: 'Sylvie', reason: 'Moved to Halifax' } }]);
    // Withdrawn already: a second time is refused, in the words of the first.
    expect(await desk.refusal('consents.withdraw', { id: consent.id, reason: null })).toMatchObject({
      code: 'consent_withdrawn',
    });
    expect((await page(child)).lent).toEqual([]);
  });
});

describe('nobody is taken away', () => {
  const refusal = async (client: Client) => {
    const { code } = await desk.refusal('removal.remove', removing(client));
    // The dialog says the same before anybody presses.
    expect((await viewOf(client)).records.map(({ stops }) => stops?.code)).toEqual([code]);
    return code;
  };

  it('whose hold is open, also one that another desk has just placed', async () => {
    const client = await atStripe();
    const hold = await stripe.hold(client.saved, 8450);
    expect(await refusal(client)).toBe('customer_has_hold');
    expect((await viewOf(client)).records[0]?.standing.holds).toMatchObject([{ amount: cad(8450) }]);
    await stripe.stripe.paymentIntents.cancel(hold);
    expect((await remove(client)).state).toMatchObject({ name: 'done' });
  });

  it('whose hold was placed here, at Paysafe', async () => {
    const client = await atPaysafe();
    const { sure: _sure, receiptEmail: _mail, tip: _tip, ...hold } = chargeOf(client, 8450);
    await desk.must('holds.place', hold);
    expect(await refusal(client)).toBe('customer_has_hold');
  });

  it('who has something left to pay, until it is paid; a visit that is paid is only told of', async () => {
    const client = await atStripe();
    const bill = await billOf(client, 7300, '2026-11-24');
    expect(await refusal(client)).toBe('customer_owes');
    expect((await viewOf(client)).records[0]).toMatchObject({
      standing: { bills: [{ code: bill.code, remaining: cad(7300) }] },
      visits: [{ day: '2026-11-24' }],
    });
    await desk.must('bills.credit', { id: bill.id, kind: 'cash', amount: 7300, note: null });
    expect((await viewOf(client)).records[0]).toMatchObject({ stops: null, visits: [{ day: '2026-11-24' }] });
    expect((await remove(client)).state).toMatchObject({ name: 'done' });
  });

  it('whose charge is not known yet, until it is', async () => {
    const client = await atStripe();
    salon.sandbox.faults.add({ method: 'POST', path: '/payment_intents$', nth: 1, fault: 'drop-after', times: 9 });
    const unsure = await charge(client, 5310);
    expect(unsure.state.name).toBe('unknown');
    expect(await refusal(client)).toBe('customer_checking');
    salon.sandbox.faults.clear();
    await desk.must('payments.askNow', { operationId: unsure.id });
    expect((await remove(client)).state).toMatchObject({ name: 'done' });
  });

  it('whose bank debit is on its way', async () => {
    const client = await atPaysafe(await paysafe.saveBank('eft'));
    const debit = await charge(client, 5310);
    expect(debit.state.name).toBe('pending');
    expect(await refusal(client)).toBe('customer_debit_coming');
  });

  it('for whom a page is open', async () => {
    const client = await atStripe();
    const page = await desk.must<AddressedLink>('links.make', {
      ...{ ticket: ticket(), kind: 'card', customerId: client.id, customerName: 'Made up', email: null, billId: null },
      ...{ purpose: 'future_visits', price: { is: 'nothing' }, save: 'always', agreement: null, language: 'fr' },
      minutes: 30,
    });
    expect(await refusal(client)).toBe('customer_has_page');
    await desk.must('links.close', { id: page.link.id });
    expect((await remove(client)).state).toMatchObject({ name: 'done' });
  });

  it('whose subscription runs at Stripe, or of whom Stripe does not let us see any', async () => {
    const client = await atStripe();
    const price = await stripe.stripe.prices.create({
      currency: 'cad',
      unit_amount: 1000,
      product_data: { name: 'Club' },
    });
    const made = { customer: client.saved.customerRef, items: [{ price: price.id }] };
    await stripe.stripe.subscriptions.create(made);
    expect(await refusal(client)).toBe('customer_subscribed');
    const other = await atStripe();
    await desk.signIn('Hélène');
    await desk.must('settings.setStripeKey', { key: 'rk_test_demo_no_subscriptions' });
    expect(await refusal(other)).toBe('subscriptions_unseen');
    await desk.must('settings.setStripeKey', { key: salon.sandbox.stripeKey });
    await desk.signIn('Sylvie');
    expect((await remove(other)).state).toMatchObject({ name: 'done' });
  });
});

describe('a person with a record at both providers', () => {
  it('loses the chosen one alone; what was paid through it is still theirs, and the other can go too', async () => {
    const [one, other] = [await atStripe('Cléa Gaspé'), await atPaysafe()];
    await desk.must('customers.link', { id: one.id, otherId: other.id });
    await charge(other, 3330);
    expect((await viewOf(one)).records.map(({ provider }) => provider).toSorted()).toEqual(['paysafe', 'stripe']);
    await remove(other);
    const after = await settled(one, ({ removed }) => removed.length === 1);
    expect(after).toMatchObject({ id: one.id, gone: false, removed: [{ id: other.id, provider: 'paysafe' }] });
    expect(after.records.map(({ id }) => id)).toEqual([one.id]);
    expect(after.cards.map(({ id }) => id)).toEqual([one.cardId]);
    expect(after.payments).toMatchObject([{ provider: 'paysafe', taken: cad(3330) }]);
    expect(await page(other)).toMatchObject({ id: one.id, gone: false });
    expect(await found('Gaspé')).toEqual([one.id]);
    expect((await remove(one)).state).toMatchObject({ name: 'done' });
    expect(await settled(one, ({ gone }) => gone)).toMatchObject({ gone: true, payments: [{ taken: cad(3330) }] });
  });
});

describe('a removal whose answer was lost', () => {
  it.each(['stripe', 'paysafe'] as const)(
    'is asked about at %s until it is known, and takes nobody away twice',
    async (at) => {
      const client = at === 'stripe' ? await atStripe() : await atPaysafe();
      const path = at === 'stripe' ? '/customers/' : '/profiles/';
      salon.sandbox.faults.add({ method: 'DELETE', path, nth: 1, fault: 'drop-after', times: 9 });
      const asked = removing(client);
      const unsure = await desk.must<OperationView>('removal.remove', asked);
      expect(unsure.state.name).toBe('unknown');
      // One thing at a time for a person: nothing is taken while it is not known whether they are gone.
      await expect(charge(client, 100)).rejects.toThrow('busy');
      salon.sandbox.faults.clear();
      const { operation } = await desk.must<OperationDetail>('payments.askNow', { operationId: unsure.id });
      expect(operation.state).toMatchObject({ name: 'done' });
      expect(await settled(client, ({ gone }) => gone)).toMatchObject({ removed: [{ operationId: unsure.id }] });
    },
  );
});

// Last here: a desk of these tests that is opened anew begins its ids anew.
describe('a customer who was taken away', () => {
  it('stays removed when the lists are read again, and after the copy of the lists was lost', async () => {
    const [one, other] = [await atStripe('Bea Rimouski'), await atPaysafe()];
    for (const client of [one, other]) {
      await charge(client, 4120);
      expect((await remove(client)).state).toMatchObject({ name: 'done' });
      await settled(client, ({ gone }) => gone);
    }
    const paid = (await page(other)).payments.length;
    await desk.must('desk.refresh', {});
    await desk.call('customers.refresh', { id: one.id });
    await desk.call('customers.refresh', { id: other.id });
    expect(await found('Rimouski')).toEqual([]);
    expect(await page(one)).toMatchObject({ name: 'Bea Rimouski', gone: true, payments: [{ taken: cad(4120) }] });

    await desk.rooms.close();
    for (const ending of ['', '-wal', '-shm'])
      rmSync(join(salon.folder('Front 1'), `mirror.db${ending}`), { force: true });
    desk = await salon.desk('Front 1');
    await desk.signIn('Sylvie');
    await desk.must('desk.refresh', {});
    expect(await found('Rimouski')).toEqual([]);
    expect(await page(one)).toMatchObject({ name: 'Bea Rimouski', gone: true, payments: [{ taken: cad(4120) }] });
    const after = await page(other);
    expect(after).toMatchObject({ gone: true, removed: [{ by: 'Sylvie' }] });
    expect(after.payments).toHaveLength(paid);
  });
});
