import { attachUnchecked, refuseSpent } from './attach.ts';
import { recordMovement } from './balance-transactions.ts';
import { judge } from './card-behaviour.ts';
import type { Verdict } from './card-behaviour.ts';
import { makeCharge } from './charges.ts';
import type { Charge } from './charges.ts';
import { setDeadline } from './deadlines.ts';
import { declines } from './declines.ts';
import type { Decline } from './declines.ts';
import { save } from './documents.ts';
import type { StripeCall } from './documents.ts';
import { emit } from './events.ts';
import { unexpectedState } from './payment-intent.ts';
import type { PaymentIntent } from './payment-intent.ts';
import { hasExpired } from './payment-method.ts';
import type { PaymentMethod } from './payment-method.ts';
import { cardRefused, wrongState, wrongValue } from './refusal.ts';
import { pageAddress, wire } from './wire.ts';

export interface Confirmation {
  readonly method: PaymentMethod;
  readonly offSession: boolean;
  /** The cardholder has just confirmed with the bank. */
  readonly authenticated: boolean;
  readonly errorOnAction?: boolean;
  readonly returnUrl?: string;
}

/** https://docs.stripe.com/payments/place-a-hold-on-a-payment-method#authorization-windows */
const holdSeconds = { usual: 7 * 86_400, visaOffSession: 4 * 86_400 + 18 * 3600 };

/** @throws StripeRefusal 400 when the card is spent, or another customer's. */
export function checkMethod(method: PaymentMethod, customer: string | null): void {
  refuseSpent(method);
  if (method.customer === null || method.customer === customer) return;
  if (customer === null) {
    throw wrongState(
      'payment_method_unexpected_state',
      'The PaymentMethod you provided is attached to a customer. You must also provide the customer in the request.',
    );
  }
  throw wrongValue(
    'payment_method',
    `The customer does not have a payment method with the ID ${method.id}. The payment method must be attached to the customer.`,
    'resource_missing',
  );
}

/**
 * Tries the card. Afterwards the intent is `succeeded`, `requires_capture` or `requires_action`, saved, with its events.
 *
 * @throws StripeRefusal 402 for a decline, the intent inside; 400 for a wrong state.
 */
export function confirmIntent(call: StripeCall, intent: PaymentIntent, confirmation: Confirmation): void {
  const { method } = confirmation;
  if (!['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(intent.status)) {
    const why =
      intent.status === 'canceled'
        ? 'it has been canceled'
        : intent.status === 'succeeded'
          ? 'it has already succeeded after being previously confirmed'
          : 'it has already been confirmed and requires capture';
    throw unexpectedState(call, intent, `You cannot confirm this PaymentIntent because ${why}.`);
  }
  checkMethod(method, intent.customer);
  intent.payment_method = method.id;
  intent.next_action = null;
  const answer = ask(call, intent, confirmation);
  switch (answer.verdict) {
    case 'declined':
      throw decline(call, intent, confirmation, answer.decline);
    case 'authenticate':
      if (confirmation.errorOnAction === true) {
        throw decline(call, intent, confirmation, declines.authentication_required);
      }
      requireAction(call, intent, confirmation);
      return;
    case 'approved':
      approve(call, intent, confirmation);
  }
}

function ask(call: StripeCall, intent: PaymentIntent, { method, offSession, authenticated }: Confirmation): Verdict {
  if (hasExpired(call, method.card)) return { verdict: 'declined', decline: declines.expired_card };
  return judge(method._behaviour, {
    purpose: 'charge',
    offSession,
    setUp: method._setUp,
    authenticated,
  });
}

function requireAction(call: StripeCall, intent: PaymentIntent, { method, returnUrl }: Confirmation): void {
  const address = pageAddress(`/authenticate/${intent.id}`);
  intent.status = 'requires_action';
  intent.next_action =
    returnUrl === undefined
      ? { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: address } }
      : { type: 'redirect_to_url', redirect_to_url: { return_url: returnUrl, url: address } };
  save(call, method);
  save(call, intent);
  emit(call, 'payment_intent.requires_action', intent);
}

/** How long a charge looks well that its card's holder disputes. */
const disputedAfter = 60_000;

