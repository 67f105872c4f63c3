import type { BankAnswer } from './bank.ts';

/** What Stripe keeps, as far as an engine can tell. Amounts in minor units, times unix ms. */
export interface Intent {
  readonly id: string;
  readonly customer: string;
  readonly method: string;
  readonly amount: number;
  readonly manual: boolean;
  readonly status: 'requires_capture' | 'succeeded' | 'canceled' | 'requires_payment_method';
  readonly received: number;
  /** what went back to the customer after it was taken */
  readonly refunded: number;
  readonly reason: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly at: number;
}
export interface Refund {
  readonly id: string;
  readonly intent: string;
  readonly amount: number;
  readonly status: 'succeeded' | 'pending' | 'failed';
  readonly metadata: Readonly<Record<string, string>>;
}
export interface Method {
  readonly id: string;
  readonly customer: string | null;
}

export const holdLivesMs = 7 * 86_400_000;

export const intentSaid = (intent: Intent): object => ({
  id: intent.id,
  object: 'payment_intent',
  status: intent.status,
  amount: intent.amount,
  amount_capturable: intent.status === 'requires_capture' ? intent.amount : 0,
  amount_received: intent.received,
  currency: 'cad',
  created: Math.floor(intent.at / 1000),
  customer: intent.customer,
  payment_method: intent.status === 'requires_payment_method' ? null : intent.method,
  capture_method: intent.manual ? 'manual' : 'automatic',
  cancellation_reason: intent.reason,
  latest_charge: {
    id: `ch_${intent.id}`,
    captured: intent.received > 0,
    amount_captured: intent.received,
    amount_refunded: (intent.status === 'succeeded' ? intent.amount - intent.received : 0) + intent.refunded,
    payment_method_details: { card: { last4: '4242', capture_before: Math.floor((intent.at + holdLivesMs) / 1000) } },
  },
  last_payment_error:
    intent.status === 'requires_payment_method'
      ? { code: 'card_declined', decline_code: 'insufficient_funds', advice_code: 'try_again_later' }
      : null,
  metadata: intent.metadata,
});

export const refundSaid = (refund: Refund, intent: object | string): object => ({
  id: refund.id,
  object: 'refund',
  status: refund.status,
  amount: refund.amount,
  currency: 'cad',
  payment_intent: intent,
  metadata: refund.metadata,
});

export const methodSaid = (method: Method): object => ({
  id: method.id,
  object: 'payment_method',
  type: 'card',
  customer: method.customer,
  card: { brand: 'visa', last4: '4242', exp_month: 4, exp_year: 2030 },
  metadata: {},
});

export const customerSaid = (id: string, fallback: string | null): object => ({
  id,
  object: 'customer',
  name: id,
  invoice_settings: { default_payment_method: fallback },
});

/** A deleted customer, and the answer to its deletion (stripe.md, section 6). */
export const deletedSaid = (id: string): object => ({ id, object: 'customer', deleted: true });

export const ok = (said: object): BankAnswer => ({ status: 200, headers: {}, body: JSON.stringify(said) });
export const listSaid = (rows: readonly object[], more: boolean): BankAnswer =>
  ok({ object: 'list', data: rows, has_more: more });
export const no = (status: number, error: object): BankAnswer => ({
  status,
  headers: {},
  body: JSON.stringify({ error: { type: 'invalid_request_error', message: '', ...error } }),
});
export const stripeFault = JSON.stringify({ error: { type: 'api_error', message: 'An unknown error occurred' } });
