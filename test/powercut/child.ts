import { openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { providerNames, type PaysafeAccount, type ProviderName } from '../../src-main/contract/provider.ts';
import { makeProviders } from '../../src-main/gateways/gateways.ts';
import { openLedger, type HouseLedger } from '../../src-main/ledger/ledger.ts';
import { isOpen, type Operation } from '../../src-main/payments/operation.ts';
import type { Rows } from '../../src-main/payments/ports.ts';
import type { CardRecord, CustomerRecord, PaymentRecord } from '../../src-main/payments/records.ts';
import type { Engine } from '../../src-main/payments/settle.ts';
import { countedIds } from '../support/clock.ts';
import { serve, type Counter, type Customer } from './day.ts';
import { markLine, marksName, type Mark } from './events.ts';
import { makeWatch } from '../../src-main/payments/watch.ts';
import { noGuards } from '../support/no-guards.ts';

/** What the process under test is told. Addresses and keys are those of the embedded sandbox. */
export interface Task {
  readonly disk: string;
  /** where the records lie on the disk */
  readonly ledger: string;
  readonly auditKey: string;
  /** rounds of orders at each provider; between two the desk is closed and opened again */
  readonly rounds: number;
  readonly addresses: Readonly<Record<ProviderName, string>>;
  readonly authorizations: Readonly<Record<ProviderName, string>>;
  readonly accounts: readonly PaysafeAccount[];
  readonly customers: Readonly<
    Record<ProviderName, { readonly regular: Named; readonly refused: Named & { readonly amount: number } }>
  >;
}
/** a customer and card by the provider's own names */
export interface Named {
  readonly customerRef: string;
  readonly cardRef: string;
}

// The desk that is recorded: real engine, ledger and gateways; every request and every result leaves a mark at its moment.
const task = JSON.parse(process.argv[2] ?? '') as Task;
const clock = { now: () => Date.now(), steady: () => performance.now() };
const random = countedIds();

const marks = openSync(join(task.disk, marksName), 'a', 0o600);
const mark = (said: Mark): void => void writeSync(marks, markLine(said));
const shown = ({ id, version, state }: Operation): void =>
  mark({ mark: 'shown', id, version, state: JSON.stringify(state), end: !isOpen(state) });

const providers = makeProviders({
  address: (provider) => task.addresses[provider],
  live: false,
  credential: async (provider) => task.authorizations[provider],
  accounts: () => task.accounts,
  stripeAccount: () => 'acct_made_up',
  statementName: () => 'Atelier Fleury',
  clock,
  random,
  wait: () => Promise.resolve(),
  trace: () => undefined,
});
const sender: Engine['sender'] = {
  ...providers.sender,
  send(provider, request, repeat) {
    if (request.method !== 'GET') mark({ mark: 'sent', provider, request: JSON.stringify(request) });
    return providers.sender.send(provider, request, repeat);
  },
};

const customers = new Map<string, CustomerRecord>();
const cards = new Map<string, CardRecord>();
const payments = new Map<string, PaymentRecord>();
const rows: Rows = {
  customer: async (id) => customers.get(id) ?? null,
  card: async (id) => cards.get(id) ?? null,
  payment: async (id) => payments.get(id) ?? null,
  put: async (records) => {
    for (const customer of records.customers ?? []) customers.set(customer.id, customer);
    for (const card of records.cards ?? []) cards.set(card.id, card);
    for (const payment of records.payments ?? []) payments.set(payment.id, payment);
  },
};

function engineOn(ledger: HouseLedger): Engine {
  return {
    ledger: ledger.operations,
    sender,
    gateways: providers.gateways,
    readers: providers.readers,
    rows,
    clock,
    random,
    house: { currency: 'CAD', desk: 'Front 1', month: () => ({ year: 2026, month: 11 }) },
    ...noGuards,
    moneyShut: () => null,
    tell: shown,
    trouble: (what, error) => {
      throw new Error(what, { cause: error });
    },
    underWay: new Map(),
    watch: makeWatch({ clock, desk: () => null }),
  };
}

async function read(provider: ProviderName, { customerRef, cardRef }: Named): Promise<Customer> {
  const found = await providers.readers[provider].readCustomer(customerRef);
  if (!found.ok) throw new Error(`${provider}: ${found.detail}`);
  await rows.put({ customers: [found.value.customer], cards: found.value.cards });
  return { customerId: found.value.customer.id, cardId: `${provider}:${cardRef}` };
}

async function steer(provider: ProviderName, call: string, body: object): Promise<void> {
  const reply = await fetch(`${task.addresses[provider]}/_control/${call}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  if (!reply.ok) throw new Error(`The sandbox answered ${reply.status} to ${call}`);
}

async function counterOf(provider: ProviderName, ledger: HouseLedger, engine: Engine): Promise<Counter> {
  const { regular, refused } = task.customers[provider];
  return {
    provider,
    engine,
    regular: await read(provider, regular),
    refused: { ...(await read(provider, refused)), amount: refused.amount },
    paymentOf(operation) {
      const found = [...payments.values()].find(({ key }) => key === operation.plan.key);
      if (!found) throw new Error(`${provider}: no payment of ${operation.id}`);
      return found;
    },
    stepsOf: (operation) => ledger.operations.group(operation.group),
    shown,
    // Only Paysafe has a night between what was taken and what can be given back in parts.
    night: async () => (provider === 'paysafe' ? steer(provider, 'batch', {}) : undefined),
    // Stripe's money requests go out three times under one key, Paysafe's once.
    losesReplies: () =>
      steer(provider, 'fault', {
        method: 'POST',
        fault: 'drop-after',
        path: provider === 'stripe' ? '^/v1/payment_intents$' : '/auths$',
        times: provider === 'stripe' ? 3 : 1,
      }),
  };
}

for (let round = 0; round < task.rounds; round += 1) {
  const auditKey = Buffer.from(task.auditKey, 'hex');
  const ledger = await openLedger({ file: join(task.disk, task.ledger) }, { clock, random, auditKey });
  const engine = engineOn(ledger);
  const counters = await Promise.all(providerNames.map((provider) => counterOf(provider, ledger, engine)));
  // Both providers at once, as at a desk with two windows: their commits fall between each other.
  await Promise.all(counters.map((counter) => serve(counter, round)));
  await ledger.close();
}
providers.sender.close();
