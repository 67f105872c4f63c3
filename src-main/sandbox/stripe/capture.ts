import { takeMoney } from './confirm.ts';
import { clearDeadline } from './deadlines.ts';
import { declines } from './declines.ts';
import { load, loadFromPath, save, seconds } from './documents.ts';
import type { StripeCall } from './documents.ts';
import type { Charge } from './charges.ts';
import { emit, previousAttributes } from './events.ts';
import { changedMetadata } from './metadata.ts';
import { cancelParams, captureParams } from './payment-intent-params.ts';
import { unexpectedState } from './payment-intent.ts';
import type { PaymentIntent } from './payment-intent.ts';
import { StripeRefusal, wrongValue } from './refusal.ts';
import { route } from './route.ts';

const cancellable: readonly PaymentIntent['status'][] = [
  'requires_payment_method',
  'requires_capture',
  'requires_confirmation',
  'requires_action',
];

export const captureRoutes = [
  route({
    method: 'POST',
    path: '/v1/payment_intents/:id/capture',
    permission: 'payment_intents',
    params: captureParams,
    run(call, params, id) {
      const intent = loadFromPath(call, 'payment_intent', { id, param: 'intent' });
      if (intent.status !== 'requires_capture') {
        throw unexpectedState(
          call,
          intent,
          `This PaymentIntent could not be captured because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be captured: requires_capture.`,
        );
      }
      if (call.store.setting(withdrawn(intent.id)) !== undefined) {
        lapseHold(call, intent);
        throw authorizationExpired();
      }
      if (call.store.setting(declining(intent.id)) !== undefined) throw captureDeclined();
      if (params.final_capture === false) {
        throw wrongValue('final_capture', 'This PaymentIntent is not eligible for multicapture.');
      }
      const amount = params.amount_to_capture ?? intent.amount_capturable;
      if (amount > intent.amount_capturable) {
        throw wrongValue(
          'amount_to_capture',
          `The amount_to_capture (${amount}) is greater than the amount that can be captured (${intent.amount_capturable}).`,
          'amount_too_large',
        );
      }
      intent.metadata = changedMetadata(intent.metadata, params.metadata);
      capture(call, intent, amount);
      return intent;
    },
  }),
  route({
    method: 'POST',
    path: '/v1/payment_intents/:id/cancel',
    permission: 'payment_intents',
    params: cancelParams,
    run(call, params, id) {
      const intent = loadFromPath(call, 'payment_intent', { id, param: 'intent' });
      if (!cancellable.includes(intent.status)) {
        throw unexpectedState(
          call,
          intent,
          `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be canceled: ${cancellable.join(', ')}.`,
        );
      }
      if (intent._session !== null && intent.status !== 'requires_capture') {
        throw unexpectedState(
          call,
          intent,
          'You cannot cancel PaymentIntents created by Checkout before they are authorized. Expire the Checkout Session instead.',
        );
      }
      cancelIntent(call, intent, params.cancellation_reason ?? null);
      return intent;
    },
  }),
];

/** Takes `amount` and gives back the rest of the hold. */
function capture(call: StripeCall, intent: PaymentIntent, amount: number): void {
  const charge = heldCharge(call, intent);
  const before = structuredClone(charge);
  takeMoney(call, intent, charge, amount);
  release(charge, charge.amount - amount);
  clearDeadline(call, intent.id);
  save(call, charge);
  save(call, intent);
  emit(call, 'charge.captured', charge, previousAttributes(before, charge));
  emit(call, 'payment_intent.succeeded', intent);
}

/** What is released shows as refunded on the charge; no money ever came in for it. */
function release(charge: Charge, amount: number): void {
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded === charge.amount;
}

export function cancelIntent(
  call: StripeCall,
  intent: PaymentIntent,
  reason: PaymentIntent['cancellation_reason'],
): void {
  if (intent.status === 'requires_capture') endHold(call, intent, 'charge.refunded');
  markCanceled(call, intent, reason);
}

const withdrawn = (intentId: string): string => `stripe.withdrawn.${intentId}`;

/** The bank no longer stands for this hold; it shows when somebody captures it. @throws Error when `id` names no open hold */
export function withdrawHold(call: StripeCall, id: string): void {
  if (load(call, 'payment_intent', id)?.status !== 'requires_capture') throw new Error(`There is no open hold ${id}.`);
  call.store.setSetting(withdrawn(id), 'yes');
}

const declining = (intentId: string): string => `stripe.declines_capture.${intentId}`;

/**
 * The bank says no when somebody captures this hold, in the words in which it says no to a charge. Stripe does not publish what becomes of the hold then: here it
 * stands. @throws Error when `id` names no open hold
 */
export function declineCapture(call: StripeCall, id: string): void {
  if (load(call, 'payment_intent', id)?.status !== 'requires_capture') throw new Error(`There is no open hold ${id}.`);
  call.store.setSetting(declining(id), 'yes');
}

function captureDeclined(): StripeRefusal {
  const { code, declineCode, message, advice } = declines.do_not_honor;
  return new StripeRefusal({
    status: 402,
    stored: true,
    error: { type: 'card_error', code, decline_code: declineCode, ...(advice && { advice_code: advice }), message },
  });
}

/** 400 at a capture: https://docs.stripe.com/error-codes#capture-charge-authorization-expired */
function authorizationExpired(): StripeRefusal {
  return new StripeRefusal({
    status: 400,
    stored: true,
    keepsChanges: true,
    error: {
      type: 'invalid_request_error',
      code: 'capture_charge_authorization_expired',
      message: 'The authorization of this charge has expired at the bank: it cannot be captured.',
    },
  });
}

/** The bank takes the hold back: nobody captured it in time. */
export function lapseHold(call: StripeCall, intent: PaymentIntent): void {
  if (intent.status !== 'requires_capture') return;
  endHold(call, intent, 'charge.expired');
  markCanceled(call, intent, 'automatic');
}

function endHold(call: StripeCall, intent: PaymentIntent, event: 'charge.refunded' | 'charge.expired'): void {
  const charge = heldCharge(call, intent);
  const before = structuredClone(charge);
  release(charge, charge.amount);
  delete charge.payment_method_details.card.capture_before;
  clearDeadline(call, intent.id);
  save(call, charge);
  emit(call, event, charge, previousAttributes(before, charge));
}

function markCanceled(call: StripeCall, intent: PaymentIntent, reason: PaymentIntent['cancellation_reason']): void {
  intent.status = 'canceled';
  intent.amount_capturable = 0;
  intent.canceled_at = seconds(call.clock.now());
  intent.cancellation_reason = reason;
  intent.next_action = null;
  save(call, intent);
  emit(call, 'payment_intent.canceled', intent);
}

function heldCharge(call: StripeCall, intent: PaymentIntent): Charge {
  const charge = intent.latest_charge === null ? undefined : load(call, 'charge', intent.latest_charge);
  if (charge === undefined) throw new Error(`The sandbox lost the charge of ${intent.id}.`);
  return charge;
}
