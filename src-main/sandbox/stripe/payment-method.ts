import { createHash } from 'node:crypto';
import type { SandboxStore } from '../core/store.ts';
import { emptyBillingDetails } from './address.ts';
import type { BillingDetails } from './address.ts';
import type { CardBehaviour } from './card-behaviour.ts';
import { load, save, seconds } from './documents.ts';
import type { StripeCall, StripeWorld } from './documents.ts';
import { missingObject } from './refusal.ts';
import { testCardByAlias } from './test-cards.ts';
import type { TestCard } from './test-cards.ts';

export type AllowRedisplay = 'always' | 'limited' | 'unspecified';

export interface SavedCard {
  brand: string;
  readonly checks: {
    readonly address_line1_check: string | null;
    readonly address_postal_code_check: string | null;
    readonly cvc_check: string | null;
  };
  country: string | null;
  display_brand: string;
  exp_month: number;
  exp_year: number;
  fingerprint: string;
  funding: string;
  readonly generated_from: null;
  last4: string;
  readonly networks: { readonly available: readonly string[]; readonly preferred: null };
  readonly regulated_status: 'unregulated';
  readonly three_d_secure_usage: { readonly supported: boolean };
  readonly wallet: null;
}

export interface PaymentMethod {
  readonly id: string;
  readonly object: 'payment_method';
  allow_redisplay: AllowRedisplay;
  billing_details: BillingDetails;
  card: SavedCard;
  readonly created: number;
  customer: string | null;
  readonly customer_account: null;
  readonly livemode: false;
  metadata: Record<string, string>;
  readonly type: 'card';
  readonly _at: number;
  _behaviour: CardBehaviour;
  /** Set up for use without the cardholder. */
  _setUp: boolean;
  /** Detached, or used once without a customer: never to be attached or charged again. */
  _spent: boolean;
}

/** Looks the same for the same number, says nothing about it. */
function fingerprintOf(number: string): string {
  return createHash('sha256').update(`fingerprint ${number}`).digest('hex').slice(0, 16);
}

export interface CardFacts {
  readonly brand: string;
  readonly last4: string;
  readonly expMonth: number;
  readonly expYear: number;
  readonly funding: string;
  readonly country: string | null;
  readonly fingerprint: string;
  readonly behaviour: CardBehaviour;
  readonly cvcChecked?: boolean;
}

export function makePaymentMethod(call: StripeCall, facts: CardFacts): PaymentMethod {
  const now = call.clock.now();
  return {
    id: call.ids.token('pm_1', 23),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: { ...emptyBillingDetails },
    card: {
      brand: facts.brand,
      checks: {
        address_line1_check: null,
        address_postal_code_check: null,
        cvc_check: facts.cvcChecked === true ? 'pass' : null,
      },
      country: facts.country,
      display_brand: facts.brand === 'amex' ? 'american_express' : facts.brand,
      exp_month: facts.expMonth,
      exp_year: facts.expYear,
      fingerprint: facts.fingerprint,
      funding: facts.funding,
      generated_from: null,
      last4: facts.last4,
      networks: { available: [facts.brand], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: seconds(now),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: 'card',
    _at: now,
    _behaviour: facts.behaviour,
    _setUp: false,
    _spent: false,
  };
}

/** What a test card becomes when it is used; the number itself goes no further. */
export function factsOf(
  card: TestCard,
  { expMonth, expYear, cvcChecked }: { expMonth: number; expYear: number; cvcChecked: boolean },
): CardFacts {
  return {
    brand: card.brand,
    last4: card.number.slice(-4),
    expMonth,
    expYear,
    funding: card.funding,
    country: card.country,
    fingerprint: fingerprintOf(card.number),
    behaviour: card.behaviour,
    cvcChecked,
  };
}

/** `pm_card_…` and `tok_…` stand for a test card that expires next year. */
export function fromAlias(call: StripeCall, alias: string): PaymentMethod | undefined {
  const card = testCardByAlias(alias);
  if (card === undefined) return undefined;
  const today = new Date(call.clock.now());
  return makePaymentMethod(
    call,
    factsOf(card, { expMonth: today.getUTCMonth() + 1, expYear: today.getUTCFullYear() + 1, cvcChecked: true }),
  );
}

/**
 * The payment method a parameter names; an alias makes a new one, stored only when the caller saves it.
 *
 * @throws StripeRefusal 400 when there is none.
 */
export function paymentMethodFrom(call: StripeCall, id: string, param: string): PaymentMethod {
  const found = id.startsWith('pm_card_') ? fromAlias(call, id) : load(call, 'payment_method', id);
  if (found === undefined) throw missingObject({ noun: 'PaymentMethod', id, param, inPath: false });
  return found;
}

/** Past the last day of its month, by the sandbox's clock. */
export function hasExpired(world: StripeWorld, card: SavedCard): boolean {
  return world.clock.now() >= Date.UTC(card.exp_year, card.exp_month, 1);
}

export interface CardMake {
  readonly brand?: string;
  readonly last4?: string;
  readonly expMonth?: number;
  readonly expYear?: number;
  readonly funding?: string;
  readonly country?: string;
  readonly behaviour?: CardBehaviour;
  readonly setUp?: boolean;
  readonly allowRedisplay?: AllowRedisplay;
}

/**
 * For the demo house, not on the wire: gives a stored card another face (brand, last four, expiry) or behaviour.
 *
 * @throws Error when there is no such payment method.
 */
export function remakeCard(store: SandboxStore, id: string, make: CardMake): void {
  const method = load({ store }, 'payment_method', id);
  if (method === undefined) throw new Error(`The sandbox has no payment method ${id}.`);
  const { card } = method;
  card.brand = make.brand ?? card.brand;
  card.display_brand = card.brand === 'amex' ? 'american_express' : card.brand;
  card.last4 = make.last4 ?? card.last4;
  card.exp_month = make.expMonth ?? card.exp_month;
  card.exp_year = make.expYear ?? card.exp_year;
  card.funding = make.funding ?? card.funding;
  card.country = make.country ?? card.country;
  if (make.last4 !== undefined || make.brand !== undefined) card.fingerprint = fingerprintOf(`${id} ${card.last4}`);
  method._behaviour = make.behaviour ?? method._behaviour;
  method._setUp = make.setUp ?? method._setUp;
  method.allow_redisplay = make.allowRedisplay ?? method.allow_redisplay;
  save({ store }, method);
}
