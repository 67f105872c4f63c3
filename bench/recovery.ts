import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Stripe from 'stripe';
import { makeProviders, type Providers } from '../src-main/gateways/gateways.ts';
import { openLedger, type HouseLedger } from '../src-main/ledger/ledger.ts';
import { complete } from '../src-main/payments/complete.ts';
import type { Operation } from '../src-main/payments/operation.ts';
import type { CardRecord, CustomerRecord } from '../src-main/payments/records.ts';
import { settle, type Engine } from '../src-main/payments/settle.ts';
import { makeWatch } from '../src-main/payments/watch.ts';
import { startProvider, type Provider } from './provider.ts';
import type { Measured } from './run.ts';

/** What Stripe allows one endpoint, a second (docs.stripe.com/rate-limits), and what may go at once after a quiet moment. */
const allowed = { perSecond: 25, burst: 25 };
const clock = { now: Date.now, steady: () => performance.now() };
const random = { id: (length: number): string => randomBytes(length).toString('hex').slice(0, length) };
const maude = { staffId: 'st-1', staffName: 'Maude', desk: 'bench' };

interface Payer {
  readonly customer: CustomerRecord;
  readonly card: CardRecord;
}

/**
 * A desk that starts with so many charges whose answer was lost: the time until all are known, over the time in which the provider's rate
 * alone lets them be asked about. And how much longer a start with nothing open takes with the completer than without it.
 * npm run bench -- recovery [how many; 1000 unless told]
 */
