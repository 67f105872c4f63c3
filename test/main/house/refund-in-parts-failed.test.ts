import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BillView } from '../../../src-main/contract/bill.ts';
import type { TodayView } from '../../../src-main/contract/desk-status.ts';
import type { OperationDetail, OperationView } from '../../../src-main/contract/operation.ts';
import { stripeTill, type StripeTill } from '../../gateways/stripe-till.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

// Somebody gives a payment back on Stripe's own site in two parts, the desk does not know and refunds it whole: it is done already. Then the card sends one
// part back.
const minute = 60_000;
const cad = (amount: number) => ({ amount, currency: 'CAD' });
let salon: Salon;
let till: StripeTill;
let desk: SalonDesk;

beforeAll(async () => {
  salon = await openSalon('refund-in-parts-failed');
  till = stripeTill(salon.sandbox);
  desk = await salon.desk('Front 1');
}, 120_000);
afterAll(() => salon.close());

it('a refund that was found done there in two parts is not done any more when the first of them fails, and says how much', async () => {
  const { customerRef, cardRef } = await till.saveAs('pm_card_refundFail');
  await desk.signIn('Sylvie');
  await desk.must('desk.refresh', {});
  const bill = await desk.must<BillView>('bills.make', {
    ...{ customerId: `stripe:${customerRef}`, customerName: 'Élodie', day: '2026-11-21', time: null },
    ...{ service: 'Coupe', withWhom: null, lines: [], total: 8000, tax: null, note: null },
  });
  const charged = await desk.must<OperationView>('payments.charge', {
    ...{ ticket: randomUUID(), customerId: `stripe:${customerRef}`, cardId: `stripe:${cardRef}`, amount: cad(8000) },
    ...{ tip: null, note: null, receiptEmail: null, cause: { purpose: 'balance', billId: bill.id }, sure: [] },
  });
  const ref = charged.state.name === 'done' ? charged.state.reference : '';
  await till.stripe.refunds.create({ payment_intent: ref, amount: 3000 });
  salon.pass(0.75 * minute);
  await till.stripe.refunds.create({ payment_intent: ref, amount: 5000 });
  const given = await desk.must<OperationView>('payments.refund', {
    ...{ ticket: randomUUID(), paymentId: `stripe:${ref}`, amount: cad(8000), reason: 'wrong visit' },
  });
  const orderNow = async (): Promise<OperationView['state']> =>
    (await desk.must<OperationDetail>('payments.askNow', { operationId: given.id })).operation.state;
  expect(await orderNow()).toMatchObject({ name: 'done', elsewhere: true, moved: { refunded: 8000 } });

  salon.pass(0.5 * minute);
  await desk.must('desk.refresh', {});
  expect(await orderNow()).toMatchObject({
    ...{ name: 'rejected', code: 'refund_failed' },
    was: { name: 'done', moved: { refunded: 3000 } },
  });
  const { refundsFailed } = await desk.must<TodayView>('desk.today', {});
  expect(refundsFailed).toMatchObject([{ operation: { id: given.id }, billId: bill.id }]);
  // What did go back of it a manager decides about, like anything that was given back on Stripe's own site.
  expect(await desk.must<BillView>('bills.get', { id: bill.id })).toMatchObject({
    ...{ paid: 8000, givenBack: 5000 },
  });
});
