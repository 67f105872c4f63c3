import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DayView } from '../../../src-main/contract/day-end.ts';
import type { AuditLine } from '../../../src-main/contract/desk-status.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import { stripeTill } from '../../gateways/stripe-till.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

// An evening on which the provider answered sums that nobody asked for: more orders need a person than a closing names.
const many = 53;
let salon: Salon;
let desk: SalonDesk;
const open: OperationView[] = [];
/** So many questions about one evening wait more than a second for their turn at the provider: nobody waits for that here. Only a desk that closes ends longer pauses. */
const wait = (ms: number, signal?: AbortSignal): Promise<void> =>
  ms < 10_000
    ? Promise.resolve()
    : new Promise((enough) => signal?.addEventListener('abort', () => enough(), { once: true }));

beforeAll(async () => {
  salon = await openSalon('many open');
  const till = stripeTill(salon.sandbox);
  desk = await salon.desk('Front 1', { wait });
  await desk.must('desk.refresh', {});
  await desk.signIn('Sylvie');
  const people: { customerId: string; cardId: string }[] = [];
  for (let made = 0; made < many; made += 1) {
    const { customerRef, cardRef } = await till.save();
    people.push({ customerId: `stripe:${customerRef}`, cardId: `stripe:${cardRef}` });
  }
  await desk.must('desk.refresh', {});
  salon.sandbox.faults.add({ method: 'POST', path: '/v1/payment_intents', nth: 1, times: many, fault: 'wrong-amount' });
  for (const [at, whose] of people.entries()) {
    salon.pass(1000);
    const order = { ticket: `ticket-of-many-${String(at).padStart(8, '0')}`, ...whose, tip: null, note: null };
    const amount = { amount: 1000 + at, currency: 'CAD' };
    open.push(await desk.must<OperationView>('payments.charge', { ...order, amount, receiptEmail: null }));
  }
}, 120_000);
afterAll(() => salon.close());

it('a day with more open orders than are named is closed with all of them counted and the oldest fifty named, as it is written', async () => {
  expect(open.map(({ state }) => state.name)).toEqual(open.map(() => 'needs_person'));
  const view = await desk.must<DayView>('dayEnd.show', { day: null });
  expect([view.openCount, view.counts.open]).toEqual([many, many]);
  expect(view.open.map(({ id }) => id)).toEqual(open.slice(0, 50).map(({ id }) => id));
  const { day, mark } = view;
  expect(await desk.refusal('dayEnd.close', { day, mark, note: null })).toEqual({
    code: 'day_has_open',
    facts: { count: many },
  });
  await desk.must('dayEnd.close', { day, mark, note: 'Sylvie calls Stripe tomorrow' });
  // As the next start of the desk finds it.
  await desk.rooms.close();
  desk = await salon.desk('Front 1', { wait });
  await desk.signIn('Sylvie');
  const { standing } = await desk.must<DayView>('dayEnd.show', { day });
  expect(standing).toMatchObject({ kind: 'closed', openCount: many, note: 'Sylvie calls Stripe tomorrow' });
  expect(standing?.open).toEqual(open.slice(0, 50).map(({ code }) => code));
  const asked = { search: '', before: null, limit: 100 };
  const { rows } = await desk.must<{ rows: AuditLine[] }>('history.list', asked);
  expect(rows.find(({ what }) => what === 'day_closed')?.detail).toMatchObject({ stillOpen: many });
}, 60_000);