export async function run([size = '1000']: readonly string[]): Promise<Measured & { readonly idle_ms: number }> {
  const many = Number(size);
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-bench-'));
  const provider = await startProvider(join(folder, 'sandbox.sqlite'));
  const ledger = await openLedger({ file: join(folder, 'ledger.db') }, { clock, random });
  try {
    const payers = await makePayers(provider, Math.min(many, 200));
    const idle = await idleStart(join(folder, 'idle.db'), provider, payers);
    await loseAnswers(ledger, provider, payers, many);

    const begun = performance.now();
    const engine = engineOn(ledger, providersOf(provider, pause), payers);
    const left = await complete(engine, 'all');
    const seconds = (performance.now() - begun) / 1000;
    const states = await ledger.operations.since(0, many + 1);
    if (left > 0 || states.some(({ state }) => state.name !== 'done'))
      throw new Error(`${left} are not known: ${JSON.stringify(states.find(({ state }) => state.name !== 'done'))}`);
    const least = Math.max(1, many - allowed.burst) / allowed.perSecond;
    return {
      name: 'recovery',
      ratio: Math.round((seconds / least) * 1000) / 1000,
      p99: Math.round(seconds * 1000),
      n: many,
      of: `start with ${many} open operations, until all are known ÷ ${many} at the provider's allowed rate (p99: the whole time in ms; idle_ms: a start of records and engine with none open, with the completer less without it, medians of ${idleTurns} each, interleaved)`,
      idle_ms: idle,
    };
  } finally {
    await ledger.close();
    provider.child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How much longer records and engine take to start with the completer's first round than without it, ms: medians, both sides in turn. */
async function idleStart(file: string, provider: Provider, payers: readonly Payer[]): Promise<number> {
  const start = async (completes: boolean): Promise<number> => {
    const begun = performance.now();
    const ledger = await openLedger({ file }, { clock, random });
    const engine = engineOn(ledger, providersOf(provider, pause), payers);
    if (completes) await complete(engine, 'all');
    const took = performance.now() - begun;
    await ledger.close();
    return took;
  };
  // The first makes the file.
  await start(true);
  const [completing, without]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < idleTurns; turn += 1) {
    // Whichever goes second finds a warmer disk: they take turns at that too.
    const first = turn % 2 === 0;
    (first ? completing : without).push(await start(first));
    (first ? without : completing).push(await start(!first));
  }
  return Math.round((median(completing) - median(without)) * 1000) / 1000;
}
const idleTurns = 51;
const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

async function makePayers(provider: Provider, count: number): Promise<Payer[]> {
  const stripe = new Stripe(provider.key, { host: '127.0.0.1', port: provider.port, protocol: 'http' });
  const payers: Payer[] = [];
  for (let at = 0; at < count; at += 1) {
    const { id } = await stripe.customers.create({ name: `Bench ${at}` });
    const method = await stripe.paymentMethods.attach('pm_card_visa', { customer: id });
    payers.push(payerOf(id, method.id));
  }
  return payers;
}

/** Charges that went through and whose answer never came: written, sent, taken by the provider, unknown here. */
async function loseAnswers(
  ledger: HouseLedger,
  provider: Provider,
  payers: readonly Payer[],
  many: number,
): Promise<void> {
  const providers = providersOf(provider, async () => undefined);
  const engine = engineOn(ledger, providers, payers, async (...given) => {
    await providers.sender.send(...given);
    return { got: 'nothing', left: true, why: 'reset' };
  });
  for (let at = 0; at < many; at += 1) {
    const payer = payers[at % payers.length];
    if (!payer) throw new Error('Nobody to charge');
    // One open charge a person is all that a house allows: each of these is a person of its own to the records.
    const reply = await settle(
      { ...engine, personOf: async () => `person-${at}` },
      {
        kind: 'charge',
        ticket: `bench-ticket-${String(at).padStart(8, '0')}`,
        customerId: payer.customer.id,
        cardId: payer.card.id,
        amount: { amount: 1250 + at, currency: 'CAD' },
        tip: null,
        note: null,
        receiptEmail: null,
      },
      maude,
    );
    if (!reply.ok || reply.value.state.name !== 'unknown') throw new Error(JSON.stringify(reply));
  }
}

function providersOf(provider: Provider, wait: (ms: number) => Promise<unknown>): Providers {
  return makeProviders({
    address: (name) => (name === 'stripe' ? `http://127.0.0.1:${provider.port}` : null),
    live: false,
    credential: async () => `Bearer ${provider.key}`,
    accounts: () => [],
    stripeAccount: () => 'acct_made_up',
    statementName: () => 'Bench',
    clock,
    random,
    wait: async (ms) => void (await wait(ms)),
    trace: () => undefined,
  });
}

function engineOn(
  ledger: HouseLedger,
  providers: Providers,
  payers: readonly Payer[],
  send: Engine['sender']['send'] = providers.sender.send,
): Engine {
  const customers = new Map(payers.map(({ customer }) => [customer.id, customer]));
  const cards = new Map(payers.map(({ card }) => [card.id, card]));
  return {
    ledger: ledger.operations,
    gateways: providers.gateways,
    readers: providers.readers,
    sender: { ...providers.sender, send },
    rows: {
      customer: async (id) => customers.get(id) ?? null,
      card: async (id) => cards.get(id) ?? null,
      payment: async () => null,
      put: async () => undefined,
    },
    clock,
    random,
    house: { currency: 'CAD', desk: 'bench', month: () => ({ year: 2026, month: 11 }) },
    personOf: async (id) => id,
    firstTransactionOf: async () => null,
    listed: async () => null,
    listedAt: async () => null,
    elsewhereFor: async () => null,
    reach: async () => null,
    lastMinutes: async () => ({ customerIds: [], payments: [] }),
    doubtsOf: async () => [],
    payerFor: async () => null,
    consentFor: async () => ({ consentId: null }),
    heldFor: async ({ customerId }) => ({ customerId, purpose: 'balance', billId: null }),
    givenOtherwise: async () => null,
    secondPerson: () => null,
    standingOn: async () => ({ checking: null, holds: [], debits: [], bills: [], pages: 0 }),
    billFor: async () => ({ ref: 'none', paid: 0, attempt: 0, seen: null }),
    moneyShut: () => null,
    dayShut: async () => null,
    tell: () => undefined,
    trouble: (what, error) => void process.stderr.write(`${what}: ${String(error)}\n`),
    underWay: new Map<string, Promise<Operation>>(),
    watch: makeWatch({ clock, desk: () => null }),
  };
}

function payerOf(customerRef: string, cardRef: string): Payer {
  const provider = 'stripe' as const;
  return {
    customer: {
      id: `stripe:${customerRef}`,
      provider,
      ref: customerRef,
      name: 'Bench',
      phone: null,
      email: null,
      language: null,
      createdAt: null,
      defaultCardId: null,
      externalId: null,
      deleted: false,
      readAt: 0,
    },
    card: {
      id: `stripe:${cardRef}`,
      provider,
      customerId: `stripe:${customerRef}`,
      ref: cardRef,
      payToken: cardRef,
      kind: 'card',
      brand: 'visa',
      lastFour: '4242',
      expiry: { month: 12, year: 2034 },
      nickname: null,
      holder: null,
      isDefault: true,
      chargeable: true,
      removed: false,
      readAt: 0,
    },
  };
}
