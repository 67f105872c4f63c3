import type Stripe from 'stripe';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { open, submit, typed } from './browser.ts';
import { customerWithCard, openStripeHouse, refusal } from './stripe-house.ts';
import type { StripeHouse } from './stripe-house.ts';

let house: StripeHouse;
let stripe: Stripe;
beforeEach(async () => {
  house = await openStripeHouse();
  ({ stripe } = house);
});
afterEach(() => house.close());

const balanceDue: Stripe.Checkout.SessionCreateParams = {
  mode: 'payment',
  success_url: 'https://example.com/merci?session={CHECKOUT_SESSION_ID}',
  cancel_url: 'https://example.com/retour',
  line_items: [
    { quantity: 2, price_data: { currency: 'cad', unit_amount: 3750, product_data: { name: 'Coupe <b>& brushing' } } },
  ],
};

describe('a payment page', () => {
  test('shows what is owed and takes it from a typed test card', async () => {
    const session = await stripe.checkout.sessions.create({
      ...balanceDue,
      client_reference_id: 'bill-7',
      payment_intent_data: { metadata: { operation: 'op-7' } },
    });
    expect(session).toMatchObject({
      status: 'open',
      payment_status: 'unpaid',
      amount_total: 7500,
      payment_intent: null,
      client_reference_id: 'bill-7',
      expires_at: session.created + 86_400,
    });
    const address = session.url ?? '';
    const page = await open(address);
    expect(page.html).toContain('Pay $75.00');
    expect(page.html).toContain('Coupe &lt;b&gt;&amp; brushing');
    expect(page.html).not.toContain('<script');
    const done = await submit(address, typed);
    expect(done.html).toContain('Payment received');
    expect(done.html).toContain(`https://example.com/merci?session=${session.id}`);
    const after = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent', 'line_items'] });
    expect(after).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      url: null,
      customer_details: { email: 'e@example.com', name: 'Élodie' },
      payment_intent: { status: 'succeeded', amount_received: 7500, metadata: { operation: 'op-7' } },
      line_items: { data: [{ quantity: 2, amount_total: 7500 }] },
    });
    const completed = await stripe.events.list({ type: 'checkout.session.completed' });
    expect(completed.data.map((event) => (event.data.object as { id: string }).id)).toEqual([session.id]);
  });

  test('sent twice takes the money once', async () => {
    const session = await stripe.checkout.sessions.create(balanceDue);
    await Promise.all([submit(session.url ?? '', typed), submit(session.url ?? '', typed)]);
    expect((await stripe.charges.list()).data).toHaveLength(1);
  });

  test('speaks French when asked to, or when the browser does', async () => {
    const french = await stripe.checkout.sessions.create({ ...balanceDue, locale: 'fr-CA' });
    expect((await open(french.url ?? '', 'en')).html).toMatch(/Payer 75,00\s\$/);
    const any = await stripe.checkout.sessions.create(balanceDue);
    expect((await open(any.url ?? '', 'fr-CA,fr;q=0.9')).html).toContain('Numéro de carte');
  });

  test('says what is wrong with a card and lets the customer try another', async () => {
    const session = await stripe.checkout.sessions.create(balanceDue);
    const address = session.url ?? '';
    const wrong = async (fields: Partial<typeof typed>): Promise<string> =>
      (await submit(address, { ...typed, ...fields })).html;
    expect(await wrong({ card_number: '4242 4242 4242 4241' })).toContain('The card number is not valid.');
    expect(await wrong({ expiry: '02/26' })).toContain('The expiry date is in the past');
    expect(await wrong({ cvc: '1' })).toContain('The security code is incomplete.');
    expect((await stripe.charges.list()).data).toHaveLength(0);
    expect(await wrong({ card_number: '4000000000009995' })).toContain('insufficient funds');
    const tried = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
    expect(tried).toMatchObject({ status: 'open', payment_intent: { status: 'requires_payment_method' } });
    expect(await wrong({})).toContain('Payment received');
    const after = await stripe.checkout.sessions.retrieve(session.id);
    expect(after.payment_intent).toBe((tried.payment_intent as Stripe.PaymentIntent).id);
  });

  test('refuses a number that is no test card and keeps no trace of it', async () => {
    const session = await stripe.checkout.sessions.create(balanceDue);
    // Passes the check digit; belongs to no published test card.
    const number = '4539148803436467';
    const page = await submit(session.url ?? '', { ...typed, card_number: number });
    expect(page.html).toContain('This looks like a real card.');
    expect(page.html).not.toContain(number);
    const dump = house.store.list('stripe.checkout.session').concat(house.store.list('stripe.payment_method'));
    expect(JSON.stringify(dump)).not.toContain(number);
  });

  test('can hold the amount instead, which counts as complete and unpaid', async () => {
    const session = await stripe.checkout.sessions.create({
      ...balanceDue,
      payment_intent_data: { capture_method: 'manual' },
    });
    expect((await open(session.url ?? '')).html).toContain('Authorize $75.00');
    await submit(session.url ?? '', typed);
    const after = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
    expect(after).toMatchObject({
      status: 'complete',
      payment_status: 'unpaid',
      payment_intent: { status: 'requires_capture', amount_capturable: 7500 },
    });
    const intent = (after.payment_intent as Stripe.PaymentIntent).id;
    expect((await stripe.paymentIntents.cancel(intent)).status).toBe('canceled');
  });

  test('asks the bank when the card wants it, and the customer may refuse there', async () => {
    const session = await stripe.checkout.sessions.create(balanceDue);
    const address = session.url ?? '';
    const asked = await submit(address, { ...typed, card_number: '4000002760003184' });
    expect(asked.html).toContain('Your bank asks you to confirm');
    const [waiting] = (await stripe.paymentIntents.list()).data;
    expect((await refusal(stripe.paymentIntents.cancel(waiting?.id ?? ''))).statusCode).toBe(400);
    expect((await submit(address, { bank: 'no' })).html).toContain('could not confirm that it was you');
    await submit(address, { ...typed, card_number: '4000002760003184' });
    expect((await submit(address, { bank: 'yes' })).html).toContain('Payment received');
    const charges = (await stripe.charges.list()).data;
    expect(charges.filter((charge) => charge.status === 'succeeded')).toMatchObject([
      { payment_method_details: { card: { three_d_secure: { result: 'authenticated' } } } },
    ]);
  });

  test('saves the card when it is to be used later, and shows only cards meant to be shown', async () => {
    const saved = await customerWithCard(stripe);
    const first = await stripe.checkout.sessions.create({
      ...balanceDue,
      customer: saved.customer.id,
      payment_intent_data: { setup_future_usage: 'off_session' },
      saved_payment_method_options: { payment_method_save: 'enabled' },
    });
    const page = await open(first.url ?? '');
    expect(page.html).not.toContain('ending in 4242');
    await submit(first.url ?? '', { ...typed, card_number: '5555 5555 5555 4444', keep: 'yes' });
    const [kept] = (await stripe.customers.listPaymentMethods(saved.customer.id)).data;
    expect(kept).toMatchObject({ allow_redisplay: 'always', card: { brand: 'mastercard' } });
    const second = await stripe.checkout.sessions.create({ ...balanceDue, customer: saved.customer.id });
    expect((await open(second.url ?? '')).html).toContain('ending in 4444');
    await submit(second.url ?? '', { saved: kept?.id ?? '' });
    const after = await stripe.checkout.sessions.retrieve(second.id, { expand: ['payment_intent'] });
    expect(after.payment_intent).toMatchObject({ payment_method: kept?.id, status: 'succeeded' });
  });

  test('ends at its deadline or when it is expired, and then takes nothing', async () => {
    const soon = Math.floor(house.clock.now() / 1000) + 1800;
    const first = await stripe.checkout.sessions.create({ ...balanceDue, expires_at: soon });
    const second = await stripe.checkout.sessions.create(balanceDue);
    expect(await stripe.checkout.sessions.expire(second.id)).toMatchObject({ status: 'expired', url: null });
    expect((await refusal(stripe.checkout.sessions.expire(second.id))).statusCode).toBe(400);
    house.clock.advance(1_800_000);
    const late = await submit(first.url ?? '', typed);
    expect(late).toMatchObject({ status: 410 });
    expect((await stripe.checkout.sessions.retrieve(first.id)).status).toBe('expired');
    expect((await stripe.charges.list()).data).toHaveLength(0);
    expect((await stripe.events.list({ type: 'checkout.session.expired' })).data).toHaveLength(2);
  });

  test.each([
    [{ mode: undefined }, 'mode'],
    [{ line_items: [] }, 'line_items'],
    [{ success_url: undefined }, 'success_url'],
    [{ expires_at: 1 }, 'expires_at'],
    [{ mode: 'subscription' }, 'mode'],
    [{ line_items: [{ price: 'price_none', quantity: 1 }] }, 'line_items[0][price]'],
    [{ mode: 'setup', line_items: undefined }, 'currency'],
  ] as const)('is not made from %j', async (change, param) => {
    const order = { ...balanceDue, ...change } as Stripe.Checkout.SessionCreateParams;
    expect(await refusal(stripe.checkout.sessions.create(order))).toMatchObject({ statusCode: 400, param });
  });
});

describe('a page for saving a card', () => {
  test('leaves a card that can be charged without its owner', async () => {
    const customer = await stripe.customers.create({ name: 'Ève' });
    const session = await stripe.checkout.sessions.create({
      mode: 'setup',
      currency: 'cad',
      customer: customer.id,
      success_url: 'https://example.com',
      setup_intent_data: { metadata: { consent: 'c-1' } },
    });
    expect(session.payment_status).toBe('no_payment_required');
    expect((await submit(session.url ?? '', typed)).html).toContain('Your card is saved');
    const after = await stripe.checkout.sessions.retrieve(session.id, { expand: ['setup_intent.payment_method'] });
    expect(after).toMatchObject({
      status: 'complete',
      setup_intent: {
        status: 'succeeded',
        metadata: { consent: 'c-1' },
        payment_method: { customer: customer.id, card: { last4: '4242', exp_month: 11, exp_year: 2030 } },
      },
    });
  });
});
