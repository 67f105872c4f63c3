import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BillView } from '../../../src-main/contract/bill.ts';
import type { ConsentText, ConsentView } from '../../../src-main/contract/consent.ts';
import type { CustomerPage } from '../../../src-main/contract/customer.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import type { AddressedLink, PageLinkView } from '../../../src-main/contract/page-link.ts';
import { stripeTill, type StripeTill } from '../../gateways/stripe-till.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';
import { submit, typed } from '../sandbox/browser.ts';

// Whole desks without their windows on the embedded Stripe: pages that clients use with their own hands while staff work on.
const minute = 60_000;
const pastPoll = 3 * minute;
let salon: Salon;
let till: StripeTill;
let front: SalonDesk;
let tickets = 0;
const ticket = (): string => `ticket-${String((tickets += 1)).padStart(16, '0')}`;

beforeAll(async () => {
  salon = await openSalon('page-links');
  till = stripeTill(salon.sandbox);
  front = await salon.desk('Front 1');
}, 120_000);
afterAll(() => salon.close());

interface Client {
  readonly id: string;
  readonly ref: string;
  readonly cardId: string;
}
/** Somebody with a card, known at the desk. */
async function client(): Promise<Client> {
  const { customerRef, cardRef } = await till.save();
  const id = `stripe:${customerRef}`;
  await front.signIn('Maude');
  await front.must('desk.refresh', {});
  await front.must('customers.refresh', { id });
  return { id, ref: customerRef, cardId: `stripe:${cardRef}` };
}
async function bill(of: Client | null, total = 10_000): Promise<BillView> {
  return front.must<BillView>('bills.make', {
    customerId: of?.id ?? null,
    customerName: 'Élodie Côté-Tremblay',
    day: '2026-11-20',
    time: '10:00',
    service: 'Coloration',
    withWhom: null,
    lines: [],
    total,
    tax: null,
    note: null,
  });
}
const wish = (of: Client | null, more: object = {}) => ({
  ticket: ticket(),
  kind: 'card',
  customerId: of?.id ?? null,
  customerName: 'Élodie Côté-Tremblay',
  email: null,
  purpose: 'future_visits',
  billId: null,
  price: { is: 'nothing' },
  save: 'always',
  agreement: null,
  language: 'fr',
  minutes: 30,
  ...more,
});
const forBill = (of: Client | null, { id, remaining }: BillView, more: object = {}) =>
  wish(of, {
    kind: 'payment',
    purpose: 'balance',
    billId: id,
    price: { is: 'remaining', amount: remaining, currency: 'CAD' },
    save: 'never',
    ...more,
  });
const make = (input: object): Promise<AddressedLink> => front.must<AddressedLink>('links.make', input);
const show = (id: string): Promise<AddressedLink> => front.must<AddressedLink>('links.show', { id });
const billNow = (id: string): Promise<BillView> => front.must<BillView>('bills.get', { id });
const chargeOf = ({ id, cardId }: Client, { id: billId }: BillView, amount: number) => ({
  ticket: ticket(),
  customerId: id,
  cardId,
  amount: { amount, currency: 'CAD' },
  tip: null,
  note: null,
  receiptEmail: null,
  cause: { purpose: 'balance', billId },
});
const taken = async ({ ref }: Client): Promise<number> =>
  (await till.stripe.paymentIntents.list({ customer: ref, limit: 100 })).data.reduce(
    (sum, { amount_received }) => sum + amount_received,
    0,
  );

