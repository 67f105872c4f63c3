import { confirmIntent, checkMethod } from './confirm.ts';
import { checkAmount, checkedCurrency } from './currencies.ts';
import { livingFrom } from './customer.ts';
import { loadFromPath, save } from './documents.ts';
import type { StripeCall } from './documents.ts';
import { emit } from './events.ts';
import { changedMetadata } from './metadata.ts';
import { datedPage, expand, listPage } from './paging.ts';
import { flag, text } from './params.ts';
import type { Values } from './params.ts';
import { confirmParams, createParams, updateParams } from './payment-intent-params.ts';
import { makePaymentIntent, unexpectedState } from './payment-intent.ts';
import type { PaymentIntent } from './payment-intent.ts';
import { paymentMethodFrom } from './payment-method.ts';
import type { PaymentMethod } from './payment-method.ts';
import { badParameter, wrongValue } from './refusal.ts';
import { route } from './route.ts';

const onlyWithConfirm = ['error_on_requires_action', 'off_session', 'return_url', 'use_stripe_sdk'] as const;

/** Rules between parameters of one create call. */
function judgeCreate(params: Values<typeof createParams>): void {
  checkAmount(params.amount, checkedCurrency(params.currency));
  if (params.statement_descriptor !== undefined) {
    throw badParameter(
      'statement_descriptor',
      'The `statement_descriptor` parameter is not supported for card charges. Use `statement_descriptor_suffix` instead.',
    );
  }
  if (params.confirm !== true) {
    const early = onlyWithConfirm.find((name) => params[name] !== undefined);
    if (early !== undefined) {
      throw badParameter(early, `You can only use \`${early}\` when \`confirm\` is true.`);
    }
    return;
  }
  if (params.payment_method === undefined) {
    throw badParameter(
      'payment_method',
      "You cannot confirm this PaymentIntent because it's missing a payment method. To confirm the PaymentIntent with a payment method, include the `payment_method` parameter.",
      'parameter_missing',
    );
  }
}

/** Methods that redirect need somewhere to come back to. https://docs.stripe.com/payments/accept-a-payment */
function judgeReturn(intent: PaymentIntent, returnUrl: string | undefined): void {
  if (returnUrl !== undefined || intent.automatic_payment_methods?.allow_redirects === 'never') return;
  if (intent.allowed_payment_method_types?.every((type) => type === 'card') === true) return;
  throw wrongValue(
    'return_url',
    "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.",
  );
}

function checkAllowed(types: readonly string[] | null): void {
  if (types === null || types.includes('card')) return;
  throw wrongValue(
    'payment_method',
    'The PaymentMethod provided (card) is not allowed for this PaymentIntent.',
    'payment_intent_incompatible_payment_method',
  );
}

type Described = Values<typeof confirmParams> & Values<typeof updateParams>;

/** What may change at any time, and what only before the card was tried. */
function describe(call: StripeCall, intent: PaymentIntent, params: Described): PaymentMethod | undefined {
  if (params.description !== undefined) intent.description = params.description;
  if (params.receipt_email !== undefined) intent.receipt_email = params.receipt_email;
  if (params.setup_future_usage !== undefined) intent.setup_future_usage = params.setup_future_usage;
  if (params.shipping !== undefined) intent.shipping = params.shipping === null ? null : { ...params.shipping };
  if (params.statement_descriptor_suffix !== undefined) {
    intent.statement_descriptor_suffix = params.statement_descriptor_suffix;
  }
  if (params.transfer_group !== undefined) intent.transfer_group = params.transfer_group;
  intent.metadata = changedMetadata(intent.metadata, params.metadata);
  if (params.capture_method !== undefined) intent.capture_method = params.capture_method;
  if (params.allowed_payment_method_types !== undefined) {
    intent.allowed_payment_method_types = params.allowed_payment_method_types;
  }
  const { card } = params.payment_method_options ?? {};
  if (card !== undefined) {
    const known = intent.payment_method_options['card'];
    intent.payment_method_options = { card: { ...(typeof known === 'object' ? known : {}), ...card } };
  }
  if (params.customer !== undefined) intent.customer = livingFrom(call, params.customer).id;
  if (params.payment_method === undefined) return undefined;
  const method = paymentMethodFrom(call, params.payment_method, 'payment_method');
  checkMethod(method, intent.customer);
  checkAllowed(intent.allowed_payment_method_types);
  return method;
}

