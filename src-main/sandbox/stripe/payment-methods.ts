import { billingDetails, changedBillingDetails } from './address.ts';
import { attach, detach } from './attach.ts';
import { livingFrom } from './customer.ts';
import { loadFromPath, save } from './documents.ts';
import { emit, previousAttributes } from './events.ts';
import { changedMetadata, metadata } from './metadata.ts';
import { expand, listPage, page } from './paging.ts';
import { accepted, choice, integer, object, required, text } from './params.ts';
import { fromAlias } from './payment-method.ts';
import { badParameter, missingObject, wrongState } from './refusal.ts';
import { route } from './route.ts';

const allowRedisplay = choice('always', 'limited', 'unspecified');

/** Kinds of payment a list may ask for; only cards exist here, so the others are empty. */
export const listedType = choice('card', 'us_bank_account', 'acss_debit', 'sepa_debit', 'bacs_debit', 'link', 'paypal');

const unsafeNumber =
  'Sending credit card numbers directly to the Stripe API is generally unsafe. We suggest you use test tokens that map to the test card you are using.';

export const paymentMethodRoutes = [
  route({
    method: 'POST',
    path: '/v1/payment_methods',
    permission: 'payment_methods',
    params: {
      type: required(choice('card')),
      allow_redisplay: allowRedisplay,
      billing_details: billingDetails,
      card: required(
        object({
          token: text(),
          number: text(),
          exp_month: accepted,
          exp_year: accepted,
          cvc: accepted,
          networks: accepted,
        }),
      ),
      metadata,
      expand,
    },
    run(call, params) {
      if (params.card.number !== undefined) throw badParameter('card[number]', unsafeNumber);
      const { token } = params.card;
      if (token === undefined) {
        throw badParameter('card[token]', 'Missing required param: card[token].', 'parameter_missing');
      }
      const method = fromAlias(call, token);
      if (method === undefined || !token.startsWith('tok_')) {
        throw missingObject({ noun: 'token', id: token, param: 'card[token]', inPath: false });
      }
      method.billing_details = changedBillingDetails(method.billing_details, params.billing_details);
      method.allow_redisplay = params.allow_redisplay ?? 'unspecified';
      method.metadata = changedMetadata({}, params.metadata);
      save(call, method);
      return method;
    },
  }),
  route({
    method: 'GET',
    path: '/v1/payment_methods',
    permission: 'payment_methods',
    params: { ...page, customer: text(), customer_account: text(), type: listedType, allow_redisplay: allowRedisplay },
    run(call, params) {
      if (params.customer !== undefined) livingFrom(call, params.customer);
      return listPage(call, {
        kind: 'payment_method',
        url: '/v1/payment_methods',
        page: params,
        query: {
          ...(params.customer === undefined ? {} : { owner: params.customer }),
          where: (method) =>
            method.customer !== null &&
            (params.type ?? 'card') === 'card' &&
            (params.allow_redisplay === undefined || method.allow_redisplay === params.allow_redisplay),
        },
      });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/payment_methods/:id',
    permission: 'payment_methods',
    params: { expand },
    run: (call, _params, id) => loadFromPath(call, 'payment_method', { id, param: 'payment_method' }),
  }),
  route({
    method: 'POST',
    path: '/v1/payment_methods/:id',
    permission: 'payment_methods',
    params: {
      allow_redisplay: allowRedisplay,
      billing_details: billingDetails,
      card: object({
        exp_month: integer({ min: 1, max: 12 }),
        exp_year: integer({ min: 1970, max: 9999 }),
        networks: accepted,
      }),
      metadata,
      us_bank_account: accepted,
      expand,
    },
    run(call, params, id) {
      const method = loadFromPath(call, 'payment_method', { id, param: 'payment_method' });
      if (method.customer === null) {
        throw wrongState(
          'payment_method_unexpected_state',
          'You must save this PaymentMethod to a customer before you can update it.',
        );
      }
      const before = structuredClone(method);
      method.billing_details = changedBillingDetails(method.billing_details, params.billing_details);
      method.allow_redisplay = params.allow_redisplay ?? method.allow_redisplay;
      method.card.exp_month = params.card?.exp_month ?? method.card.exp_month;
      method.card.exp_year = params.card?.exp_year ?? method.card.exp_year;
      method.metadata = changedMetadata(method.metadata, params.metadata);
      save(call, method);
      emit(call, 'payment_method.updated', method, previousAttributes(before, method));
      return method;
    },
  }),
  route({
    method: 'POST',
    path: '/v1/payment_methods/:id/attach',
    permission: 'payment_methods',
    params: { customer: required(text()), customer_account: accepted, expand },
    run(call, params, id) {
      livingFrom(call, params.customer);
      const method = fromAlias(call, id) ?? loadFromPath(call, 'payment_method', { id, param: 'payment_method' });
      attach(call, method, params.customer);
      return method;
    },
  }),
  route({
    method: 'POST',
    path: '/v1/payment_methods/:id/detach',
    permission: 'payment_methods',
    params: { expand },
    run(call, _params, id) {
      const method = loadFromPath(call, 'payment_method', { id, param: 'payment_method' });
      detach(call, method);
      return method;
    },
  }),
];
