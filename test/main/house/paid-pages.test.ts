import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { BillView } from '../../../src-main/contract/bill.ts';
import type { ConsentView } from '../../../src-main/contract/consent.ts';
import type { CustomerPage } from '../../../src-main/contract/customer.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import type { CataloguePrice, PageLinkView } from '../../../src-main/contract/page-link.ts';
import { submit, typed } from '../sandbox/browser.ts';
import { pageDesk } from './page-link-desk.ts';

const minute = 60_000;
/** So many turns of this process later: who comes first differs from round to round, and by no clock. */
async function after(turns: number): Promise<void> {
  for (let turn = 0; turn < turns * 10; turn += 1) await nextTurn();
}
const { salon, till, front, ticket, client, bill, wish, forBill, make, show, billNow, chargeOf, taken, fault } =
  pageDesk('paid-pages');

describe('what a page asks for', () => {
  const shownOn = async (address: string | null): Promise<string> =>
    (await (await fetch(address ?? '')).text()).replace(/[\u00a0\u202f]/g, ' ');

  it('is several lines, each with its text, and their sum to the cent', async () => {
    const zoe = await client();
    const lines = [
      { what: 'Coupe', amount: 6000 },
      { what: 'Shampoing', amount: 3219 },
      { what: 'Soin', amount: 1 },
    ];
    const several = { kind: 'payment', purpose: 'this_visit', price: { is: 'lines', lines }, save: 'never' };
    const { link, address } = await make(wish(zoe, several));
    expect(link.amount).toEqual({ amount: 9220, currency: 'CAD' });
    const page = await shownOn(address);
    for (const said of ['Coupe', 'Shampoing', 'Soin', '92,20']) expect(page).toContain(said);
    await submit(address ?? '', typed);
    expect((await show(link.id)).link.state).toMatchObject({ name: 'completed', moved: { amount: 9220 } });
    const many = Array.from({ length: 41 }, () => ({ what: 'Soin', amount: 100 }));
    const tooMany = { ...several, price: { is: 'lines', lines: many } };
    expect(await front().refusal('links.make', wish(zoe, tooMany))).toMatchObject({ code: 'bad_input' });
  });

  it('for a bill is the bill’s own lines and taxes where they are exactly what is left; one amount once something is paid', async () => {
    const zoe = await client();
    const [{ id: customerId }, visit] = [zoe, { day: '2026-11-20', time: null, service: 'Coloration', withWhom: null }];
    const lines = [
      { what: 'Coupe', amount: 6000 },
      { what: '', amount: 10_000 },
    ];
    const due = await front().must<BillView>('bills.make', {
      ...{ customerId, customerName: 'Zoé', ...visit, lines, total: 18_400, tax: 2400, note: null },
    });
    const first = await make(forBill(zoe, due));
    const page = await shownOn(first.address);
    for (const said of ['Coupe', '60,00', 'Coloration', '100,00', 'Taxes (TPS/TVQ)', '24,00', '184,00'])
      expect(page).toContain(said);
    expect(first.link.amount).toEqual({ amount: 18_400, currency: 'CAD' });
    await front().must('bills.credit', { id: due.id, kind: 'cash', amount: 400, note: null });
    const second = await make(forBill(zoe, await billNow(due.id)));
    const rest = await shownOn(second.address);
    expect(rest).toContain('180,00');
    expect(rest).not.toContain('Coupe');
    await submit(second.address ?? '', typed);
    await show(second.link.id);
    expect(await billNow(due.id)).toMatchObject({ paid: 18_400, remaining: 0, over: 0 });
  });
});

