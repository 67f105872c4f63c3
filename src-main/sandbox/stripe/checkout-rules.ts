import type { checkoutParams } from './checkout-params.ts';
import type { SessionLine } from './checkout-session.ts';
import { checkedCurrency } from './currencies.ts';
import { load, seconds } from './documents.ts';
import type { StripeCall } from './documents.ts';
import type { Values } from './params.ts';
import { badParameter, missingObject } from './refusal.ts';

type Sent = Values<typeof checkoutParams>;

const soonest = 30 * 60;
const latest = 24 * 3600;

function missing(param: string): Error {
  return badParameter(param, `Missing required param: ${param}.`, 'parameter_missing');
}

/** Rules between parameters. https://docs.stripe.com/api/checkout/sessions/create */
export function judgeSession(call: StripeCall, sent: Sent): 'payment' | 'setup' {
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

/** @throws StripeRefusal 400 for a price id that is none, a line without a price, or two currencies. */
export function linesOf(call: StripeCall, sent: Sent): readonly SessionLine[] {
  return (sent.line_items ?? []).map((item, index) => {
    const name = `line_items[${index}]`;
    if (item.price !== undefined)
      return catalogueLine(call, sent, { price: item.price, quantity: item.quantity, name });
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

/** A price whose amount the customer chooses stands alone, once. https://docs.stripe.com/payments/checkout/pay-what-you-want */
function catalogueLine(
  call: StripeCall,
  sent: Sent,
  item: { readonly price: string; readonly quantity: number | undefined; readonly name: string },
): SessionLine {
  const price = load(call, 'price', item.price);
  if (price === undefined)
    throw missingObject({ noun: 'price', id: item.price, param: `${item.name}[price]`, inPath: false });
  if (item.quantity === undefined) throw missing(`${item.name}[quantity]`);
  const custom = price.custom_unit_amount;
  if (custom !== null && (item.quantity !== 1 || sent.line_items?.length !== 1))
    throw badParameter(
      item.name,
      'A price with `custom_unit_amount` must be the only line item, with a quantity of 1.',
    );
  return {
    id: call.ids.token('li_1', 23),
    name: price._name,
    description: null,
    unitAmount: price.unit_amount ?? custom?.preset ?? 0,
    quantity: item.quantity,
    currency: price.currency,
    ...(custom === null ? {} : { chosen: { minimum: custom.minimum ?? 50, maximum: custom.maximum ?? 1_000_000 } }),
  };
}
