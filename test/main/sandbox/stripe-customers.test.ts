import type Stripe from 'stripe';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { remakeCard } from '../../../src-main/sandbox/stripe/payment-method.ts';
import { customerWithCard, offSession, openStripeHouse, refusal } from './stripe-house.ts';
import type { StripeHouse } from './stripe-house.ts';

let house: StripeHouse;
let stripe: Stripe;
beforeEach(async () => {
  house = await openStripeHouse();
  ({ stripe } = house);
});
afterEach(() => house.close());

describe('a customer', () => {
  test('keeps accents, changes one field without touching another, and unsets with an empty value', async () => {
    const made = await stripe.customers.create({
      name: 'Noémie Saint-Onge',
      email: 'noemie@example.com',
      phone: '+1 514 555 0134',
      preferred_locales: ['fr-CA'],
      metadata: { langue: 'français', note: 'allergie' },
      address: { line1: '12, rue Saint-Denis', city: 'Montréal', country: 'CA' },
    });
    const changed = await stripe.customers.update(made.id, { phone: '', metadata: { note: '', visite: '3' } });
    expect(changed).toMatchObject({
      name: 'Noémie Saint-Onge',
      phone: null,
      metadata: { langue: 'français', visite: '3' },
      address: { city: 'Montréal', postal_code: null },
    });
    expect(changed.metadata).not.toHaveProperty('note');
    const [event] = (await stripe.events.list({ limit: 1 })).data;
    expect(event).toMatchObject({
      type: 'customer.updated',
      data: { previous_attributes: { phone: '+1 514 555 0134' } },
    });
  });

  test('is found by exact e-mail, letter for letter', async () => {
    const made = await stripe.customers.create({ email: 'Luc@example.com' });
    await stripe.customers.create({ email: 'luc@example.com' });
    const found = await stripe.customers.list({ email: 'Luc@example.com' });
    expect(found.data.map((customer) => customer.id)).toEqual([made.id]);
    expect((await refusal(stripe.customers.create({ email: 'luc' }))).code).toBe('email_invalid');
  });

  test('once deleted can only be recognised, and its cards are gone', async () => {
    const saved = await customerWithCard(stripe);
    expect(await stripe.customers.del(saved.customer.id)).toMatchObject({ deleted: true });
    expect(await stripe.customers.retrieve(saved.customer.id)).toMatchObject({ id: saved.customer.id, deleted: true });
    expect((await refusal(stripe.customers.update(saved.customer.id, { name: 'x' }))).statusCode).toBe(404);
    expect((await refusal(stripe.paymentIntents.create(offSession(5000, saved)))).param).toBe('customer');
    expect((await stripe.customers.list()).data).toEqual([]);
    expect((await stripe.paymentMethods.retrieve(saved.card.id)).customer).toBeNull();
  });
});