describe('a page that is paid on', () => {
  it('takes a deposit and keeps the card under the consent shown; the rest is charged to it later without the client', async () => {
    const zoe = await client();
    const due = await bill(zoe, 20_000);
    await front().signIn('Hélène');
    const words = { title: 'Visites', body: 'J’autorise {house} à débiter ma carte, {cap} au plus.' };
    await front().must('consents.saveText', { id: 'visits', language: 'fr', ...words });
    await front().signIn('Maude');
    const agreement = { textId: 'visits', purposes: ['balance'], capEach: 50_000, capTotal: null, endsAt: null };
    const price = { is: 'lines', lines: [{ what: 'Acompte', amount: 5000 }] };
    const deposit = { kind: 'payment', purpose: 'deposit', billId: due.id, price, save: 'always', agreement };
    const { link, address } = await make(wish(zoe, deposit));
    await submit(address ?? '', { ...typed, card_number: '5555 5555 5555 4444' });
    const after = (await show(link.id)).link.state;
    if (after.name !== 'completed') throw new Error(after.name);
    expect(after).toMatchObject({ moved: { amount: 5000 }, saved: true, card: { lastFour: '4444' } });
    expect(await billNow(due.id)).toMatchObject({ paid: 5000, remaining: 15_000, state: 'due' });
    const { consents } = await front().must<{ consents: ConsentView[] }>('consents.ofCustomer', { customerId: zoe.id });
    expect(consents).toMatchObject([{ cardId: after.cardId, capEach: 50_000, channel: 'page' }]);
    const order = chargeOf({ ...zoe, cardId: after.cardId ?? '' }, due, 15_000);
    expect((await front().must<OperationView>('payments.charge', order)).state.name).toBe('done');
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
    await front().signIn('Sylvie');
    const capture = {
      ticket: ticket(),
      holdId: after.paymentId,
      amount: { amount: 5000, currency: 'CAD' },
      note: null,
    };
    expect((await front().must<OperationView>('holds.capture', capture)).state.name).toBe('done');
    await front().signIn('Maude');
    expect(await billNow(due.id)).toMatchObject({ paid: 5000, remaining: 15_000, over: 0 });
  });

  it('a hold for a bill is captured once its open page is closed: the client cannot pay the whole on top of it', async () => {
    const zoe = await client();
    const due = await bill(zoe, 20_000);
    const { tip: _tip, receiptEmail: _mail, ...hold } = chargeOf(zoe, due, 5000);
    const held = await front().must<OperationView>('holds.place', hold);
    const { link, address } = await make(forBill(zoe, due));
    const holdId = `stripe:${held.state.name === 'done' ? held.state.reference : ''}`;
    await front().signIn('Sylvie');
    const amount = { amount: 5000, currency: 'CAD' };
    const capture = { ticket: ticket(), holdId, amount, note: null };
    expect((await front().must<OperationView>('holds.capture', capture)).state.name).toBe('done');
    expect((await show(link.id)).link.state.name).toBe('cancelled');
    expect((await fetch(address ?? '')).status).toBe(410);
    expect(await billNow(due.id)).toMatchObject({ paid: 5000, remaining: 15_000, over: 0 });
  });

  it('a held deposit is captured once the page for the rest is closed', async () => {
    const zoe = await client();
    const due = await bill(zoe, 20_000);
    const price = { is: 'lines', lines: [{ what: 'Acompte', amount: 5000 }] };
    const deposit = await make(wish(zoe, { kind: 'hold', purpose: 'deposit', billId: due.id, price, save: 'never' }));
    await submit(deposit.address ?? '', typed);
    const after = (await show(deposit.link.id)).link.state;
    if (after.name !== 'completed') throw new Error(after.name);
    const rest = await make(forBill(zoe, due));
    await front().signIn('Sylvie');
    const amount = { amount: 5000, currency: 'CAD' };
    const capture = { ticket: ticket(), holdId: after.paymentId, amount, note: null };
    expect((await front().must<OperationView>('holds.capture', capture)).state.name).toBe('done');
    expect((await show(rest.link.id)).link.state.name).toBe('cancelled');
    expect(await billNow(due.id)).toMatchObject({ paid: 5000, remaining: 15_000, over: 0 });
  });

  it('lets a new client choose the amount within what the house set, and has them in the lists afterwards', async () => {
    await front().signIn('Maude');
    const price = { is: 'chosen', what: 'Carte-cadeau', least: 2000, most: 20_000, preset: 5000 };
    const tip = wish(null, { kind: 'payment', purpose: 'this_visit', price, save: 'ask', email: 'new@example.com' });
    const { link, address } = await make(tip);
    expect(link).toMatchObject({ amount: null, chosen: { least: 2000, most: 20_000, preset: 5000 } });
    expect((await submit(address ?? '', { ...typed, amount: '5' })).html).toContain('dans les limites');
    await submit(address ?? '', { ...typed, amount: '75,50' });
    const after = (await show(link.id)).link;
    expect(after.state).toMatchObject({ name: 'completed', moved: { amount: 7550, currency: 'CAD' } });
    expect(after.customerId).toMatch(/^stripe:cus_/);
    const inLists = async () => (await front().call<CustomerPage>('customers.get', { id: after.customerId })).ok;
    await expect.poll(inLists).toBe(true);
  });

  it('is for something the house sells at a fixed price, picked from its own catalogue and paid as often as it was picked', async () => {
    await till().stripe.prices.create({ currency: 'cad', unit_amount: 3219, product_data: { name: 'Shampoing' } });
    await till().stripe.prices.create({ currency: 'usd', unit_amount: 2500, product_data: { name: 'Elsewhere' } });
    await till().stripe.prices.create({
      currency: 'cad',
      custom_unit_amount: { enabled: true },
      product_data: { name: 'Pourboire' },
    });
    const zoe = await client();
    const { prices } = await front().must<{ prices: CataloguePrice[] }>('links.prices', {});
    expect(prices).toMatchObject([{ name: 'Shampoing', amount: 3219, currency: 'CAD' }]);
    const price = { is: 'catalogue', priceRef: prices[0]?.ref, quantity: 2 };
    const { link, address } = await make(wish(zoe, { kind: 'payment', purpose: 'this_visit', price, save: 'never' }));
    expect(link.amount).toEqual({ amount: 6438, currency: 'CAD' });
    await submit(address ?? '', typed);
    expect((await show(link.id)).link.state).toMatchObject({ name: 'completed', moved: { amount: 6438 } });
    expect(await taken(zoe)).toBe(6438);
  });

  it('that came to something else than was asked stands until a manager says what Stripe shows; told plainly by then, it is paid', async () => {
    const zoe = await client();
    const price = { is: 'lines', lines: [{ what: 'Visite', amount: 4321 }] };
    const { link, address } = await make(wish(zoe, { kind: 'payment', purpose: 'this_visit', price, save: 'never' }));
    await submit(address ?? '', typed);
    const wrong = { method: 'GET', path: '/checkout/sessions/', nth: 1, times: 50, fault: 'wrong-amount' };
    await fault(wrong);
    expect((await show(link.id)).link.state.name).toBe('needs_person');
    const said = { id: link.id, note: 'Paid 43.22 there' };
    expect((await front().refusal('links.settle', said)).code).toBe('not_allowed');
    await front().signIn('Sylvie');
    const settled = await front().must<PageLinkView>('links.settle', said);
    expect(settled.state).toMatchObject({ name: 'cancelled', settled: { by: 'Sylvie', note: 'Paid 43.22 there' } });
    expect((await show(link.id)).link.state).toEqual(settled.state);
    const due = await bill(zoe);
    await fault(null);
    const other = await make(forBill(zoe, due));
    await fault(wrong);
    await show(other.link.id);
    await fault(null);
    await submit(other.address ?? '', typed);
    const unpaid = { id: other.link.id, note: 'Open there, not paid' };
    expect((await front().must<PageLinkView>('links.settle', unpaid)).state).toMatchObject({ name: 'completed' });
    expect(await billNow(due.id)).toMatchObject({ state: 'paid', paid: 10_000, over: 0 });
  });

  it('that a manager has settled is closed: nobody can pay on it after the bill was charged', async () => {
    const zoe = await client();
    const due = await bill(zoe);
    const { link, address } = await make(forBill(zoe, due));
    const wrong = { method: 'GET', path: '/checkout/sessions/', nth: 1, times: 50, fault: 'wrong-amount' };
    await fault(wrong);
    expect((await show(link.id)).link.state.name).toBe('needs_person');
    await fault(null);
    await front().signIn('Sylvie');
    const said = { id: link.id, note: 'Not paid there' };
    await fault({ method: 'POST', path: '/expire', nth: 1, times: 50, fault: 'drop-before' });
    expect((await front().refusal('links.settle', said)).code).toBe('link_checking');
    await fault(null);
    expect((await front().must<PageLinkView>('links.settle', said)).state.name).toBe('cancelled');
    expect((await front().must<OperationView>('payments.charge', chargeOf(zoe, due, 10_000))).state.name).toBe('done');
    expect((await submit(address ?? '', typed)).status).toBe(410);
    expect(await taken(zoe)).toBe(10_000);
  });

  it('is never made for more than the bill has left, for a price that is not there, or by somebody who may not', async () => {
    const zoe = await client();
    const due = await bill(zoe);
    const lines = { is: 'lines', lines: [{ what: 'Acompte', amount: 10_001 }] };
    const over = wish(zoe, { kind: 'payment', billId: due.id, price: lines, save: 'never' });
    expect((await front().refusal('links.make', over)).code).toBe('bill_over');
    const price = { is: 'catalogue', priceRef: 'price_missing', quantity: 1 };
    expect((await front().refusal('links.make', wish(zoe, { kind: 'payment', price, save: 'never' }))).code).toBe(
      'price_gone',
    );
    await front().must('session.lock', {});
    expect((await front().refusal('links.make', wish(zoe))).code).toBe('not_signed_in');
    expect((await front().refusal('links.portal', { customerId: zoe.id, language: 'fr', how: 'show' })).code).toBe(
      'not_signed_in',
    );
  });
});

