import { confirmIntent, failAuthentication } from './confirm.ts';
import { completeSession } from './checkout-session.ts';
import type { CheckoutSession } from './checkout-session.ts';
import { newCustomer } from './customer.ts';
import { load, save } from './documents.ts';
import type { StripeCall } from './documents.ts';
import { emit } from './events.ts';
import { makePaymentIntent } from './payment-intent.ts';
import type { PaymentIntent } from './payment-intent.ts';
import type { PaymentMethod } from './payment-method.ts';
import { StripeRefusal } from './refusal.ts';
import { confirmSetup, failSetupAuthentication } from './set-up.ts';
import { makeSetupIntent } from './setup-intent.ts';
import type { SetupIntent } from './setup-intent.ts';

export interface CheckoutEntry {
  readonly method: PaymentMethod;
  readonly name: string | null;
  readonly email: string | null;
  /** The customer ticked "save this card". */
  readonly keepCard: boolean;
}

/** `declined` carries Stripe's message; `bank` = the cardholder must confirm with the bank first. */
export type CheckoutOutcome =
  | { readonly outcome: 'complete' }
  | { readonly outcome: 'bank' }
  | { readonly outcome: 'declined'; readonly code: string };

/** The customer pressed the button. The session must be open. */
export function submitCheckout(call: StripeCall, session: CheckoutSession, entry: CheckoutEntry): CheckoutOutcome {
  const { method } = entry;
  if (method.customer === null) {
    method.billing_details = {
      ...method.billing_details,
      name: entry.name,
      email: entry.email ?? session.customer_email,
    };
  }
  session.customer_details = {
    address: null,
    business_name: null,
    email: entry.email ?? session.customer_email ?? knownEmail(call, session),
    individual_name: null,
    name: entry.name,
    phone: null,
    tax_exempt: 'none',
    tax_ids: [],
  };
  if (session.customer === null && session.customer_creation === 'always') {
    const customer = newCustomer(call, { email: entry.email ?? session.customer_email, name: entry.name });
    save(call, customer);
    emit(call, 'customer.created', customer);
    session.customer = customer.id;
  }
  save(call, session);
  return session.mode === 'payment'
    ? attempt(() => pay(call, session, { entry, authenticated: false }))
    : attempt(() => setUp(call, session, { method, authenticated: false }));
}

/** The cardholder answered the bank. */
export function answerBank(
  call: StripeCall,
  session: CheckoutSession,
  { method, agreed }: { method: PaymentMethod; agreed: boolean },
): CheckoutOutcome {
  const intent = session.payment_intent === null ? undefined : load(call, 'payment_intent', session.payment_intent);
  const setup = session.setup_intent === null ? undefined : load(call, 'setup_intent', session.setup_intent);
  if (!agreed) {
    if (intent !== undefined) failAuthentication(call, intent, method);
    if (setup !== undefined) failSetupAuthentication(call, setup, method);
    return { outcome: 'declined', code: 'authentication_failed' };
  }
  const entry: CheckoutEntry = { method, name: null, email: null, keepCard: false };
  return session.mode === 'payment'
    ? attempt(() => pay(call, session, { entry, authenticated: true }))
    : attempt(() => setUp(call, session, { method, authenticated: true }));
}

/** A decline is an outcome of the page, not a failure of the request. */
function attempt(work: () => CheckoutOutcome): CheckoutOutcome {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof StripeRefusal) || error.status !== 402) throw error;
    const { decline_code: declineCode, code } = error.error;
    return { outcome: 'declined', code: typeof declineCode === 'string' ? declineCode : (code ?? 'generic_decline') };
  }
}

function pay(
  call: StripeCall,
  session: CheckoutSession,
  { entry, authenticated }: { entry: CheckoutEntry; authenticated: boolean },
): CheckoutOutcome {
  const intent = intentOf(call, session);
  if (session.customer !== null) intent.customer = session.customer;
  if (entry.keepCard && entry.method.customer === null) {
    intent.setup_future_usage ??= 'on_session';
    entry.method.allow_redisplay = 'always';
  }
  confirmIntent(call, intent, { method: entry.method, offSession: false, authenticated });
  if (intent.status === 'requires_action') return { outcome: 'bank' };
  session.payment_status = intent.status === 'succeeded' ? 'paid' : 'unpaid';
  completeSession(call, session);
  return { outcome: 'complete' };
}

function intentOf(call: StripeCall, session: CheckoutSession): PaymentIntent {
  const known = session.payment_intent === null ? undefined : load(call, 'payment_intent', session.payment_intent);
  if (known !== undefined) return known;
  const { _order: order } = session;
  const intent = makePaymentIntent(call, {
    amount: session.amount_total ?? 0,
    currency: session.currency ?? 'cad',
    captureMethod: order.captureMethod,
    customer: session.customer,
    description: order.description,
    metadata: order.metadata,
    receiptEmail: order.receiptEmail,
    session: session.id,
    setupFutureUsage: order.setupFutureUsage,
  });
  save(call, intent);
  emit(call, 'payment_intent.created', intent);
  session.payment_intent = intent.id;
  save(call, session);
  return intent;
}

function setUp(
  call: StripeCall,
  session: CheckoutSession,
  { method, authenticated }: { method: PaymentMethod; authenticated: boolean },
): CheckoutOutcome {
  const intent = setupOf(call, session);
  if (method.allow_redisplay === 'unspecified') method.allow_redisplay = session._order.allowRedisplay ?? 'limited';
  confirmSetup(call, intent, { method, authenticated });
  if (intent.status === 'requires_action') return { outcome: 'bank' };
  completeSession(call, session);
  return { outcome: 'complete' };
}

/** The setup intent of a session in setup mode, made when it has none yet. */
export function setupOf(call: StripeCall, session: CheckoutSession): SetupIntent {
  const known = session.setup_intent === null ? undefined : load(call, 'setup_intent', session.setup_intent);
  if (known !== undefined) return known;
  const intent = makeSetupIntent(call, {
    customer: session.customer,
    description: session._order.description,
    metadata: session._order.metadata,
    session: session.id,
  });
  save(call, intent);
  emit(call, 'setup_intent.created', intent);
  session.setup_intent = intent.id;
  save(call, session);
  return intent;
}

function knownEmail(call: StripeCall, session: CheckoutSession): string | null {
  return session.customer === null ? null : (load(call, 'customer', session.customer)?.email ?? null);
}
