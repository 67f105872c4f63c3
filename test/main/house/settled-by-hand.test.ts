import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BillView } from '../../../src-main/contract/bill.ts';
import type { DayView } from '../../../src-main/contract/day-end.ts';
import type { AuditLine } from '../../../src-main/contract/desk-status.ts';
import type { OperationDetail, OperationView } from '../../../src-main/contract/operation.ts';
import type { Receipt } from '../../../src-main/contract/receipt.ts';
import { stripeTill, type StripeTill } from '../../gateways/stripe-till.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

// A whole desk without its window: the provider answers with another sum than was asked, and a manager says what its own site shows.
const cad = (amount: number) => ({ amount, currency: 'CAD' });
let salon: Salon;
let till: StripeTill;
let desk: SalonDesk;
let clients: { customerId: string; cardId: string }[];
let tickets = 0;
const ticket = (): string => `ticket-${String((tickets += 1)).padStart(16, '0')}`;

beforeAll(async () => {
  salon = await openSalon('settled-by-hand');
  till = stripeTill(salon.sandbox);
  clients = [];
  for (let made = 0; made < 4; made += 1) {
    const { customerRef, cardRef } = await till.save();
    clients.push({ customerId: `stripe:${customerRef}`, cardId: `stripe:${cardRef}` });
  }
  desk = await salon.desk('Front 1');
  await desk.must('desk.refresh', {});
  await desk.signIn('Sylvie');
}, 120_000);
afterAll(() => salon.close());

function client(): { customerId: string; cardId: string } {
  const next = clients.pop();
  if (!next) throw new Error('More clients are needed than were made');
  return next;
}
/** The next request to such a path is carried out, and answered with another sum. */
async function answersAnotherSum(path: string): Promise<void> {
  const fault = { method: 'POST', path, nth: 1, times: 1, fault: 'wrong-amount' };
  await fetch(`${salon.sandbox.stripeUrl}/_control/fault`, { method: 'POST', body: JSON.stringify(fault) });
}
const idOf = ({ state }: OperationView): string => `stripe:${state.name === 'done' ? state.reference : ''}`;
const charge = (amount: number, who = client(), more: object = {}): Promise<OperationView> =>
  desk.must('payments.charge', {
    ...{ ticket: ticket(), ...who, amount: cad(amount), tip: null, note: null, receiptEmail: null, ...more },
  });
const seen = ({ id }: OperationView, sum: object | null, more: object = {}) => ({
  ...{ operationId: id, outcome: 'done', note: 'Seen on Stripe’s site', sum, reference: null, ...more },
});
const day = (): Promise<DayView> => desk.must<DayView>('dayEnd.show', { day: null });
const receiptOf = async ({ id }: OperationView): Promise<Record<string, string>> => {
  const { facts } = await desk.must<Receipt>('receipts.show', { operationId: id, language: 'en' });
  return Object.fromEntries(facts.map(({ label, value }) => [label, value]));
};

