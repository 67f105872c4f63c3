import { clearDeadline, setDeadline } from './deadlines.ts';
import { load, save, seconds } from './documents.ts';
import type { StripeCall, StripeWorld } from './documents.ts';
import { emit } from './events.ts';
import { pageAddress } from './wire.ts';
import type { Wire } from './wire.ts';

export interface SessionLine {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  /** Minor units. */
  unitAmount: number;
  readonly quantity: number;
  readonly currency: string;
  /** The customer chooses the amount, within these. */
  readonly chosen?: { readonly minimum: number; readonly maximum: number };
}

/** What the payment or setup intent is made of when the customer submits. */
export interface SessionOrder {
  readonly captureMethod: 'automatic' | 'automatic_async' | 'manual';
  readonly description: string | null;
  readonly metadata: Record<string, string>;
  readonly receiptEmail: string | null;
  readonly setupFutureUsage: 'off_session' | 'on_session' | null;
  /** What a card that is saved in setup mode is marked with. */
  readonly allowRedisplay?: 'always' | 'limited' | 'unspecified';
}

type CustomText = { readonly message: string } | null;

export interface CheckoutSession {
  readonly id: string;
  readonly object: 'checkout.session';
  amount_subtotal: number | null;
  amount_total: number | null;
  readonly cancel_url: string | null;
  readonly client_reference_id: string | null;
  readonly consent_collection: {
    readonly payment_method_reuse_agreement: { readonly position: 'auto' | 'hidden' } | null;
    readonly promotions: 'auto' | 'none' | null;
    readonly terms_of_service: 'none' | 'required' | null;
  } | null;
  readonly custom_text: {
    readonly after_submit: CustomText;
    readonly shipping_address: CustomText;
    readonly submit: CustomText;
    readonly terms_of_service_acceptance: CustomText;
  };
  readonly created: number;
  readonly currency: string | null;
  customer: string | null;
  readonly customer_creation: 'always' | 'if_required' | null;
  customer_details: Wire | null;
  readonly customer_email: string | null;
  readonly expires_at: number;
  readonly locale: string | null;
  metadata: Record<string, string>;
  readonly mode: 'payment' | 'setup';
  payment_intent: string | null;
  payment_status: 'paid' | 'unpaid' | 'no_payment_required';
  readonly saved_payment_method_options: {
    readonly allow_redisplay_filters: readonly ('always' | 'limited' | 'unspecified')[];
    readonly payment_method_remove: 'enabled' | 'disabled';
    readonly payment_method_save: 'enabled' | 'disabled' | null;
  } | null;
  setup_intent: string | null;
  status: 'open' | 'complete' | 'expired';
  readonly success_url: string | null;
  url: string | null;
  readonly _at: number;
  readonly _lines: readonly SessionLine[];
  readonly _order: SessionOrder;
  readonly [untouched: string]: unknown;
}

/** Real fields that never change here. */
const untouched = {
  adaptive_pricing: null,
  after_expiration: null,
  allow_promotion_codes: null,
  automatic_tax: { enabled: false, liability: null, provider: null, status: null },
  billing_address_collection: null,
  client_secret: null,
  collected_information: { business_name: null, individual_name: null, shipping_details: null },
  consent: null,
  currency_conversion: null,
  custom_fields: [],
  customer_account: null,
  discounts: [],
  integration_identifier: null,
  invoice: null,
  invoice_creation: null,
  livemode: false,
  managed_payments: null,
  origin_context: null,
  payment_link: null,
  payment_method_collection: 'if_required',
  payment_method_configuration_details: null,
  payment_method_options: { card: { request_three_d_secure: 'automatic' } },
  payment_method_types: ['card'],
  permissions: null,
  phone_number_collection: { enabled: false },
  recovered_from: null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  submit_type: null,
  subscription: null,
  total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
  ui_mode: 'hosted_page',
  wallet_options: null,
};

