import Stripe from 'stripe';
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

async function charges(): Promise<number> {
  return (await stripe.charges.list({ limit: 100 })).data.length;
}

describe('the same request under the same key', () => {
  test('gets the first answer again and moves nothing', async () => {
    const order = offSession(5000, await customerWithCard(stripe));
    const first = await stripe.paymentIntents.create(order, { idempotencyKey: 'ticket-1' });
    const again = await stripe.paymentIntents.create(order, { idempotencyKey: 'ticket-1' });
    expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined();
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(again.lastResponse.headers['original-request']).toBe(first.lastResponse.requestId);
    expect(again.lastResponse.requestId).not.toBe(first.lastResponse.requestId);
    expect(again.id).toBe(first.id);
    expect(await charges()).toBe(1);
  });

  test('gets the same decline again; a new try needs a new key', async () => {
    const saved = await customerWithCard(stripe, 'pm_card_chargeCustomerFail');
    const order = offSession(5000, saved);
    const first = await refusal(stripe.paymentIntents.create(order, { idempotencyKey: 'ticket-2' }));
    const again = await refusal(stripe.paymentIntents.create(order, { idempotencyKey: 'ticket-2' }));
    expect(again.payment_intent?.id).toBe(first.payment_intent?.id);
    expect(again.headers?.['idempotent-replayed']).toBe('true');
    expect(await charges()).toBe(1);
    const other = await refusal(stripe.paymentIntents.create(order, { idempotencyKey: 'ticket-3' }));
    expect(other.payment_intent?.id).not.toBe(first.payment_intent?.id);
  });

  test('with another amount or at another address is refused as a mistake', async () => {
    const saved = await customerWithCard(stripe);
    const held = await stripe.paymentIntents.create(offSession(5000, saved, { capture_method: 'manual' }), {
      idempotencyKey: 'ticket-4',
    });
    const other = await refusal(stripe.paymentIntents.create(offSession(5001, saved), { idempotencyKey: 'ticket-4' }));
    expect(other).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
    expect(other).toMatchObject({ statusCode: 400, rawType: 'idempotency_error' });
    const elsewhere = await refusal(stripe.paymentIntents.capture(held.id, {}, { idempotencyKey: 'ticket-4' }));
    expect(elsewhere.rawType).toBe('idempotency_error');
    expect((await stripe.paymentIntents.retrieve(held.id)).status).toBe('requires_capture');
  });

  test('makes a new charge once a day has passed', async () => {
    const order = offSession(5000, await customerWithCard(stripe));
    const first = await stripe.paymentIntents.create(order, { idempotencyKey: 'ticket-5' });
    house.clock.advance(86_400_000);
    const still = await stripe.paymentIntents.create(order, { idempotencyKey: 'ticket-5' });
    expect(still.id).toBe(first.id);
    house.clock.advance(1);
    const later = await stripe.paymentIntents.create(order, { idempotencyKey: 'ticket-5' });
    expect(later.id).not.toBe(first.id);
    expect(await charges()).toBe(2);
  });

  test('stays usable after a wrong parameter, a wrong key and a 429', async () => {
    const order = offSession(5000, await customerWithCard(stripe));
    const key = { idempotencyKey: 'ticket-6' };
    expect((await refusal(stripe.paymentIntents.create({ ...order, amount: 1 }, key))).code).toBe('amount_too_small');
    const stranger = house.client('rk_test_made_up');
    expect((await refusal(stranger.paymentIntents.create(order, key))).statusCode).toBe(401);
    house.faults.add({ path: '/payment_intents', nth: 1, fault: '429' });
    expect(await refusal(stripe.paymentIntents.create(order, key))).toBeInstanceOf(Stripe.errors.StripeRateLimitError);
    const done = await stripe.paymentIntents.create(order, key);
    expect(done.status).toBe('succeeded');
    expect(done.lastResponse.headers['idempotent-replayed']).toBeUndefined();
    expect(await charges()).toBe(1);
  });

  test('is kept apart from a refusal by state, which is kept too', async () => {
    const saved = await customerWithCard(stripe);
    const paid = await stripe.paymentIntents.create(offSession(5000, saved));
    const key = { idempotencyKey: 'ticket-7' };
    await refusal(stripe.paymentIntents.capture(paid.id, {}, key));
    const again = await refusal(stripe.paymentIntents.capture(paid.id, {}, key));
    expect(again.headers?.['idempotent-replayed']).toBe('true');
  });

  test('while the first one is still being worked on is told to wait', async () => {
    const order = offSession(5000, await customerWithCard(stripe));
    house.faults.latency = 120;
    const key = { idempotencyKey: 'ticket-8' };
    const both = await Promise.allSettled([
      stripe.paymentIntents.create(order, key),
      stripe.paymentIntents.create(order, key),
    ]);
    house.faults.latency = 0;
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    const [late] = both.filter((one) => one.status === 'rejected');
    expect(late?.reason).toMatchObject({ statusCode: 409, code: 'idempotency_key_in_use' });
    expect(late?.reason).toBeInstanceOf(Stripe.errors.StripeAPIError);
    expect((await stripe.paymentIntents.create(order, key)).lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(await charges()).toBe(1);
  });
});

describe('a fault on the line', () => {
  test('before the charge leaves nothing; after it the same key finds the charge made', async () => {
    const order = offSession(5000, await customerWithCard(stripe));
    const key = { idempotencyKey: 'ticket-9' };
    for (const fault of ['drop-before', '500-before'] as const) {
      // Without retries the package still tries a closed connection twice.
      house.faults.add({ path: '/payment_intents', nth: 1, fault, times: fault === 'drop-before' ? 2 : 1 });
      await refusal(stripe.paymentIntents.create(order, key));
      house.faults.clear();
      expect(await charges()).toBe(0);
    }
    for (const fault of ['drop-after', 'cut-body'] as const) {
      house.faults.add({ path: '/payment_intents', nth: 1, fault, times: 2 });
      expect(await refusal(stripe.paymentIntents.create(order, key))).toBeInstanceOf(
        Stripe.errors.StripeConnectionError,
      );
      house.faults.clear();
      expect(await charges()).toBe(1);
    }
    const found = await stripe.paymentIntents.create(order, key);
    expect(found.status).toBe('succeeded');
    expect(found.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(await charges()).toBe(1);
  });

  test('a 500 after the charge stays the answer under that key although the money moved', async () => {
    const saved = await customerWithCard(stripe);
    const order = offSession(5000, saved, { metadata: { operation: 'op-500' } });
    house.faults.add({ method: 'POST', path: '^/v1/payment_intents$', nth: 1, fault: '500-after' });
    const key = { idempotencyKey: 'ticket-10' };
    expect(await refusal(stripe.paymentIntents.create(order, key))).toBeInstanceOf(Stripe.errors.StripeAPIError);
    const again = await refusal(stripe.paymentIntents.create(order, key));
    expect(again).toMatchObject({ statusCode: 500, headers: { 'idempotent-replayed': 'true' } });
    const listed = await stripe.paymentIntents.list({ customer: saved.customer.id });
    expect(listed.data).toMatchObject([{ status: 'succeeded', metadata: { operation: 'op-500' } }]);
  });

  test('the package itself repeats a 409 and a closed connection, and one charge comes of it', async () => {
    const patient = house.client('rk_test_demo_atelier_fleury', { maxNetworkRetries: 2 });
    const order = offSession(5000, await customerWithCard(stripe));
    house.faults.add({ path: '/payment_intents', nth: 1, fault: '409' });
    house.faults.add({ path: '/payment_intents', nth: 2, fault: 'drop-after' });
    expect((await patient.paymentIntents.create(order)).status).toBe('succeeded');
    expect(await charges()).toBe(1);
  });
});
