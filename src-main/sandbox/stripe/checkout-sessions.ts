import { checkoutParams } from './checkout-params.ts';
import { setupOf } from './checkout-pay.ts';
import { expireSession, lineItemsOf, makeSession } from './checkout-session.ts';
import type { SessionLine } from './checkout-session.ts';
import { checkAmount, checkedCurrency } from './currencies.ts';
import { livingFrom } from './customer.ts';
import { loadFromPath, save, seconds } from './documents.ts';
import type { StripeCall } from './documents.ts';
import { changedMetadata, metadata } from './metadata.ts';
import { datedPage, expand, listPage, page } from './paging.ts';
import { accepted, choice, text } from './params.ts';
import type { Values } from './params.ts';
import { badParameter, missingObject, wrongState } from './refusal.ts';
import { madeUp, route } from './route.ts';

type Sent = Values<typeof checkoutParams>;

const soonest = 30 * 60;
const latest = 24 * 3600;

function missing(param: string): Error {
  return badParameter(param, `Missing required param: ${param}.`, 'parameter_missing');
}

/** Rules between parameters. https://docs.stripe.com/api/checkout/sessions/create */
function judge(call: StripeCall, sent: Sent): 'payment' | 'setup' {
  const { mode } = sent;
  if (mode === undefined) throw missing('mode');
  if (mode === 'subscription') throw badParameter('mode', 'Subscriptions are not enabled on this account.');
  if ((sent.ui_mode ?? 'hosted_page') !== 'hosted_page') {
    throw badParameter('ui_mode', 'Only hosted pages are enabled on this account.');
  }
  if (sent.success_url === undefined) throw missing('success_url');
  for (const name of ['success_url', 'cancel_url'] as const) {
    const address = sent[name];
    if (address !== undefined && !URL.canParse(address.replace('{CHECKOUT_SESSION_ID}', 'id'))) {
      throw badParameter(name, 'Not a valid URL', 'url_invalid');
    }
  }
  if (sent.customer !== undefined && sent.customer_email !== undefined) {
    throw badParameter('customer_email', 'You may only specify one of these parameters: customer, customer_email.');
  }
  if (sent.expires_at !== undefined) {
    const ahead = sent.expires_at - seconds(call.clock.now());
    if (ahead < soonest || ahead > latest) {
      throw badParameter(
        'expires_at',
        `The \`expires_at\` timestamp must be ${ahead < soonest ? 'at least 30 minutes' : 'less than 24 hours'} from Checkout Session creation.`,
      );
    }
  }
  if (mode === 'payment') judgePayment(sent);
  else judgeSetup(sent);
  return mode;
}

function judgePayment(sent: Sent): void {
  if (sent.line_items === undefined || sent.line_items.length === 0) throw missing('line_items');
  if (sent.setup_intent_data !== undefined) {
    throw badParameter('setup_intent_data', 'You can not pass `setup_intent_data` in `payment` mode.');
  }
  const options = sent.saved_payment_method_options;
  if (
    options?.payment_method_save === 'enabled' &&
    sent.customer === undefined &&
    sent.customer_creation !== 'always'
  ) {
    throw badParameter(
      'saved_payment_method_options[payment_method_save]',
      '`payment_method_save` needs a customer: pass `customer` or set `customer_creation` to `always`.',
    );
  }
  if (sent.customer !== undefined && sent.customer_creation !== undefined) {
    throw badParameter(
      'customer_creation',
      'You may only specify one of these parameters: customer, customer_creation.',
    );
  }
}

function judgeSetup(sent: Sent): void {
  const refused = (
    ['line_items', 'payment_intent_data', 'saved_payment_method_options', 'customer_creation'] as const
  ).find((name) => sent[name] !== undefined);
  if (refused !== undefined) throw badParameter(refused, `You can not pass \`${refused}\` in \`setup\` mode.`);
  if (sent.currency === undefined && sent.allowed_payment_method_types === undefined) throw missing('currency');
}

/** @throws StripeRefusal 400 for a price id (this account has none), a line without a price, or two currencies. */
function linesOf(call: StripeCall, sent: Sent): readonly SessionLine[] {
  return (sent.line_items ?? []).map((item, index) => {
    const name = `line_items[${index}]`;
    if (item.price !== undefined) {
      throw missingObject({ noun: 'price', id: item.price, param: `${name}[price]`, inPath: false });
    }
    const data = item.price_data;
    if (data === undefined) throw missing(`${name}[price_data]`);
    if (data.product_data === undefined) throw missing(`${name}[price_data][product_data]`);
    if (data.unit_amount === undefined) throw missing(`${name}[price_data][unit_amount]`);
    if (item.quantity === undefined) throw missing(`${name}[quantity]`);
    const currency = checkedCurrency(data.currency, `${name}[price_data][currency]`);
    const first = sent.currency ?? sent.line_items?.[0]?.price_data?.currency ?? currency;
    if (first.toLowerCase() !== currency) {
      throw badParameter(
        `${name}[price_data][currency]`,
        'All prices of one Checkout Session must have the same currency.',
      );
    }
    return {
      id: call.ids.token('li_1', 23),
      name: data.product_data.name,
      description: data.product_data.description ?? null,
      unitAmount: data.unit_amount,
      quantity: item.quantity,
      currency,
    };
  });
}

export const checkoutRoutes = [
  route({
    method: 'POST',
    path: '/v1/checkout/sessions',
    permission: 'checkout_sessions',
    params: checkoutParams,
    run(call, params) {
      const mode = judge(call, params);
      const lines = linesOf(call, params);
      const currency = lines[0]?.currency ?? (params.currency === undefined ? null : checkedCurrency(params.currency));
      if (mode === 'payment' && currency !== null) {
        const total = lines.reduce((sum, line) => sum + line.unitAmount * line.quantity, 0);
        checkAmount(total, currency, 'line_items');
      }
      const intentData = params.payment_intent_data;
      const options = params.saved_payment_method_options;
      const session = makeSession(call, {
        allowedTypes: params.allowed_payment_method_types ?? null,
        cancel_url: params.cancel_url ?? null,
        client_reference_id: params.client_reference_id ?? null,
        currency,
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
