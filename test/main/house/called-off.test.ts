import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BillView } from '../../../src-main/contract/bill.ts';
import type { TodayView } from '../../../src-main/contract/desk-status.ts';
import type { SureView } from '../../../src-main/contract/doubt.ts';
import type { GivenBackChoice } from '../../../src-main/contract/given-back.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import type { PaymentChain } from '../../../src-main/contract/receipt.ts';
import { paysafeTill, type PaysafeTill } from '../../gateways/paysafe-till.ts';
import type { Saved } from '../../gateways/town.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

// At Paysafe a charge is collected by tonight's batch. Until then somebody may call it off on Paysafe's own site, and the batch itself may fail.
let salon: Salon;
let till: PaysafeTill;
let desk: SalonDesk;
let client: Saved;
const hours = 60 * 60_000;
const cad = (amount: number) => ({ amount, currency: 'CAD' });

beforeAll(async () => {
  salon = await openSalon('called-off');
  till = paysafeTill(salon.sandbox);
  desk = await salon.desk('Front 1');
}, 120_000);
afterAll(() => salon.close());

async function later(ms: number): Promise<void> {
  salon.pass(ms);
  await desk.signIn('Sylvie');
  await desk.must('desk.refresh', {});
}
const billNow = (id: string): Promise<BillView> => desk.must<BillView>('bills.get', { id });
const owing = async (id: string) =>
  (await desk.must<TodayView>('desk.today', {})).billsOwing.filter(({ billId }) => billId === id);
const said = (bill: BillView, choice: GivenBackChoice) => {
  const [one] = bill.givenBackFound;
  return { id: bill.id, paymentId: one?.paymentId ?? '', amount: one?.amount ?? 0, choice };
};
async function charge(bill: BillView): Promise<OperationView> {
  const base = { customerId: bill.customerId, cardId: `paysafe:${client.cardRef}`, amount: cad(8000), tip: null };
  const { doubts } = await desk.must<SureView>('payments.sure', { ...base, billId: bill.id });
  return desk.must<OperationView>('payments.charge', {
    ...{ ticket: randomUUID(), ...base, receiptEmail: null, note: null },
    ...{ cause: { purpose: 'balance', billId: bill.id }, sure: doubts.map(({ fact }) => fact) },
  });
}
/** A bill of 80.00 that was charged at Paysafe a minute ago. */
async function paidBill(): Promise<{ bill: BillView; order: OperationView; reference: string }> {
  client = await till.save();
  await desk.signIn('Sylvie');
  await desk.must('customers.bringIn', { by: 'profileId', value: client.customerRef });
  const bill = await desk.must<BillView>('bills.make', {
    ...{ customerId: `paysafe:${client.customerRef}`, customerName: 'Nadia', day: '2026-11-21', time: null },
    ...{ service: 'Coupe', withWhom: null, lines: [], total: 8000, tax: null, note: null },
  });
  const order = await charge(bill);
  await later(60_000);
  return { bill, order, reference: order.state.name === 'done' ? order.state.reference : '' };
}
const control = (name: string, body: object) =>
  fetch(`${salon.sandbox.paysafeUrl}/_control/${name}`, { method: 'POST', body: JSON.stringify(body) });