describe('a page that saves a card', () => {
  it('is open with its deadline, and the card with the consent that stood on it is here once the client is done', async () => {
    const zoe = await client();
    await front.signIn('Hélène');
    await front.must<ConsentText>('consents.saveText', {
      id: 'visits',
      language: 'fr',
      title: 'Visites',
      body: 'J’autorise {house} à débiter ma carte, {cap} au plus à la fois.',
    });
    await front.signIn('Maude');
    const agreement = {
      textId: 'visits',
      purposes: ['balance', 'future_visits'],
      capEach: 30_000,
      capTotal: null,
      endsAt: null,
    };
    const { link, address } = await make(wish(zoe, { agreement }));
    expect(link).toMatchObject({ kind: 'card', state: { name: 'open' }, amount: null, staffName: 'Maude' });
    expect(link.state.name === 'open' && link.state.expiresAt - salon.now()).toBeGreaterThanOrEqual(30 * minute);
    const page = await (await fetch(address ?? '')).text();
    expect(page).toContain('J’autorise Atelier à débiter ma carte, 300,00');
    await submit(address ?? '', { ...typed, card_number: '5555 5555 5555 4444' });
    const after = await show(link.id);
    expect(after).toMatchObject({
      address: null,
      link: { state: { name: 'completed', moved: null, saved: true, card: { brand: 'mastercard', lastFour: '4444' } } },
    });
    const { cards } = await front.must<CustomerPage>('customers.get', { id: zoe.id });
    const saved = cards.find(({ lastFour }) => lastFour === '4444');
    expect(saved).toMatchObject({ unusable: null });
    const { consents } = await front.must<{ consents: ConsentView[] }>('consents.ofCustomer', { customerId: zoe.id });
    expect(consents).toHaveLength(1);
    expect(consents[0]).toMatchObject({
      cardId: saved?.id,
      channel: 'page',
      capEach: 30_000,
      textVersion: 1,
      language: 'fr',
    });
    expect(consents[0]?.text).toMatch(/J’autorise Atelier à débiter ma carte, 300,00\s\$ au plus à la fois\./);
    const [method] = (await till.stripe.customers.listPaymentMethods(zoe.ref, { limit: 1 })).data;
    expect(method?.allow_redisplay).toBe('always');
  });

  it('is the same page when the same dialog asks again, closed when staff close it, and over when its time is', async () => {
    const zoe = await client();
    const asked = wish(zoe);
    const { link, address } = await make(asked);
    const again = await make(asked);
    expect(again).toMatchObject({ address, link: { id: link.id } });
    expect((await front.must<PageLinkView>('links.close', { id: link.id })).state.name).toBe('cancelled');
    expect((await fetch(address ?? '')).status).toBe(410);
    const { link: other } = await make(wish(zoe));
    salon.pass(32 * minute);
    await front.signIn('Maude');
    expect((await show(other.id)).link.state.name).toBe('expired');
  });
});

