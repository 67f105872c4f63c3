import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BillView } from '../../../src-main/contract/bill.ts';
import type { AuditLine, TodayView } from '../../../src-main/contract/desk-status.ts';
import type { SureView } from '../../../src-main/contract/doubt.ts';
import type { PayoutsView } from '../../../src-main/contract/payouts.ts';
import type { OperationDetail, OperationView } from '../../../src-main/contract/operation.ts';
import { paysafeTill } from '../../gateways/paysafe-till.ts';
import { stripeTill, type StripeTill } from '../../gateways/stripe-till.ts';
import type { Saved } from '../../gateways/town.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

// A card that takes no refund: Stripe says "succeeded", and a minute later that the bank sent the money back.
let salon: Salon;
let till: StripeTill;
let desk: SalonDesk;
let client: Saved;

const minute = 60_000;
const day = 24 * 60 * minute;
const cad = (amount: number) => ({ amount, currency: 'CAD' });

beforeAll(async () => {
  salon = await openSalon('refund-failed');
  till = stripeTill(salon.sandbox);
  desk = await salon.desk('Front 1');
}, 120_000);
afterAll(() => salon.close());
beforeEach(async () => {
  client = await till.saveAs('pm_card_refundFail');
  salon.pass(minute);
  await look();
});

/** What a poll brings; without timers the desk looks once when it is told to. */
async function look(): Promise<void> {
  await desk.signIn('Sylvie');
  await desk.must('desk.refresh', {});
}
async function later(ms: number): Promise<void> {
  salon.pass(ms);
  await look();
}
async function charge(bill: BillView): Promise<string> {
  const base = {
    customerId: bill.customerId,
    cardId: `stripe:${client.cardRef}`,
    amount: cad(bill.remaining),
    tip: null,
  };
  const { doubts } = await desk.must<SureView>('payments.sure', { ...base, billId: bill.id });
  const charged = await desk.must<OperationView>('payments.charge', {
    ...{ ticket: randomUUID(), ...base, note: null, receiptEmail: null },
    ...{ cause: { purpose: 'balance', billId: bill.id }, sure: doubts.map(({ fact }) => fact) },
  });
  return charged.state.name === 'done' ? charged.state.reference : charged.state.name;
}
/** A bill of 80.00 that was charged to a card which takes no refund. */
async function paidBill(): Promise<{ readonly bill: BillView; readonly paymentRef: string }> {
  const bill = await desk.must<BillView>('bills.make', {
    ...{ customerId: `stripe:${client.customerRef}`, customerName: 'Élodie', day: '2026-11-21', time: null },
    ...{ service: 'Coupe', withWhom: null, lines: [], total: 8000, tax: null, note: null },
  });
  return { bill, paymentRef: await charge(bill) };
}
const refund = (paymentRef: string, amount = 8000): Promise<OperationView> =>
  desk.must<OperationView>('payments.refund', {
    ...{ ticket: randomUUID(), paymentId: `stripe:${paymentRef}`, amount: cad(amount), reason: 'wrong visit' },
  });
const billNow = (id: string): Promise<BillView> => desk.must<BillView>('bills.get', { id });
const orderNow = (id: string): Promise<OperationDetail> =>
  desk.must<OperationDetail>('payments.get', { operationId: id });
const onToday = async (id: string) =>
  (await desk.must<TodayView>('desk.today', {})).refundsFailed.filter(({ operation }) => operation.id === id);
const atStripe = async (paymentRef: string) =>
  (await till.stripe.refunds.list({ payment_intent: paymentRef })).data.map(({ status }) => status);
const keptAtStripe = async (): Promise<number> => {
  const { data } = await till.stripe.paymentIntents.list({
    customer: client.customerRef,
    expand: ['data.latest_charge'],
  });
  return data.reduce(
    (sum, { amount_received: taken, latest_charge: made }) =>
      sum + taken - (made && typeof made === 'object' ? made.amount_refunded : 0),
    0,
  );
};

