import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Stripe from 'stripe';
import { makeSandboxClock } from '../../../src-main/sandbox/core/clock.ts';
import type { SandboxClock } from '../../../src-main/sandbox/core/clock.ts';
import { makeFaults } from '../../../src-main/sandbox/core/faults.ts';
import type { SandboxFaults } from '../../../src-main/sandbox/core/faults.ts';
import { listen } from '../../../src-main/sandbox/core/http.ts';
import { makeIds } from '../../../src-main/sandbox/core/ids.ts';
import { sandboxKeys } from '../../../src-main/sandbox/core/keys.ts';
import type { SandboxReply } from '../../../src-main/sandbox/core/message.ts';
import { openSandboxStore } from '../../../src-main/sandbox/core/store.ts';
import type { SandboxStore } from '../../../src-main/sandbox/core/store.ts';
import { makeStripeSandbox } from '../../../src-main/sandbox/stripe/stripe.ts';
import type { StripeSandbox } from '../../../src-main/sandbox/stripe/stripe.ts';

/** 3 March 2026, 15:00 UTC. */
export const opening = Date.UTC(2026, 2, 3, 15);

export interface StripeHouse {
  readonly stripe: Stripe;
  readonly sandbox: StripeSandbox;
  readonly store: SandboxStore;
  readonly clock: SandboxClock;
  readonly faults: SandboxFaults;
  readonly url: string;
  /** Another client of the same account. */
  client(key: string, config?: Stripe.StripeConfig): Stripe;
  close(): Promise<void>;
}

/** The Stripe sandbox behind a real socket, with the official package in front of it. */
export async function openStripeHouse(seed = 'test'): Promise<StripeHouse> {
  const folder = mkdtempSync(path.join(tmpdir(), 'comptoir-stripe-'));
  const store = openSandboxStore(path.join(folder, 'sandbox.sqlite'));
  const clock = makeSandboxClock(store, () => opening);
  const faults = makeFaults();
  // The sandbox needs the server's address and the server needs the sandbox.
  const behind: { sandbox?: StripeSandbox } = {};
  const unready: SandboxReply = { status: 503, body: '' };
  const server = await listen({
    port: 0,
    faults,
    now: () => clock.now(),
    handle: (request) => behind.sandbox?.handle(request) ?? unready,
    enter: (request) => behind.sandbox?.enter(request) ?? unready,
    refuse: (status, request) => behind.sandbox?.refuse(status, request) ?? unready,
    keep: (request, reply) => behind.sandbox?.keep(request, reply),
  });
  const sandbox = makeStripeSandbox({ store, clock, ids: makeIds(store, seed), baseUrl: server.url });
  behind.sandbox = sandbox;
  const client = (key: string, config: Stripe.StripeConfig = {}): Stripe =>
    new Stripe(key, {
      host: '127.0.0.1',
      port: server.port,
      protocol: 'http',
      maxNetworkRetries: 0,
      telemetry: false,
      ...config,
    });
  return {
    stripe: client(sandboxKeys.stripeKey),
    sandbox,
    store,
    clock,
    faults,
    url: server.url,
    client,
    async close() {
      await server.close();
      store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The error a call ended with; fails when it ended well. */
export async function refusal(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new Error('The call was expected to be refused.');
}

/** A customer with one saved card. */
export async function customerWithCard(
  stripe: Stripe,
  card = 'pm_card_visa',
  name = 'Élodie Côté-Tremblay',
): Promise<{ customer: Stripe.Customer; card: Stripe.PaymentMethod }> {
  const customer = await stripe.customers.create({ name, email: 'elodie@example.com' });
  return { customer, card: await stripe.paymentMethods.attach(card, { customer: customer.id }) };
}

/** What the desk sends for a charge of a saved card. */
export function offSession(
  amount: number,
  { customer, card }: { customer: Stripe.Customer; card: Stripe.PaymentMethod },
  more: Partial<Stripe.PaymentIntentCreateParams> = {},
): Stripe.PaymentIntentCreateParams {
  return {
    amount,
    currency: 'cad',
    customer: customer.id,
    payment_method: card.id,
    allowed_payment_method_types: ['card'],
    off_session: true,
    confirm: true,
    ...more,
  };
}
