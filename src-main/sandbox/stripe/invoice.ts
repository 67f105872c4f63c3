import { load } from './documents.ts';
import type { StoreHolder, StripeCall, StripeWorld } from './documents.ts';
import { missingObject } from './refusal.ts';
import type { Wire } from './wire.ts';

/** An invoice that is sent to a customer and paid on its own page. https://docs.stripe.com/api/invoices/object */
export interface Invoice {
  readonly id: string;
  readonly object: 'invoice';
  amount_due: number;
  amount_paid: number;
  amount_remaining: number;
  attempted: boolean;
  auto_advance: boolean;
  readonly collection_method: 'send_invoice';
  readonly created: number;
  readonly currency: string;
  readonly customer: string;
  readonly customer_email: string | null;
  readonly description: string | null;
  readonly due_date: number;
  hosted_invoice_url: string | null;
  lines: Wire;
  metadata: Record<string, string>;
  number: string | null;
  status: 'draft' | 'open' | 'paid' | 'uncollectible' | 'void';
  subtotal: number;
  total: number;
  readonly _at: number;
  /** A draft that was deleted: nothing finds it any more. */
  _deleted: boolean;
  /** Of the finalized invoice. */
  _intent: string | null;
  readonly [untouched: string]: unknown;
}

/** Real fields that never change here. */
export const untouchedInvoice = {
  account_country: 'CA',
  account_tax_ids: null,
  amount_overpaid: 0,
  amount_shipping: 0,
  application: null,
  attempt_count: 0,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
  automatically_finalizes_at: null,
  billing_reason: 'manual',
  custom_fields: null,
  customer_account: null,
  default_payment_method: null,
  default_source: null,
  default_tax_rates: [],
  discounts: [],
  footer: null,
  from_invoice: null,
  issuer: { type: 'self' },
  last_finalization_error: null,
  latest_revision: null,
  livemode: false,
  next_payment_attempt: null,
  on_behalf_of: null,
  parent: null,
  post_payment_credit_notes_amount: 0,
  pre_payment_credit_notes_amount: 0,
  receipt_number: null,
  rendering: null,
  shipping_cost: null,
  shipping_details: null,
  starting_balance: 0,
  statement_descriptor: null,
  test_clock: null,
  total_discount_amounts: [],
  total_taxes: [],
};

/** @throws StripeRefusal 404 when there is none, or none any more. */
export function livingInvoice(call: StoreHolder, id: string, inPath = true): Invoice {
  const found = load(call, 'invoice', id);
  if (found === undefined || found._deleted)
    throw missingObject({ noun: 'invoice', id, param: inPath ? 'id' : 'invoice', inPath });
  return found;
}

/** The invoice of a hosted page: its address carries a token, not the id. */
export function invoiceOfPage(call: StripeCall, token: string): Invoice | undefined {
  const found = load(call, 'invoice', `in_${token}`);
  return found === undefined || found._deleted || found.status === 'draft' ? undefined : found;
}

/** What paid it or is to pay it: sent only when it is asked for. https://docs.stripe.com/api/invoice-payment/object */
export function paymentsOf(world: StripeWorld, id: string): Wire {
  const invoice = load(world, 'invoice', id);
  const intent = invoice?._intent == null ? undefined : load(world, 'payment_intent', invoice._intent);
  const data =
    invoice === undefined || intent === undefined
      ? []
      : [
          {
            id: `inpay_${id.slice(3)}`,
            object: 'invoice_payment',
            amount_paid: invoice.status === 'paid' ? invoice.amount_paid : null,
            amount_requested: invoice.total,
            created: intent.created,
            currency: invoice.currency,
            invoice: id,
            is_default: true,
            livemode: false,
            payment: { payment_intent: intent.id, type: 'payment_intent' },
            status: invoice.status === 'paid' ? 'paid' : invoice.status === 'void' ? 'canceled' : 'open',
            status_transitions: { canceled_at: null, paid_at: null },
          },
        ];
  return { object: 'list', data, has_more: false, url: `/v1/invoice_payments` };
}
