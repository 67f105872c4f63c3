import { load, type StripeCall } from './documents.ts';
import { emit, previousAttributes } from './events.ts';
import { remakeCard } from './payment-method.ts';

/** A saved card as its bank sends it anew. */
export interface ReplacedCard {
  readonly id: string;
  readonly last4: string;
  readonly expMonth: number;
  readonly expYear: number;
}

/**
 * The bank sends a saved card anew, and its network tells Stripe: the payment method stays the same, and pays with the new card.
 * https://docs.stripe.com/payments/cards/overview#automatic-card-updates
 *
 * @throws Error when there is no such payment method.
 */
export function replaceCard(call: StripeCall, { id, ...card }: ReplacedCard): void {
  const before = load(call, 'payment_method', id);
  if (before === undefined) throw new Error(`The sandbox has no payment method ${id}.`);
  const was = structuredClone(before);
  remakeCard(call.store, id, card);
  const after = load(call, 'payment_method', id);
  if (after !== undefined) emit(call, 'payment_method.automatically_updated', after, previousAttributes(was, after));
}
