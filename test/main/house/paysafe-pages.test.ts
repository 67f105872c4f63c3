import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BillView } from '../../../src-main/contract/bill.ts';
import type { SettingsView } from '../../../src-main/contract/desk-status.ts';
import type { AddressedLink, PageLinkView } from '../../../src-main/contract/page-link.ts';
import { paysafeTill, type PaysafeTill } from '../../gateways/paysafe-till.ts';
import { stripeTill } from '../../gateways/stripe-till.ts';
import { standBetween } from '../../support/between.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';
import { submit, typed } from '../sandbox/browser.ts';

const minute = 60_000;
const visa = { card_number: '4530 9100 0001 2345', expiry: '02 / 30', cvc: '123' };
const refusedCard = { ...visa, card_number: '4000 0000 0000 0002' };
let salon: Salon;
let till: PaysafeTill;
let front: SalonDesk;
let tickets = 0;

beforeAll(async () => {
  salon = await openSalon('paysafe pages');
  till = paysafeTill(salon.sandbox);
  front = await salon.desk('Front 1');
}, 120_000);
afterAll(() => salon.close());

async function turned(on: boolean): Promise<SettingsView> {
  await front.signIn('Hélène');
  const settings = await front.must<SettingsView>('paysafePages.set', { on });
  await front.signIn('Maude');
  return settings;
}
async function client(): Promise<string> {
  const ref = await till.profile();
  await front.signIn('Sylvie');
  const { customerId } = await front.must<{ customerId: string }>('customers.bringIn', { by: 'profileId', value: ref });
  await front.signIn('Maude');
  return customerId;
}
/** Somebody with a profile at Paysafe and a record at Stripe, which are one person. */
async function clientOfBoth(): Promise<string> {
  const customerId = await client();
  const { id } = await stripeTill(salon.sandbox).stripe.customers.create({
    name: 'Nadia Roy',
    email: 'nadia@example.com',
  });
  await front.signIn('Hélène');
  await front.must('desk.refresh', {});
  await front.must('customers.refresh', { id: `stripe:${id}` });
  await front.must('customers.link', { id: customerId, otherId: `stripe:${id}` });
  await front.signIn('Maude');
  return customerId;
}
const bill = (customerId: string, total = 12_340): Promise<BillView> =>
  front.must<BillView>('bills.make', {
    customerId,
    customerName: 'Nadia Roy',
    day: '2026-11-20',
    time: '10:00',
    service: 'Coloration',
    withWhom: null,
    lines: [],
    total,
    tax: null,
    note: null,
  });
const forBill = (due: BillView, more: object = {}) => ({
  ticket: `ticket-${String((tickets += 1)).padStart(16, '0')}`,
  provider: 'paysafe',
  kind: 'payment',
  customerId: due.customerId,
  customerName: 'Nadia Roy',
  email: null,
  purpose: 'balance',
  billId: due.id,
  price: { is: 'remaining', amount: due.remaining, currency: 'CAD' },
  save: 'never',
  agreement: null,
  language: 'fr',
  minutes: 30,
  ...more,
});
const make = (wish: object): Promise<AddressedLink> => front.must<AddressedLink>('links.make', wish);
const show = (id: string): Promise<AddressedLink> => front.must<AddressedLink>('links.show', { id });
const billNow = (id: string): Promise<BillView> => front.must<BillView>('bills.get', { id });
const cash = (id: string, amount: number) => ({ id, kind: 'cash', amount, note: null });
/** With somebody standing between the desk and Paysafe. */
async function through(
  before: (method: string) => Promise<number | undefined>,
  work: () => Promise<void>,
  says: (text: string) => string = (text) => text,
): Promise<void> {
  const own = salon.addresses.paysafeHosted;
  const between = await standBetween(own, ({ method }) => before(method), says);
  salon.addresses.paysafeHosted = between.url;
  try {
    await work();
  } finally {
    salon.addresses.paysafeHosted = own;
    await between.close();
  }
}
async function fault(method: string, name: string | null, times = 1): Promise<void> {
  const to = `${salon.sandbox.paysafeHostedUrl}/_control/${name === null ? 'faults/clear' : 'fault'}`;
  const rule = { method, path: '/hosted/v1/orders', nth: 1, times, fault: name };
  expect((await fetch(to, { method: 'POST', body: JSON.stringify(name === null ? {} : rule) })).ok).toBe(true);
}