describe('a page for a bill', () => {
  it('is for exactly what is left to pay; paid there, the bill is paid here, once', async () => {
    const zoe = await client();
    const due = await bill(zoe);
    await front.must('bills.credit', { id: due.id, kind: 'cash', amount: 2500, note: null });
    expect(await front.refusal('links.make', forBill(zoe, due))).toMatchObject({
      code: 'bill_over',
      facts: { most: 7500 },
    });
    const { link, address } = await make(forBill(zoe, await billNow(due.id)));
    await submit(address ?? '', typed);
    expect((await show(link.id)).link.state).toMatchObject({
      name: 'completed',
      moved: { amount: 7500, currency: 'CAD' },
    });
    await show(link.id);
    const paid = await billNow(due.id);
    expect(paid).toMatchObject({ state: 'paid', remaining: 0, paid: 10_000, over: 0 });
    expect(paid.credits.filter(({ kind }) => kind === 'provider')).toHaveLength(1);
    expect(await front.refusal('payments.charge', chargeOf(zoe, due, 7500))).toMatchObject({ code: 'bill_over' });
  });

  it('closes the older one when another is made', async () => {
    const zoe = await client();
    const due = await bill(zoe);
    const first = await make(forBill(zoe, due));
    const second = await make(forBill(zoe, due));
    expect((await show(first.link.id)).link.state.name).toBe('cancelled');
    expect((await fetch(first.address ?? '')).status).toBe(410);
    expect(second.link.state.name).toBe('open');
  });

  it('is closed before staff charge the bill: the client can no longer pay it too', async () => {
    const zoe = await client();
    const due = await bill(zoe);
    const { link, address } = await make(forBill(zoe, due));
    const charged = await front.must<OperationView>('payments.charge', chargeOf(zoe, due, 10_000));
    expect(charged.state.name).toBe('done');
    expect((await submit(address ?? '', typed)).status).toBe(410);
    expect((await show(link.id)).link.state.name).toBe('cancelled');
    expect(await taken(zoe)).toBe(10_000);
  });

  it('that was paid a moment before staff charge refuses the charge and pays the bill', async () => {
    const zoe = await client();
    const due = await bill(zoe);
    const { address } = await make(forBill(zoe, due));
    await submit(address ?? '', typed);
    expect(await front.refusal('payments.charge', chargeOf(zoe, due, 10_000))).toMatchObject({ code: 'bill_over' });
    expect(await billNow(due.id)).toMatchObject({ state: 'paid', paid: 10_000 });
    expect(await taken(zoe)).toBe(10_000);
  });

  it('whose end nobody can tell keeps the bill from being charged until somebody can', async () => {
    const zoe = await client();
    const due = await bill(zoe);
    const { link } = await make(forBill(zoe, due));
    const drop = { path: '/checkout/sessions', nth: 1, times: 100, fault: 'drop-before' };
    await fault(drop);
    expect(await front.refusal('payments.charge', chargeOf(zoe, due, 10_000))).toMatchObject({ code: 'link_checking' });
    expect(await taken(zoe)).toBe(0);
    await fault(null);
    salon.pass(pastPoll);
    await front.signIn('Maude');
    expect((await front.must<OperationView>('payments.charge', chargeOf(zoe, due, 10_000))).state.name).toBe('done');
    expect((await show(link.id)).link.state.name).toBe('cancelled');
  });
});

