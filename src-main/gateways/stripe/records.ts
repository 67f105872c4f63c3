import type { Dispute } from '../../contract/dispute.ts';
import type { PaymentRecord, CardRecord, CustomerRecord, SettlementRecord } from '../../payments/records.ts';
import { detailsOf } from './details.ts';
import { billNameField, keyField } from './orders.ts';
import {
  reference,
  type WireCard,
  type WireCharge,
  type WireCustomer,
  type WireDispute,
  type WireIntent,
  type WirePaymentMethod,
} from './wire.ts';

/** A customer as main keeps it. `readAt` unix ms. */
export function customerRecord(wire: WireCustomer, readAt: number): CustomerRecord {
  const defaultCard = reference(wire.invoice_settings?.default_payment_method ?? null);
  return {
    id: `stripe:${wire.id}`,
    provider: 'stripe',
    ref: wire.id,
    name: wire.name ?? wire.email ?? '',
    phone: wire.phone,
    email: wire.email,
    language: languageOf(wire.preferred_locales?.[0]),
    createdAt: wire.created === undefined ? null : wire.created * 1000,
    defaultCardId: defaultCard === null ? null : `stripe:${defaultCard}`,
    externalId: null,
    deleted: wire.deleted,
    readAt,
  };
}

function languageOf(locale: string | undefined): string | null {
  return locale === undefined ? null : (locale.split('-')[0] ?? null);
}

/** A saved card of that customer. */
export function cardRecord(
  wire: WirePaymentMethod,
  about: { customerId: string; defaultCardId: string | null; readAt: number; removed?: boolean },
): CardRecord {
  const id = `stripe:${wire.id}`;
  return {
    id,
    provider: 'stripe',
    customerId: about.customerId,
    ref: wire.id,
    payToken: wire.id,
    kind: 'card',
    brand: wire.card?.brand ?? null,
    lastFour: wire.card?.last4 ?? '',
    expiry: expiryOf(wire.card),
    nickname: wire.metadata['nickname'] ?? null,
    holder: wire.billing_details?.name ?? null,
    isDefault: about.defaultCardId === id,
    chargeable: wire.type === 'card',
    removed: about.removed ?? false,
    readAt: about.readAt,
  };
}

function expiryOf(card: WireCard | null): CardRecord['expiry'] {
  return card && card.exp_month !== null && card.exp_year !== null
    ? { month: card.exp_month, year: card.exp_year }
    : null;
}

/** A payment intent as a payment row: held, paid, refunded … An unknown status is `unsure`, never paid. */
export function paymentRecord(wire: WireIntent, readAt: number): PaymentRecord {
  const charge = typeof wire.latest_charge === 'string' ? null : wire.latest_charge;
  const taken = wire.status === 'succeeded' ? wire.amount_received : 0;
  // After a partial capture Stripe counts the released rest as refunded: only what goes beyond it went back to the customer.
  // Without a capture there was nothing to give back: a hold that is released counts as refunded there too.
  const released = wire.amount - taken;
  const refunded = charge && taken > 0 ? Math.max(0, charge.amount_refunded - released) : 0;
  const settlements: SettlementRecord[] =
    taken > 0 ? [{ ref: wire.id, amount: taken, refundable: Math.max(0, taken - refunded), pending: false }] : [];
  const customer = reference(wire.customer);
  const method = reference(wire.payment_method);
  const card = charge?.payment_method_details?.card ?? null;
  const captureBefore = card?.capture_before ?? null;
  const details = detailsOf(wire.metadata);
  const billName = wire.metadata[billNameField];
  return {
    id: `stripe:${wire.id}`,
    provider: 'stripe',
    ref: wire.id,
    customerId: customer === null ? null : `stripe:${customer}`,
    cardId: method === null ? null : `stripe:${method}`,
    card: card?.last4 ? { kind: 'card', brand: card.brand, lastFour: card.last4, nickname: null } : null,
    state: stateOf(wire, { charge, taken, refunded }),
    currency: wire.currency.toUpperCase(),
    authorized: wire.amount,
    capturable: wire.status === 'requires_capture' ? wire.amount_capturable : 0,
    taken,
    refunded,
    settlements,
    at: wire.created * 1000,
    captureBefore: captureBefore === null ? null : captureBefore * 1000,
    description: wire.description,
    key: wire.metadata[keyField] ?? null,
    ...(billName === undefined ? {} : { billName }),
    account: null,
    ...(details ? { details } : {}),
    // That there is one, or was: what became of it stands in a list of its own.
    ...(charge?.disputed ? { dispute: { state: 'unknown', amount: taken, answerBy: null } } : {}),
    readAt,
  };
}

/** Stripe's words for a dispute (docs.stripe.com/api/disputes/object, `status`). An early warning that was closed took nothing. */
const disputeStates: Readonly<Record<string, Dispute['state']>> = {
  needs_response: 'open',
  under_review: 'open',
  warning_needs_response: 'inquiry',
  warning_under_review: 'inquiry',
  warning_closed: 'won',
  prevented: 'won',
  won: 'won',
  lost: 'lost',
};
const answered: readonly string[] = ['under_review', 'warning_under_review'];

export function disputeOf({ status, amount, evidence_details: evidence }: WireDispute): Dispute {
  const state = disputeStates[status] ?? 'unknown';
  const due = evidence?.due_by ?? null;
  const mayAnswer = (state === 'open' || state === 'inquiry') && !answered.includes(status);
  return { state, amount, answerBy: due === null || !mayAnswer ? null : due * 1000 };
}

function stateOf(
  wire: WireIntent,
  facts: { charge: WireCharge | null; taken: number; refunded: number },
): PaymentRecord['state'] {
  switch (wire.status) {
    case 'requires_capture':
      return 'held';
    case 'succeeded':
      if (facts.refunded === 0) return 'paid';
      return facts.refunded >= facts.taken ? 'refunded' : 'partly_refunded';
    case 'processing':
      return 'pending';
    case 'canceled':
      // `automatic` (older) and `expired`: nobody captured in time. A cancelled intent without any charge never held anything.
      if (wire.cancellation_reason === 'automatic' || wire.cancellation_reason === 'expired') return 'lapsed';
      if (wire.latest_charge === null) return 'not_finished';
      return facts.charge?.status === 'failed' ? 'declined' : 'released';
    case 'requires_payment_method':
      return wire.last_payment_error ? 'declined' : 'not_finished';
    case 'requires_confirmation':
    case 'requires_action':
      return 'not_finished';
    default:
      return 'unsure';
  }
}