describe('a charge that Stripe answers with another sum', () => {
  let bill: BillView;
  let odd: OperationView;
  const bills = async (): Promise<BillView> => desk.must<BillView>('bills.get', { id: bill.id });

  it('needs a person, who is told both sums, and keeps its bill shut', async () => {
    const who = client();
    bill = await desk.must<BillView>('bills.make', {
      ...{ customerId: who.customerId, customerName: 'Élodie Côté-Tremblay', day: '2026-11-20', time: '10:15' },
      ...{ service: 'Colour', withWhom: 'Léa', lines: [], total: 8450, tax: null, note: null },
    });
    await answersAnotherSum('/v1/payment_intents');
    odd = await charge(8450, who, { cause: { purpose: 'balance', billId: bill.id } });
    expect(odd.state).toMatchObject({
      ...{ name: 'needs_person', why: 'amount', evidence: { asked: '8450', said: '8451' } },
    });
    expect(await bills()).toMatchObject({ paid: 0, state: 'checking' });
  });

  it('is settled by nobody at the front desk', async () => {
    await desk.signIn('Maude');
    expect(await desk.refusal('payments.resolve', seen(odd, cad(7000)))).toMatchObject({ code: 'not_allowed' });
    await desk.signIn('Sylvie');
  });

  it('is not settled with the payment of another client, of another sum, or of another order', async () => {
    const theirs = await till.save();
    const own = (amount: number, customer = (odd.customerId ?? '').slice('stripe:'.length)) =>
      till.stripe.paymentIntents.create({ amount, currency: 'cad', customer });
    const said = (reference: string) => seen(odd, cad(7000), { reference });
    const unlisted = await own(7000, theirs.customerRef);
    expect(await desk.refusal('payments.resolve', said(unlisted.id))).toMatchObject({
      code: 'reference_other_customer',
    });
    expect(await desk.refusal('payments.resolve', said((await own(7050)).id))).toEqual({
      code: 'reference_other_sum',
      facts: { most: 7050, currency: 'CAD' },
    });
    const keyed = await till.stripe.paymentIntents.create({
      ...{ amount: 7000, currency: 'cad', customer: (odd.customerId ?? '').slice('stripe:'.length) },
      metadata: { comptoir_operation: 'cpt-another-order' },
    });
    expect(await desk.refusal('payments.resolve', said(keyed.id))).toEqual({ code: 'reference_other_order' });
  });

  it('is not settled without a sum, with nothing, in another currency, or with a sum where nothing moved', async () => {
    const refusals = [
      [seen(odd, null), 'bad_input'],
      [seen(odd, cad(0)), 'amount_zero'],
      [seen(odd, { amount: 7000, currency: 'USD' }), 'wrong_currency'],
      [seen(odd, cad(7000), { outcome: 'not_done' }), 'bad_input'],
      [seen(odd, cad(70.5)), 'bad_input'],
      [seen(odd, cad(7000), { reference: 'two words' }), 'bad_input'],
    ] as const;
    for (const [said, code] of refusals) expect(await desk.refusal('payments.resolve', said)).toMatchObject({ code });
    const { operation } = await desk.must<OperationDetail>('payments.get', { operationId: odd.id });
    expect(operation.state.name).toBe('needs_person');
  });

  it('counts with the stated sum on the bill, in the day and on the receipt, and the history says it', async () => {
    expect((await day()).totals).toEqual([]);
    const said = seen(odd, cad(7000), { reference: 'pi_seen_there' });
    const { operation, trail } = await desk.must<OperationDetail>('payments.resolve', said);
    expect(operation.state).toMatchObject({
      ...{ name: 'done', moved: { charged: 7000 }, reference: 'pi_seen_there', saidBy: 'Sylvie' },
    });
    expect(trail.at(-1)).toMatchObject({
      what: 'resolved_by_person',
      detail: { by: 'Sylvie', amount: 7000, currency: 'CAD', reference: 'pi_seen_there' },
    });
    expect(await bills()).toMatchObject({ paid: 7000, remaining: 1450, state: 'due' });
    expect((await day()).totals[0]?.whole).toMatchObject({ charged: { amount: 7000, count: 1 }, collected: 7000 });
    expect(await receiptOf(odd)).toMatchObject({ Amount: '$70.00', 'Reference at Stripe': 'pi_seen_there' });
    const { rows } = await desk.must<{ rows: AuditLine[] }>('history.list', { search: '', before: null, limit: 20 });
    expect(rows.find(({ what, outcome }) => what === 'resolve' && outcome === 'done')).toMatchObject({
      staffName: 'Sylvie',
      detail: { says: 'done', amount: 7000, currency: 'CAD', note: 'Seen on Stripe’s site' },
    });
    // Said once: nobody says something else afterwards.
    expect(await desk.refusal('payments.resolve', seen(odd, cad(8450)))).toMatchObject({ code: 'bad_input' });
  });
});

describe('a stated sum', () => {
  it('is no more than was taken when it went back', async () => {
    const paid = await charge(5000);
    await answersAnotherSum('/v1/refunds');
    const back = await desk.must<OperationView>('payments.refund', {
      ...{ ticket: ticket(), paymentId: idOf(paid), amount: cad(2000), reason: 'Too warm' },
    });
    expect(back.state.name).toBe('needs_person');
    expect(await desk.refusal('payments.resolve', seen(back, cad(5001)))).toMatchObject({
      code: 'over_refundable',
      facts: { most: 5000 },
    });
    const before = (await day()).totals[0]?.whole.refunded.amount ?? 0;
    await desk.must('payments.resolve', seen(back, cad(2500)));
    expect((await day()).totals[0]?.whole.refunded.amount).toBe(before + 2500);
    expect(await receiptOf(back)).toMatchObject({ Amount: '$25.00' });
  });

  it('is no more than was held when it was captured; what Stripe took less of it gave back', async () => {
    const place = { ticket: ticket(), ...client(), amount: cad(9000), note: null };
    const held = await desk.must<OperationView>('holds.place', place);
    await answersAnotherSum('/capture');
    const taken = await desk.must<OperationView>('holds.capture', {
      ...{ ticket: ticket(), holdId: idOf(held), amount: cad(8000), note: null },
    });
    expect(taken.state.name).toBe('needs_person');
    expect(await desk.refusal('payments.resolve', seen(taken, cad(12_000)))).toMatchObject({ code: 'over_held' });
    const { operation } = await desk.must<OperationDetail>('payments.resolve', seen(taken, cad(8500)));
    expect(operation.state).toMatchObject({ moved: { captured: 8500, released: 500 } });
    expect(await receiptOf(taken)).toMatchObject({ Amount: '$85.00' });
  });
});
