import { judge } from './card-behaviour.ts';
import { declines } from './declines.ts';
import type { Decline } from './declines.ts';
import { load, save } from './documents.ts';
import type { StripeCall } from './documents.ts';
import { emit, previousAttributes } from './events.ts';
import { hasExpired } from './payment-method.ts';
import type { PaymentMethod } from './payment-method.ts';
import { cardRefused, wrongState } from './refusal.ts';

/**
 * Makes the card the customer's, after the bank had a look at it.
 *
 * @throws StripeRefusal 400 when it is spent or another's, 402 when the bank refuses.
 */
export function attach(call: StripeCall, method: PaymentMethod, customer: string): void {
  if (method.customer === customer) return;
  refuseSpent(method);
  if (method.customer !== null) {
    throw wrongState(
      'payment_method_unexpected_state',
      'The payment method you provided has already been attached to a customer.',
    );
  }
  const decline = refusalToSave(call, method);
  if (decline !== undefined) {
    throw cardRefused({ code: decline.code, decline_code: decline.declineCode, message: decline.message, param: '' });
  }
  attachUnchecked(call, method, customer);
}

/** For a card the bank has already approved. */
export function attachUnchecked(call: StripeCall, method: PaymentMethod, customer: string): void {
  method.customer = customer;
  save(call, method);
  emit(call, 'payment_method.attached', method);
}

export function detach(call: StripeCall, method: PaymentMethod): void {
  const { customer } = method;
  if (customer === null) {
    throw wrongState(
      'payment_method_unexpected_state',
      'The payment method you provided is not attached to a customer so detachment is impossible.',
    );
  }
  method.customer = null;
  method._spent = true;
  save(call, method);
  emit(call, 'payment_method.detached', method, { customer });
  const owner = load(call, 'customer', customer);
  if (owner?.invoice_settings.default_payment_method !== method.id) return;
  const before = structuredClone(owner);
  owner.invoice_settings.default_payment_method = null;
  save(call, owner);
  emit(call, 'customer.updated', owner, previousAttributes(before, owner));
}

/** @throws StripeRefusal 400 for a card that was detached or used up. */
export function refuseSpent(method: PaymentMethod): void {
  if (!method._spent) return;
  throw wrongState(
    'payment_method_unexpected_state',
    'This PaymentMethod was previously used without being attached to a Customer or was detached from a Customer, and may not be used again.',
  );
}

/** What a bank says to saving the card without the cardholder being asked; undefined = nothing against it. */
function refusalToSave(call: StripeCall, method: PaymentMethod): Decline | undefined {
  if (hasExpired(call, method.card)) return declines.expired_card;
  const answer = judge(method._behaviour, { purpose: 'save', offSession: false, setUp: false, authenticated: false });
  return answer.verdict === 'declined' ? answer.decline : undefined;
}