describe('a link of Paysafe', () => {
  it('is off until the owner turns it on, and only the owner can', async () => {
    const due = await bill(await client());
    expect((await front.refusal('links.make', forBill(due))).code).toBe('paysafe_pages_off');
    expect((await front.refusal('paysafePages.set', { on: true })).code).toBe('not_allowed');
    expect((await turned(true)).paysafePages).toBe(true);
    expect((await make(forBill(due))).link).toMatchObject({ provider: 'paysafe', state: { name: 'open' } });
    expect((await turned(false)).paysafePages).toBe(false);
    expect((await front.refusal('links.make', forBill(due))).code).toBe('paysafe_pages_off');
  });

  it('takes an exact payment of somebody with a profile there, and nothing else', async () => {
    await turned(true);
    const due = await bill(await client());
    const refusals = [
      { kind: 'card', price: { is: 'nothing' }, billId: null, save: 'always' },
      { kind: 'hold', price: { is: 'lines', lines: [{ what: 'Acompte', amount: 2000 }] } },
      { save: 'ask' },
      { kind: 'invoice', days: 14 },
      { price: { is: 'chosen', what: 'Pourboire', least: 500, most: 900, preset: null }, billId: null },
    ];
    for (const wrong of refusals)
      expect((await front.refusal('links.make', forBill(due, wrong))).code).toBe('bad_input');
    const nobody = {
      customerId: null,
      billId: null,
      price: { is: 'lines', lines: [{ what: 'Visite', amount: 2000 }] },
    };
    expect((await front.refusal('links.make', forBill(due, nobody))).code).toBe('link_needs_paysafe');
    expect(
      (await front.refusal('links.make', forBill(due, { price: { is: 'remaining', amount: 1, currency: 'CAD' } })))
        .code,
    ).toBe('bill_over');
  });

  it('shows the exact amount; a card that is declined may be followed by another; paid there, the bill is paid here, once', async () => {
    const due = await bill(await client());
    const { link, address } = await make(forBill(due));
    expect(await (await fetch(address ?? '')).text()).toContain('123,40');
    await submit(address ?? '', refusedCard);
    expect(await show(link.id)).toMatchObject({ address, link: { state: { name: 'open' } } });
    await submit(address ?? '', visa);
    expect(await show(link.id)).toMatchObject({
      address: null,
      link: {
        state: {
          name: 'completed',
          moved: { amount: 12_340, currency: 'CAD' },
          paymentId: expect.stringMatching(/^paysafe:284/),
          card: { brand: 'visa', lastFour: '2345' },
          saved: false,
        },
      },
    });
    await show(link.id);
    const paid = await billNow(due.id);
    expect(paid).toMatchObject({ state: 'paid', remaining: 0, paid: 12_340, over: 0 });
    expect(paid.credits.filter(({ kind }) => kind === 'provider')).toHaveLength(1);
  });

  it('that is held for review is not paid: its bill waits, and nothing else is taken for it', async () => {
    const due = await bill(await client());
    const { link, address } = await make(forBill(due));
    await submit(address ?? '', { ...visa, card_number: '4000000000060006' });
    expect((await show(link.id)).link.state.name).toBe('processing');
    expect((await front.refusal('bills.credit', cash(due.id, 12_340))).code).toBe('link_paying');
    expect((await billNow(due.id)).paid).toBe(0);
  });

  it('is the same page for the same dialog, closed when staff close it, and closed by us when its time is over', async () => {
    const due = await bill(await client());
    const wish = forBill(due);
    const first = await make(wish);
    expect(await make(wish)).toMatchObject({ address: first.address, link: { id: first.link.id } });
    expect((await front.must<PageLinkView>('links.close', { id: first.link.id })).state.name).toBe('cancelled');
    expect((await submit(first.address ?? '', visa)).status).toBe(410);
    const second = await make(forBill(due));
    salon.pass(32 * minute);
    await front.signIn('Maude');
    expect(await show(second.link.id)).toMatchObject({ address: null, link: { state: { name: 'expired' } } });
    expect((await submit(second.address ?? '', visa)).status).toBe(410);
    expect((await billNow(due.id)).paid).toBe(0);
  });

  it('that was paid in its last moment is paid, whatever the hour', async () => {
    const due = await bill(await client());
    const { link, address } = await make(forBill(due));
    await submit(address ?? '', visa);
    salon.pass(40 * minute);
    await front.signIn('Maude');
    expect((await show(link.id)).link.state.name).toBe('completed');
    expect((await billNow(due.id)).state).toBe('paid');
  });
});

