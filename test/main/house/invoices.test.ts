import { describe, expect, it } from 'vitest';
import type { BillView } from '../../../src-main/contract/bill.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import type { PageLinkView } from '../../../src-main/contract/page-link.ts';
import { submit, typed } from '../sandbox/browser.ts';
import { pageDesk, type Client } from './page-link-desk.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const { salon, till, front, client, bill, forBill, make, show, billNow, chargeOf, taken, fault } = pageDesk('invoices');
const invoiceFor = (of: Client | null, due: BillView, more: object = {}) =>
  forBill(of, due, { kind: 'invoice', days: 14, ...more });

/** Somebody whose record at Stripe has an address. */
async function withEmail(): Promise<Client> {
  const zoe = await client();
  await till().stripe.customers.update(zoe.ref, { email: 'zoe@example.com' });
  await front().must('customers.refresh', { id: zoe.id });
  return zoe;
}
const invoicesOf = async ({ ref }: Client) => (await till().stripe.invoices.list({ customer: ref, limit: 100 })).data;
async function again(): Promise<void> {
  await fault(null);
  salon().pass(3 * minute);
  await front().signIn('Maude');
}

describe('an invoice for a bill', () => {
  it('is for exactly what is left to pay, due on its day, and sent by nobody but staff', async () => {
    const zoe = await withEmail();
    const due = await bill(zoe);
    await front().must('bills.credit', { id: due.id, kind: 'cash', amount: 2500, note: null });
    const { link, address } = await make(invoiceFor(zoe, await billNow(due.id)));
    expect(link).toMatchObject({ kind: 'invoice', state: { name: 'open' }, amount: { amount: 7500, currency: 'CAD' } });
    const dueDay = link.state.name === 'open' ? link.state.expiresAt : 0;
    expect(Math.abs(dueDay - salon().now() - 14 * day)).toBeLessThan(5 * minute);
    expect(address).toMatch(/\/invoice\//);
    const [invoice, ...others] = await invoicesOf(zoe);
    expect(others).toEqual([]);
    expect(invoice).toMatchObject({
      status: 'open',
      total: 7500,
      auto_advance: false,
      collection_method: 'send_invoice',
    });
    expect(invoice?.lines.data.map(({ amount, description }) => [amount, description])).toEqual([[7500, 'Coloration']]);
  });

  it('paid on its page, pays the bill here, once', async () => {
    const zoe = await withEmail();
    const due = await bill(zoe);
    const { link, address } = await make(invoiceFor(zoe, due));
    await submit(address ?? '', typed);
    expect((await show(link.id)).link.state).toMatchObject({
      name: 'completed',
      moved: { amount: 10_000 },
      saved: false,
    });
    await show(link.id);
    const paid = await billNow(due.id);
    expect(paid).toMatchObject({ state: 'paid', remaining: 0, paid: 10_000, over: 0 });
    expect(paid.credits.filter(({ kind }) => kind === 'provider')).toHaveLength(1);
    expect(await front().refusal('payments.charge', chargeOf(zoe, due, 10_000))).toMatchObject({ code: 'bill_over' });
    expect(await taken(zoe)).toBe(10_000);
  });

  it('stays payable after its day, and is still followed', async () => {
    const zoe = await withEmail();
    const due = await bill(zoe);
    const { link, address } = await make(invoiceFor(zoe, due, { days: 1 }));
    salon().pass(3 * day);
    await front().signIn('Maude');
    expect((await show(link.id)).link.state.name).toBe('open');
    await submit(address ?? '', typed);
    expect((await show(link.id)).link.state.name).toBe('completed');
    expect((await billNow(due.id)).state).toBe('paid');
  });

  it('is made void when staff close it: nobody can pay it any more', async () => {
    const zoe = await withEmail();
    const { link, address } = await make(invoiceFor(zoe, await bill(zoe)));
    expect((await front().must<PageLinkView>('links.close', { id: link.id })).state.name).toBe('cancelled');
    expect((await submit(address ?? '', typed)).status).toBe(410);
    expect((await invoicesOf(zoe))[0]?.status).toBe('void');
    expect(await taken(zoe)).toBe(0);
  });

  it('is made void before staff charge the bill', async () => {
    const zoe = await withEmail();
    const due = await bill(zoe);
    const { link, address } = await make(invoiceFor(zoe, due));
    const charged = await front().must<OperationView>('payments.charge', chargeOf(zoe, due, 10_000));
    expect(charged.state.name).toBe('done');
    expect((await submit(address ?? '', typed)).status).toBe(410);
    expect((await show(link.id)).link.state.name).toBe('cancelled');
    expect(await taken(zoe)).toBe(10_000);
  });

  it('that was paid a moment before staff charge refuses the charge and pays the bill', async () => {
    const zoe = await withEmail();
    const due = await bill(zoe);
    const { address } = await make(invoiceFor(zoe, due));
    await submit(address ?? '', typed);
    expect(await front().refusal('payments.charge', chargeOf(zoe, due, 10_000))).toMatchObject({ code: 'bill_over' });
    expect(await billNow(due.id)).toMatchObject({ state: 'paid', paid: 10_000 });
    expect(await taken(zoe)).toBe(10_000);
  });

  it('takes the money once, whether the client or staff come first at the same moment', async () => {
    const zoe = await withEmail();
    const due = await bill(zoe);
    const { address } = await make(invoiceFor(zoe, due));
    await Promise.allSettled([
      submit(address ?? '', typed),
      front().call('payments.charge', chargeOf(zoe, due, 10_000)),
    ]);
    await again();
    expect(await taken(zoe)).toBe(10_000);
    expect(await billNow(due.id)).toMatchObject({ state: 'paid', paid: 10_000, over: 0 });
  });

  it('and a page are never open for one bill at once', async () => {
    const zoe = await withEmail();
    const due = await bill(zoe);
    const first = await make(invoiceFor(zoe, due));
    const second = await make(forBill(zoe, due));
    expect((await show(first.link.id)).link.state.name).toBe('cancelled');
    expect((await submit(first.address ?? '', typed)).status).toBe(410);
    const third = await make(invoiceFor(zoe, due));
    expect((await show(second.link.id)).link.state.name).toBe('cancelled');
    expect(third.link.state.name).toBe('open');
    const standing = (await invoicesOf(zoe)).filter(({ status }) => status === 'open');
    expect(standing).toHaveLength(1);
  });

  it('whose end nobody can tell keeps the bill from being charged until somebody can', async () => {
    const zoe = await withEmail();
    const due = await bill(zoe);
    await make(invoiceFor(zoe, due));
    await fault({ path: '/v1/invoices', nth: 1, times: 100, fault: 'drop-before' });
    expect(await front().refusal('payments.charge', chargeOf(zoe, due, 10_000))).toMatchObject({
      code: 'link_checking',
    });
    expect(await taken(zoe)).toBe(0);
    await again();
    const charged = await front().must<OperationView>('payments.charge', chargeOf(zoe, due, 10_000));
    expect(charged.state.name).toBe('done');
    expect(await taken(zoe)).toBe(10_000);
  });

  it('needs a bill, an address, and a record at Stripe', async () => {
    const zoe = await client();
    const due = await bill(zoe);
    const known = await till().stripe.customers.retrieve(zoe.ref);
    if ('email' in known && known.email) await till().stripe.customers.update(zoe.ref, { email: '' });
    await front().must('customers.refresh', { id: zoe.id });
    expect(await front().refusal('links.make', invoiceFor(zoe, due))).toMatchObject({ code: 'invoice_needs_email' });
    expect(await front().refusal('links.make', invoiceFor(null, await bill(null)))).toMatchObject({
      code: 'link_needs_stripe',
    });
    const mail = await withEmail();
    for (const more of [{ billId: null }, { save: 'always' }, { days: undefined }])
      expect(await front().refusal('links.make', invoiceFor(mail, await bill(mail), more))).toMatchObject({
        code: 'bad_input',
      });
    expect(await invoicesOf(mail)).toEqual([]);
  });
});

describe('an invoice whose answer was lost', () => {
  const lost = [
    ['its draft', '/v1/invoices'],
    ['its line', '/v1/invoiceitems'],
    ['its finishing', '/finalize'],
  ] as const;

  it.each(lost)('at %s, after it was carried out: is the same invoice, with one line', async (_what, path) => {
    const zoe = await withEmail();
    const due = await bill(zoe);
    await fault({ path, nth: 1, times: 100, fault: 'drop-after' });
    const { link } = await make(invoiceFor(zoe, due));
    expect(['preparing', 'open']).toContain(link.state.name);
    await again();
    const { address, link: now } = await show(link.id);
    expect(now).toMatchObject({ state: { name: 'open' } });
    const all = await invoicesOf(zoe);
    expect(all.map(({ status, total }) => [status, total])).toEqual([['open', 10_000]]);
    await submit(address ?? '', typed);
    expect((await show(link.id)).link.state.name).toBe('completed');
    expect(await billNow(due.id)).toMatchObject({ state: 'paid', paid: 10_000, over: 0 });
  });

  it.each(lost)('at %s, before it was carried out: is made once', async (_what, path) => {
    const zoe = await withEmail();
    const due = await bill(zoe);
    await fault({ path, nth: 1, times: 100, fault: 'drop-before' });
    const { link } = await make(invoiceFor(zoe, due));
    expect(await front().refusal('payments.charge', chargeOf(zoe, due, 10_000))).toMatchObject({
      code: 'link_checking',
    });
    await again();
    expect((await show(link.id)).link.state.name).toBe('open');
    expect((await invoicesOf(zoe)).map(({ status, total }) => [status, total])).toEqual([['open', 10_000]]);
  });

  it.each(lost)('at %s, found again only when nobody waits for it: nothing of it can be paid', async (_what, path) => {
    const zoe = await withEmail();
    const due = await bill(zoe);
    await fault({ path, nth: 1, times: 100, fault: 'drop-before' });
    const { link } = await make(invoiceFor(zoe, due));
    await fault(null);
    salon().pass(20 * minute);
    await front().signIn('Maude');
    while ((await show(link.id)).link.state.name === 'preparing') {
      salon().pass(5 * minute);
      await front().signIn('Maude');
    }
    expect((await show(link.id)).link.state.name).toBe('failed');
    expect(await invoicesOf(zoe)).toEqual([]);
    expect((await make(forBill(zoe, due))).link.state.name).toBe('open');
  });

  it('at its closing: is asked about, and never charged beside', async () => {
    const zoe = await withEmail();
    const due = await bill(zoe);
    const { link } = await make(invoiceFor(zoe, due));
    await fault({ path: '/void', nth: 1, times: 100, fault: 'drop-after' });
    await front().must<PageLinkView>('links.close', { id: link.id });
    expect((await show(link.id)).link.state.name).toBe('cancelled');
    await fault(null);
    expect((await invoicesOf(zoe))[0]?.status).toBe('void');
  });
});
