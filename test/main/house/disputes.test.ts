import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BillView } from '../../../src-main/contract/bill.ts';
import type { CustomerPage } from '../../../src-main/contract/customer.ts';
import type { TodayView } from '../../../src-main/contract/desk-status.ts';
import type { SureView } from '../../../src-main/contract/doubt.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import type { PaymentChain } from '../../../src-main/contract/receipt.ts';
import { stripeTill, type StripeTill } from '../../gateways/stripe-till.ts';
import type { Saved } from '../../gateways/town.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

// A client's bank wants back what was charged: Stripe takes it from the house until that is decided.
let salon: Salon;
let till: StripeTill;
let desk: SalonDesk;
let client: Saved;
const cad = (amount: number) => ({ amount, currency: 'CAD' });

beforeAll(async () => {
  salon = await openSalon('disputes');
  till = stripeTill(salon.sandbox);
  desk = await salon.desk('Front 1');
}, 120_000);
afterAll(() => salon.close());
beforeEach(async () => {
  client = await till.saveAs('pm_card_createDispute');
  await later(60_000);
});

async function later(ms: number): Promise<void> {
  salon.pass(ms);
  await desk.signIn('Sylvie');
  await desk.must('desk.refresh', {});
}
const billNow = (id: string): Promise<BillView> => desk.must<BillView>('bills.get', { id });
/** A bill of 80.00 whose payment the client's bank disputes by now. */
async function disputed(): Promise<{ bill: BillView; order: OperationView; reference: string }> {
  const bill = await desk.must<BillView>('bills.make', {
    ...{ customerId: `stripe:${client.customerRef}`, customerName: 'Élodie', day: '2026-11-21', time: null },
    ...{ service: 'Coupe', withWhom: null, lines: [], total: 8000, tax: null, note: null },
  });
  const base = { customerId: bill.customerId, cardId: `stripe:${client.cardRef}`, amount: cad(8000), tip: null };
  const { doubts } = await desk.must<SureView>('payments.sure', { ...base, billId: bill.id });
  const order = await desk.must<OperationView>('payments.charge', {
    ...{ ticket: randomUUID(), ...base, receiptEmail: null, note: null },
    ...{ cause: { purpose: 'balance', billId: bill.id }, sure: doubts.map(({ fact }) => fact) },
  });
  await later(10 * 60_000);
  return { bill, order, reference: order.state.name === 'done' ? order.state.reference : '' };
}
const disputeAt = async (reference: string) => {
  const [found] = (await till.stripe.disputes.list({ payment_intent: reference })).data;
  if (!found) throw new Error('Stripe has no dispute of it');
  return found;
};
const onToday = async (reference: string) =>
  (await desk.must<TodayView>('desk.today', {})).disputes.filter(
    ({ paymentId }) => paymentId === `stripe:${reference}`,
  );

describe('a payment that the client’s bank disputes', () => {
  it('is said on Today, on its bill, on the payment and with the client; the bill still counts it', async () => {
    const { bill, order, reference } = await disputed();
    const answerBy = (await disputeAt(reference)).evidence_details.due_by ?? 0;
    const dispute = { state: 'open', amount: 8000, answerBy: answerBy * 1000 };
    expect(await onToday(reference)).toEqual([
      {
        ...{ paymentId: `stripe:${reference}`, customerId: `stripe:${client.customerRef}` },
        ...{ customerName: 'Élodie Côté-Tremblay', amount: cad(8000), dispute, billId: bill.id },
      },
    ]);
    expect(await billNow(bill.id)).toMatchObject({ paid: 8000, remaining: 0, state: 'paid', disputed: 8000 });
    const chain = await desk.must<PaymentChain>('receipts.chain', { operationId: order.id });
    expect(chain.payment).toMatchObject({ dispute });
    const page = await desk.must<CustomerPage>('customers.get', { id: bill.customerId });
    expect(page.payments.find(({ id }) => id === `stripe:${reference}`)).toMatchObject({ dispute });
  });

  it('cannot be refunded meanwhile: Stripe says no, and the order says why', async () => {
    const { reference } = await disputed();
    const given = await desk.must<OperationView>('payments.refund', {
      ...{ ticket: randomUUID(), paymentId: `stripe:${reference}`, amount: cad(8000), reason: 'wrong visit' },
    });
    expect(given.state).toMatchObject({ name: 'rejected', code: 'charge_disputed' });
  });

  it('and that was lost is given back elsewhere: a manager decides whether the bill counts it', async () => {
    const { bill, reference } = await disputed();
    await till.stripe.disputes.close((await disputeAt(reference)).id);
    await later(10 * 60_000);
    expect(await onToday(reference)).toEqual([]);
    const now = await billNow(bill.id);
    expect(now).toMatchObject({ paid: 8000, givenBack: 8000, next: 'look' });
    expect(now.disputed).toBeUndefined();
    expect(now.givenBackFound).toMatchObject([{ amount: 8000, how: 'dispute_lost' }]);
    const after = await desk.must<BillView>('bills.decideGivenBack', {
      ...{ id: bill.id, paymentId: `stripe:${reference}`, amount: 8000, choice: 'counted' },
    });
    expect(after).toMatchObject({ paid: 0, remaining: 8000, givenBack: 0 });
  });

  it('and that was lost while Stripe did not say so at once is heard of at the next look, not never', async () => {
    const { bill, reference } = await disputed();
    await till.stripe.disputes.close((await disputeAt(reference)).id);
    salon.sandbox.faults.add({ path: '/v1/disputes', method: 'GET', nth: 1, times: 3, fault: '503-before' });
    await later(10 * 60_000);
    salon.sandbox.faults.clear();
    await later(10 * 60_000);
    expect(await billNow(bill.id)).toMatchObject({ paid: 8000, givenBack: 8000, next: 'look' });
    expect(await onToday(reference)).toEqual([]);
  });

  it('and that was won is paid like any other', async () => {
    const { bill, order, reference } = await disputed();
    const { id } = await disputeAt(reference);
    await till.stripe.disputes.update(id, { evidence: { uncategorized_text: 'winning_evidence' } });
    await later(10 * 60_000);
    expect(await onToday(reference)).toEqual([]);
    const now = await billNow(bill.id);
    expect(now).toMatchObject({ paid: 8000, remaining: 0, givenBack: 0, state: 'paid', next: 'none' });
    expect(now.disputed).toBeUndefined();
    const chain = await desk.must<PaymentChain>('receipts.chain', { operationId: order.id });
    expect(chain.payment?.dispute).toBeUndefined();
  });

  it('is known as disputed though the key may read no more of it', async () => {
    await desk.signIn('Hélène');
    await desk.must('settings.setStripeKey', { key: 'rk_test_demo_no_disputes' });
    const { bill, reference } = await disputed();
    expect(await onToday(reference)).toMatchObject([{ dispute: { state: 'unknown', amount: 8000, answerBy: null } }]);
    expect(await billNow(bill.id)).toMatchObject({ disputed: 8000 });
  });
});
