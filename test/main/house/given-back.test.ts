import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BillRow, BillView } from '../../../src-main/contract/bill.ts';
import type { BookingKeys } from '../../../src-main/contract/booking.ts';
import type { AuditLine } from '../../../src-main/contract/desk-status.ts';
import type { SureView } from '../../../src-main/contract/doubt.ts';
import type { GivenBackChoice } from '../../../src-main/contract/given-back.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import { stripeTill, type StripeTill } from '../../gateways/stripe-till.ts';
import type { Saved } from '../../gateways/town.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

// A whole desk on a Stripe account that a booking site uses too. Somebody gives deposits back on Stripe's own site.
let salon: Salon;
let till: StripeTill;
/** whoever booked last */
let ada: Saved;
let desk: SalonDesk;
const keys: BookingKeys = {
  total: 'montant',
  visit: 'visite',
  time: null,
  service: null,
  withWhom: null,
  reference: null,
  amounts: 'written',
};

beforeAll(async () => {
  salon = await openSalon('given-back');
  till = stripeTill(salon.sandbox);
  desk = await salon.desk('Front 1');
  await desk.signIn('Hélène');
  await desk.must('bookings.saveKeys', keys);
}, 120_000);
afterAll(() => salon.close());

/** What a poll brings; without timers the desk looks once when it is told to. */
async function look(): Promise<void> {
  // What was just read is not read again within the same moment.
  salon.pass(60_000);
  await desk.signIn('Hélène');
  await desk.must('desk.refresh', {});
  await desk.must('bookings.saveKeys', keys);
}
/** A booking of that day with 50.00 of 180.00 paid online. */
async function booked(day: string): Promise<{ bill: BillView; paymentRef: string; paymentId: string }> {
  ada = await till.saveAs('pm_card_visa');
  const { id: paymentRef } = await till.stripe.paymentIntents.create({
    amount: 5000,
    currency: 'cad',
    customer: ada.customerRef,
    payment_method: ada.payToken,
    allowed_payment_method_types: ['card'],
    off_session: true,
    confirm: true,
    metadata: { montant: '180,00', visite: day },
  });
  await look();
  const [row] = await rowsOf(day);
  return { bill: await billNow(row?.id ?? ''), paymentRef, paymentId: `stripe:${paymentRef}` };
}
const rowsOf = async (day: string): Promise<BillRow[]> =>
  (await desk.must<{ rows: BillRow[] }>('bills.list', { from: day, to: day })).rows;
const billNow = (id: string): Promise<BillView> => desk.must<BillView>('bills.get', { id });
const giveBack = (paymentRef: string, amount: number) =>
  till.stripe.refunds.create({ payment_intent: paymentRef, amount });
const said = (bill: BillView, paymentId: string, amount: number, choice: GivenBackChoice = 'counted') => ({
  id: bill.id,
  paymentId,
  amount,
  choice,
});
const chargeOf = (bill: BillView, amount: number) => ({
  ticket: randomUUID(),
  customerId: bill.customerId,
  cardId: `stripe:${ada.cardRef}`,
  amount: { amount, currency: 'CAD' },
  tip: null,
  note: null,
  receiptEmail: null,
  cause: { purpose: 'balance', billId: bill.id },
  sure: [],
});
async function charge(bill: BillView, amount: number): Promise<OperationView> {
  // What was paid a moment ago would ask for a manager. Within the day Stripe still knows every key.
  salon.pass(2 * 3_600_000);
  await desk.signIn('Hélène');
  const order = chargeOf(bill, amount);
  const { customerId, cardId, amount: money } = order;
  const asked = { customerId, cardId, amount: money, tip: null, billId: bill.id };
  const { doubts } = await desk.must<SureView>('payments.sure', asked);
  return desk.must<OperationView>('payments.charge', { ...order, sure: doubts.map(({ fact }) => fact) });
}
const history = async (what: string): Promise<AuditLine[]> =>
  (await desk.must<{ rows: AuditLine[] }>('history.list', { search: '', before: null, limit: 200 })).rows.filter(
    (line) => line.what === what,
  );