describe('a refund of ours that fails after it was done', () => {
  it('becomes known by the events: the bill counts it as not given back, and asks nobody to charge again', async () => {
    const { bill, paymentRef } = await paidBill();
    const given = await refund(paymentRef);
    expect(given.state.name).toBe('done');
    expect(await billNow(bill.id)).toMatchObject({ paid: 0, remaining: 8000 });
    await later(10 * minute);
    expect(await atStripe(paymentRef)).toEqual(['failed']);
    const { operation, trail } = await orderNow(given.id);
    // The first answer stays beside what came of it.
    expect(operation.state).toMatchObject({
      ...{ name: 'rejected', code: 'refund_failed' },
      was: { name: 'done', moved: { refunded: 8000 } },
    });
    expect(trail.map(({ what }) => what)).toEqual(['written', 'answer', 'found']);
    expect(await billNow(bill.id)).toMatchObject({ paid: 8000, remaining: 0, next: 'none', state: 'paid' });
    expect(await keptAtStripe()).toBe(8000);
  });

  it('is shown on Today and in the history, until it was given back again', async () => {
    const { bill, paymentRef } = await paidBill();
    const given = await refund(paymentRef);
    await later(10 * minute);
    expect(await onToday(given.id)).toMatchObject([{ billId: bill.id }]);
    const { rows } = await desk.must<{ rows: AuditLine[] }>('history.list', { search: '', before: null, limit: 20 });
    const line = rows.find(({ what, detail }) => what === 'refund' && detail['operation'] === given.id);
    expect(line).toMatchObject({ outcome: 'failed', detail: { amount: 8000, code: 'refund_failed', was: 'done' } });
    const again = await refund(paymentRef);
    expect(again.state).toMatchObject({ name: 'done' });
    expect(await onToday(given.id)).toEqual([]);
  });

  it('while Stripe does not answer at that moment is asked about again soon, by itself: nobody charges the bill by what was so before', async () => {
    const { paymentRef } = await paidBill();
    const given = await refund(paymentRef);
    salon.sandbox.faults.add({ path: '/v1/refunds/', method: 'GET', nth: 1, times: 50, fault: '503-before' });
    await later(10 * minute);
    salon.sandbox.faults.clear();
    expect(await onToday(given.id)).toEqual([]);
    await later(30 * minute);
    expect(await onToday(given.id)).toHaveLength(1);
  });

  it('that the client was given in another way leaves Today once a manager says how, in the history too, and comes back when that is taken back', async () => {
    const { bill, paymentRef } = await paidBill();
    const given = await refund(paymentRef);
    const said = { operationId: given.id, reason: 'Cash from the till' };
    // Nothing failed yet: there is nothing to answer.
    expect((await desk.refusal('payments.answerRefund', said)).code).toBe('refund_answered');
    await later(10 * minute);
    await desk.signIn('Maude');
    expect((await desk.refusal('payments.answerRefund', said)).code).toBe('not_allowed');
    await desk.signIn('Sylvie');
    const answered = await desk.must<OperationDetail>('payments.answerRefund', said);
    expect(answered.answered).toEqual({ reason: 'Cash from the till', by: 'Sylvie', at: salon.now() });
    expect(await onToday(given.id)).toEqual([]);
    expect((await desk.refusal('payments.answerRefund', said)).code).toBe('refund_answered');
    // No money moved: the card payment still stands on its bill.
    expect(await billNow(bill.id)).toMatchObject({ paid: 8000, remaining: 0 });
    expect(await atStripe(paymentRef)).toEqual(['failed']);
    const again = await desk.must<OperationDetail>('payments.askRefundAgain', { operationId: given.id });
    expect(again.answered).toBeUndefined();
    expect(await onToday(given.id)).toHaveLength(1);
    expect((await desk.refusal('payments.askRefundAgain', { operationId: given.id })).code).toBe('refund_answered');
    const { rows } = await desk.must<{ rows: AuditLine[] }>('history.list', { search: '', before: null, limit: 50 });
    const lines = rows.filter(({ detail, outcome }) => detail['operation'] === given.id && outcome === 'done');
    expect(lines.map(({ what, staffName }) => [what, staffName])).toEqual([
      ['refund_asked_again', 'Sylvie'],
      ['refund_answered', 'Sylvie'],
      ['refund', 'Sylvie'],
    ]);
    expect(lines[1]?.detail).toMatchObject({ reason: 'Cash from the till', amount: 8000, currency: 'CAD' });
  });

  it('that the client was given in cash is not given by card as well: refused before it is sent, with who said so, until that is taken back', async () => {
    const { paymentRef } = await paidBill();
    const failed = await refund(paymentRef);
    await later(10 * minute);
    await desk.must('payments.answerRefund', { operationId: failed.id, reason: 'Cash from the till' });
    const again = {
      ...{ ticket: randomUUID(), paymentId: `stripe:${paymentRef}`, amount: cad(8000), reason: 'not on my statement' },
    };
    expect(await desk.refusal('payments.refund', again)).toMatchObject({
      code: 'refund_given_otherwise',
      facts: { most: 0, sum: 8000, by: 'Sylvie', at: salon.now(), currency: 'CAD' },
    });
    expect(await atStripe(paymentRef)).toEqual(['failed']);
    await desk.must('payments.askRefundAgain', { operationId: failed.id });
    const given = await desk.must<OperationView>('payments.refund', { ...again, ticket: randomUUID() });
    expect(given.state).toMatchObject({ name: 'done', moved: { refunded: 8000 } });
  });

  it('of a part, given in cash since, leaves the rest of the payment to be refunded by card, and no more', async () => {
    const { paymentRef } = await paidBill();
    const failed = await refund(paymentRef, 3000);
    await later(10 * minute);
    await desk.must('payments.answerRefund', { operationId: failed.id, reason: 'Cash from the till' });
    const more = { paymentId: `stripe:${paymentRef}`, amount: cad(5001), reason: 'wrong visit' };
    const no = await desk.refusal('payments.refund', { ticket: randomUUID(), ...more });
    expect(no).toMatchObject({ code: 'refund_given_otherwise', facts: { most: 5000, sum: 3000 } });
    expect((await refund(paymentRef, 5000)).state).toMatchObject({ name: 'done', moved: { refunded: 5000 } });
  });

  it('is not answered while another refund of that payment is not known yet: nobody hands over what is going back by card', async () => {
    const { paymentRef } = await paidBill();
    const failed = await refund(paymentRef);
    await later(10 * minute);
    salon.sandbox.faults.add({ path: '/v1/refunds', method: 'POST', nth: 1, times: 3, fault: 'drop-after' });
    expect((await refund(paymentRef)).state.name).toBe('unknown');
    salon.sandbox.faults.clear();
    const answer = { operationId: failed.id, reason: 'Cash from the till' };
    expect(await desk.refusal('payments.answerRefund', answer)).toMatchObject({
      code: 'busy',
      facts: { by: 'Sylvie', kind: 'refund' },
    });
  });

  it('can be given again within the day, with a key of its own: Stripe moves it and repeats nothing', async () => {
    const { bill, paymentRef } = await paidBill();
    const first = await refund(paymentRef);
    await later(10 * minute);
    const second = await refund(paymentRef);
    expect(second.state).toMatchObject({ name: 'done', moved: { refunded: 8000 } });
    expect(second.state.name === 'done' && second.state.elsewhere).toBeFalsy();
    expect(await atStripe(paymentRef)).toEqual(['succeeded', 'failed']);
    expect(await billNow(bill.id)).toMatchObject({ paid: 0, remaining: 8000 });
    expect(second.id).not.toBe(first.id);
  });

  it('whose failing this desk had not heard of is not "already done" when it is given again: Stripe is asked, and says it failed', async () => {
    const { paymentRef } = await paidBill();
    await refund(paymentRef);
    // No list was read since: another desk on the same account, with records of its own, sends what Stripe answered before.
    const other = await salon.desk('Front 2');
    salon.pass(10 * minute);
    await other.signIn('Sylvie');
    await other.must('desk.refresh', {});
    const given = await other.must<OperationView>('payments.refund', {
      ...{ ticket: randomUUID(), paymentId: `stripe:${paymentRef}`, amount: cad(8000), reason: 'wrong visit' },
    });
    expect(given.state).toMatchObject({ name: 'rejected', code: 'refund_failed' });
    const again = await other.must<OperationView>('payments.refund', {
      ...{ ticket: randomUUID(), paymentId: `stripe:${paymentRef}`, amount: cad(8000), reason: 'wrong visit' },
    });
    expect(again.state).toMatchObject({ name: 'done', moved: { refunded: 8000 } });
  });

  it('of a part counts as not given back, and the other part stays given back', async () => {
    const { bill, paymentRef } = await paidBill();
    await refund(paymentRef, 3000);
    await later(10 * minute);
    expect(await billNow(bill.id)).toMatchObject({ paid: 8000, remaining: 0 });
    await refund(paymentRef, 1000);
    expect(await billNow(bill.id)).toMatchObject({ paid: 7000, remaining: 1000 });
  });

  it('while nobody was there for weeks becomes known when the lists are read anew', async () => {
    const { bill, paymentRef } = await paidBill();
    const given = await refund(paymentRef);
    // The event is older than Stripe keeps any.
    await later(70 * day);
    expect((await orderNow(given.id)).operation.state).toMatchObject({ name: 'rejected', code: 'refund_failed' });
    expect(await billNow(bill.id)).toMatchObject({ paid: 8000, remaining: 0 });
  });

  it('and that no list told of becomes known when somebody asks', async () => {
    const { paymentRef } = await paidBill();
    const given = await refund(paymentRef);
    salon.pass(10 * minute);
    await desk.signIn('Sylvie');
    const asked = await desk.must<OperationDetail>('payments.askNow', { operationId: given.id });
    expect(asked.operation.state).toMatchObject({ name: 'rejected', code: 'refund_failed' });
    // The payment was read again with it: what can go back is known at once.
    expect((await refund(paymentRef)).state.name).toBe('done');
  });
});