describe('a charge that was called off on Paysafe’s own site before its batch', () => {
  it('is said on its bill and on the payment, and a manager decides: counted, it is left to pay and can be charged anew', async () => {
    const { bill, order, reference } = await paidBill();
    expect(await billNow(bill.id)).toMatchObject({ paid: 8000, givenBackFound: [] });
    const off = await till.call('PUT', `${till.cards}/settlements/${reference}`, { status: 'CANCELLED' });
    expect(off.status).toBe(200);
    await later(3 * hours);
    const now = await billNow(bill.id);
    const found = { provider: 'paysafe', deposit: false, amount: 8000, how: 'called_off' };
    expect(now).toMatchObject({ paid: 8000, remaining: 0, givenBack: 8000, next: 'look' });
    expect(now.givenBackFound).toEqual([{ paymentId: `paysafe:${reference}`, ...found }]);
    const chain = await desk.must<PaymentChain>('receipts.chain', { operationId: order.id });
    expect(chain).toMatchObject({ elsewhere: cad(8000), payment: { state: 'released', taken: cad(0) } });
    // Its visit was days ago, or is to come: Today has it from the day after it on, until somebody decides.
    expect(await owing(bill.id)).toEqual([]);
    await later(40 * hours);
    expect(await owing(bill.id)).toMatchObject([{ why: 'not_collected', day: '2026-11-21', amount: cad(8000) }]);
    // However often it is read, it is asked once, and nothing of it can be given back.
    await later(3 * hours);
    expect(await billNow(bill.id)).toMatchObject({ givenBack: 8000 });
    const back = { ticket: randomUUID(), paymentId: `paysafe:${reference}`, amount: cad(8000), reason: 'no' };
    expect((await desk.refusal('payments.refund', back)).code).toBe('not_refundable');
    const after = await desk.must<BillView>('bills.decideGivenBack', said(now, 'counted'));
    expect(after).toMatchObject({ paid: 0, remaining: 8000, givenBack: 0, state: 'due' });
    expect(await owing(bill.id)).toEqual([]);
    const again = await charge(after);
    expect(again.state).toMatchObject({ name: 'done', moved: { charged: 8000 } });
    expect(again.state.name === 'done' && again.state.reference).not.toBe(reference);
    expect(await billNow(bill.id)).toMatchObject({ paid: 8000, remaining: 0, givenBack: 0 });
  });

  it('and that a manager leaves as paid, because it was paid in another way, is not asked again', async () => {
    const { bill, reference } = await paidBill();
    await till.call('PUT', `${till.cards}/settlements/${reference}`, { status: 'CANCELLED' });
    await later(3 * hours);
    const after = await desk.must<BillView>('bills.decideGivenBack', said(await billNow(bill.id), 'left'));
    expect(after).toMatchObject({ paid: 8000, remaining: 0, givenBack: 0, state: 'paid' });
    await later(3 * hours);
    expect(await billNow(bill.id)).toMatchObject({ paid: 8000, givenBackFound: [] });
  });

  it('by an order of ours asks nothing: that order says so', async () => {
    const { bill, reference } = await paidBill();
    await desk.must<OperationView>('payments.refund', {
      ...{ ticket: randomUUID(), paymentId: `paysafe:${reference}`, amount: cad(8000), reason: 'wrong visit' },
    });
    await later(3 * hours);
    expect(await billNow(bill.id)).toMatchObject({ paid: 0, remaining: 8000, givenBack: 0, givenBackFound: [] });
  });
});

describe('a charge whose batch failed', () => {
  it('is said on its bill in its own words, and decided about like one that was called off', async () => {
    const { bill, reference } = await paidBill();
    expect((await control('decline-capture', { id: reference })).status).toBe(200);
    await till.batch();
    await later(3 * hours);
    const now = await billNow(bill.id);
    expect(now).toMatchObject({ paid: 8000, next: 'look' });
    expect(now.givenBackFound).toMatchObject([{ amount: 8000, how: 'failed' }]);
    const after = await desk.must<BillView>('bills.decideGivenBack', said(now, 'counted'));
    expect(after).toMatchObject({ paid: 0, remaining: 8000 });
  });
});

describe('a hold that was captured, and whose capture was called off there', () => {
  it('is said on the bill it was placed for', async () => {
    client = await till.save();
    await desk.signIn('Sylvie');
    await desk.must('customers.bringIn', { by: 'profileId', value: client.customerRef });
    const bill = await desk.must<BillView>('bills.make', {
      ...{ customerId: `paysafe:${client.customerRef}`, customerName: 'Nadia', day: '2026-11-21', time: null },
      ...{ service: 'Coupe', withWhom: null, lines: [], total: 8000, tax: null, note: null },
    });
    const base = { customerId: bill.customerId, cardId: `paysafe:${client.cardRef}`, amount: cad(8000) };
    const { doubts } = await desk.must<SureView>('payments.sure', { ...base, tip: null, billId: bill.id });
    const hold = await desk.must<OperationView>('holds.place', {
      ...{ ticket: randomUUID(), ...base, note: null, cause: { purpose: 'balance', billId: bill.id } },
      sure: doubts.map(({ fact }) => fact),
    });
    const holdId = `paysafe:${hold.state.name === 'done' ? hold.state.reference : ''}`;
    const capture = { ticket: randomUUID(), holdId, amount: cad(8000), note: null };
    const taken = await desk.must<OperationView>('holds.capture', capture);
    await later(60_000);
    expect(await billNow(bill.id)).toMatchObject({ paid: 8000, givenBackFound: [] });
    const settlement = taken.state.name === 'done' ? taken.state.reference : '';
    await till.call('PUT', `${till.cards}/settlements/${settlement}`, { status: 'CANCELLED' });
    await later(3 * hours);
    await later(3 * hours);
    expect((await billNow(bill.id)).givenBackFound).toMatchObject([
      { paymentId: holdId, amount: 8000, how: 'called_off' },
    ]);
  });
});