describe('a page whose answer was lost', () => {
  const made = async (ref: string): Promise<number> =>
    (await till().stripe.checkout.sessions.list({ customer: ref, limit: 100 })).data.length;
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
    salon().pass(11 * minute);
    await front().signIn('Maude');
    expect((await show(link.id)).link.state.name).toBe('open');
    expect(await made(zoe.ref)).toBe(1);
  });

  it('and that never arrived is not made when nobody waits for it any more', async () => {
    const zoe = await client();
    await fault({ ...lost('drop-before'), times: 500 });
    const { link } = await make(wish(zoe));
    expect(link.state.name).toBe('preparing');
    await fault(null);
    salon().pass(12 * minute);
    await front().signIn('Maude');
    expect((await show(link.id)).link.state.name).toBe('preparing');
    salon().pass(3 * minute);
    await front().signIn('Maude');
    expect((await show(link.id)).link.state).toMatchObject({ name: 'failed', code: 'absent' });
    expect(await made(zoe.ref)).toBe(0);
  });

  it('keeps its bill from being charged until it is known', async () => {
    const zoe = await client();
    const due = await bill(zoe);
    await fault({ path: '/checkout/sessions', nth: 1, times: 500, fault: 'drop-after' });
    const { link } = await make(forBill(zoe, due));
    expect(link.state.name).toBe('preparing');
    expect((await front().refusal('payments.charge', chargeOf(zoe, due, 10_000))).code).toBe('link_checking');
    await fault(null);
    expect((await front().must<OperationView>('payments.charge', chargeOf(zoe, due, 10_000))).state.name).toBe('done');
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
      const client_ = after(round % 6).then(() => submit(address ?? '', typed));
      const staff = after((round * 5) % 7).then(() =>
        front().call<OperationView>('payments.charge', chargeOf(zoe, due, 10_000)),
      );
      const more =
        round % 2 === 0 ? front().call('links.show', { id: link.id }) : front().call('links.make', forBill(zoe, due));
      await Promise.all([client_, staff, more]);
      await fault(null);
      for (const one of (
        await front().must<{ links: PageLinkView[] }>('links.list', { customerId: null, billId: due.id })
      ).links)
        if (one.state.name === 'open' || one.state.name === 'preparing')
          await front().call('links.close', { id: one.id });
      const now = await billNow(due.id);
      const really = await taken(zoe);
      expect([round, really === 0 || really === 10_000]).toEqual([round, true]);
      expect([round, now.paid, now.over, now.state]).toEqual([round, really, 0, really === 0 ? 'due' : 'paid']);
    }
  }, 60_000);
});