describe('the payouts of a refund that came back', () => {
  it('name it going and coming, and both lines are known as ours', async () => {
    const { paymentRef } = await paidBill();
    const given = await refund(paymentRef);
    await later(2 * day);
    expect((await orderNow(given.id)).operation.state.name).toBe('rejected');
    await later(5 * day);
    const { payouts } = await desk.must<PayoutsView>('dayEnd.payouts', { day: '2026-11-21', read: true });
    const reference = given.state.name === 'done' ? given.state.reference : '';
    const lines = (await till.stripe.balanceTransactions.list({ source: reference, limit: 10 })).data;
    expect(lines.map(({ type }) => type).toSorted()).toEqual(['refund', 'refund_failure']);
    const odd = payouts.flatMap((payout) => payout.odd.map(({ id }) => id));
    expect(odd.filter((id) => lines.some((line) => line.id === id))).toEqual([]);
    expect(payouts.length).toBeGreaterThan(0);
  });
});

describe('a refund that Stripe keeps', () => {
  it('stays done however often it is asked about', async () => {
    client = await till.saveAs('pm_card_visa');
    await later(minute);
    const { paymentRef } = await paidBill();
    const given = await refund(paymentRef);
    await later(10 * minute);
    await later(2 * day);
    const asked = await desk.must<OperationDetail>('payments.askNow', { operationId: given.id });
    expect(asked.operation.state).toMatchObject({ name: 'done', moved: { refunded: 8000 } });
    expect(asked.trail.map(({ what }) => what)).toEqual(['written', 'answer']);
  });
});

