import type { SandboxClock } from '../core/clock.ts';
import type { SandboxIds } from '../core/ids.ts';
import type { DocumentIndex, SandboxStore } from '../core/store.ts';
import type { BillingPortalSession } from './billing-portal.ts';
import type { BalanceTransaction } from './balance-transactions.ts';
import type { Charge } from './charges.ts';
import type { CheckoutSession } from './checkout-session.ts';
import type { Customer } from './customer.ts';
import type { Dispute } from './dispute.ts';
import type { StripeEvent } from './events.ts';
import type { Invoice } from './invoice.ts';
import type { PaymentIntent } from './payment-intent.ts';
import type { PaymentMethod } from './payment-method.ts';
import type { Price, Product } from './prices.ts';
import type { Payout } from './payouts.ts';
import { missingObject } from './refusal.ts';
import type { Refund } from './refunds.ts';
import type { SetupIntent } from './setup-intent.ts';
import type { Subscription } from './subscriptions.ts';

/**
 * Every kind of stored object in its wire shape. Fields that begin with `_` are the sandbox's own and never leave it;
 * `_at` is the moment of creation in milliseconds.
 */
export interface StripeDocuments {
  readonly balance_transaction: BalanceTransaction;
  readonly 'billing_portal.session': BillingPortalSession;
  readonly charge: Charge;
  readonly 'checkout.session': CheckoutSession;
  readonly customer: Customer;
  readonly dispute: Dispute;
  readonly event: StripeEvent;
  readonly invoice: Invoice;
  readonly payment_intent: PaymentIntent;
  readonly payment_method: PaymentMethod;
  readonly payout: Payout;
  readonly price: Price;
  readonly product: Product;
  readonly refund: Refund;
  readonly setup_intent: SetupIntent;
  readonly subscription: Subscription;
}

export type StripeKind = keyof StripeDocuments;
export type StripeDocument = StripeDocuments[StripeKind];

export interface StripeWorld {
  readonly store: SandboxStore;
  readonly clock: SandboxClock;
  readonly ids: SandboxIds;
  /** Where the sandbox's own pages are served, without a slash at the end. */
  readonly baseUrl: string;
}

/** All that reading and writing needs. */
export type StoreHolder = Pick<StripeWorld, 'store'>;

/** The world as one request sees it; null for what the sandbox does by itself. */
export interface StripeCall extends StripeWorld {
  readonly requestId: string | null;
  readonly idempotencyKey: string | null;
}

/** How kinds are called in Stripe's messages. */
const nouns: Readonly<Record<StripeKind, string>> = {
  balance_transaction: 'balance transaction',
  'billing_portal.session': 'billing portal session',
  charge: 'charge',
  'checkout.session': 'checkout.session',
  customer: 'customer',
  dispute: 'dispute',
  event: 'event',
  invoice: 'invoice',
  payment_intent: 'payment_intent',
  payment_method: 'PaymentMethod',
  payout: 'payout',
  price: 'price',
  product: 'product',
  refund: 'refund',
  setup_intent: 'setupintent',
  subscription: 'subscription',
};

export function storeKind(kind: StripeKind): string {
  return `stripe.${kind}`;
}

export function load<K extends StripeKind>(call: StoreHolder, kind: K, id: string): StripeDocuments[K] | undefined {
  return call.store.get<StripeDocuments[K]>(storeKind(kind), id);
}

/**
 * The object the path names.
 *
 * @throws StripeRefusal 404 when there is none.
 */
export function loadFromPath<K extends StripeKind>(
  call: StripeWorld,
  kind: K,
  { id, param = 'id' }: { id: string; param?: string },
): StripeDocuments[K] {
  const found = load(call, kind, id);
  if (found === undefined) throw missingObject({ noun: nouns[kind], id, param, inPath: true });
  return found;
}

/**
 * The object a parameter names.
 *
 * @throws StripeRefusal 400 when there is none.
 */
export function loadFromParam<K extends StripeKind>(
  call: StripeWorld,
  kind: K,
  { id, param }: { id: string; param: string },
): StripeDocuments[K] {
  const found = load(call, kind, id);
  if (found === undefined) throw missingObject({ noun: nouns[kind], id, param, inPath: false });
  return found;
}

export function save(call: StoreHolder, document: StripeDocument): void {
  call.store.put(storeKind(document.object), document.id, document, indexOf(document));
}

/** Whole seconds, as everything on the wire. */
export function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}

function indexOf(document: StripeDocument): DocumentIndex {
  const created = document._at;
  switch (document.object) {
    case 'customer':
      return { created, ...(document.email === null ? {} : { ref: document.email }) };
    case 'charge':
      return {
        created,
        ...(document.customer === null ? {} : { owner: document.customer }),
        ...(document.payment_intent === null ? {} : { ref: document.payment_intent }),
      };
    case 'dispute':
    case 'refund':
      return {
        created,
        ref: document.charge,
        ...(document.payment_intent === null ? {} : { owner: document.payment_intent }),
      };
    case 'payment_intent':
    case 'payment_method':
    case 'setup_intent':
    case 'checkout.session':
    case 'invoice':
      return { created, ...(document.customer === null ? {} : { owner: document.customer }) };
    case 'subscription':
      return { created, owner: document.customer };
    case 'balance_transaction':
      return { created, ref: document.source };
    case 'event':
      return { created, ref: document.type };
    case 'billing_portal.session':
    case 'payout':
    case 'price':
    case 'product':
      return { created };
  }
}
