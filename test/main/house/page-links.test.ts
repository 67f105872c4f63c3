import { describe, expect, it } from 'vitest';
import type { ConsentText, ConsentView } from '../../../src-main/contract/consent.ts';
import type { CustomerPage } from '../../../src-main/contract/customer.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import type { PageLinkView } from '../../../src-main/contract/page-link.ts';
import { submit, typed } from '../sandbox/browser.ts';
import { pageDesk } from './page-link-desk.ts';

const minute = 60_000;
const pastPoll = 3 * minute;
const { salon, till, front, client, bill, wish, forBill, make, show, billNow, chargeOf, taken, fault } =
  pageDesk('page-links');

describe('a page that saves a card', () => {
  it('is open with its deadline, and the card with the consent that stood on it is here once the client is done', async () => {
    const zoe = await client();
    await front().signIn('Hélène');
    await front().must<ConsentText>('consents.saveText', {
      id: 'visits',
      language: 'fr',
      title: 'Visites',
      body: 'J’autorise {house} à débiter ma carte, {cap} à la fois.',
    });
    await front().signIn('Maude');
    const agreement = {
      textId: 'visits',
      purposes: ['balance', 'future_visits'],
      capEach: 30_000,
      capTotal: null,
      endsAt: null,
    };
    const { link, address } = await make(wish(zoe, { agreement }));
    expect(link).toMatchObject({ kind: 'card', state: { name: 'open' }, amount: null, staffName: 'Maude' });
    expect(link.state.name === 'open' && link.state.expiresAt - salon().now()).toBeGreaterThanOrEqual(30 * minute);
    const page = await (await fetch(address ?? '')).text();
    expect(page).toContain('J’autorise Atelier à débiter ma carte, 300,00');
    await submit(address ?? '', { ...typed, card_number: '5555 5555 5555 4444' });
    const after = await show(link.id);
    expect(after).toMatchObject({
      address: null,
      link: { state: { name: 'completed', moved: null, saved: true, card: { brand: 'mastercard', lastFour: '4444' } } },
    });
    const { cards } = await front().must<CustomerPage>('customers.get', { id: zoe.id });
    const saved = cards.find(({ lastFour }) => lastFour === '4444');
    expect(saved).toMatchObject({ unusable: null });
    const { consents } = await front().must<{ consents: ConsentView[] }>('consents.ofCustomer', { customerId: zoe.id });
    expect(consents).toHaveLength(1);
    expect(consents[0]).toMatchObject({
      cardId: saved?.id,
      channel: 'page',
      capEach: 30_000,
      textVersion: 2,
      language: 'fr',
    });
    expect(consents[0]?.text).toMatch(/J’autorise Atelier à débiter ma carte, 300,00\s\$ au plus à la fois\./);
    const [method] = (await till().stripe.customers.listPaymentMethods(zoe.ref, { limit: 1 })).data;
    expect(method?.allow_redisplay).toBe('always');
  });

  it('is the same page when the same dialog asks again, closed when staff close it, and over when its time is', async () => {
    const zoe = await client();
    const asked = wish(zoe);
    const { link, address } = await make(asked);
    const again = await make(asked);
    expect(again).toMatchObject({ address, link: { id: link.id } });
    expect((await front().must<PageLinkView>('links.close', { id: link.id })).state.name).toBe('cancelled');
    expect((await fetch(address ?? '')).status).toBe(410);
    const { link: other } = await make(wish(zoe));
    salon().pass(32 * minute);
    await front().signIn('Maude');
    expect((await show(other.id)).link.state.name).toBe('expired');
  });
});

describe('a page for a bill', () => {
  it('is for exactly what is left to pay; paid there, the bill is paid here, once', async () => {
    const zoe = await client();
    const due = await bill(zoe);
    await front().must('bills.credit', { id: due.id, kind: 'cash', amount: 2500, note: null });
    expect(await front().refusal('links.make', forBill(zoe, due))).toMatchObject({
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
    expect(await front().refusal('payments.charge', chargeOf(zoe, due, 7500))).toMatchObject({ code: 'bill_over' });
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
    const charged = await front().must<OperationView>('payments.charge', chargeOf(zoe, due, 10_000));
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
    expect(await front().refusal('payments.charge', chargeOf(zoe, due, 10_000))).toMatchObject({ code: 'bill_over' });
    expect(await billNow(due.id)).toMatchObject({ state: 'paid', paid: 10_000 });
    expect(await taken(zoe)).toBe(10_000);
  });

  it('whose end nobody can tell keeps the bill from being charged until somebody can', async () => {
    const zoe = await client();
    const due = await bill(zoe);
    const { link } = await make(forBill(zoe, due));
    const drop = { path: '/checkout/sessions', nth: 1, times: 100, fault: 'drop-before' };
    await fault(drop);
    expect(await front().refusal('payments.charge', chargeOf(zoe, due, 10_000))).toMatchObject({
      code: 'link_checking',
    });
    expect(await taken(zoe)).toBe(0);
    await fault(null);
    salon().pass(pastPoll);
    await front().signIn('Maude');
    expect((await front().must<OperationView>('payments.charge', chargeOf(zoe, due, 10_000))).state.name).toBe('done');
    expect((await show(link.id)).link.state.name).toBe('cancelled');
  });
});