/** Both `true` and the older words mean that the cardholder is not there. */
function isOffSession(sent: boolean | 'one_off' | 'recurring' | undefined): boolean {
  return sent !== undefined && sent !== false;
}

export const paymentIntentRoutes = [
  route({
    method: 'POST',
    path: '/v1/payment_intents',
    permission: 'payment_intents',
    params: createParams,
    run(call, params) {
      judgeCreate(params);
      const automatic = params.automatic_payment_methods;
      const intent = makePaymentIntent(call, {
        amount: params.amount,
        currency: checkedCurrency(params.currency),
        automaticMethods:
          automatic?.enabled === false
            ? null
            : { allow_redirects: automatic?.allow_redirects ?? 'always', enabled: true },
        ...(params.confirmation_method === undefined ? {} : { confirmationMethod: params.confirmation_method }),
        customer: params.customer === undefined ? null : livingFrom(call, params.customer).id,
      });
      const { customer: _known, ...described } = params;
      const method = describe(call, intent, described);
      if (method !== undefined) {
        intent.payment_method = method.id;
        intent.status = 'requires_confirmation';
        save(call, method);
      }
      if (params.confirm === true) judgeReturn(intent, params.return_url);
      save(call, intent);
      emit(call, 'payment_intent.created', intent);
      if (params.confirm === true && method !== undefined) {
        confirmIntent(call, intent, {
          method,
          offSession: isOffSession(params.off_session),
          authenticated: false,
          errorOnAction: params.error_on_requires_action ?? false,
          ...(params.return_url === undefined ? {} : { returnUrl: params.return_url }),
        });
      }
      return intent;
    },
  }),
  route({
    method: 'GET',
    path: '/v1/payment_intents',
    permission: 'payment_intents',
    params: { ...datedPage, customer: text(), customer_account: text() },
    run(call, params) {
      if (params.customer !== undefined) livingFrom(call, params.customer);
      return listPage(call, {
        kind: 'payment_intent',
        url: '/v1/payment_intents',
        page: params,
        query: { ...params.created, ...(params.customer === undefined ? {} : { owner: params.customer }) },
      });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/payment_intents/:id',
    permission: 'payment_intents',
    params: { expand, client_secret: text(), return_url: text(), use_stripe_sdk: flag },
    run: (call, _params, id) => loadFromPath(call, 'payment_intent', { id, param: 'intent' }),
  }),
  route({
    method: 'POST',
    path: '/v1/payment_intents/:id',
    permission: 'payment_intents',
    params: updateParams,
    run(call, params, id) {
      const intent = loadFromPath(call, 'payment_intent', { id, param: 'intent' });
      const early = (
        ['amount', 'currency', 'customer', 'payment_method', 'capture_method', 'setup_future_usage'] as const
      ).find((name) => params[name] !== undefined);
      if (early !== undefined && ['requires_capture', 'succeeded', 'canceled'].includes(intent.status)) {
        throw unexpectedState(
          call,
          intent,
          `This PaymentIntent's ${early} could not be updated because it has a status of ${intent.status}. You may only update the ${early} of a PaymentIntent with one of the following statuses: requires_payment_method, requires_confirmation, requires_action.`,
        );
      }
      if (params.currency !== undefined) intent.currency = checkedCurrency(params.currency);
      if (params.amount !== undefined) intent.amount = params.amount;
      checkAmount(intent.amount, intent.currency);
      const method = describe(call, intent, params);
      if (method !== undefined) {
        intent.payment_method = method.id;
        intent.status = 'requires_confirmation';
        save(call, method);
      }
      // Stripe sends no event for a changed description, only for a changed status.
      save(call, intent);
      return intent;
    },
  }),
  route({
    method: 'POST',
    path: '/v1/payment_intents/:id/confirm',
    permission: 'payment_intents',
    params: confirmParams,
    run(call, params, id) {
      const intent = loadFromPath(call, 'payment_intent', { id, param: 'intent' });
      const given = describe(call, intent, params);
      const chosen = given?.id ?? intent.payment_method;
      if (chosen === null) {
        throw unexpectedState(
          call,
          intent,
          "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method.",
        );
      }
      judgeReturn(intent, params.return_url);
      confirmIntent(call, intent, {
        method: given ?? paymentMethodFrom(call, chosen, 'payment_method'),
        offSession: isOffSession(params.off_session),
        authenticated: false,
        errorOnAction: params.error_on_requires_action ?? false,
        ...(params.return_url === undefined ? {} : { returnUrl: params.return_url }),
      });
      return intent;
    },
  }),
];