describe('a refund that Stripe accepted and has not sent yet', () => {
  const waiting = async (): Promise<OperationView> => {
    client = await till.saveAs('pm_card_pendingRefund');
    await later(minute);
    return refund((await paidBill()).paymentRef);
  };

  it('is followed by itself until it is done, also after the desk was closed and opened again', async () => {
    const given = await waiting();
    expect(given.state.name).toBe('pending');
    await later(10 * minute);
    expect((await orderNow(given.id)).operation.state.name).toBe('pending');
    salon.pass(2 * 60 * minute);
    await desk.rooms.close();
    const again = await salon.desk('Front 1');
    await again.signIn('Sylvie');
    await again.must('desk.refresh', {});
    const { operation } = await again.must<OperationDetail>('payments.get', { operationId: given.id });
    expect(operation.state).toMatchObject({ name: 'done', moved: { refunded: 8000 } });
    await again.rooms.close();
    // What comes after this is another house: a desk that is opened again makes up the same ids here.
    desk = await salon.desk('Front 3');
  });

  it('is asked about at once when somebody presses Ask now', async () => {
    const given = await waiting();
    salon.pass(61 * minute);
    await desk.signIn('Sylvie');
    const asked = await desk.must<OperationDetail>('payments.askNow', { operationId: given.id });
    expect(asked.operation.state.name).toBe('done');
  });

  it('is asked about by its own id, so that more refunds than a page change nothing', async () => {
    const given = await waiting();
    salon.pass(61 * minute);
    await look();
    const reply = await fetch(`${salon.sandbox.stripeUrl}/_control/requests`);
    const { requests } = (await reply.json()) as { requests: { method: string; path: string }[] };
    const reference = given.state.name === 'pending' ? given.state.reference : '';
    expect(requests.filter(({ path }) => path.startsWith('/v1/refunds')).at(-1)).toMatchObject({
      method: 'GET',
      path: `/v1/refunds/${reference}`,
    });
  });
});

describe('a refund at Paysafe', () => {
  it('that somebody called off there before its batch is known: the client does not have it, and it can be given again', async () => {
    const paysafe = paysafeTill(salon.sandbox);
    const saved = await paysafe.save();
    await desk.signIn('Sylvie');
    await desk.must('customers.bringIn', { by: 'profileId', value: saved.customerRef });
    const charged = await desk.must<OperationView>('payments.charge', {
      ...{ ticket: randomUUID(), customerId: `paysafe:${saved.customerRef}`, cardId: `paysafe:${saved.cardRef}` },
      ...{ amount: cad(8000), tip: null, note: null, receiptEmail: null, sure: [] },
    });
    const reference = charged.state.name === 'done' ? charged.state.reference : '';
    await paysafe.batch();
    await later(2 * 60 * minute);
    const give = () =>
      desk.must<OperationView>('payments.refund', {
        ...{ ticket: randomUUID(), paymentId: `paysafe:${reference}`, amount: cad(8000), reason: 'wrong visit' },
      });
    const given = await give();
    const refundRef = given.state.name === 'done' ? given.state.reference : '';
    const off = await paysafe.call('PUT', `${paysafe.cards}/refunds/${refundRef}`, { status: 'CANCELLED' });
    expect(off.status).toBe(200);
    await later(day);
    expect((await orderNow(given.id)).operation.state).toMatchObject({
      ...{ name: 'rejected', code: 'refund_canceled' },
      was: { name: 'done', moved: { refunded: 8000 } },
    });
    expect((await give()).state).toMatchObject({ name: 'done', moved: { refunded: 8000 } });
  });
});