describe('a page that is paid on', () => {
  it('takes a deposit and keeps the card under the consent shown; the rest is charged to it later without the client', async () => {
    const zoe = await client();
    const due = await bill(zoe, 20_000);
    const agreement = { textId: 'visits', purposes: ['balance'], capEach: 50_000, capTotal: null, endsAt: null };
    const price = { is: 'lines', lines: [{ what: 'Acompte', amount: 5000 }] };
    const deposit = { kind: 'payment', purpose: 'deposit', billId: due.id, price, save: 'always', agreement };
    const { link, address } = await make(wish(zoe, deposit));
    await submit(address ?? '', { ...typed, card_number: '5555 5555 5555 4444' });
    const after = (await show(link.id)).link.state;
    if (after.name !== 'completed') throw new Error(after.name);
    expect(after).toMatchObject({ moved: { amount: 5000 }, saved: true, card: { lastFour: '4444' } });
    expect(await billNow(due.id)).toMatchObject({ paid: 5000, remaining: 15_000, state: 'due' });
    const { consents } = await front.must<{ consents: ConsentView[] }>('consents.ofCustomer', { customerId: zoe.id });
    expect(consents).toMatchObject([{ cardId: after.cardId, capEach: 50_000, channel: 'page' }]);
    const order = chargeOf({ ...zoe, cardId: after.cardId ?? '' }, due, 15_000);
    expect((await front.must<OperationView>('payments.charge', order)).state.name).toBe('done');
    expect(await billNow(due.id)).toMatchObject({ paid: 20_000, remaining: 0, over: 0, state: 'paid' });
  });

  it('only holds a deposit: nothing is paid until it is captured, then the bill has it', async () => {
    const zoe = await client();
    const due = await bill(zoe, 20_000);
    const price = { is: 'lines', lines: [{ what: 'Acompte', amount: 5000 }] };
    const { link, address } = await make(
      wish(zoe, { kind: 'hold', purpose: 'deposit', billId: due.id, price, save: 'never' }),
    );
    await submit(address ?? '', typed);
    const after = (await show(link.id)).link.state;
    if (after.name !== 'completed') throw new Error(after.name);
    expect(after.moved).toEqual({ amount: 5000, currency: 'CAD' });
    expect(await billNow(due.id)).toMatchObject({ paid: 0, remaining: 20_000 });
    await front.signIn('Sylvie');
    const capture = {
      ticket: ticket(),
      holdId: after.paymentId,
      amount: { amount: 5000, currency: 'CAD' },
      note: null,
    };
    expect((await front.must<OperationView>('holds.capture', capture)).state.name).toBe('done');
    await front.signIn('Maude');
    expect(await billNow(due.id)).toMatchObject({ paid: 5000, remaining: 15_000, over: 0 });
  });

  it('lets a new client choose the amount within what the house set, and has them in the lists afterwards', async () => {
    await front.signIn('Maude');
    const price = { is: 'chosen', what: 'Carte-cadeau', least: 2000, most: 20_000, preset: 5000 };
    const tip = wish(null, { kind: 'payment', purpose: 'this_visit', price, save: 'ask', email: 'new@example.com' });
    const { link, address } = await make(tip);
    expect(link).toMatchObject({ amount: null, chosen: { least: 2000, most: 20_000, preset: 5000 } });
    expect((await submit(address ?? '', { ...typed, amount: '5' })).html).toContain('dans les limites');
    await submit(address ?? '', { ...typed, amount: '75,50' });
    const after = (await show(link.id)).link;
    expect(after.state).toMatchObject({ name: 'completed', moved: { amount: 7550, currency: 'CAD' } });
    expect(after.customerId).toMatch(/^stripe:cus_/);
    const inLists = async () => (await front.call<CustomerPage>('customers.get', { id: after.customerId })).ok;
    await expect.poll(inLists).toBe(true);
  });

  it('is never made for more than the bill has left, for a price that is not there, or by somebody who may not', async () => {
    const zoe = await client();
    const due = await bill(zoe);
    const lines = { is: 'lines', lines: [{ what: 'Acompte', amount: 10_001 }] };
    const over = wish(zoe, { kind: 'payment', billId: due.id, price: lines, save: 'never' });
    expect((await front.refusal('links.make', over)).code).toBe('bill_over');
    const price = { is: 'catalogue', priceRef: 'price_missing', quantity: 1 };
    const { link, address } = await make(wish(zoe, { kind: 'payment', price, save: 'never' }));
    expect(link.state).toMatchObject({ name: 'failed', code: 'resource_missing' });
    expect(address).toBeNull();
    await front.must('session.lock', {});
    expect((await front.refusal('links.make', wish(zoe))).code).toBe('not_signed_in');
    expect((await front.refusal('links.portal', { customerId: zoe.id, language: 'fr', how: 'show' })).code).toBe(
      'not_signed_in',
    );
  });
});