describe('a deposit that was given back on Stripe’s own site', () => {
  it('is said on its bill and its row, changes nothing by itself, however often it is read, and the rest is charged meanwhile', async () => {
    const { bill, paymentRef, paymentId } = await booked('2026-12-21');
    expect(bill).toMatchObject({ paid: 5000, remaining: 13_000, givenBack: 0, givenBackFound: [] });
    await giveBack(paymentRef, 1200);
    await look();
    await look();
    const now = await billNow(bill.id);
    expect(now).toMatchObject({ paid: 5000, remaining: 13_000, givenBack: 1200, state: 'due', next: 'charge' });
    expect(now.givenBackFound).toEqual([
      { paymentId, provider: 'stripe', deposit: true, amount: 1200, how: 'given_back' },
    ]);
    expect(await rowsOf('2026-12-21')).toMatchObject([{ id: bill.id, paid: 5000, givenBack: 1200 }]);
    expect((await charge(bill, 13_000)).state.name).toBe('done');
    expect(await billNow(bill.id)).toMatchObject({ paid: 18_000, remaining: 0, givenBack: 1200, next: 'look' });
  });

  it('is counted once a manager says so: that much is left to pay again, and can be charged', async () => {
    const [row] = await rowsOf('2026-12-21');
    const bill = await billNow(row?.id ?? '');
    const paymentId = bill.givenBackFound[0]?.paymentId ?? '';
    await desk.signIn('Maude');
    expect((await desk.refusal('bills.decideGivenBack', said(bill, paymentId, 1200))).code).toBe('not_allowed');
    await desk.signIn('Sylvie');
    // Another amount than what is so now is not what anybody saw.
    for (const amount of [1199, 1201, 5000])
      expect((await desk.refusal('bills.decideGivenBack', said(bill, paymentId, amount))).code).toBe('bill_changed');
    const after = await desk.must<BillView>('bills.decideGivenBack', said(bill, paymentId, 1200));
    expect(after).toMatchObject({ paid: 16_800, remaining: 1200, over: 0, givenBack: 0, state: 'due' });
    expect(after.givenBackDecided).toMatchObject([{ choice: 'counted', amount: 1200, by: 'Sylvie', undone: null }]);
    expect((await desk.refusal('bills.decideGivenBack', said(bill, paymentId, 1200))).code).toBe('bill_changed');
    await look();
    expect(await billNow(bill.id)).toMatchObject({ paid: 16_800, remaining: 1200, givenBack: 0 });
    expect(await history('given_back_counted')).toMatchObject([{ staffName: 'Sylvie', detail: { amount: 1200 } }]);
    expect((await charge(bill, 1200)).state.name).toBe('done');
    expect(await billNow(bill.id)).toMatchObject({ paid: 18_000, remaining: 0, over: 0, state: 'paid' });
  });

  it('is a charge of its own when the same sum is paid again as before: Stripe moves it, and repeats nothing', async () => {
    const { bill, paymentRef, paymentId } = await booked('2026-12-22');
    // 50.00 of 180.00 came with the booking; 50.00 more are charged, then the booking's are given back.
    const first = await charge(bill, 5000);
    await giveBack(paymentRef, 5000);
    await look();
    await desk.signIn('Sylvie');
    const after = await desk.must<BillView>('bills.decideGivenBack', said(bill, paymentId, 5000));
    // As much is paid as when the first was charged, of the same bill, to the same card, for the same sum.
    expect(after).toMatchObject({ paid: bill.paid, remaining: bill.remaining });
    const second = await charge(bill, 5000);
    const refs = [first, second].map(({ state }) => (state.name === 'done' ? state.reference : state.name));
    expect(new Set(refs).size).toBe(2);
    const { data } = await till.stripe.paymentIntents.list({ customer: ada.customerRef, limit: 100 });
    for (const ref of refs) expect(data.find(({ id }) => id === ref)?.status).toBe('succeeded');
    expect(await billNow(bill.id)).toMatchObject({ paid: 10_000, remaining: 8000 });
  });

  it('is left as it is by another choice, and more that is given back later is a new question, for the difference', async () => {
    const { bill, paymentRef, paymentId } = await booked('2026-12-23');
    await giveBack(paymentRef, 1200);
    await look();
    await desk.signIn('Sylvie');
    const left = await desk.must<BillView>('bills.decideGivenBack', said(bill, paymentId, 1200, 'left'));
    expect(left).toMatchObject({ paid: 5000, remaining: 13_000, givenBack: 0 });
    await giveBack(paymentRef, 800);
    await look();
    expect(await billNow(bill.id)).toMatchObject({ paid: 5000, givenBack: 800 });
    await desk.signIn('Sylvie');
    const counted = await desk.must<BillView>('bills.decideGivenBack', said(bill, paymentId, 800));
    expect(counted).toMatchObject({ paid: 4200, remaining: 13_800, givenBack: 0 });
    await giveBack(paymentRef, 3000);
    await look();
    await desk.signIn('Sylvie');
    const rest = await desk.must<BillView>('bills.decideGivenBack', said(bill, paymentId, 3000));
    expect(rest).toMatchObject({ paid: 1200, remaining: 16_800, givenBack: 0 });
  });

  it('is taken back by a manager: the question is there again, both decisions stay in the history', async () => {
    const { bill, paymentRef, paymentId } = await booked('2026-12-24');
    await giveBack(paymentRef, 5000);
    await look();
    await desk.signIn('Sylvie');
    const counted = await desk.must<BillView>('bills.decideGivenBack', said(bill, paymentId, 5000));
    expect(counted).toMatchObject({ paid: 0, remaining: 18_000 });
    const undo = { id: bill.id, decisionId: counted.givenBackDecided[0]?.id };
    await desk.signIn('Maude');
    expect((await desk.refusal('bills.undoGivenBack', undo)).code).toBe('not_allowed');
    await desk.signIn('Sylvie');
    const back = await desk.must<BillView>('bills.undoGivenBack', undo);
    expect(back).toMatchObject({ paid: 5000, remaining: 13_000, givenBack: 5000 });
    expect(back.givenBackDecided).toMatchObject([{ choice: 'counted', amount: 5000, undone: { by: 'Sylvie' } }]);
    expect((await desk.refusal('bills.undoGivenBack', undo)).code).toBe('bill_changed');
    expect(await history('given_back_undone')).toMatchObject([{ staffName: 'Sylvie', detail: { amount: 5000 } }]);
    const again = await desk.must<BillView>('bills.decideGivenBack', said(bill, paymentId, 5000, 'left'));
    expect(again).toMatchObject({ paid: 5000, remaining: 13_000, givenBack: 0 });
    expect(again.givenBackDecided).toHaveLength(2);
  });

  it('given back by an order of Comptoir is no question: it counts by itself', async () => {
    const { bill, paymentId } = await booked('2026-12-25');
    await desk.signIn('Sylvie');
    const refund = { ticket: randomUUID(), paymentId, amount: { amount: 2000, currency: 'CAD' }, reason: 'Écourtée' };
    expect((await desk.must<OperationView>('payments.refund', refund)).state.name).toBe('done');
    await look();
    expect(await billNow(bill.id)).toMatchObject({ paid: 3000, remaining: 15_000, givenBack: 0 });
  });

  it('is known after a desk has begun its copy of Stripe’s lists anew: what was decided is not asked again', async () => {
    const before = await billNow((await rowsOf('2026-12-23'))[0]?.id ?? '');
    await desk.signIn('Hélène');
    await desk.rooms.close();
    for (const name of readdirSync(salon.folder('Front 1'), { recursive: true, encoding: 'utf8' }))
      if (basename(name).startsWith('mirror.db')) rmSync(join(salon.folder('Front 1'), name));
    desk = await salon.desk('Front 1');
    await look();
    expect(await billNow(before.id)).toMatchObject({ paid: before.paid, givenBack: before.givenBack });
  });
});