describe('a saved card', () => {
  test('is listed under its customer both ways, newest first, and belongs to one customer only', async () => {
    const saved = await customerWithCard(stripe);
    const second = await stripe.paymentMethods.attach('pm_card_amex', { customer: saved.customer.id });
    const other = await customerWithCard(stripe, 'pm_card_mastercard');
    const ids = [second.id, saved.card.id];
    const own = await stripe.customers.listPaymentMethods(saved.customer.id);
    expect(own.data.map((card) => card.id)).toEqual(ids);
    const listed = await stripe.paymentMethods.list({ customer: saved.customer.id, type: 'card' });
    expect(listed.data.map((card) => card.id)).toEqual(ids);
    expect((await stripe.paymentMethods.list({ customer: saved.customer.id, type: 'sepa_debit' })).data).toEqual([]);
    expect(await stripe.customers.retrievePaymentMethod(saved.customer.id, second.id)).toMatchObject({
      card: { brand: 'amex', last4: '0005', display_brand: 'american_express' },
    });
    expect((await refusal(stripe.customers.retrievePaymentMethod(other.customer.id, second.id))).statusCode).toBe(404);
    expect((await refusal(stripe.paymentMethods.attach(second.id, { customer: other.customer.id }))).statusCode).toBe(
      400,
    );
  });

  test('saved twice is two cards with one fingerprint', async () => {
    const saved = await customerWithCard(stripe);
    const twin = await stripe.paymentMethods.attach('pm_card_visa', { customer: saved.customer.id });
    expect(twin.id).not.toBe(saved.card.id);
    expect(twin.card?.fingerprint).toBe(saved.card.card?.fingerprint);
  });

  test('that the bank refuses is not saved; one that will fail later is', async () => {
    const customer = await stripe.customers.create({ name: 'Ève' });
    const error = await refusal(
      stripe.paymentMethods.attach('pm_card_visa_chargeDeclinedInsufficientFunds', { customer: customer.id }),
    );
    expect(error).toMatchObject({ statusCode: 402, decline_code: 'insufficient_funds' });
    expect((await stripe.customers.listPaymentMethods(customer.id)).data).toEqual([]);
    const later = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: customer.id });
    expect(later.card?.last4).toBe('0341');
  });

  test('once removed is gone for good, and is no longer the default', async () => {
    const saved = await customerWithCard(stripe);
    await stripe.customers.update(saved.customer.id, {
      invoice_settings: { default_payment_method: saved.card.id },
    });
    const removed = await stripe.paymentMethods.detach(saved.card.id);
    expect(removed.customer).toBeNull();
    expect(await stripe.customers.retrieve(saved.customer.id)).toMatchObject({
      invoice_settings: { default_payment_method: null },
    });
    expect((await refusal(stripe.paymentMethods.detach(saved.card.id))).statusCode).toBe(400);
    expect((await refusal(stripe.paymentMethods.attach(saved.card.id, { customer: saved.customer.id }))).code).toBe(
      'payment_method_unexpected_state',
    );
    const types = (await stripe.events.list({ limit: 2 })).data.map((event) => event.type);
    expect(types).toEqual(['customer.updated', 'payment_method.detached']);
  });

  test('must be the customer’s own to become the default', async () => {
    const saved = await customerWithCard(stripe);
    const other = await customerWithCard(stripe);
    const wrong = await refusal(
      stripe.customers.update(saved.customer.id, { invoice_settings: { default_payment_method: other.card.id } }),
    );
    expect(wrong).toMatchObject({ statusCode: 400, param: 'invoice_settings[default_payment_method]' });
    const right = await stripe.customers.update(saved.customer.id, {
      invoice_settings: { default_payment_method: saved.card.id },
      expand: ['invoice_settings.default_payment_method'],
    });
    expect(right.invoice_settings.default_payment_method).toMatchObject({ id: saved.card.id, card: { last4: '4242' } });
  });

  test('can be renewed, described and shown again', async () => {
    const saved = await customerWithCard(stripe);
    const changed = await stripe.paymentMethods.update(saved.card.id, {
      card: { exp_month: 11, exp_year: 2031 },
      billing_details: { name: 'É. Côté', address: { postal_code: 'H2X 1Y4' } },
      allow_redisplay: 'always',
      metadata: { surnom: 'carte bleue' },
    });
    expect(changed).toMatchObject({
      allow_redisplay: 'always',
      card: { exp_month: 11, exp_year: 2031 },
      billing_details: { name: 'É. Côté', email: null, address: { postal_code: 'H2X 1Y4', city: null } },
      metadata: { surnom: 'carte bleue' },
    });
    expect((await refusal(stripe.paymentMethods.update(saved.card.id, { card: { exp_month: 13 } }))).param).toBe(
      'card[exp_month]',
    );
  });

  test('of the demo house may be given a face and a behaviour that never show on the wire', async () => {
    const saved = await customerWithCard(stripe);
    remakeCard(house.store, saved.card.id, {
      brand: 'mastercard',
      last4: '1881',
      expMonth: 9,
      expYear: 2028,
      behaviour: 'later:insufficient_funds',
    });
    const shown = await stripe.paymentMethods.retrieve(saved.card.id);
    expect(shown.card).toMatchObject({ brand: 'mastercard', last4: '1881', exp_month: 9, exp_year: 2028 });
    expect(Object.keys(shown).filter((field) => field.startsWith('_'))).toEqual([]);
    const error = await refusal(stripe.paymentIntents.create(offSession(5000, saved)));
    expect(error.decline_code).toBe('insufficient_funds');
  });

  test('is saved through a setup intent, which a bank may refuse', async () => {
    const customer = await stripe.customers.create({ name: 'Ève' });
    const setup = await stripe.setupIntents.create({ customer: customer.id });
    expect(setup).toMatchObject({ status: 'requires_payment_method', usage: 'off_session' });
    const refused = await refusal(
      stripe.setupIntents.confirm(setup.id, { payment_method: 'pm_card_visa_chargeDeclined' }),
    );
    expect(refused).toMatchObject({
      statusCode: 402,
      setup_intent: { id: setup.id, status: 'requires_payment_method' },
    });
    const done = await stripe.setupIntents.confirm(setup.id, { payment_method: 'pm_card_visa' });
    expect(done).toMatchObject({ status: 'succeeded', last_setup_error: null });
    const [card] = (await stripe.customers.listPaymentMethods(customer.id)).data;
    expect(card?.id).toBe(done.payment_method);
    expect((await refusal(stripe.setupIntents.cancel(setup.id))).code).toBe('setup_intent_unexpected_state');
  });
});