describe('a page whose answer was lost', () => {
  const made = async (ref: string): Promise<number> =>
    (await till.stripe.checkout.sessions.list({ customer: ref, limit: 100 })).data.length;
  const lost = (kind: string) => ({ method: 'POST', path: '/checkout/sessions$', nth: 1, times: 3, fault: kind });

  it.each(['drop-after', '500-after', 'cut-body'])('is the one that was made, never a second (%s)', async (kind) => {
    const zoe = await client();
    await fault(lost(kind));
    const asked = wish(zoe);
    const { link, address } = await make(asked);
    expect([link.state.name, address]).toEqual(['preparing', null]);
    await fault(null);
    const again = await make(asked);
    expect(again.link).toMatchObject({ id: link.id, state: { name: 'open' } });
    expect((await show(link.id)).address).toMatch(/\/pay\/cs_/);
    expect(await made(zoe.ref)).toBe(1);
  });

  it('is only looked for once nobody waits for it any more: found if it was made', async () => {
    const zoe = await client();
    await fault(lost('drop-after'));
    const { link } = await make(wish(zoe));
    await fault(null);
    salon.pass(11 * minute);
    await front.signIn('Maude');
    expect((await show(link.id)).link.state.name).toBe('open');
    expect(await made(zoe.ref)).toBe(1);
  });

  it('and that never arrived is not made when nobody waits for it any more', async () => {
    const zoe = await client();
    await fault({ ...lost('drop-before'), times: 500 });
    const { link } = await make(wish(zoe));
    expect(link.state.name).toBe('preparing');
    await fault(null);
    salon.pass(12 * minute);
    await front.signIn('Maude');
    expect((await show(link.id)).link.state.name).toBe('preparing');
    salon.pass(3 * minute);
    await front.signIn('Maude');
    expect((await show(link.id)).link.state).toMatchObject({ name: 'failed', code: 'absent' });
    expect(await made(zoe.ref)).toBe(0);
  });

  it('keeps its bill from being charged until it is known', async () => {
    const zoe = await client();
    const due = await bill(zoe);
    await fault({ path: '/checkout/sessions', nth: 1, times: 500, fault: 'drop-after' });
    const { link } = await make(forBill(zoe, due));
    expect(link.state.name).toBe('preparing');
    expect((await front.refusal('payments.charge', chargeOf(zoe, due, 10_000))).code).toBe('link_checking');
    await fault(null);
    expect((await front.must<OperationView>('payments.charge', chargeOf(zoe, due, 10_000))).state.name).toBe('done');
    expect((await show(link.id)).link.state.name).toBe('cancelled');
    expect(await taken(zoe)).toBe(10_000);
  });
});

describe('client and staff at the same moment', () => {
  it('never pay a bill twice, whoever is first and whatever gets lost', async () => {
    const faults = [null, 'drop-after', '500-before', 'drop-before', null, '500-after-unkept'] as const;
    for (let round = 0; round < 18; round += 1) {
      const zoe = await client();
      const due = await bill(zoe);
      const { link, address } = await make(forBill(zoe, due));
      const kind = faults[round % faults.length] ?? null;
      if (kind !== null)
        await fault({
          method: 'POST',
          path: '/checkout/sessions/.*/expire',
          nth: 1,
          times: 1 + (round % 4),
          fault: kind,
        });
      const after = (turns: number): Promise<void> => new Promise((go) => setTimeout(go, turns));
      const client_ = after(round % 6).then(() => submit(address ?? '', typed));
      const staff = after((round * 5) % 7).then(() =>
        front.call<OperationView>('payments.charge', chargeOf(zoe, due, 10_000)),
      );
      const more =
        round % 2 === 0 ? front.call('links.show', { id: link.id }) : front.call('links.make', forBill(zoe, due));
      await Promise.all([client_, staff, more]);
      await fault(null);
      for (const one of (
        await front.must<{ links: PageLinkView[] }>('links.list', { customerId: null, billId: due.id })
      ).links)
        if (one.state.name === 'open' || one.state.name === 'preparing')
          await front.call('links.close', { id: one.id });
      const now = await billNow(due.id);
      const really = await taken(zoe);
      expect([round, really === 0 || really === 10_000]).toEqual([round, true]);
      expect([round, now.paid, now.over, now.state]).toEqual([round, really, 0, really === 0 ? 'due' : 'paid']);
    }
  }, 60_000);
});

async function fault(wanted: object | null): Promise<void> {
  const to = `${salon.sandbox.stripeUrl}/_control/${wanted === null ? 'faults/clear' : 'fault'}`;
  const reply = await fetch(to, { method: 'POST', body: JSON.stringify(wanted ?? {}) });
  if (!reply.ok) throw new Error(await reply.text());
}