describe('nobody pays a bill twice: a link of Paysafe', () => {
  it('is closed before anything else is taken for its bill', async () => {
    const due = await bill(await client());
    const { link, address } = await make(forBill(due));
    await front.must('bills.credit', cash(due.id, 12_340));
    expect((await show(link.id)).link.state.name).toBe('cancelled');
    expect((await submit(address ?? '', visa)).status).toBe(410);
    expect(await billNow(due.id)).toMatchObject({ paid: 12_340, over: 0 });
  });

  it('that the client pays after the desk looked and before it is closed is paid, and the cash is refused', async () => {
    const due = await bill(await client());
    const { link, address } = await make(forBill(due));
    const met: string[] = [];
    const paying = async (method: string): Promise<undefined> => {
      met.push(method);
      if (method === 'DELETE') await submit(address ?? '', visa);
    };
    await through(paying, async () => {
      expect((await front.refusal('bills.credit', cash(due.id, 12_340))).code).toBe('bill_over');
    });
    expect(met).toEqual(['GET', 'DELETE', 'GET']);
    expect((await show(link.id)).link.state.name).toBe('completed');
    expect(await billNow(due.id)).toMatchObject({ state: 'paid', paid: 12_340, over: 0 });
  });

  it('and an invoice of Stripe are never open for one bill at once: the later one closes the earlier one', async () => {
    const due = await bill(await clientOfBoth());
    const invoice = { provider: 'stripe', kind: 'invoice', days: 14 };
    const first = await make(forBill(due, invoice));
    expect(first.link).toMatchObject({ provider: 'stripe', kind: 'invoice', state: { name: 'open' } });
    const second = await make(forBill(due));
    expect(second.link).toMatchObject({ provider: 'paysafe', state: { name: 'open' } });
    expect((await show(first.link.id)).link.state.name).toBe('cancelled');
    expect((await submit(first.address ?? '', typed)).status).toBe(410);
    const third = await make(forBill(due, invoice));
    expect((await show(second.link.id)).link.state.name).toBe('cancelled');
    expect((await submit(second.address ?? '', visa)).status).toBe(410);
    await submit(third.address ?? '', typed);
    expect((await front.refusal('links.make', forBill(due))).code).toBe('bill_over');
    expect((await show(third.link.id)).link.state.name).toBe('completed');
    expect(await billNow(due.id)).toMatchObject({ state: 'paid', paid: 12_340, over: 0 });
  });

  it.each(['drop-before', 'drop-after', '500-before', 'page-before'])(
    'whose closing is lost (%s) keeps its bill shut until it is surely closed',
    async (how) => {
      const due = await bill(await client());
      const { link } = await make(forBill(due));
      await fault('DELETE', how);
      const refusal = await front.refusal('bills.credit', cash(due.id, 12_340));
      expect(refusal.code).toBe('link_checking');
      expect((await billNow(due.id)).paid).toBe(0);
      await fault('DELETE', null);
      await front.must('bills.credit', cash(due.id, 12_340));
      expect((await show(link.id)).link.state.name).toBe('cancelled');
    },
  );

  it('that Paysafe will not close is left for a person once its time is over, and its bill with it', async () => {
    const due = await bill(await client());
    const { link } = await make(forBill(due));
    salon.pass(32 * minute);
    await front.signIn('Maude');
    const closing = (status: number) => async (method: string) => (method === 'DELETE' ? status : undefined);
    // A fault of the other side is no refusal: it is asked again.
    await through(closing(502), async () => {
      expect((await show(link.id)).link.state.name).toBe('open');
    });
    await through(closing(405), async () => {
      expect((await show(link.id)).link.state).toMatchObject({ name: 'needs_person', why: 'not_closed' });
    });
    expect((await front.refusal('bills.credit', cash(due.id, 12_340))).code).toBe('link_paying');
  });
});

