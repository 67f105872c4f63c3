import { now } from './orders-on-paper.ts';

/** Replies as Stripe writes them, for the orders on paper; a test changes what it is about. */
export type Json = Record<string, unknown>;
export const intent = (more: Json = {}): Json => ({
  id: 'pay_1',
  object: 'payment_intent',
  status: 'succeeded',
  amount: 8450,
  amount_received: 8450,
  amount_capturable: 0,
  currency: 'cad',
  created: now / 1000,
  customer: 'cus_1',
  payment_method: 'pm_1',
  latest_charge: { id: 'ch_1', captured: true, amount_captured: 8450, amount_refunded: 0 },
  metadata: { comptoir_operation: 'cpt-1' },
  ...more,
});
export const heldIntent = (more: Json = {}): Json =>
  intent({ status: 'requires_capture', amount_received: 0, amount_capturable: 8450, ...more });
export const captured = (more: Json = {}): Json =>
  intent({ amount_received: 5000, metadata: { comptoir_operation: 'other', comptoir_capture: 'cpt-2' }, ...more });
export const refunded = (more: Json = {}): Json => ({
  id: 're_1',
  object: 'refund',
  status: 'succeeded',
  amount: 8450,
  currency: 'cad',
  payment_intent: 'pay_1',
  metadata: { comptoir_operation: 'cpt-4' },
  ...more,
});
export const method = (more: Json = {}): Json => ({
  id: 'pm_1',
  object: 'payment_method',
  type: 'card',
  customer: null,
  card: { brand: 'visa', last4: '4242', exp_month: 4, exp_year: 2030 },
  ...more,
});
export const customer = (more: Json = {}): Json => ({
  id: 'cus_1',
  object: 'customer',
  invoice_settings: { default_payment_method: 'pm_1' },
  ...more,
});
