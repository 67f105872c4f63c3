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

const day = 86_400_000;
const hour = 3_600_000;

async function chargeOf(intent: Stripe.PaymentIntent): Promise<Stripe.Charge> {
  if (typeof intent.latest_charge !== 'string') throw new Error('The intent has no charge.');
  return stripe.charges.retrieve(intent.latest_charge);
}

describe('charging a saved card', () => {
  test('takes the money and says so on the intent, the charge, the balance and in the events', async () => {
    const saved = await customerWithCard(stripe);
    const intent = await stripe.paymentIntents.create(
      offSession(6950, saved, { metadata: { operation: 'op-1' }, expand: ['latest_charge.balance_transaction'] }),
      { idempotencyKey: 'op-1' },
    );
    expect(intent).toMatchObject({
      status: 'succeeded',
      amount: 6950,
      amount_received: 6950,
      amount_capturable: 0,
      livemode: false,
      customer: saved.customer.id,
      payment_method: saved.card.id,
      metadata: { operation: 'op-1' },
      last_payment_error: null,
    });
    expect(intent.lastResponse.requestId).toMatch(/^req_/);
    expect(intent.lastResponse.headers['stripe-version']).toBe(Stripe.API_VERSION);
    expect(intent.latest_charge).toMatchObject({
      captured: true,
      amount_captured: 6950,
      amount_refunded: 0,
      metadata: { operation: 'op-1' },
      payment_method_details: { card: { last4: '4242', brand: 'visa' } },
      balance_transaction: { amount: 6950, fee: 232, net: 6718, type: 'charge' },
    });
    const events = await stripe.events.list({ limit: 3 });
    expect(events.data.map((event) => event.type)).toEqual([
      'payment_intent.succeeded',
      'charge.succeeded',
      'payment_intent.created',
    ]);
    expect(events.data[0]?.request).toMatchObject({ idempotency_key: 'op-1' });
  });

  test.each([
    ['pm_card_chargeCustomerFail', 'card_declined', 'generic_decline'],
    ['pm_card_authenticationRequired', 'authentication_required', 'authentication_required'],
  ])('a decline of %s is an exception that carries the intent', async (alias, code, declineCode) => {
    const saved = await customerWithCard(stripe, alias);
    const error = await refusal(stripe.paymentIntents.create(offSession(5000, saved)));
    expect(error).toBeInstanceOf(Stripe.errors.StripeCardError);
    expect(error).toMatchObject({ statusCode: 402, rawType: 'card_error', code, decline_code: declineCode });
    const inside = error.payment_intent;
    expect(inside).toMatchObject({ status: 'requires_payment_method', amount_received: 0, payment_method: null });
    const kept = await stripe.paymentIntents.retrieve(inside?.id ?? '', { expand: ['latest_charge'] });
    expect(kept.last_payment_error).toMatchObject({ code, payment_method: { id: saved.card.id } });
    expect(kept.latest_charge).toMatchObject({ status: 'failed', captured: false, failure_code: code });
    const types = (await stripe.events.list({ limit: 2 })).data.map((event) => event.type);
    expect(types).toEqual(['payment_intent.payment_failed', 'charge.failed']);
  });

  test('after a decline the same intent can be confirmed with another card', async () => {
    const saved = await customerWithCard(stripe, 'pm_card_chargeCustomerFail');
    const error = await refusal(stripe.paymentIntents.create(offSession(5000, saved)));
    const good = await stripe.paymentMethods.attach('pm_card_mastercard', { customer: saved.customer.id });
    const intent = await stripe.paymentIntents.confirm(error.payment_intent?.id ?? '', {
      payment_method: good.id,
      off_session: true,
    });
    expect(intent).toMatchObject({ status: 'succeeded', last_payment_error: null });
    const charges = await stripe.charges.list({ payment_intent: intent.id });
    expect(charges.data.map((charge) => charge.status)).toEqual(['succeeded', 'failed']);
  });

  test('a card past its last month is declined as expired', async () => {
    const saved = await customerWithCard(stripe);
    await stripe.paymentMethods.update(saved.card.id, { card: { exp_month: 2, exp_year: 2026 } });
    const error = await refusal(stripe.paymentIntents.create(offSession(5000, saved)));
    expect(error).toMatchObject({ code: 'expired_card', decline_code: 'expired_card' });
  });

  test('on session a card may ask for its cardholder, and refuse when told to', async () => {
    const saved = await customerWithCard(stripe, 'pm_card_authenticationRequired');
    const order = { ...offSession(5000, saved), off_session: false };
    const intent = await stripe.paymentIntents.create({ ...order, return_url: 'https://example.com/back' });
    expect(intent.status).toBe('requires_action');
    const address = intent.next_action?.redirect_to_url?.url ?? '';
    expect(await (await fetch(address)).text()).toContain('Your bank asks you to confirm');
    await fetch(address, { method: 'POST', body: 'bank=yes' });
    expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe('succeeded');
    const error = await refusal(stripe.paymentIntents.create({ ...order, error_on_requires_action: true }));
    expect(error.code).toBe('authentication_required');
  });

  test('a card that was set up for it needs no cardholder off session', async () => {
    const customer = await stripe.customers.create({ name: 'Noé' });
    const setup = await stripe.setupIntents.create({
      customer: customer.id,
      payment_method: 'pm_card_authenticationRequiredOnSetup',
      confirm: true,
      allowed_payment_method_types: ['card'],
    });
    expect(setup.status).toBe('requires_action');
    await fetch(setup.next_action?.redirect_to_url?.url ?? '', { method: 'POST', body: 'bank=yes' });
    const card = await stripe.paymentMethods.retrieve(
      String((await stripe.setupIntents.retrieve(setup.id)).payment_method),
    );
    expect(card.customer).toBe(customer.id);
    expect((await stripe.paymentIntents.create(offSession(5000, { customer, card }))).status).toBe('succeeded');
  });

  test("another customer's card, a spent card and a card without its customer are refused before anything moves", async () => {
    const saved = await customerWithCard(stripe);
    const other = await stripe.customers.create({ name: 'Autre' });
    const wrong = await refusal(stripe.paymentIntents.create(offSession(5000, { ...saved, customer: other })));
    expect(wrong).toMatchObject({ statusCode: 400, code: 'resource_missing', param: 'payment_method' });
    const { customer: _none, ...withoutCustomer } = offSession(5000, saved);
    expect((await refusal(stripe.paymentIntents.create(withoutCustomer))).code).toBe('payment_method_unexpected_state');
    await stripe.paymentMethods.detach(saved.card.id);
    expect((await refusal(stripe.paymentIntents.create(offSession(5000, saved)))).code).toBe(
      'payment_method_unexpected_state',
    );
    expect((await stripe.charges.list()).data).toHaveLength(0);
    expect((await stripe.paymentIntents.list()).data).toHaveLength(0);
  });
});