function approve(call: StripeCall, intent: PaymentIntent, confirmation: Confirmation): void {
  const { method } = confirmation;
  const charge = makeCharge(call, { intent, method, decline: undefined, authenticated: confirmation.authenticated });
  intent.latest_charge = charge.id;
  intent.last_payment_error = null;
  keepOrSpend(call, intent, method);
  if (holds(intent)) hold(call, intent, charge, confirmation);
  else {
    takeMoney(call, intent, charge, intent.amount);
    save(call, charge);
    save(call, intent);
    emit(call, 'charge.succeeded', charge);
    emit(call, 'payment_intent.succeeded', intent);
    if (method._behaviour === 'disputed')
      setDeadline(call, { act: 'dispute-charge', id: charge.id }, call.clock.now() + disputedAfter);
  }
}

function holds(intent: PaymentIntent): boolean {
  const options = intent.payment_method_options['card'];
  const forCard =
    typeof options === 'object' && options !== null && 'capture_method' in options ? options.capture_method : undefined;
  return intent.capture_method === 'manual' || forCard === 'manual';
}

function hold(call: StripeCall, intent: PaymentIntent, charge: Charge, confirmation: Confirmation): void {
  const { card } = confirmation.method;
  const window = card.brand === 'visa' && confirmation.offSession ? holdSeconds.visaOffSession : holdSeconds.usual;
  const before = charge.created + window;
  charge.payment_method_details.card.capture_before = before;
  intent.status = 'requires_capture';
  intent.amount_capturable = intent.amount;
  setDeadline(call, { act: 'lapse-hold', id: intent.id }, before * 1000);
  save(call, charge);
  save(call, intent);
  emit(call, 'charge.succeeded', charge);
  emit(call, 'payment_intent.amount_capturable_updated', intent);
}

/** Captures `amount` of the charge for good: from here it is the house's money. Saves nothing itself. */
export function takeMoney(call: StripeCall, intent: PaymentIntent, charge: Charge, amount: number): void {
  charge.captured = true;
  charge.amount_captured = amount;
  charge.balance_transaction = recordMovement(call, {
    type: 'charge',
    amount,
    currency: charge.currency,
    source: charge.id,
    description: charge.description,
  });
  delete charge.payment_method_details.card.capture_before;
  intent.status = 'succeeded';
  intent.amount_capturable = 0;
  intent.amount_received = amount;
}

/** A card used without being saved can be used that once. */
function keepOrSpend(call: StripeCall, intent: PaymentIntent, method: PaymentMethod): void {
  if (intent.setup_future_usage === 'off_session') method._setUp = true;
  if (method.customer !== null) {
    save(call, method);
  } else if (intent.customer !== null && intent.setup_future_usage !== null) {
    if (method.allow_redisplay === 'unspecified') method.allow_redisplay = 'limited';
    attachUnchecked(call, method, intent.customer);
  } else {
    method._spent = true;
    save(call, method);
  }
}

function decline(
  call: StripeCall,
  intent: PaymentIntent,
  { method, authenticated }: Confirmation,
  why: Decline,
): Error {
  const charge = makeCharge(call, { intent, method, decline: why, authenticated });
  save(call, method);
  save(call, charge);
  const told = {
    advice_code: why.advice ?? undefined,
    charge: charge.id,
    code: why.code,
    decline_code: why.declineCode,
    doc_url: `https://stripe.com/docs/error-codes/${why.code.replaceAll('_', '-')}`,
    message: why.message,
    ...(why.code === 'incorrect_cvc' ? { param: 'cvc' } : {}),
    ...(why.code === 'expired_card' ? { param: 'exp_month' } : {}),
    payment_method: wire(call, method),
    type: 'card_error',
  };
  intent.latest_charge = charge.id;
  fail(call, intent, told);
  emit(call, 'charge.failed', charge);
  emit(call, 'payment_intent.payment_failed', intent);
  return cardRefused({ ...told, payment_intent: wire(call, intent) });
}

/** The intent goes back to waiting for a card, with the reason on it. */
function fail(call: StripeCall, intent: PaymentIntent, reason: PaymentIntent['last_payment_error']): void {
  intent.status = 'requires_payment_method';
  intent.payment_method = null;
  intent.next_action = null;
  intent.last_payment_error = reason;
  save(call, intent);
}

/** The cardholder refused, or the bank did not believe it was them. */
export function failAuthentication(call: StripeCall, intent: PaymentIntent, method: PaymentMethod): void {
  fail(call, intent, {
    code: 'payment_intent_authentication_failure',
    doc_url: 'https://stripe.com/docs/error-codes/payment-intent-authentication-failure',
    message:
      'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
    payment_method: wire(call, method),
    type: 'invalid_request_error',
  });
  emit(call, 'payment_intent.payment_failed', intent);
}
