import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { BillRow } from '../../../src-main/contract/bill.ts';
import type { CustomerPage } from '../../../src-main/contract/customer.ts';
import type { DeskStatus } from '../../../src-main/contract/desk-status.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import type { AddressedLink } from '../../../src-main/contract/page-link.ts';
import type { ReadyList, ReadyRow } from '../../../src-main/contract/ready.ts';
import { daysAfter } from '../../../src-main/house/days/calendar.ts';
import { sandboxKeys } from '../../../src-main/sandbox/core/keys.ts';
import { useHostedPage } from '../../../tools/tour-links.ts';
import { openDemoDesk, type DemoDesk } from './demo-desk.ts';

let desk: DemoDesk;
let tickets = 0;
const ticket = (): string => `ticket-${String((tickets += 1)).padStart(16, '0')}`;

beforeAll(async () => {
  desk = await openDemoDesk();
  await desk.signIn('front_desk');
  await desk.call('desk.refresh');
  await vi.waitFor(
    async () => {
      const { providers } = await desk.call<DeskStatus>('desk.status');
      expect(providers.every(({ syncedAt, syncing }) => syncedAt !== null && !syncing)).toBe(true);
    },
    { timeout: 90_000, interval: 200 },
  );
}, 180_000);
afterAll(() => desk.close());

const list = (days: 1 | 3 | 7): Promise<ReadyList> => desk.call<ReadyList>('bills.ready', { days });
async function rowOf(name: string, days: 1 | 3 | 7 = 1): Promise<ReadyRow> {
  const found = (await list(days)).rows.find(({ customerName }) => customerName === name);
  if (!found) throw new Error(`No visit of ${name}`);
  return found;
}
const why = async (name: string, days: 1 | 3 | 7 = 1): Promise<string[]> =>
  (await rowOf(name, days)).reasons.map(({ is }) => is);
