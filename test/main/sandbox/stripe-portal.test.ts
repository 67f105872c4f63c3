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

describe('the customer portal', () => {
  test('lets the customer add, prefer and remove cards for an hour', async () => {
    const saved = await customerWithCard(stripe);
    const portal = await stripe.billingPortal.sessions.create({
      customer: saved.customer.id,
      return_url: 'https://example.com/bureau',
      locale: 'fr',
    });
    expect((await open(portal.url)).html).toContain('VISA se terminant par 4242');
    await submit(portal.url, { ...typed, card_number: '5555555555554444' });
    const cards = (await stripe.customers.listPaymentMethods(saved.customer.id)).data;
    expect(cards.map((card) => card.card?.last4)).toEqual(['4444', '4242']);
    await submit(portal.url, { default: cards[0]?.id ?? '' });
    await submit(portal.url, { remove: saved.card.id });
    expect(await stripe.customers.retrieve(saved.customer.id)).toMatchObject({
      invoice_settings: { default_payment_method: cards[0]?.id },
    });
    expect((await stripe.customers.listPaymentMethods(saved.customer.id)).data).toHaveLength(1);
    const refused = await submit(portal.url, { ...typed, card_number: '4000000000000002' });
    expect(refused.html).toContain('La carte a été refusée');
    house.clock.advance(3_600_001);
    expect((await open(portal.url)).status).toBe(410);
  });

  test('opens straight on a new card that becomes the default, and for living customers only', async () => {
    const saved = await customerWithCard(stripe);
    const portal = await stripe.billingPortal.sessions.create({
      customer: saved.customer.id,
      flow_data: { type: 'payment_method_update' },
    });
    await submit(portal.url, { ...typed, card_number: '378282246310005' });
    const [newest] = (await stripe.customers.listPaymentMethods(saved.customer.id)).data;
    expect(await stripe.customers.retrieve(saved.customer.id)).toMatchObject({
      invoice_settings: { default_payment_method: newest?.id },
    });
    await stripe.customers.del(saved.customer.id);
    expect((await refusal(stripe.billingPortal.sessions.create({ customer: saved.customer.id }))).param).toBe(
      'customer',
    );
    expect((await open(portal.url)).status).toBe(404);
  });
});
