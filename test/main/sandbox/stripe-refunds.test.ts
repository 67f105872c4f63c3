import type Stripe from 'stripe';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { customerWithCard, offSession, openStripeHouse, refusal } from './stripe-house.ts';
import type { StripeHouse } from './stripe-house.ts';

let house: StripeHouse;
let stripe: Stripe;
beforeEach(async () => {
  house = await openStripeHouse();
  ({ stripe } = house);
});
afterEach(() => house.close());

async function chargeOf(intent: Stripe.PaymentIntent): Promise<Stripe.Charge> {
  if (typeof intent.latest_charge !== 'string') throw new Error('The intent has no charge.');
  return stripe.charges.retrieve(intent.latest_charge);
}

describe('a refund', () => {
  test('comes back in parts, never more than was captured', async () => {
    const saved = await customerWithCard(stripe);
    const held = await stripe.paymentIntents.create(offSession(9000, saved, { capture_method: 'manual' }));
    expect((await refusal(stripe.refunds.create({ payment_intent: held.id }))).statusCode).toBe(400);
    await stripe.paymentIntents.capture(held.id, { amount_to_capture: 6000 });
    const first = await stripe.refunds.create({ payment_intent: held.id, amount: 1000, reason: 'duplicate' });
    expect(first).toMatchObject({ status: 'succeeded', amount: 1000, currency: 'cad', reason: 'duplicate' });
    expect((await refusal(stripe.refunds.create({ payment_intent: held.id, amount: 5001 }))).param).toBe('amount');
    house.clock.advance(1000);
    const rest = await stripe.refunds.create({ payment_intent: held.id });
    expect(rest.amount).toBe(5000);
    expect((await refusal(stripe.refunds.create({ payment_intent: held.id }))).code).toBe('charge_already_refunded');
    expect(await chargeOf(await stripe.paymentIntents.retrieve(held.id))).toMatchObject({
      amount_captured: 6000,
      amount_refunded: 9000,
      refunded: true,
    });
    const listed = await stripe.refunds.list({ payment_intent: held.id });
    expect(listed.data.map((refund) => refund.id)).toEqual([rest.id, first.id]);
    expect((await stripe.refunds.list({ charge: String(first.charge), limit: 1 })).has_more).toBe(true);
  });

  test('that the bank sends back turns failed and the money counts as ours again', async () => {
    const saved = await customerWithCard(stripe, 'pm_card_refundFail');
    const intent = await stripe.paymentIntents.create(offSession(4000, saved));
    const refund = await stripe.refunds.create({ payment_intent: intent.id });
    expect(refund.status).toBe('succeeded');
    house.clock.advance(60_000);
    expect((await stripe.refunds.retrieve(refund.id)).status).toBe('failed');
    expect(await chargeOf(intent)).toMatchObject({ amount_refunded: 0, refunded: false });
    expect((await stripe.events.list({ type: 'refund.failed' })).data).toHaveLength(1);
  });

  test('that the balance does not cover yet is pending, counts as given back, and succeeds later', async () => {
    const saved = await customerWithCard(stripe, 'pm_card_pendingRefund');
    const intent = await stripe.paymentIntents.create(offSession(4000, saved));
    const refund = await stripe.refunds.create({ payment_intent: intent.id });
    expect(refund.status).toBe('pending');
    expect(await chargeOf(intent)).toMatchObject({ amount_refunded: 4000, refunded: true });
    house.clock.advance(59 * 60_000);
    expect((await stripe.refunds.retrieve(refund.id)).status).toBe('pending');
    house.clock.advance(60_000);
    expect((await stripe.refunds.retrieve(refund.id)).status).toBe('succeeded');
  });
});