export type NewSession = Pick<
  CheckoutSession,
  | 'cancel_url'
  | 'client_reference_id'
  | 'consent_collection'
  | 'custom_text'
  | 'currency'
  | 'customer'
  | 'customer_creation'
  | 'customer_email'
  | 'locale'
  | 'metadata'
  | 'mode'
  | 'saved_payment_method_options'
  | 'success_url'
  | '_lines'
  | '_order'
> & { readonly allowedTypes: readonly string[] | null; readonly expiresAt?: number };

/** Stored, open and with its deadline set. */
export function makeSession(call: StripeCall, order: NewSession): CheckoutSession {
  const { allowedTypes, expiresAt, ...given } = order;
  const now = call.clock.now();
  const id = call.ids.token('cs_test_a1', 56);
  const total = order._lines.reduce((sum, line) => sum + line.unitAmount * line.quantity, 0);
  const session: CheckoutSession = {
    ...untouched,
    ...given,
    id,
    object: 'checkout.session',
    allowed_payment_method_types: allowedTypes,
    amount_subtotal: order.mode === 'payment' ? total : null,
    amount_total: order.mode === 'payment' ? total : null,
    created: seconds(now),
    customer_details: null,
    expires_at: expiresAt ?? seconds(now) + 86_400,
    payment_intent: null,
    payment_status: order.mode === 'payment' ? 'unpaid' : 'no_payment_required',
    setup_intent: null,
    status: 'open',
    url: pageAddress(`/pay/${id}`),
    _at: now,
  };
  setDeadline(call, { act: 'expire-session', id }, session.expires_at * 1000);
  return session;
}

export function completeSession(call: StripeCall, session: CheckoutSession): void {
  session.status = 'complete';
  session.url = null;
  clearDeadline(call, session.id);
  save(call, session);
  emit(call, 'checkout.session.completed', session);
}

/** Nothing happens to a session that is not open; what its customer began and did not finish is cancelled. */
export function expireSession(call: StripeCall, session: CheckoutSession): void {
  if (session.status !== 'open') return;
  session.status = 'expired';
  session.url = null;
  clearDeadline(call, session.id);
  save(call, session);
  const payment = session.payment_intent === null ? undefined : load(call, 'payment_intent', session.payment_intent);
  if (payment !== undefined) {
    payment.status = 'canceled';
    payment.canceled_at = seconds(call.clock.now());
    payment.next_action = null;
    save(call, payment);
    emit(call, 'payment_intent.canceled', payment);
  }
  const setup = session.setup_intent === null ? undefined : load(call, 'setup_intent', session.setup_intent);
  if (setup !== undefined) {
    setup.status = 'canceled';
    setup.next_action = null;
    save(call, setup);
    emit(call, 'setup_intent.canceled', setup);
  }
  emit(call, 'checkout.session.expired', session);
}

/** The `line_items` list of a session, as expanded or read on its own. */
export function lineItemsOf(world: StripeWorld, id: string): Wire {
  const session = load(world, 'checkout.session', id);
  const data = (session?._lines ?? []).map((line) => lineItem(line, session?.created ?? 0));
  return { object: 'list', data, has_more: false, url: `/v1/checkout/sessions/${id}/line_items` };
}

function lineItem(line: SessionLine, created: number): Wire {
  const total = line.unitAmount * line.quantity;
  const ending = line.id.slice(3);
  return {
    id: line.id,
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: total,
    amount_tax: 0,
    amount_total: total,
    currency: line.currency,
    description: line.name,
    metadata: {},
    price: {
      id: `price_${ending}`,
      object: 'price',
      active: false,
      billing_scheme: 'per_unit',
      created,
      currency: line.currency,
      custom_unit_amount: null,
      livemode: false,
      lookup_key: null,
      metadata: {},
      nickname: null,
      product: `prod_${ending}`,
      recurring: null,
      tax_behavior: 'unspecified',
      tiers_mode: null,
      transform_quantity: null,
      type: 'one_time',
      unit_amount: line.unitAmount,
      unit_amount_decimal: String(line.unitAmount),
    },
    quantity: line.quantity,
  };
}