describe('a hold', () => {
  test('names the moment it lapses: 4 days 18 hours for Visa without the cardholder, 7 days for the rest', async () => {
    const visa = await customerWithCard(stripe);
    const held = await stripe.paymentIntents.create(offSession(9000, visa, { capture_method: 'manual' }));
    expect(held).toMatchObject({ status: 'requires_capture', amount_capturable: 9000, amount_received: 0 });
    const created = Math.floor(house.clock.now() / 1000);
    expect((await chargeOf(held)).payment_method_details?.card?.capture_before).toBe(created + 410_400);
    const present = await stripe.paymentIntents.create({
      ...offSession(9000, visa, { capture_method: 'manual' }),
      off_session: false,
    });
    expect((await chargeOf(present)).payment_method_details?.card?.capture_before).toBe(created + 604_800);
    const amex = await customerWithCard(stripe, 'pm_card_amex');
    const other = await stripe.paymentIntents.create(offSession(9000, amex, { capture_method: 'manual' }));
    expect((await chargeOf(other)).payment_method_details?.card?.capture_before).toBe(created + 604_800);
  });

  test('captured in part keeps its amount, releases the rest and cannot be captured again', async () => {
    const saved = await customerWithCard(stripe);
    const held = await stripe.paymentIntents.create(offSession(9000, saved, { capture_method: 'manual' }));
    expect(await refusal(stripe.paymentIntents.capture(held.id, { amount_to_capture: 9001 }))).toMatchObject({
      statusCode: 400,
      code: 'amount_too_large',
    });
    const done = await stripe.paymentIntents.capture(held.id, { amount_to_capture: 6000 });
    expect(done).toMatchObject({ status: 'succeeded', amount: 9000, amount_received: 6000, amount_capturable: 0 });
    const charge = await chargeOf(done);
    expect(charge).toMatchObject({ captured: true, amount_captured: 6000, amount_refunded: 3000, refunded: false });
    expect(charge.payment_method_details?.card?.capture_before).toBeUndefined();
    const again = await refusal(stripe.paymentIntents.capture(held.id));
    expect(again).toMatchObject({ code: 'payment_intent_unexpected_state', payment_intent: { id: held.id } });
  });

  test('is released whole by a cancel, and only once', async () => {
    const saved = await customerWithCard(stripe);
    const held = await stripe.paymentIntents.create(offSession(9000, saved, { capture_method: 'manual' }));
    const gone = await stripe.paymentIntents.cancel(held.id, { cancellation_reason: 'requested_by_customer' });
    expect(gone).toMatchObject({
      status: 'canceled',
      cancellation_reason: 'requested_by_customer',
      amount_capturable: 0,
      amount_received: 0,
    });
    expect(await chargeOf(gone)).toMatchObject({ captured: false, amount_refunded: 9000, refunded: true });
    expect((await refusal(stripe.paymentIntents.cancel(held.id))).code).toBe('payment_intent_unexpected_state');
  });

  test('lapses by itself when nobody captured it, and a late capture is refused', async () => {
    const saved = await customerWithCard(stripe);
    const held = await stripe.paymentIntents.create(offSession(9000, saved, { capture_method: 'manual' }));
    house.clock.advance(4 * day + 18 * hour - 1000);
    expect((await stripe.paymentIntents.retrieve(held.id)).status).toBe('requires_capture');
    house.clock.advance(1000);
    const error = await refusal(stripe.paymentIntents.capture(held.id));
    expect(error).toMatchObject({ statusCode: 400, code: 'payment_intent_unexpected_state' });
    const lapsed = await stripe.paymentIntents.retrieve(held.id);
    expect(lapsed).toMatchObject({ status: 'canceled', cancellation_reason: 'automatic', amount_received: 0 });
    const types = (await stripe.events.list({ limit: 2 })).data.map((event) => event.type);
    expect(types).toEqual(['payment_intent.canceled', 'charge.expired']);
  });

  test('can be made to lapse at once, one by one', async () => {
    const saved = await customerWithCard(stripe);
    const held = await stripe.paymentIntents.create(offSession(9000, saved, { capture_method: 'manual' }));
    house.sandbox.expireHold(held.id);
    expect((await stripe.paymentIntents.retrieve(held.id)).status).toBe('canceled');
    expect(() => house.sandbox.expireHold(held.id)).toThrow('There is no open hold');
  });

  test('outlives the removal of its card', async () => {
    const saved = await customerWithCard(stripe);
    const held = await stripe.paymentIntents.create(offSession(9000, saved, { capture_method: 'manual' }));
    await stripe.paymentMethods.detach(saved.card.id);
    expect((await stripe.paymentIntents.capture(held.id)).amount_received).toBe(9000);
  });
});
