import type { Address } from './address.ts';
import { load, loadFromPath, seconds, storeKind } from './documents.ts';
import type { StripeCall } from './documents.ts';
import type { PaymentMethod } from './payment-method.ts';
import { missingObject } from './refusal.ts';

export interface Customer {
  readonly id: string;
  readonly object: 'customer';
  address: Address | null;
  balance: number;
  readonly created: number;
  readonly currency: null;
  readonly customer_account: null;
  readonly default_source: null;
  readonly delinquent: false;
  description: string | null;
  readonly discount: null;
  email: string | null;
  readonly invoice_prefix: string;
  invoice_settings: {
    readonly custom_fields: null;
    default_payment_method: string | null;
    footer: string | null;
    readonly rendering_options: null;
  };
  readonly livemode: false;
  metadata: Record<string, string>;
  name: string | null;
  readonly next_invoice_sequence: 1;
  phone: string | null;
  preferred_locales: readonly string[];
  shipping: { readonly address: Address | null; readonly name: string; readonly phone: string | null } | null;
  tax_exempt: 'none' | 'exempt' | 'reverse';
  readonly test_clock: null;
  readonly _at: number;
  _deleted: boolean;
}

/** @throws StripeRefusal 404 for a deleted customer too: only reading still knows it. */
export function living(call: StripeCall, id: string): Customer {
  const customer = loadFromPath(call, 'customer', { id });
  if (customer._deleted) throw missingObject({ noun: 'customer', id, param: 'id', inPath: true });
  return customer;
}

/**
 * The customer a parameter names.
 *
 * @throws StripeRefusal 400 when there is none or it was deleted.
 */
export function livingFrom(call: StripeCall, id: string, param = 'customer'): Customer {
  const customer = load(call, 'customer', id);
  if (customer === undefined || customer._deleted) throw missingObject({ noun: 'customer', id, param, inPath: false });
  return customer;
}

export function newCustomer(call: StripeCall, known: { email?: string | null; name?: string | null } = {}): Customer {
  const now = call.clock.now();
  const id = call.ids.token('cus_', 14);
  return {
    id,
    object: 'customer',
    address: null,
    balance: 0,
    created: seconds(now),
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: known.email ?? null,
    invoice_prefix: id.slice(-8).toUpperCase(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: {},
    name: known.name ?? null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
    _at: now,
    _deleted: false,
  };
}

/** Newest first. */
export function methodsOf(call: StripeCall, customer: string): PaymentMethod[] {
  return call.store.list<PaymentMethod>(storeKind('payment_method'), { owner: customer, newestFirst: true });
}
