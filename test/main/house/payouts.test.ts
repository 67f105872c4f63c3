import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import type { PayoutsView } from '../../../src-main/contract/payouts.ts';
import { stripeTill, type StripeTill } from '../../gateways/stripe-till.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

// What Stripe pays the house, line by line against what the house's own records say.
const cad = (amount: number) => ({ amount, currency: 'CAD' });
const day = 86_400_000;
let salon: Salon;
let till: StripeTill;
let desk: SalonDesk;
let people: { customerId: string; cardId: string }[];
let stranger: { customerRef: string; payToken: string };
let tickets = 0;
const ticket = (): string => `ticket-${String((tickets += 1)).padStart(16, '0')}`;
const next = () => {
  const found = people.pop();
  if (!found) throw new Error('More people are needed than were made');
  return found;
};
const charge = (amount: number): Promise<OperationView> =>
  desk.must<OperationView>('payments.charge', {
    ticket: ticket(),
    ...next(),
    amount: cad(amount),
    tip: null,
    note: null,
    receiptEmail: null,
  });
const show = (read = true): Promise<PayoutsView> =>
  desk.must<PayoutsView>('dayEnd.payouts', { day: '2026-11-20', read });
/** Somebody takes money of this account without Comptoir. */
const elsewhere = (amount: number) =>
  till.stripe.paymentIntents.create({
    amount,
    currency: 'cad',
    customer: stranger.customerRef,
    payment_method: stranger.payToken,
    allowed_payment_method_types: ['card'],
    off_session: true,
    confirm: true,
    description: 'Gift card',
  });

beforeAll(async () => {
  salon = await openSalon('payouts');
  till = stripeTill(salon.sandbox);
  people = [];
  for (let made = 0; made < 6; made += 1) {
    const { customerRef, cardRef } = await till.save();
    people.push({ customerId: `stripe:${customerRef}`, cardId: `stripe:${cardRef}` });
  }
  stranger = await till.save();
  await elsewhere(1111);
  salon.pass(60_000);
  desk = await salon.desk('Front 1');
  await desk.must('desk.refresh', {});
  await desk.signIn('Sylvie');
}, 120_000);
afterAll(() => salon.close());

describe('payouts of Stripe', () => {
  it('are not asked for unless somebody asks; nothing is made up meanwhile', async () => {
    expect(await show(false)).toEqual({
      ...{ payouts: [], unmatched: 0, missing: [], missingExplained: [], compared: [], fees: [], statements: [] },
      ...{ since: '2026-11-06', earlier: false },
      ...{ asOf: null, failure: null },
    });
  });

  it('tell the fees of the day as soon as Stripe has them, and of how many payments', async () => {
    // The very first record of the house; somebody takes money elsewhere in the same second, of which Stripe tells no part.
    salon.pass(900 - (salon.now() % 1000));
    await charge(10_000);
    await elsewhere(8800);
    await charge(2000);
    expect((await show(false)).fees).toEqual([
      { provider: 'stripe', currency: 'CAD', fees: 0, net: 0, known: 0, of: 2 },
    ]);
    // 2.9 % and 30 cents of each.
    expect((await show()).fees).toEqual([
      { provider: 'stripe', currency: 'CAD', fees: 408, net: 11_592, known: 2, of: 2 },
    ]);
  });

  it('are matched line by line: charge, capture and refund of ours to the cent; what is on nothing here stands first', async () => {
    const held = await desk.must<OperationView>('holds.place', {
      ticket: ticket(),
      ...next(),
      amount: cad(5000),
      note: null,
    });
    if (held.state.name !== 'done') throw new Error('the hold was not placed');
    const holdId = `stripe:${held.state.reference}`;
    await desk.must('holds.capture', { ticket: ticket(), holdId, amount: cad(4000), note: null });
    const given = await charge(3000);
    if (given.state.name !== 'done') throw new Error('it was not charged');
    await desk.must('payments.refund', {
      ticket: ticket(),
      paymentId: `stripe:${given.state.reference}`,
      amount: cad(3000),
      reason: 'Twice',
    });
    await elsewhere(9500);
    salon.pass(5 * day);
    await desk.signIn('Sylvie');
    const { payouts, asOf, failure } = await show();
    expect({ asOf, failure }).toEqual({ asOf: salon.now(), failure: null });
    // The refund left the balance the same day; the rest became available three days later.
    const odd = payouts.flatMap((payout) => payout.odd);
    const giftCard = { currency: 'CAD', why: 'not_here', description: 'Gift card' };
    expect(odd).toMatchObject([
      { amount: 8800, ...giftCard },
      { amount: 9500, ...giftCard },
    ]);
    expect(payouts[0]?.odd).toHaveLength(2);
    expect(payouts[0]).toMatchObject({ lines: 7, matched: 4, before: 1, read: true, currency: 'CAD' });
    const net = [10_000, 8800, 2000, 4000, 3000, 9500, 1111].map((one) => one - Math.round(one * 0.029) - 30);
    expect(payouts[0]?.amount).toBe(net.reduce((sum, one) => sum + one, 0));
  });

  it('whose lines were read are not read again, and are shown with their age while Stripe does not answer', async () => {
    const asked = async () => {
      const answer = await fetch(`${salon.sandbox.stripeUrl}/_control/requests`);
      const { requests } = (await answer.json()) as { requests: { path: string }[] };
      return requests.filter(({ path }) => path.includes('payout=')).length;
    };
    const before = await asked();
    await show();
    expect(await asked()).toBe(before);
    const asOf = salon.now();
    salon.pass(60_000);
    const fault = { path: '/v1/payouts', nth: 1, times: 9, fault: '503-before' };
    await fetch(`${salon.sandbox.stripeUrl}/_control/fault`, { method: 'POST', body: JSON.stringify(fault) });
    const stale = await show();
    expect(stale.failure).toMatchObject({ code: 'offline' });
    expect(stale.asOf).toBe(asOf);
    expect(stale.payouts[0]?.odd).toHaveLength(2);
  });
});