describe('a page that is open for the rest of such a bill', () => {
  it('is closed before what is left changes, and stays where nothing changes', async () => {
    const { bill, paymentRef, paymentId } = await booked('2026-12-26');
    await giveBack(paymentRef, 1200);
    await look();
    const wish = {
      ticket: randomUUID(),
      kind: 'payment',
      customerId: bill.customerId,
      customerName: bill.customerName,
      email: null,
      purpose: 'balance',
      billId: bill.id,
      price: { is: 'remaining', amount: 13_000, currency: 'CAD' },
      save: 'never',
      agreement: null,
      language: 'fr',
      minutes: 30,
    };
    const { link, address } = await desk.must<{ link: { id: string }; address: string }>('links.make', wish);
    await desk.signIn('Sylvie');
    const left = await desk.must<BillView>('bills.decideGivenBack', said(bill, paymentId, 1200, 'left'));
    expect((await fetch(address)).status).toBe(200);
    await desk.must('bills.undoGivenBack', { id: bill.id, decisionId: left.givenBackDecided[0]?.id });
    expect(
      (await desk.must<{ link: { state: { name: string } } }>('links.show', { id: link.id })).link.state.name,
    ).toBe('cancelled');
    expect((await fetch(address)).status).toBe(410);
    const counted = await desk.must<BillView>('bills.decideGivenBack', said(bill, paymentId, 1200));
    expect(counted).toMatchObject({ paid: 3800, remaining: 14_200 });
  });
});
