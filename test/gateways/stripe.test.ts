import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../src-main/payments/order.ts';
import { capture, onCard, refund, take } from './plans.ts';
import { stripeTill, type StripeTill } from './stripe-till.ts';
import { ask, carry, openTown, operationOf, type Town } from './town.ts';

// What only Stripe does.
let town: Town;
let till: StripeTill;
beforeAll(async () => {
  town = await openTown('stripe only');
  till = stripeTill(town.sandbox);
});
afterAll(() => town.close());
/** What a check of a key asks for at least. */
const checkedPlaces = 10;
const order = (plan: Plan) => carry(town.providers, 'stripe', plan);

it('a bank that wants the customer says so, and the payment is shown as declined', async () => {
  const plan = take('charge', await till.saveAs('pm_card_authenticationRequired'));
  const { reading } = await order(plan);
  expect(reading?.outcome).toMatchObject({ is: 'declined', code: 'authentication_required' });
  expect(reading?.records.payments).toMatchObject([{ state: 'declined', taken: 0, key: plan.key }]);
  expect(await till.ran(plan)).toBe(0);
});

it('a decline with the same key again is the same decline, not a second try', async () => {
  const { saved } = await till.declined();
  const plan = take('charge', saved);
  const first = await order(plan);
  const again = await order(plan);
  expect(again.reading?.outcome).toEqual(first.reading?.outcome);
  const { data } = await till.stripe.paymentIntents.list({ customer: saved.customerRef });
  expect(data).toHaveLength(1);
});

it('a hold tells when it lapses: earlier for a Visa that nobody present confirmed', async () => {
  const visa = (await order(take('hold', await till.saveAs('pm_card_visa')))).reading;
  const mastercard = (await order(take('hold', await till.saveAs('pm_card_mastercard')))).reading;
  const days = (reading: typeof visa): number => {
    const until = reading?.outcome.is === 'done' ? (reading.outcome.captureBefore ?? 0) : 0;
    expect(reading?.records.payments?.[0]?.captureBefore).toBe(until);
    return (until - town.sandbox.clock.now()) / 86_400_000;
  };
  expect(days(visa)).toBeCloseTo(4.75, 3);
  expect(days(mastercard)).toBeCloseTo(7, 3);
});

it('a hold that lapsed cannot be captured, and the row says lapsed', async () => {
  const hold = await till.hold(await till.save(), 8450);
  const control = await fetch(`${town.sandbox.stripeUrl}/_control/expire`, {
    method: 'POST',
    body: JSON.stringify({ id: hold }),
  });
  expect(control.status).toBe(200);
  const plan = capture(hold, 8450);
  const { reading, prepared } = await order(plan);
  expect(reading?.outcome).toEqual({ is: 'unclear', why: 'state_elsewhere' });
  const finding = await ask(town.providers, operationOf(plan, { provider: 'stripe', prepared }));
  expect(finding).toMatchObject({
    found: 'outcome',
    reading: { outcome: { is: 'rejected', code: 'hold_lapsed' }, records: { payments: [{ state: 'lapsed' }] } },
  });
});

it('a payment of less than was held can be refunded up to what was taken', async () => {
  const hold = await till.hold(await till.save(), 8450);
  await order(capture(hold, 5000));
  const target = { paymentRef: hold, settlementRef: hold };
  const before = await town.providers.readers.stripe.readPayment(hold, null);
  expect(before).toMatchObject({ ok: true, value: { state: 'paid', taken: 5000, refunded: 0 } });
  expect((await order(refund(target, 5000, { whole: true }))).reading).toMatchObject({
    outcome: { is: 'done', moved: { refunded: 5000 } },
    records: { payments: [{ state: 'refunded', taken: 5000, refunded: 5000 }] },
  });
  expect((await order(refund(target, 1))).reading?.outcome.is).not.toBe('done');
});

it('a card that somebody else removed a moment before is found removed', async () => {
  const saved = await till.save();
  await till.stripe.paymentMethods.detach(saved.cardRef);
  const plan = onCard('remove_card', saved);
  const { reading, prepared } = await order(plan);
  expect(reading?.outcome).toEqual({ is: 'unclear', why: 'state_elsewhere' });
  expect(await ask(town.providers, operationOf(plan, { provider: 'stripe', prepared }))).toMatchObject({
    found: 'outcome',
    reading: { outcome: { is: 'done' }, records: { cards: [{ removed: true }] } },
  });
});

it('a charge is found again by our key although the clock of this desk was three hours ahead', async () => {
  const plan = take('charge', await till.save());
  const { prepared } = await order(plan);
  const createdAt = town.sandbox.clock.now() + 3 * 3_600_000;
  expect(await ask(town.providers, operationOf(plan, { provider: 'stripe', prepared, createdAt }))).toMatchObject({
    found: 'outcome',
    reading: { outcome: { is: 'done', moved: { charged: 8450 } } },
  });
});

it('a key used for another order is asked about, not called failed', async () => {
  const saved = await till.save();
  const plan = take('charge', saved);
  await order(plan);
  const { reading } = await order({ ...plan, amount: { amount: 9000, currency: 'CAD' } });
  expect(reading?.outcome).toEqual({ is: 'unclear', why: 'other_parameters' });
});

describe('a bank account', () => {
  it('is not charged at Stripe', async () => {
    const plan = take('charge', { ...(await till.save()), instrument: 'eft' });
    await expect(order(plan)).rejects.toMatchObject({ code: 'card_not_usable' });
  });
});

it('a restricted key that may make neither invoices nor links, nor see subscriptions, payouts and fees, is told so when it is checked, and nothing is made to find out', async () => {
  const checked = await town.providers.checkStripe(
    'rk_test_demo_no_invoices_no_checkout_sessions_no_subscriptions_no_payouts_no_balance_transactions',
  );
  const lacks = checked.ok ? checked.permissions.filter(({ granted }) => granted === 'no') : [];
  expect(lacks.map(({ name }) => name)).toEqual([
    'checkout_sessions',
    'invoices',
    'subscriptions',
    'balance_transactions',
    'payouts',
  ]);
  expect(town.trace.slice(-checkedPlaces).every(({ method }) => method === 'GET')).toBe(true);
});