describe('an answer that was lost', () => {
  it('before Paysafe heard anything: the same request makes the one page', async () => {
    const due = await bill(await client());
    await fault('POST', 'drop-before');
    const wish = forBill(due);
    const { link } = await make(wish);
    expect(link.state.name).toBe('preparing');
    await fault('POST', null);
    const after = await show(link.id);
    expect(after.link.state.name).toBe('open');
    await submit(after.address ?? '', visa);
    expect((await show(link.id)).link.state.name).toBe('completed');
  });

  it('after Paysafe made the page: nobody has its address, so it is over, and another can be made', async () => {
    const due = await bill(await client());
    await fault('POST', 'drop-after');
    const { link } = await make(forBill(due));
    await fault('POST', null);
    const after = await show(link.id);
    expect(after).toMatchObject({ address: null, link: { state: { name: 'failed', code: 'address_lost' } } });
    const second = await make(forBill(due));
    await submit(second.address ?? '', visa);
    await show(second.link.id);
    expect(await billNow(due.id)).toMatchObject({ state: 'paid', paid: 12_340, over: 0 });
  });

  it('with another amount in it is for a person, and its address is shown to nobody', async () => {
    const due = await bill(await client());
    const less = (text: string): string => text.replaceAll('12340', '1234');
    const nothing = async (): Promise<undefined> => undefined;
    await through(
      nothing,
      async () => {
        const made = await make(forBill(due));
        expect(made).toMatchObject({ address: null, link: { state: { name: 'needs_person', why: 'amount' } } });
      },
      less,
    );
  });
});

describe('the key inside Paysafe’s replies', () => {
  it('is in no file, no line of the log, no event and no answer of a desk', async () => {
    const { username, password } = salon.sandbox.paysafeKey;
    const due = await bill(await client());
    // The replies do carry it: else this would prove nothing.
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    const own = await fetch(`${salon.sandbox.paysafeHostedUrl}/hosted/v1/orders`, {
      method: 'POST',
      headers: { authorization },
      body: JSON.stringify({ merchantRefNum: 'by-hand', currencyCode: 'CAD', totalAmount: 100 }),
    });
    expect(await own.text()).toContain(`${username}:${password}@`);
    const made = await make(forBill(due));
    const closed = await front.must('links.close', { id: made.link.id });
    const history = await (async () => {
      await front.signIn('Hélène');
      return front.must('history.list', { search: '', before: null, limit: 200 });
    })();
    const said = JSON.stringify([made, closed, history, front.log, front.events]);
    for (const secret of [password, `${username}:`, authorization.slice(6), 'resend_callback', '"self"'])
      expect(said, secret).not.toContain(secret);
    expect(front.log.join('\n')).toContain('/hosted/v1/orders');
    const folder = salon.folder('Front 1');
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(1);
    const needed = Buffer.from(made.link.id);
    let found = false;
    for (const { parentPath, name } of files) {
      const bytes = readFileSync(join(parentPath, name));
      found ||= bytes.includes(needed);
      for (const secret of [password, authorization.slice(6), 'resend_callback', '/hosted/v1/payment/'])
        expect(bytes.includes(secret), `${secret} in ${name}`).toBe(false);
    }
    expect(found).toBe(true);
  });
});
