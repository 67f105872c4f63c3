import { checkMethod } from './confirm.ts';
import { livingFrom } from './customer.ts';
import { loadFromPath, save } from './documents.ts';
import type { StripeCall } from './documents.ts';
import { emit } from './events.ts';
import { changedMetadata, metadata } from './metadata.ts';
import { datedPage, expand, listPage } from './paging.ts';
import { accepted, choice, flag, list, object, required, text, unsettable } from './params.ts';
import { paymentMethodFrom } from './payment-method.ts';
import { badParameter } from './refusal.ts';
import { route } from './route.ts';
import { confirmSetup } from './set-up.ts';
import { makeSetupIntent, unexpectedSetupState } from './setup-intent.ts';
import type { SetupIntent } from './setup-intent.ts';

const described = {
  allowed_payment_method_types: list(text()),
  attach_to_self: accepted,
  customer: text(),
  customer_account: accepted,
  description: unsettable(text()),
  excluded_payment_method_types: accepted,
  expand,
  flow_directions: accepted,
  metadata,
  payment_method: text(),
  payment_method_configuration: accepted,
  payment_method_data: accepted,
  payment_method_options: accepted,
};

function confirmWith(call: StripeCall, intent: SetupIntent, chosen: string | null): void {
  if (chosen === null) {
    throw unexpectedSetupState(
      call,
      intent,
      "You cannot confirm this SetupIntent because it's missing a payment method. Update the SetupIntent with a payment method and then confirm it again.",
    );
  }
  confirmSetup(call, intent, { method: paymentMethodFrom(call, chosen, 'payment_method'), authenticated: false });
}

export const setupIntentRoutes = [
  route({
    method: 'POST',
    path: '/v1/setup_intents',
    permission: 'setup_intents',
    params: {
      ...described,
      automatic_payment_methods: object({ enabled: required(flag), allow_redirects: choice('always', 'never') }),
      confirm: flag,
      confirmation_token: accepted,
      mandate_data: accepted,
      on_behalf_of: accepted,
      return_url: text(),
      single_use: accepted,
      usage: choice('off_session', 'on_session'),
      use_stripe_sdk: flag,
    },
    run(call, params) {
      if (params.confirm !== true && params.return_url !== undefined) {
        throw badParameter('return_url', 'You can only use `return_url` when `confirm` is true.');
      }
      const automatic = params.automatic_payment_methods;
      const intent = makeSetupIntent(call, {
        allowedTypes: params.allowed_payment_method_types ?? null,
        automaticMethods:
          automatic?.enabled === false
            ? null
            : { allow_redirects: automatic?.allow_redirects ?? 'always', enabled: true },
        customer: params.customer === undefined ? null : livingFrom(call, params.customer).id,
        description: params.description ?? null,
        metadata: changedMetadata({}, params.metadata),
        usage: params.usage ?? 'off_session',
      });
      if (params.payment_method !== undefined) {
        const method = paymentMethodFrom(call, params.payment_method, 'payment_method');
        checkMethod(method, intent.customer);
        save(call, method);
        intent.payment_method = method.id;
        intent.status = 'requires_confirmation';
      }
      save(call, intent);
      emit(call, 'setup_intent.created', intent);
      if (params.confirm === true) confirmWith(call, intent, intent.payment_method);
      return intent;
    },
  }),
  route({
    method: 'GET',
    path: '/v1/setup_intents',
    permission: 'setup_intents',
    params: { ...datedPage, attach_to_self: flag, customer: text(), customer_account: text(), payment_method: text() },
    run: (call, params) =>
      listPage(call, {
        kind: 'setup_intent',
        url: '/v1/setup_intents',
        page: params,
        query: {
          ...params.created,
          ...(params.customer === undefined ? {} : { owner: params.customer }),
          where: (intent) => params.payment_method === undefined || intent.payment_method === params.payment_method,
        },
      }),
  }),
  route({
    method: 'GET',
    path: '/v1/setup_intents/:id',
    permission: 'setup_intents',
    params: { expand, client_secret: text() },
    run: (call, _params, id) => loadFromPath(call, 'setup_intent', { id, param: 'intent' }),
  }),
  route({
    method: 'POST',
    path: '/v1/setup_intents/:id',
    permission: 'setup_intents',
    params: described,
    run(call, params, id) {
      const intent = loadFromPath(call, 'setup_intent', { id, param: 'intent' });
      if (params.customer !== undefined) intent.customer = livingFrom(call, params.customer).id;
      if (params.description !== undefined) intent.description = params.description;
      intent.metadata = changedMetadata(intent.metadata, params.metadata);
      if (params.payment_method !== undefined) {
        if (intent.status === 'succeeded' || intent.status === 'canceled') {
          throw unexpectedSetupState(
            call,
            intent,
            `This SetupIntent has a status of ${intent.status}; its payment method stays.`,
          );
        }
        const method = paymentMethodFrom(call, params.payment_method, 'payment_method');
        checkMethod(method, intent.customer);
        save(call, method);
        intent.payment_method = method.id;
        intent.status = 'requires_confirmation';
      }
      save(call, intent);
      return intent;
    },
  }),
  route({
    method: 'POST',
    path: '/v1/setup_intents/:id/confirm',
    permission: 'setup_intents',
    params: {
      allowed_payment_method_types: list(text()),
      confirmation_token: accepted,
      expand,
      mandate_data: accepted,
      payment_method: text(),
      payment_method_data: accepted,
      payment_method_options: accepted,
      return_url: text(),
      use_stripe_sdk: flag,
    },
    run(call, params, id) {
      const intent = loadFromPath(call, 'setup_intent', { id, param: 'intent' });
      confirmWith(call, intent, params.payment_method ?? intent.payment_method);
      return intent;
    },
  }),
  route({
    method: 'POST',
    path: '/v1/setup_intents/:id/cancel',
    permission: 'setup_intents',
    params: { cancellation_reason: choice('abandoned', 'duplicate', 'requested_by_customer'), expand },
    run(call, params, id) {
      const intent = loadFromPath(call, 'setup_intent', { id, param: 'intent' });
      if (intent.status === 'succeeded' || intent.status === 'canceled') {
        throw unexpectedSetupState(
          call,
          intent,
          `You cannot cancel this SetupIntent because it has a status of ${intent.status}.`,
        );
      }
      if (intent._session !== null) {
        throw unexpectedSetupState(
          call,
          intent,
          'You cannot cancel a SetupIntent created by Checkout. Expire the Checkout Session instead.',
        );
      }
      intent.status = 'canceled';
      intent.cancellation_reason = params.cancellation_reason ?? null;
      intent.next_action = null;
      save(call, intent);
      emit(call, 'setup_intent.canceled', intent);
      return intent;
    },
  }),
];
