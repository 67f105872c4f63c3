import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportFile } from '../../../src-main/contract/bill-import.ts';
import type { BillRow, BillView } from '../../../src-main/contract/bill.ts';
import type { SureView } from '../../../src-main/contract/doubt.ts';
import type { Reply } from '../../../src-main/contract/failure.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import { stripeTill, type StripeTill } from '../../gateways/stripe-till.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

// Two desks with records of their own have the same bill from the same file. What one of them took for it in any way, the other one does not take again.
let salon: Salon;
let till: StripeTill;
let one: SalonDesk;
let two: SalonDesk;
let bills = 0;
beforeAll(async () => {
  salon = await openSalon('bill-on-another-card');
  till = stripeTill(salon.sandbox);
  [one, two] = [await salon.desk('Front 1'), await salon.desk('Front 2')];
}, 120_000);
afterAll(() => salon.close());

interface Client {
  readonly customerId: string;
  readonly customerRef: string;
  /** two cards of theirs */
  readonly cards: readonly [string, string];
  readonly ref: string;
}
const look = async (desk: SalonDesk): Promise<void> => {
  await desk.signIn('Hélène');
  await desk.must('desk.refresh', {});
};
async function client(): Promise<Client> {
  bills += 1;
  const [ref, email] = [`R-${bills}`, `zoe${bills}@example.com`];
  const made = await till.stripe.customers.create({ name: 'Zoé Roy', email });
  const card = async (kind: string): Promise<string> =>
    `stripe:${(await till.stripe.paymentMethods.attach(kind, { customer: made.id })).id}`;
  const cards = [await card('pm_card_visa'), await card('pm_card_mastercard')] as const;
  const text = `No;Courriel;Client;Date;Heure;Service;Avec;Montant;Taxes;Acompte\n${ref};${email};Zoé Roy;2026-11-20;10:15;Coupe;Léa;80,00;;\n`;
  for (const desk of [one, two]) {
    await look(desk);
    desk.files.push({ name: 'bookings.csv', bytes: Buffer.from(text) });
    const { file } = await desk.must<{ file: ImportFile | null }>('billImport.choose', {});
    await desk.must('billImport.run', { fileId: file?.id, mapping: file?.mapping });
  }
  return { customerId: `stripe:${made.id}`, customerRef: made.id, cards, ref };
}
async function billAt(desk: SalonDesk, ref: string): Promise<BillView> {
  const { rows } = await desk.must<{ rows: BillRow[] }>('bills.list', { from: '2026-11-20', to: '2026-11-20' });
  const all = await Promise.all(rows.map(({ id }) => desk.must<BillView>('bills.get', { id })));
  const found = all.toSorted((a, b) => a.createdAt - b.createdAt)[Number(ref.slice(2)) - 1];
  if (!found) throw new Error(`There is no bill ${ref}`);
  return found;
}
interface Wish {
  readonly kind?: 'charge' | 'hold';
  readonly card?: 0 | 1;
  readonly amount?: number;
  readonly tip?: number;
}
async function tries(
  desk: SalonDesk,
  { customerId, cards, ref }: Client,
  { kind = 'charge', card = 0, amount = 8000, tip = 0 }: Wish,
): Promise<Reply<OperationView>> {
  const { id: billId } = await billAt(desk, ref);
  const base = { customerId, cardId: cards[card], amount: { amount: amount + tip, currency: 'CAD' } };
  const { doubts } = await desk.must<SureView>('payments.sure', { ...base, tip: tip || null, billId });
  const order = {
    ...{ ticket: randomUUID(), ...base, note: null, cause: { purpose: 'balance', billId } },
    sure: doubts.map(({ fact }) => fact),
  };
  return kind === 'hold'
    ? desk.call<OperationView>('holds.place', order)
    : desk.call<OperationView>('payments.charge', { ...order, tip: tip || null, receiptEmail: null });
}
async function takes(desk: SalonDesk, who: Client, wish: Wish): Promise<string> {
  const reply = await tries(desk, who, wish);
  if (!reply.ok || reply.value.state.name !== 'done') throw new Error(JSON.stringify(reply));
  return reply.value.state.reference;
}
const intents = async ({ customerRef }: Client): Promise<string[]> =>
  (await till.stripe.paymentIntents.list({ customer: customerRef, limit: 100 })).data
    .map(({ status, amount }) => `${status} ${amount}`)
    .toSorted();
const later = async (): Promise<void> => {
  salon.pass(2 * 3_600_000);
  await look(two);
};

describe('a bill of a file that another desk charged', () => {
  it.each([
    ['on another card', { card: 1 }],
    ['with a tip', { tip: 1200 }],
    ['in part', { amount: 3000 }],
  ] as const)('%s is not charged again: staff read what was taken, and when', async (_how, first) => {
    const someone = await client();
    await takes(one, someone, first);
    await later();
    const most = 'tip' in first ? 9200 : 'amount' in first ? 3000 : 8000;
    expect(await tries(two, someone, {})).toMatchObject({
      failure: { code: 'bill_taken', facts: { provider: 'stripe', most, currency: 'CAD' } },
    });
    expect(await tries(two, someone, { kind: 'hold' })).toMatchObject({ failure: { code: 'bill_taken' } });
    expect(await intents(someone)).toHaveLength(1);
  });

  it('by capturing a hold is not charged again, nor is it while the hold stands', async () => {
    const someone = await client();
    const ref = await takes(one, someone, { kind: 'hold' });
    await later();
    expect(await tries(two, someone, {})).toMatchObject({ failure: { code: 'bill_held', facts: { most: 8000 } } });
    await look(one);
    await one.must('holds.capture', {
      ...{ ticket: randomUUID(), holdId: `stripe:${ref}`, amount: { amount: 8000, currency: 'CAD' }, note: null },
    });
    await later();
    expect(await tries(two, someone, {})).toMatchObject({ failure: { code: 'bill_taken', facts: { most: 8000 } } });
    expect(await intents(someone)).toEqual(['succeeded 8000']);
  });

  it('is charged where that was declined, released or given back whole since', async () => {
    const someone = await client();
    const ref = await takes(one, someone, { kind: 'hold', card: 1 });
    await one.must('holds.release', { ticket: randomUUID(), holdId: `stripe:${ref}`, note: null });
    await later();
    await takes(two, someone, {});
    expect(await intents(someone)).toEqual(['canceled 8000', 'succeeded 8000']);
  });

  it('the desk that charged it goes on with its own parts: nothing of its own stops it', async () => {
    const someone = await client();
    await takes(one, someone, { amount: 3000 });
    salon.pass(2 * 3_600_000);
    await look(one);
    await takes(one, someone, { amount: 5000, card: 1 });
    expect(await billAt(one, someone.ref)).toMatchObject({ paid: 8000, state: 'paid' });
  });
});
