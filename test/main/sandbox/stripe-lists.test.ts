import type Stripe from 'stripe';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { customerWithCard, offSession, openStripeHouse, opening, refusal } from './stripe-house.ts';
import type { StripeHouse } from './stripe-house.ts';

let house: StripeHouse;
let stripe: Stripe;
beforeEach(async () => {
  house = await openStripeHouse();
  ({ stripe } = house);
});
afterEach(() => house.close());

const day = 86_400_000;

async function fillCustomers(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let number = 0; number < count; number += 1) {
    ids.push((await stripe.customers.create({ name: `Client ${number}` })).id);
    if (number % 3 === 0) house.clock.advance(1000);
  }
  return ids;
}

describe('a list', () => {
  test('comes newest first, ten at a time unless asked otherwise, and walks without gap or repeat', async () => {
    const ids = await fillCustomers(25);
    const first = await stripe.customers.list();
    expect(first.data).toHaveLength(10);
    expect(first.has_more).toBe(true);
    expect(first.data[0]?.id).toBe(ids[24]);
    const walked: string[] = [];
    for await (const customer of stripe.customers.list({ limit: 7 })) walked.push(customer.id);
    expect(walked).toEqual([...ids].reverse());
    const whole = await stripe.customers.list({ limit: 100 }).autoPagingToArray({ limit: 1000 });
    expect(whole.map((customer) => customer.id)).toEqual(walked);
  });

  test('walks from oldest to newest before an object', async () => {
    const ids = await fillCustomers(12);
    const walked: string[] = [];
    for await (const customer of stripe.customers.list({ limit: 5, ending_before: ids[2] ?? '' })) {
      walked.push(customer.id);
    }
    expect(walked).toEqual(ids.slice(3));
    const page = await stripe.customers.list({ limit: 5, ending_before: ids[2] ?? '' });
    expect(page.data.map((customer) => customer.id)).toEqual(ids.slice(3, 8).reverse());
    expect(page.has_more).toBe(true);
  });

  test('refuses a size outside 1 to 100 and a place it does not know', async () => {
    for (const limit of [0, 101, -1]) {
      expect(await refusal(stripe.customers.list({ limit }))).toMatchObject({
        statusCode: 400,
        code: 'parameter_invalid_integer',
        param: 'limit',
      });
    }
    expect(await refusal(stripe.customers.list({ starting_after: 'cus_none' }))).toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
      param: 'starting_after',
    });
    const [one = ''] = await fillCustomers(1);
    expect((await refusal(stripe.customers.list({ starting_after: one, ending_before: one }))).statusCode).toBe(400);
  });

  test('of payments can be narrowed to a customer and to a time', async () => {
    const first = await customerWithCard(stripe);
    const second = await customerWithCard(stripe, 'pm_card_mastercard');
    const early = await stripe.paymentIntents.create(offSession(1000, first));
    house.clock.advance(day);
    const late = await stripe.paymentIntents.create(offSession(2000, first));
    const other = await stripe.paymentIntents.create(offSession(3000, second));
    const ids = async (params: Stripe.PaymentIntentListParams): Promise<string[]> =>
      (await stripe.paymentIntents.list(params)).data.map((intent) => intent.id);
    expect(await ids({ customer: first.customer.id })).toEqual([late.id, early.id]);
    expect(await ids({ created: { gte: late.created } })).toEqual([other.id, late.id]);
    expect(await ids({ created: { gt: early.created, lt: late.created } })).toEqual([]);
    expect(await ids({ created: { lte: early.created } })).toEqual([early.id]);
    expect(await ids({ created: early.created })).toEqual([early.id]);
    expect(await ids({ customer: first.customer.id, created: { gt: early.created } })).toEqual([late.id]);
  });

  test('can carry the objects its rows point to', async () => {
    const saved = await customerWithCard(stripe);
    await stripe.paymentIntents.create(offSession(1000, saved));
    const list = await stripe.paymentIntents.list({
      expand: ['data.latest_charge.balance_transaction', 'data.customer.invoice_settings.default_payment_method'],
    });
    expect(list.data[0]).toMatchObject({
      customer: { id: saved.customer.id },
      latest_charge: { balance_transaction: { net: 941 } },
    });
    await stripe.customers.del(saved.customer.id);
    const after = await stripe.paymentIntents.list({ expand: ['data.customer'] });
    expect(after.data[0]?.customer).toEqual({ id: saved.customer.id, object: 'customer', deleted: true });
  });
});

describe('polling events', () => {
  test('from the last one seen gives every later one in order, once', async () => {
    const saved = await customerWithCard(stripe);
    const [last] = (await stripe.events.list({ limit: 1 })).data;
    for (const amount of [1000, 2000, 3000]) {
      await stripe.paymentIntents.create(offSession(amount, saved));
      house.clock.advance(500);
    }
    const seen: Stripe.Event[] = [];
    for await (const event of stripe.events.list({ ending_before: last?.id ?? '', limit: 2 })) seen.push(event);
    expect(seen.map((event) => event.type)).toEqual(
      Array.from({ length: 3 }, () => [
        'payment_intent.created',
        'charge.succeeded',
        'payment_intent.succeeded',
      ]).flat(),
    );
    expect(new Set(seen.map((event) => event.id)).size).toBe(9);
    expect((await stripe.events.list({ ending_before: seen.at(-1)?.id ?? '' })).data).toEqual([]);
  });

  test('can be narrowed to kinds, and an event shows the object as it was', async () => {
    const saved = await customerWithCard(stripe);
    const held = await stripe.paymentIntents.create(offSession(1000, saved, { capture_method: 'manual' }));
    await stripe.paymentIntents.capture(held.id);
    const kinds = await stripe.events.list({ types: ['payment_intent.amount_capturable_updated', 'customer.created'] });
    expect(kinds.data.map((event) => event.type)).toEqual([
      'payment_intent.amount_capturable_updated',
      'customer.created',
    ]);
    expect(kinds.data[0]?.data.object).toMatchObject({ id: held.id, status: 'requires_capture' });
    expect((await stripe.events.list({ type: 'charge.captured' })).data).toMatchObject([
      { data: { object: { amount_captured: 1000 }, previous_attributes: { captured: false, amount_captured: 0 } } },
    ]);
    const tooMany = Array.from({ length: 21 }, () => 'charge.captured');
    expect((await refusal(stripe.events.list({ types: tooMany }))).param).toBe('types');
  });

  test('reaches back thirty days and no further', async () => {
    await stripe.customers.create({ name: 'Ancienne' });
    const [old] = (await stripe.events.list()).data;
    house.clock.set(opening + 30 * day);
    await stripe.customers.create({ name: 'Nouvelle' });
    expect((await stripe.events.list()).data).toHaveLength(2);
    house.clock.advance(1);
    expect((await stripe.events.list()).data).toHaveLength(1);
    expect((await refusal(stripe.events.retrieve(old?.id ?? ''))).statusCode).toBe(404);
  });

  test('loses nothing when holds lapse between two polls', async () => {
    const saved = await customerWithCard(stripe);
    await stripe.paymentIntents.create(offSession(1000, saved, { capture_method: 'manual' }));
    const [last] = (await stripe.events.list({ limit: 1 })).data;
    house.clock.advance(6 * day);
    const later = await stripe.events.list({ ending_before: last?.id ?? '' });
    expect(later.data.map((event) => event.type)).toEqual(['payment_intent.canceled', 'charge.expired']);
  });
});
