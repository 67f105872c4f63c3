import { seconds } from './documents.ts';
import type { StripeCall } from './documents.ts';
import { wrongState } from './refusal.ts';
import type { StripeRefusal } from './refusal.ts';
import { wire } from './wire.ts';
import type { Wire } from './wire.ts';

export type IntentStatus =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'requires_capture'
  | 'succeeded'
  | 'canceled';

export interface PaymentIntent {
  readonly id: string;
  readonly object: 'payment_intent';
  allowed_payment_method_types: readonly string[] | null;
  /** Minor units, as ordered; a partial capture does not change it. */
  amount: number;
  amount_capturable: number;
  amount_received: number;
  readonly automatic_payment_methods: {
    readonly allow_redirects: 'always' | 'never';
    readonly enabled: boolean;
  } | null;
  canceled_at: number | null;
  cancellation_reason: 'abandoned' | 'automatic' | 'duplicate' | 'fraudulent' | 'requested_by_customer' | null;
  capture_method: 'automatic' | 'automatic_async' | 'manual';
  readonly client_secret: string;
  readonly confirmation_method: 'automatic' | 'manual';
  readonly created: number;
  currency: string;
  customer: string | null;
  description: string | null;
  last_payment_error: Wire | null;
  latest_charge: string | null;
  metadata: Record<string, string>;
  next_action: Wire | null;
  payment_method: string | null;
  payment_method_options: Wire;
  receipt_email: string | null;
  setup_future_usage: 'off_session' | 'on_session' | null;
  shipping: Wire | null;
  statement_descriptor_suffix: string | null;
  status: IntentStatus;
  transfer_group: string | null;
  readonly _at: number;
  /** Made by this checkout session: before the hold stands only the session can be ended. */
  readonly _session: string | null;
  readonly [untouched: string]: unknown;
}

/** Real fields that never change here. */
const untouched = {
  amount_details: { tip: {} },
  application: null,
  application_fee_amount: null,
  customer_account: null,
  excluded_payment_method_types: null,
  livemode: false,
  managed_payments: null,
  on_behalf_of: null,
  payment_method_configuration_details: null,
  payment_method_types: ['card'],
  payment_record: null,
  processing: null,
  review: null,
  source: null,
  statement_descriptor: null,
  transfer_data: null,
};

export interface IntentOrder {
  readonly amount: number;
  readonly currency: string;
  readonly automaticMethods?: PaymentIntent['automatic_payment_methods'];
  readonly allowedTypes?: readonly string[] | null;
  readonly captureMethod?: PaymentIntent['capture_method'];
  readonly confirmationMethod?: PaymentIntent['confirmation_method'];
  readonly customer?: string | null;
  readonly description?: string | null;
  readonly metadata?: Record<string, string>;
  readonly receiptEmail?: string | null;
  readonly session?: string;
  readonly setupFutureUsage?: PaymentIntent['setup_future_usage'];
  readonly shipping?: Wire | null;
  readonly statementDescriptorSuffix?: string | null;
  readonly transferGroup?: string | null;
}

export function makePaymentIntent(call: StripeCall, order: IntentOrder): PaymentIntent {
  const now = call.clock.now();
  const id = call.ids.token('pi_3', 23);
  return {
    ...untouched,
    id,
    object: 'payment_intent',
    allowed_payment_method_types: order.allowedTypes ?? null,
    amount: order.amount,
    amount_capturable: 0,
    amount_received: 0,
    automatic_payment_methods: order.automaticMethods ?? null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: order.captureMethod ?? 'automatic_async',
    client_secret: call.ids.token(`${id}_secret_`, 25),
    confirmation_method: order.confirmationMethod ?? 'automatic',
    created: seconds(now),
    currency: order.currency,
    customer: order.customer ?? null,
    description: order.description ?? null,
    last_payment_error: null,
    latest_charge: null,
    metadata: order.metadata ?? {},
    next_action: null,
    payment_method: null,
    payment_method_options: {
      card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' },
    },
    receipt_email: order.receiptEmail ?? null,
    setup_future_usage: order.setupFutureUsage ?? null,
    shipping: order.shipping ?? null,
    statement_descriptor_suffix: order.statementDescriptorSuffix ?? null,
    status: 'requires_payment_method',
    transfer_group: order.transferGroup ?? null,
    _at: now,
    _session: order.session ?? null,
  };
}

/** 400: not in this state. The error carries the intent, as Stripe's does. */
export function unexpectedState(call: StripeCall, intent: PaymentIntent, message: string): StripeRefusal {
  return wrongState('payment_intent_unexpected_state', message, { payment_intent: wire(call, intent) });
}
