import * as v from 'valibot';
import type Stripe from 'stripe';
import { refused } from '../../contract/failure.ts';
import type { SendResult, ProviderRequest } from '../../payments/ports.ts';
import type { CheckedKey } from '../key-check.ts';
import { recordRequest } from './record.ts';
import { parseAs, wireCustomer, wireError } from './wire.ts';

const wireAccount = v.object({
  id: v.string(),
  business_profile: v.optional(v.nullable(v.object({ name: v.optional(v.nullable(v.string())) }))),
  settings: v.optional(
    v.nullable(
      v.object({ dashboard: v.optional(v.nullable(v.object({ display_name: v.optional(v.nullable(v.string())) }))) }),
    ),
  ),
});

const shape = /^(sk|rk|pk)_(test|live)_[A-Za-z0-9_]{8,}$/;

type Probe = readonly [name: string, build: (stripe: Stripe) => Promise<unknown>];

/** One read for each permission the screen lists. Reads only: nothing is ever written to find out. */
const probes: readonly Probe[] = [
  ['customers', (stripe) => stripe.customers.list({ limit: 1 })],
  ['payment_intents', (stripe) => stripe.paymentIntents.list({ limit: 1 })],
  [
    'payment_methods',
    (stripe) => stripe.paymentMethods.list({ limit: 1, type: 'card', customer: 'cus_comptoirprobe' }),
  ],
  ['checkout_sessions', (stripe) => stripe.checkout.sessions.list({ limit: 1 })],
  ['invoices', (stripe) => stripe.invoices.list({ limit: 1 })],
  ['prices', (stripe) => stripe.prices.list({ limit: 1 })],
  ['charges', (stripe) => stripe.charges.list({ limit: 1 })],
  ['refunds', (stripe) => stripe.refunds.list({ limit: 1 })],
  ['disputes', (stripe) => stripe.disputes.list({ limit: 1 })],
  ['subscriptions', (stripe) => stripe.subscriptions.list({ limit: 1 })],
  ['events', (stripe) => stripe.events.list({ limit: 1 })],
  // As they are read for the day's fees: what stands behind a line has a permission of its own.
  ['balance_transactions', (stripe) => stripe.balanceTransactions.list({ limit: 1, expand: ['data.source'] })],
  ['payouts', (stripe) => stripe.payouts.list({ limit: 1 })],
];

/** The permissions that are found by asking, in the order in which the screen lists them. */
export const askedPermissions: readonly string[] = probes.map(([name]) => name);

/** Without these there is no customer to find and nothing to charge. */
const needed: readonly string[] = ['customers', 'payment_intents', 'payment_methods'];

/**
 * Tries a Stripe key where it will be used: its form, whether Stripe takes it, and what it may read. A publishable key, a key of another
 * form and a refused key come back in words; a key that may not even read customers, cards or payments is of no use and is refused too.
 * Whether it may also write is only seen at the first order: a 403 there is said in words and moves nothing.
 */
export async function checkStripeKey(
  key: string,
  send: (request: ProviderRequest) => Promise<SendResult>,
): Promise<CheckedKey> {
  const parts = shape.exec(key);
  if (!parts) return no('key_malformed');
  if (parts[1] === 'pk') return no('key_publishable');
  const mode = parts[2] === 'live' ? 'live' : 'test';
  const permissions: { name: string; granted: 'yes' | 'no' | 'unknown' }[] = [];
  for (const [name, build] of probes) {
    const result = await send(await recordRequest(build));
    if (result.got === 'nothing') return no('offline');
    const { status, body } = result.answer;
    if (status === 401) return no('key_refused');
    if (status === 403) permissions.push({ name, granted: 'no' });
    // 404: the made-up customer of the probe does not exist, and the key was allowed to ask.
    else if (status === 200 || status === 404) permissions.push({ name, granted: 'yes' });
    else if (status >= 500 || status === 429) permissions.push({ name, granted: 'unknown' });
    else if (parseAs(wireError, body)?.error.code === 'resource_missing') permissions.push({ name, granted: 'yes' });
    else return no('provider_odd');
    if (status === 200 && !looksLikeStripe(body)) return no('provider_odd');
  }
  const missing = permissions.find(({ name, granted }) => granted === 'no' && needed.includes(name));
  if (missing) return no('permission_missing', { name: missing.name });
  if (permissions.every(({ granted }) => granted !== 'yes')) return no('provider_unavailable');
  return {
    ok: true,
    mode,
    kind: parts[1] === 'rk' ? 'restricted' : 'secret',
    ...(await whose(send)),
    permissions,
  };
}

function looksLikeStripe(body: string): boolean {
  return parseAs(v.object({ object: v.string() }), body) !== null;
}

/** A restricted key may well not see its own account; then Stripe's refusal often names it all the same. */
const named = / on account '(acct_\w+)'/;

async function whose(
  send: (request: ProviderRequest) => Promise<SendResult>,
): Promise<{ readonly business: string | null; readonly account: string | null }> {
  const result = await send(await recordRequest((stripe) => stripe.accounts.retrieveCurrent()));
  if (result.got !== 'answer') return { business: null, account: null };
  const { status, body } = result.answer;
  if (status !== 200)
    return { business: null, account: named.exec(parseAs(wireError, body)?.error.message ?? '')?.[1] ?? null };
  const account = parseAs(wireAccount, body);
  return {
    business: account?.settings?.dashboard?.display_name ?? account?.business_profile?.name ?? null,
    account: account?.id ?? null,
  };
}

/**
 * Whether a key is of the account that has this customer. An account knows its own, a deleted one too (stripe.md, section 6), and nobody else's.
 * Null: Stripe did not say.
 */
export async function knowsCustomer(
  customerRef: string,
  send: (request: ProviderRequest) => Promise<SendResult>,
): Promise<boolean | null> {
  const result = await send(await recordRequest((stripe) => stripe.customers.retrieve(customerRef)));
  if (result.got !== 'answer') return null;
  const { status, body } = result.answer;
  if (status === 200) return parseAs(wireCustomer, body)?.id === customerRef ? true : null;
  return parseAs(wireError, body)?.error.code === 'resource_missing' ? false : null;
}

function no(
  code:
    | 'key_malformed'
    | 'key_publishable'
    | 'key_refused'
    | 'offline'
    | 'provider_odd'
    | 'provider_unavailable'
    | 'permission_missing',
  facts: Record<string, string> = {},
): CheckedKey {
  return { ok: false, failure: refused(code, { provider: 'stripe', ...facts }).failure };
}
