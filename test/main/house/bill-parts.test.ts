import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BillRow, BillView } from '../../../src-main/contract/bill.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import type { Repeat } from '../../../src-main/contract/repeat.ts';
import { stripeTill, type StripeTill } from '../../gateways/stripe-till.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

// One whole desk without its window: what a bill needs, who paid which part of it, and what it still has to get.
const cad = (amount: number) => ({ amount, currency: 'CAD' });
let salon: Salon;
let till: StripeTill;
let desk: SalonDesk;
let tickets = 0;
const ticket = (): string => `ticket-${String((tickets += 1)).padStart(16, '0')}`;

interface Client {
  readonly customerId: string;
  readonly good: string;
  readonly other: string;
  readonly refused: string;
}
let clients: Client[];

beforeAll(async () => {
  salon = await openSalon('bill-parts');
  till = stripeTill(salon.sandbox);
  desk = await salon.desk('Front 1');
  clients = [];
  for (let made = 0; made < 4; made += 1) {
    const saved = await till.save();
    const other = await till.saveSecond(saved);
    const refused = await till.stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
      customer: saved.customerRef,
    });
    clients.push({
      customerId: `stripe:${saved.customerRef}`,
      good: `stripe:${saved.cardRef}`,
      other: `stripe:${other.cardRef}`,
      refused: `stripe:${refused.id}`,
    });
  }
  await desk.must('desk.refresh', {});
  await desk.signIn('Maude');
}, 120_000);
afterAll(() => salon.close());

function client(): Client {
  const next = clients.pop();
  if (!next) throw new Error('More clients are needed than were made');
  return next;
}
const billFor = (customerId: string, total: number): Promise<BillView> =>
  desk.must<BillView>('bills.make', {
    customerId,
    customerName: 'Élodie Côté-Tremblay',
    day: '2026-11-20',
    time: '10:15',
    service: 'Colour and cut',
    withWhom: 'Léa',
    lines: [],
    total,
    tax: null,
    note: null,
  });
const part = (bill: BillView, cardId: string, { amount, tip = 0 }: { amount: number; tip?: number }) => ({
  ticket: ticket(),
  customerId: bill.customerId,
  cardId,
  amount: cad(amount + tip),
  tip: tip || null,
  note: null,
  receiptEmail: null,
  cause: { purpose: 'balance', billId: bill.id },
});
const now = (bill: BillView): Promise<BillView> => desk.must<BillView>('bills.get', { id: bill.id });
const recent = async (customerId: string, billId?: string): Promise<readonly Repeat[]> =>
  (
    await desk.must<{ repeats: Repeat[] }>('payments.recent', {
      customerId,
      ask: false,
      ...(billId === undefined ? {} : { billId }),
    })
  ).repeats;

describe('a bill paid in parts', () => {
  it('takes cash, then the rest with a tip beside it, and has nothing left to pay', async () => {
    const { customerId, good } = client();
    const bill = await billFor(customerId, 21_270);
    await desk.must('bills.credit', { id: bill.id, kind: 'cash', amount: 5000, note: null });
    expect(await now(bill)).toMatchObject({ paid: 5000, remaining: 16_270, state: 'due', next: 'charge' });
    const charged = await desk.must<OperationView>('payments.charge', part(bill, good, { amount: 16_270, tip: 2929 }));
    expect(charged.state.name).toBe('done');
    expect(await now(bill)).toMatchObject({ paid: 21_270, remaining: 0, tips: 2929, over: 0, state: 'paid' });
    const more = await desk.refusal('payments.charge', part(bill, good, { amount: 100 }));
    expect(more).toMatchObject({ code: 'bill_over', facts: { most: 0 } });
  });

  it('goes on to the next card after a decline in between: each part is its own operation, and none is a repeat of another', async () => {
    const { customerId, good, other, refused } = client();
    const bill = await billFor(customerId, 9000);
    const states: string[] = [];
    for (const [cardId, amount] of [
      [good, 4000],
      [refused, 5000],
      [other, 3000],
      [good, 2000],
    ] as const) {
      expect(await recent(customerId, bill.id)).toEqual([]);
      const { state } = await desk.must<OperationView>('payments.charge', part(bill, cardId, { amount }));
      states.push(`${state.name}, ${(await now(bill)).remaining} left`);
    }
    expect(states).toEqual(['done, 5000 left', 'declined, 5000 left', 'done, 2000 left', 'done, 0 left']);
    expect((await now(bill)).operations.map(({ kind, amount }) => [kind, amount?.amount])).toHaveLength(4);
    // For anything but this bill they are what they are: money taken from this person a moment ago.
    expect((await recent(customerId)).map(({ amount }) => amount.amount).toSorted()).toEqual([2000, 3000, 4000]);
  });

  it('charged, given back in full and charged again moves money again: the first payment’s answer is not shown for the second', async () => {
    const { customerId, good } = client();
    const bill = await billFor(customerId, 8000);
    const first = await desk.must<OperationView>('payments.charge', part(bill, good, { amount: 8000 }));
    const paid = first.state.name === 'done' ? first.state.reference : '';
    await desk.signIn('Sylvie');
    const refund = { ticket: ticket(), paymentId: `stripe:${paid}`, amount: cad(8000), reason: 'too warm' };
    await desk.must<OperationView>('payments.refund', refund);
    expect(await now(bill)).toMatchObject({ paid: 0, remaining: 8000, state: 'due' });
    const second = await desk.must<OperationView>('payments.charge', part(bill, good, { amount: 8000 }));
    expect(second.state).toMatchObject({ name: 'done', moved: { charged: 8000 } });
    expect(second.state.name === 'done' && second.state.reference).not.toBe(paid);
    await desk.signIn('Maude');
  });

  it('that is paid in part stays due with the rest, in the list of the day and of the person', async () => {
    const { customerId, good } = client();
    const bill = await billFor(customerId, 10_000);
    await desk.must('payments.charge', part(bill, good, { amount: 3730 }));
    const ofDay = await desk.must<{ rows: BillRow[] }>('bills.list', { from: '2026-11-20', to: '2026-11-20' });
    const ofPerson = await desk.must<{ rows: BillRow[] }>('bills.ofCustomer', { customerId });
    for (const { rows } of [ofDay, ofPerson])
      expect(rows.find(({ id }) => id === bill.id)).toMatchObject({ paid: 3730, remaining: 6270, state: 'due' });
  });
});
