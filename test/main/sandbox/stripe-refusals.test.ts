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

/** A call as it is on the wire, for what the package would not let through. */
async function raw(
  method: string,
  path: string,
  body?: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; error: Record<string, unknown> }> {
  const reply = await fetch(house.url + path, {
    method,
    headers: {
      Authorization: 'Bearer rk_test_demo_atelier_fleury',
      'Content-Type': 'application/x-www-form-urlencoded',
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  const { error } = (await reply.json()) as { error?: Record<string, unknown> };
  return { status: reply.status, error: error ?? {} };
}

describe('a key', () => {
  test('that is missing, unknown, expired or publishable opens nothing', async () => {
    for (const key of ['rk_test_someone_else', 'sk_live_made_up', 'rk_test_demo_expired', 'pk_test_demo']) {
      const error = await refusal(house.client(key).customers.list());
      expect(error).toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
      expect(error.message).not.toContain('someone_else');
    }
    expect((await raw('GET', '/v1/customers', undefined, { Authorization: '' })).status).toBe(401);
    const basic = `Basic ${Buffer.from('rk_test_demo_atelier_fleury:').toString('base64')}`;
    expect((await raw('GET', '/v1/customers', undefined, { Authorization: basic })).status).toBe(200);
  });

  test('without a permission is refused there and works elsewhere', async () => {
    const saved = await customerWithCard(stripe);
    const paid = await stripe.paymentIntents.create(offSession(5000, saved));
    const lesser = house.client('rk_test_demo_no_refunds_no_events');
    expect((await lesser.paymentIntents.retrieve(paid.id)).id).toBe(paid.id);
    const error = await refusal(lesser.refunds.create({ payment_intent: paid.id }));
    expect(error).toBeInstanceOf(Stripe.errors.StripePermissionError);
    expect(error.message).toContain('rak_refunds_write');
    expect((await refusal(lesser.events.list())).statusCode).toBe(403);
    const reader = house.client('rk_test_demo_read_only');
    expect((await reader.customers.list()).data).toHaveLength(1);
    expect((await refusal(reader.customers.create({ name: 'x' }))).statusCode).toBe(403);
    expect((await stripe.refunds.list()).data).toHaveLength(0);
  });

  test('tells whose account it is', async () => {
    const account = await stripe.accounts.retrieveCurrent();
    expect(account).toMatchObject({
      country: 'CA',
      default_currency: 'cad',
      business_profile: { name: 'Atelier Fleury' },
    });
  });
});

describe('a request', () => {
  test('in another version of the interface is refused', async () => {
    const old = await raw('GET', '/v1/customers', undefined, { 'Stripe-Version': '2020-08-27' });
    expect(old).toMatchObject({ status: 400, error: { message: 'Invalid Stripe API version: 2020-08-27' } });
  });

  test('to an address nobody knows is not found', async () => {
    expect((await raw('GET', '/v1/nothing')).status).toBe(404);
    expect((await raw('PUT', '/v1/customers')).status).toBe(404);
    expect((await raw('GET', '/v1/customers/')).status).toBe(404);
  });

  test.each([
    ['', 400, 'parameter_missing', 'amount'],
    ['amount=5000', 400, 'parameter_missing', 'currency'],
    ['amount=19.99&currency=cad', 400, 'parameter_invalid_integer', 'amount'],
    ['amount=-5&currency=cad', 400, 'parameter_invalid_integer', 'amount'],
    ['amount=49&currency=cad', 400, 'amount_too_small', 'amount'],
    ['amount=100000000&currency=cad', 400, 'amount_too_large', 'amount'],
    ['amount=5000&currency=cad&tip=1', 400, 'parameter_unknown', 'tip'],
    ['amount=5000&currency=cad&payment_method_types[0]=card', 400, 'parameter_unknown', 'payment_method_types'],
    [
      'amount=5000&currency=cad&payment_method_options[card][hold]=1',
      400,
      'parameter_unknown',
      'payment_method_options[card][hold]',
    ],
    ['amount=5000&currency=cad&description=', 400, 'parameter_invalid_empty', 'description'],
    ['amount=5000&currency=cad&customer=cus_none', 400, 'resource_missing', 'customer'],
    ['amount=5000&currency=zzz', 400, undefined, 'currency'],
    ['amount=5000&currency=cad&capture_method=later', 400, undefined, 'capture_method'],
    ['amount=5000&currency=cad&confirm=perhaps', 400, undefined, 'confirm'],
    ['amount=5000&currency=cad&off_session=true', 400, undefined, 'off_session'],
    ['amount=5000&currency=cad&confirm=true', 400, 'parameter_missing', 'payment_method'],
    [`amount=5000&currency=cad&metadata[${'k'.repeat(41)}]=v`, 400, undefined, `metadata[${'k'.repeat(41)}]`],
    [`amount=5000&currency=cad&metadata[k]=${'v'.repeat(501)}`, 400, undefined, 'metadata[k]'],
    ['amount=5000&currency=cad&expand[0]=weather', 400, undefined, 'expand'],
    ['amount=5000&currency=cad&expand[0]=latest_charge.customer.a.b.c', 400, undefined, 'expand[0]'],
  ])('with %j makes no payment intent', async (body, status, code, param) => {
    const { status: answered, error } = await raw('POST', '/v1/payment_intents', body);
    expect([answered, error['code'], error['param']]).toEqual([status, code, param]);
    expect((await stripe.paymentIntents.list()).data).toHaveLength(0);
    expect((await stripe.events.list()).data).toHaveLength(0);
  });

  test('that confirms with methods that may redirect needs an address to come back to', async () => {
    const saved = await customerWithCard(stripe);
    const { allowed_payment_method_types: _card, ...open } = offSession(5000, saved);
    const error = await refusal(stripe.paymentIntents.create(open));
    expect(error).toMatchObject({ statusCode: 400, param: 'return_url' });
    expect((await stripe.paymentIntents.list()).data).toHaveLength(0);
    const never = { enabled: true, allow_redirects: 'never' } as const;
    expect((await stripe.paymentIntents.create({ ...open, automatic_payment_methods: never })).status).toBe(
      'succeeded',
    );
  });

  test('for an object that is not there says so, also when it is of the other mode', async () => {
    expect(await refusal(stripe.paymentIntents.retrieve('pi_none'))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      message: "No such payment_intent: 'pi_none'",
    });
    const live = await refusal(stripe.customers.retrieve('cus_live_made_up'));
    expect(live.statusCode).toBe(404);
    expect(live.message).toContain('a similar object exists in live mode');
  });

  test('with a broken percent escape or a name made to reach a prototype does no harm', async () => {
    expect((await raw('POST', '/v1/customers', 'name=%E0%A4%A')).status).toBe(400);
    expect((await raw('POST', '/v1/customers', '__proto__[polluted]=1')).error['code']).toBe('parameter_unknown');
    expect((await raw('POST', '/v1/customers', 'constructor=1')).error['code']).toBe('parameter_unknown');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect((await raw('GET', '/v1/customers/__proto__')).status).toBe(404);
  });

  test('with a raw card number is refused and the number is not repeated', async () => {
    const { status, error } = await raw('POST', '/v1/payment_methods', 'type=card&card[number]=4242424242424242');
    expect(status).toBe(400);
    expect(JSON.stringify(error)).not.toContain('4242424242424242');
  });
});
