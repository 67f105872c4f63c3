import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CustomerPage } from '../../../src-main/contract/customer.ts';
import type { TodayView } from '../../../src-main/contract/desk-status.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import { stripeTill, type StripeTill } from '../../gateways/stripe-till.ts';
import type { Saved } from '../../gateways/town.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

// One whole desk without its window, and what banks and clients do with cards elsewhere.
let salon: Salon;
let till: StripeTill;
let desk: SalonDesk;
let ada: Saved;
const cardId = (saved: Saved): string => `stripe:${saved.cardRef}`;
const customerId = (saved: Saved): string => `stripe:${saved.customerRef}`;

beforeAll(async () => {
  salon = await openSalon('card-news');
  till = stripeTill(salon.sandbox);
  ada = await till.saveAs('pm_card_visa');
  desk = await salon.desk('Front 1');
  await desk.signIn('Hélène');
  await desk.must('desk.refresh', {});
}, 120_000);
afterAll(() => salon.close());

async function bankSends(saved: Saved, last4: string, expYear = 2031): Promise<void> {
  const reply = await fetch(`${salon.sandbox.stripeUrl}/_control/replace-card`, {
    method: 'POST',
    body: JSON.stringify({ id: saved.cardRef, last4, expMonth: 3, expYear }),
  });
  expect(reply.status).toBe(200);
}
const pageOf = (saved: Saved): Promise<CustomerPage> =>
  desk.must<CustomerPage>('customers.get', { id: customerId(saved) });
/** What the desk has noticed once it has looked: kept a moment after the lists are read. */
async function noticed(saved: Saved, count: number): Promise<CustomerPage['cardEvents']> {
  await desk.must('desk.refresh', {});
  await expect.poll(async () => (await pageOf(saved)).cardEvents.length).toBe(count);
  return (await pageOf(saved)).cardEvents;
}
async function visit(saved: Saved, day: string): Promise<void> {
  await desk.must('bills.make', {
    customerId: customerId(saved),
    customerName: 'Élodie Côté-Tremblay',
    day,
    time: '10:00',
    service: 'Coupe',
    withWhom: null,
    lines: [],
    total: 6000,
    tax: null,
    note: null,
  });
}
const notices = async (): Promise<TodayView['cardNotices']> =>
  (await desk.must<TodayView>('desk.today', {})).cardNotices;

describe('a card that its bank replaces', () => {
  it('is noticed at the next look, with what it was and what it is, and only once', async () => {
    expect((await pageOf(ada)).cardEvents).toEqual([]);
    await bankSends(ada, '9991');
    const [event] = await noticed(ada, 1);
    expect(event).toMatchObject({
      kind: 'replaced',
      cardId: cardId(ada),
      card: { brand: 'visa', lastFour: '4242' },
      now: { lastFour: '9991', expiry: { month: 3, year: 2031 } },
    });
    await noticed(ada, 1);
  });

  it('is said at the desk when its owner comes in the next days and has something to pay, and not otherwise', async () => {
    expect(await notices()).toEqual([]);
    await visit(ada, '2026-12-20');
    expect(await notices()).toEqual([]);
    await visit(ada, '2026-11-23');
    expect(await notices()).toMatchObject([
      { kind: 'replaced', customerName: 'Élodie Côté-Tremblay', day: '2026-11-23' },
    ]);
  });

  it('with the same digits is renewed, not replaced', async () => {
    salon.pass(60_000);
    await bankSends(ada, '9991', 2034);
    expect((await noticed(ada, 2))[0]).toMatchObject({ kind: 'renewed', now: { expiry: { month: 3, year: 2034 } } });
  });
});

describe('a card that is gone', () => {
  it('was removed by the client when no order of this house did it: their page and the desk say so', async () => {
    const zoe = await till.saveAs('pm_card_mastercard');
    await visit(zoe, '2026-11-24');
    await desk.must('desk.refresh', {});
    await till.stripe.paymentMethods.detach(zoe.cardRef);
    salon.pass(60_000);
    expect(await noticed(zoe, 1)).toMatchObject([{ kind: 'removed', cardId: cardId(zoe), now: null }]);
    expect((await notices()).map(({ kind }) => kind)).toContain('removed');
  });

  it('by an order of this house is nobody else’s doing', async () => {
    const luc = await till.saveAs('pm_card_visa');
    await desk.must('desk.refresh', {});
    const removed = await desk.must<OperationView>('cards.remove', {
      ticket: randomUUID(),
      cardId: cardId(luc),
      reason: 'wanted by the client',
    });
    expect(removed.state.name).toBe('done');
    salon.pass(60_000);
    await desk.must('desk.refresh', {});
    // Another card's news come after it: by then this one was judged.
    const mia = await till.saveAs('pm_card_visa');
    await desk.must('desk.refresh', {});
    await bankSends(mia, '5551');
    salon.pass(60_000);
    await noticed(mia, 1);
    expect((await pageOf(luc)).cardEvents).toEqual([]);
  });
});