const cardLink = (row: ReadyRow) => ({
  ticket: ticket(),
  kind: 'card',
  customerId: row.customerId,
  customerName: row.customerName,
  email: row.email,
  purpose: 'future_visits',
  billId: null,
  price: { is: 'nothing' },
  save: 'always',
  agreement: {
    textId: 'visits',
    purposes: ['future_visits', 'balance', 'this_visit'],
    capEach: null,
    capTotal: null,
    endsAt: null,
  },
  language: row.language ?? 'fr',
  minutes: 1440,
});
/** The client, on the provider's own page of their cards. */
async function detachAtStripe(ref: string): Promise<void> {
  const file = join(desk.dataDir, 'demo', 'sandbox-address.json');
  const { stripe } = JSON.parse(readFileSync(file, 'utf8')) as { stripe: string };
  const reply = await fetch(`${stripe}/v1/payment_methods/${ref}/detach`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandboxKeys.stripeKey}` },
  });
  if (!reply.ok) throw new Error(await reply.text());
}
async function chargeTomorrow(name: string, cardId: string): Promise<OperationView> {
  const row = await rowOf(name);
  return desk.take('payments.charge', {
    ticket: ticket(),
    customerId: row.customerId ?? '',
    cardId,
    amount: { amount: 100, currency: row.currency },
    tip: null,
    note: null,
    receiptEmail: null,
  });
}

describe('the visits of tomorrow in the demo house', () => {
  it('say of each what is wrong with its card, and which are ready', async () => {
    const { rows, from, to, asOf } = await list(1);
    expect(from).toBe(to);
    expect(asOf).not.toBeNull();
    expect(new Set(rows.map(({ visit }) => visit.day))).toEqual(new Set([from]));
    const told = Object.fromEntries(rows.map((row) => [row.customerName, row.reasons.map(({ is }) => is).join()]));
    expect(told).toMatchObject({
      'Gaëlle Morin': '',
      'Daphné Papadakis': '',
      'Olivier St-Onge': '',
      'Luc Archambault': 'consent_withdrawn',
      'Françoise Deschênes': 'consent_ended',
      'Inès Cherkaoui': 'no_consent',
      'Antoine Robitaille': 'expired',
      'Jean-François Côté': 'no_card',
      'Thị Hương Phạm': 'no_card',
    });
  });

  it('offer what helps: a page where there are such pages, the consent where the card works, otherwise the customer', async () => {
    expect(await rowOf('Antoine Robitaille')).toMatchObject({ next: 'make_link', mayLink: true });
    expect(await rowOf('Luc Archambault')).toMatchObject({ next: 'ask_consent', mayLink: true });
    expect(await rowOf('Thị Hương Phạm')).toMatchObject({ next: 'add_card', mayLink: false, language: 'fr' });
    expect(await rowOf('Gaëlle Morin')).toMatchObject({ next: 'none', mayLink: false });
  });

  it('grow with the days, and never hold those of today', async () => {
    const [one, three, seven] = [await list(1), await list(3), await list(7)];
    expect(three.rows.length).toBeGreaterThan(one.rows.length);
    expect(seven.rows.length).toBeGreaterThan(three.rows.length);
    expect(seven.to).toBe(daysAfter(one.from, 6));
    expect(seven.rows.every(({ visit }) => visit.day >= one.from && visit.day <= seven.to)).toBe(true);
    expect(await why('Béatrice Lemay-Ström', 3)).toEqual(['over_cap']);
  });

  it('leave out what was paid, called off, or has nothing left', async () => {
    const row = await rowOf('Olivier St-Onge');
    await desk.call('bills.credit', { id: row.billId, kind: 'cash', amount: row.remaining, note: null });
    expect((await list(1)).rows.map(({ customerName }) => customerName)).not.toContain('Olivier St-Onge');
    const { rows } = await desk.call<{ rows: BillRow[] }>('bills.list', { from: row.visit.day, to: row.visit.day });
    expect(rows.find(({ id }) => id === row.billId)?.state).toBe('paid');
  });
});

describe('a visit without a card', () => {
  it('is ready once the client has put one in on the page that was made; until then the page stands beside it', async () => {
    const row = await rowOf('Jean-François Côté');
    const { link, address } = await desk.call<AddressedLink>('links.make', cardLink(row));
    expect(await rowOf('Jean-François Côté')).toMatchObject({ next: 'show_link', link: { id: link.id } });
    await useHostedPage(address ?? '');
    await desk.call('links.show', { id: link.id });
    await desk.call<CustomerPage>('customers.refresh', { id: row.customerId });
    expect(await rowOf('Jean-François Côté')).toMatchObject({
      reasons: [],
      next: 'none',
      link: null,
      card: { label: { lastFour: '4242' } },
    });
  });

  it('that the client took away at the provider says so; one that staff removed does not', async () => {
    const row = await rowOf('Gaëlle Morin');
    const cardId = row.card?.id ?? '';
    const { id: customerId } = await desk.person('Morin');
    await detachAtStripe(cardId.replace('stripe:', ''));
    await desk.call('customers.refresh', { id: customerId });
    expect(await rowOf('Gaëlle Morin')).toMatchObject({
      reasons: [{ is: 'removed' }],
      card: { label: { lastFour: '2290' } },
      next: 'make_link',
    });
    const luc = await rowOf('Luc Archambault');
    await desk.signIn('manager');
    await desk.call('cards.remove', { ticket: ticket(), cardId: luc.card?.id, reason: 'Asked at the desk' });
    await desk.call('customers.refresh', { id: luc.customerId });
    expect(await why('Luc Archambault')).toEqual(['no_card']);
  });
});

describe('a card whose bank said no last time', () => {
  it('is told of a Paysafe card too: as soon as it was declined here, and as long as it was not charged since', async () => {
    const row = await rowOf('Fatima-Zahra Bensalem');
    expect(row.reasons).toEqual([]);
    const declined = await chargeTomorrow('Fatima-Zahra Bensalem', row.card?.id ?? '');
    expect(declined.state.name).toBe('declined');
    expect(await why('Fatima-Zahra Bensalem')).toEqual(['declined']);
    expect((await rowOf('Fatima-Zahra Bensalem')).next).toBe('add_card');
  });
});
