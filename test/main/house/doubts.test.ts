import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SureView } from '../../../src-main/contract/doubt.ts';
import type { OperationDetail, OperationView } from '../../../src-main/contract/operation.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';
import { savedClient, type SalonClient } from '../../support/salon-client.ts';

// A whole desk without its window on the embedded Stripe: the wrong person, the wrong amount, the second time on one day.
const minute = 60_000;
const cad = (amount: number) => ({ amount, currency: 'CAD' });
let salon: Salon;
let desk: SalonDesk;
let tickets = 0;
const ticket = (): string => `ticket-${String((tickets += 1)).padStart(16, '0')}`;

const orderOf = ({ customerId, cardId }: SalonClient, amount: number, more: object = {}) => ({
  ticket: ticket(),
  customerId,
  cardId,
  amount: cad(amount),
  tip: null,
  note: null,
  receiptEmail: null,
  ...more,
});
const look = ({ customerId, cardId }: SalonClient, amount: number, more: object = {}): Promise<SureView> =>
  desk.must<SureView>('payments.sure', { customerId, cardId, amount: cad(amount), tip: null, billId: null, ...more });
const factsOf = async (of: SalonClient, amount: number): Promise<string[]> =>
  (await look(of, amount)).doubts.map(({ fact }) => fact);

beforeAll(async () => {
  salon = await openSalon('doubts');
  desk = await salon.desk('Front 1');
  people = {
    marie: await savedClient(salon, { name: 'Marie Tremblay', token: 'tok_visa' }),
    maria: await savedClient(salon, { name: 'Maria Tremblay', token: 'tok_amex' }),
    daughter: await savedClient(salon, { name: 'Léa Gagnon', token: 'tok_visa' }),
    other: await savedClient(salon, { name: 'Omar Haddad', token: 'tok_mastercard' }),
  };
  await desk.must('desk.refresh', {});
  await desk.signIn('Maude');
}, 120_000);
afterAll(() => salon.close());
let people: Record<'marie' | 'maria' | 'daughter' | 'other', SalonClient>;

describe('the wrong person', () => {
  it('with nearly the same name, or with the same card: nothing leaves until somebody confirmed each of it', async () => {
    const { doubts } = await look(people.marie, 8_000);
    expect(doubts).toMatchObject([
      { why: 'alike', same: false, other: { id: people.maria.customerId, name: 'Maria Tremblay' } },
      { why: 'same_card', other: { id: people.daughter.customerId, name: 'Léa Gagnon' } },
    ]);
    const order = orderOf(people.marie, 8_000);
    expect(await desk.refusal('payments.charge', order)).toEqual({ code: 'be_sure', facts: { count: 2 } });
    const facts = doubts.map(({ fact }) => fact);
    expect(await desk.refusal('payments.charge', { ...order, sure: facts.slice(1) })).toMatchObject({
      code: 'be_sure',
      facts: { count: 1 },
    });
    // What somebody confirmed for one person says nothing of another.
    expect(await desk.refusal('payments.charge', { ...orderOf(people.maria, 8_000), sure: facts })).toMatchObject({
      code: 'be_sure',
    });
    const paid = await desk.must<OperationView>('payments.charge', { ...order, sure: facts });
    expect(paid.state.name).toBe('done');
    const { trail } = await desk.must<OperationDetail>('payments.get', { operationId: paid.id });
    expect(trail.map(({ what }) => what)).toContain('made_sure');
  });

  it('is asked about before a hold too', async () => {
    const { customerId, cardId } = people.maria;
    const hold = { ticket: ticket(), customerId, cardId, amount: cad(5_000), note: null };
    expect(await desk.refusal('holds.place', hold)).toMatchObject({ code: 'be_sure' });
    const held = { ...hold, sure: await factsOf(people.maria, 5_000) };
    expect((await desk.must<OperationView>('holds.place', held)).state.name).toBe('done');
  });

  it('of a card that nobody knows, nothing is said', async () => {
    const asked = { ...people.other, cardId: 'stripe:pm_nobody', amount: cad(1), tip: null, billId: null };
    expect(await desk.refusal('payments.sure', asked)).toMatchObject({ code: 'unknown_id' });
  });
});

describe('the wrong amount', () => {
  it('of somebody who has hardly paid: a thousand stops, and what was confirmed is that amount alone', async () => {
    const facts = await factsOf(people.other, 120_000);
    expect(facts).toEqual(['amount 120000 CAD']);
    const dearer = { ...orderOf(people.other, 130_000), sure: facts };
    expect(await desk.refusal('payments.charge', dearer)).toMatchObject({ code: 'be_sure' });
    const { state } = await desk.must<OperationView>('payments.charge', {
      ...orderOf(people.other, 120_000),
      sure: facts,
    });
    expect(state.name).toBe('done');
  });
});

describe('the second time on one day', () => {
  it('a quarter of an hour later it needs no manager any more, but a look; the next day nothing', async () => {
    salon.pass(20 * minute);
    await desk.signIn('Maude');
    const [first] = (await look(people.other, 4_000)).doubts;
    expect(first).toMatchObject({ why: 'same_day', repeat: { amount: cad(120_000), staffName: 'Maude' } });
    const order = orderOf(people.other, 4_000);
    expect(await desk.refusal('payments.charge', order)).toEqual({ code: 'be_sure', facts: { count: 1 } });
    const paid = { ...order, sure: [first?.fact ?? ''] };
    expect((await desk.must<OperationView>('payments.charge', paid)).state.name).toBe('done');
    // The same ticket again is the same order, whatever stands out by now.
    expect((await desk.must<OperationView>('payments.charge', order)).state.name).toBe('done');
    salon.pass(24 * 60 * minute);
    await desk.signIn('Maude');
    expect(await factsOf(people.other, 4_000)).toEqual([]);
  });

  it('parts of one bill are no second time', async () => {
    const bill = await desk.must<{ id: string }>('bills.make', {
      customerId: people.other.customerId,
      customerName: 'Omar Haddad',
      day: '2026-11-21',
      time: null,
      service: 'Facial',
      withWhom: 'Inès',
      lines: [],
      total: 20_000,
      tax: null,
      note: null,
    });
    const cause = { purpose: 'balance', billId: bill.id };
    await desk.must('payments.charge', orderOf(people.other, 5_000, { cause }));
    salon.pass(30 * minute);
    await desk.signIn('Maude');
    expect((await look(people.other, 15_000, { billId: bill.id })).doubts).toEqual([]);
    const other = await look(people.other, 3_000);
    expect(other.doubts).toMatchObject([{ why: 'same_day' }]);
    expect(other.lastVisit).toEqual({ day: '2026-11-21', service: 'Facial', withWhom: 'Inès' });
  });
});
