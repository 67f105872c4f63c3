import { checkoutParams } from './checkout-params.ts';
import { setupOf } from './checkout-pay.ts';
import { expireSession, lineItemsOf, makeSession } from './checkout-session.ts';
import { judgeSession, linesOf } from './checkout-rules.ts';
import { checkAmount, checkedCurrency } from './currencies.ts';
import { livingFrom } from './customer.ts';
import { loadFromPath, save } from './documents.ts';
import { changedMetadata, metadata } from './metadata.ts';
import { datedPage, expand, listPage, page } from './paging.ts';
import { accepted, choice, text } from './params.ts';
import { wrongState } from './refusal.ts';
import { madeUp, route } from './route.ts';

export const checkoutRoutes = [
  route({
    method: 'POST',
    path: '/v1/checkout/sessions',
    permission: 'checkout_sessions',
    params: checkoutParams,
    run(call, params) {
      const mode = judgeSession(call, params);
      const lines = linesOf(call, params);
      const currency = lines[0]?.currency ?? (params.currency === undefined ? null : checkedCurrency(params.currency));
      if (mode === 'payment' && currency !== null && !lines.some(({ chosen }) => chosen)) {
        const total = lines.reduce((sum, line) => sum + line.unitAmount * line.quantity, 0);
        checkAmount(total, currency, 'line_items');
      }
      const intentData = params.payment_intent_data;
      const options = params.saved_payment_method_options;
      const session = makeSession(call, {
        allowedTypes: params.allowed_payment_method_types ?? null,
        cancel_url: params.cancel_url ?? null,
        client_reference_id: params.client_reference_id ?? null,
        consent_collection: params.consent_collection
          ? {
              payment_method_reuse_agreement: params.consent_collection.payment_method_reuse_agreement ?? null,
              promotions: params.consent_collection.promotions ?? null,
              terms_of_service: params.consent_collection.terms_of_service ?? null,
            }
          : null,
        currency,
        custom_text: {
          after_submit: params.custom_text?.after_submit ?? null,
          shipping_address: params.custom_text?.shipping_address ?? null,
          submit: params.custom_text?.submit ?? null,
          terms_of_service_acceptance: params.custom_text?.terms_of_service_acceptance ?? null,
        },
        customer: params.customer === undefined ? null : livingFrom(call, params.customer).id,
        customer_creation:
          mode === 'payment' && params.customer === undefined ? (params.customer_creation ?? 'if_required') : null,
        customer_email: params.customer_email ?? null,
        locale: params.locale ?? null,
        metadata: changedMetadata({}, params.metadata),
        mode,
        saved_payment_method_options:
          mode === 'setup' || (params.customer === undefined && options === undefined)
            ? null
            : {
                allow_redisplay_filters: options?.allow_redisplay_filters ?? ['always'],
                payment_method_remove: options?.payment_method_remove ?? 'disabled',
                payment_method_save: options?.payment_method_save ?? null,
              },
        success_url: params.success_url ?? null,
        ...(params.expires_at === undefined ? {} : { expiresAt: params.expires_at }),
        _lines: lines,
        _order: {
          captureMethod: intentData?.capture_method ?? 'automatic_async',
          description: intentData?.description ?? params.setup_intent_data?.description ?? null,
          metadata: changedMetadata({}, intentData?.metadata ?? params.setup_intent_data?.metadata),
          receiptEmail: intentData?.receipt_email ?? null,
          setupFutureUsage: intentData?.setup_future_usage ?? null,
          ...(params.payment_method_data?.allow_redisplay === undefined
            ? {}
            : { allowRedisplay: params.payment_method_data.allow_redisplay }),
        },
      });
      save(call, session);
      if (mode === 'setup') setupOf(call, session);
      return session;
    },
  }),
  route({
    method: 'GET',
    path: '/v1/checkout/sessions',
    permission: 'checkout_sessions',
    params: {
      ...datedPage,
      customer: text(),
      customer_account: accepted,
      customer_details: accepted,
      payment_intent: text(),
      payment_link: accepted,
      status: choice('open', 'complete', 'expired'),
      subscription: accepted,
    },
    run: (call, params) =>
      listPage(call, {
        kind: 'checkout.session',
        url: '/v1/checkout/sessions',
        page: params,
        query: {
          ...params.created,
          ...(params.customer === undefined ? {} : { owner: params.customer }),
          where: (session) =>
            (params.status === undefined || session.status === params.status) &&
            (params.payment_intent === undefined || session.payment_intent === params.payment_intent),
        },
      }),
  }),
  route({
    method: 'GET',
    path: '/v1/checkout/sessions/:id',
    permission: 'checkout_sessions',
    params: { expand },
    run: (call, _params, id) => loadFromPath(call, 'checkout.session', { id }),
  }),
  route({
    method: 'POST',
    path: '/v1/checkout/sessions/:id',
    permission: 'checkout_sessions',
    params: {
      collected_information: accepted,
      expand,
      line_items: accepted,
      metadata,
      payment_intent_data: accepted,
      shipping_options: accepted,
    },
    run(call, params, id) {
      const session = loadFromPath(call, 'checkout.session', { id });
      session.metadata = changedMetadata(session.metadata, params.metadata);
      save(call, session);
      return session;
    },
  }),
  route({
    method: 'GET',
    path: '/v1/checkout/sessions/:id/line_items',
    permission: 'checkout_sessions',
    params: page,
    run(call, _params, id) {
      loadFromPath(call, 'checkout.session', { id });
      return madeUp(lineItemsOf(call, id));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/checkout/sessions/:id/expire',
    permission: 'checkout_sessions',
    params: { expand },
    run(call, _params, id) {
      const session = loadFromPath(call, 'checkout.session', { id });
      if (session.status !== 'open') {
        throw wrongState(
          'status_transition_invalid',
          `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${session.status}\`.`,
        );
      }
      expireSession(call, session);
      return session;
    },
  }),
];
