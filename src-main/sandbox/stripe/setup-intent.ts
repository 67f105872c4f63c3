import { seconds } from './documents.ts';
import type { StripeCall } from './documents.ts';
import { wrongState } from './refusal.ts';
import type { StripeRefusal } from './refusal.ts';
import { wire } from './wire.ts';
import type { Wire } from './wire.ts';

export interface SetupIntent {
  readonly id: string;
  readonly object: 'setup_intent';
  allowed_payment_method_types: readonly string[] | null;
  readonly automatic_payment_methods: {
    readonly allow_redirects: 'always' | 'never';
    readonly enabled: boolean;
  } | null;
  cancellation_reason: 'abandoned' | 'duplicate' | 'requested_by_customer' | null;
  readonly client_secret: string;
  readonly created: number;
  customer: string | null;
  description: string | null;
  last_setup_error: Wire | null;
  latest_attempt: string | null;
  metadata: Record<string, string>;
  next_action: Wire | null;
  payment_method: string | null;
  status: 'requires_payment_method' | 'requires_confirmation' | 'requires_action' | 'succeeded' | 'canceled';
  readonly usage: 'off_session' | 'on_session';
  readonly _at: number;
  readonly _session: string | null;
  readonly [untouched: string]: unknown;
}

/** Real fields that never change here. */
const untouched = {
  application: null,
  customer_account: null,
  excluded_payment_method_types: null,
  flow_directions: null,
  livemode: false,
  managed_payments: null,
  mandate: null,
  on_behalf_of: null,
  payment_method_configuration_details: null,
  payment_method_options: { card: { mandate_options: null, network: null, request_three_d_secure: 'automatic' } },
  payment_method_types: ['card'],
  single_use_mandate: null,
};

export interface SetupOrder {
  readonly automaticMethods?: SetupIntent['automatic_payment_methods'];
  readonly allowedTypes?: readonly string[] | null;
  readonly customer?: string | null;
  readonly description?: string | null;
  readonly metadata?: Record<string, string>;
  readonly session?: string;
  readonly usage?: SetupIntent['usage'];
}

export function makeSetupIntent(call: StripeCall, order: SetupOrder): SetupIntent {
  const now = call.clock.now();
  const id = call.ids.token('seti_1', 23);
  return {
    ...untouched,
    id,
    object: 'setup_intent',
    allowed_payment_method_types: order.allowedTypes ?? null,
    automatic_payment_methods: order.automaticMethods ?? null,
    cancellation_reason: null,
    client_secret: call.ids.token(`${id}_secret_`, 25),
    created: seconds(now),
    customer: order.customer ?? null,
    description: order.description ?? null,
    last_setup_error: null,
    latest_attempt: null,
    metadata: order.metadata ?? {},
    next_action: null,
    payment_method: null,
    status: 'requires_payment_method',
    usage: order.usage ?? 'off_session',
    _at: now,
    _session: order.session ?? null,
  };
}

/** 400: not in this state, the intent inside. */
export function unexpectedSetupState(call: StripeCall, intent: SetupIntent, message: string): StripeRefusal {
  return wrongState('setup_intent_unexpected_state', message, { setup_intent: wire(call, intent) });
}
