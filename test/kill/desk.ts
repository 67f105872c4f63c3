import { makeProviders } from '../../src-main/gateways/gateways.ts';
import { openLedger } from '../../src-main/ledger/ledger.ts';
import { complete } from '../../src-main/payments/complete.ts';
import { followOne } from '../../src-main/payments/follow.ts';
import { isOpen } from '../../src-main/payments/operation.ts';
import type { Clock, ProviderReader, Random, Rows } from '../../src-main/payments/ports.ts';
import type { CardRecord, CustomerRecord, PaymentRecord } from '../../src-main/payments/records.ts';
import { idle, settle, type Engine } from '../../src-main/payments/settle.ts';
import { makeWatch } from '../../src-main/payments/watch.ts';
import { noGuards } from '../support/no-guards.ts';
import { makeLists, type Lists } from './lists.ts';
import { makePages, type Pages } from './pages.ts';
import type { Spotter } from './spotter.ts';
import type { Answers, DeskParts, Line, Reads, Report } from './words.ts';

/** One desk of the house as the app makes it, without window and keychain: the real engine, ledger, gateways and sender. */
export interface Desk {
  readonly statements: number;
  look(reads: Reads): Promise<void>;
  order(order: Parameters<typeof settle>[1]): Promise<Answers['order']>;
  complete(): Promise<number>;
  /** asks what became of every refund that was called done */
  followRefunds(): Promise<void>;
  report(): Promise<Report>;
  readonly pages: Pages;
  readonly lists: Lists;
  close(): Promise<void>;
}

const asker = { staffId: 'st-1', staffName: 'Maude', desk: 'Front 1' };

export async function openDesk(
  parts: DeskParts,
  world: { readonly clock: Clock; readonly spotter: Spotter; readonly name: 'a' | 'b'; print(line: Line): void },
): Promise<Desk> {
  const { clock, spotter, print } = world;
  const random = namedIds(parts.name);
  const opened: Awaited<ReturnType<typeof openLedger>>[] = [];
  const statements = await spotter.opening(async () => {
    opened.push(await openLedger({ file: parts.file }, { clock, random }));
  });
  const [ledger] = opened;
  if (!ledger) throw new Error('The records did not open');
  const providers = makeProviders({
    address: (provider) => parts.addresses[provider],
    hostedAddress: () => parts.addresses.hosted,
    live: false,
    credential: async (provider) => parts.authorizations[provider],
    accounts: () => parts.accounts,
    stripeAccount: () => 'acct_made_up',
    statementName: () => 'Atelier Fleury',
    clock,
    random,
    wait: async () => undefined,
    trace: () => undefined,
  });
  const rows = memoryRows();
  const show = (operation: {
    id: string;
    state: { name: Report['operations'][number]['state']['name'] };
    version: number;
  }): void =>
    print({
      is: 'shown',
      desk: world.name,
      operation: operation.id,
      state: operation.state.name,
      version: operation.version,
    });
  const engine: Engine = {
    ledger: spotter.around(ledger.operations),
    gateways: providers.gateways,
    readers: providers.readers,
    sender: providers.sender,
    rows,
    clock,
    random,
    house: { currency: 'CAD', desk: asker.desk, month: monthOf },
    ...noGuards,
    moneyShut: () => null,
    tell: (operation) => spotter.telling(() => show(operation)),
    trouble: (what, error) => print({ is: 'trouble', what: `${what}: ${String(error)}` }),
    underWay: new Map(),
    watch: makeWatch({ clock, desk: () => null }),
  };

  const pages = makePages({ ledger, providers, engine, spotter, print, name: world.name, asker });

  return {
    statements,
    pages,
    lists: makeLists({ ledger, engine, spotter, print }),
    look: (reads) => look(providers.readers[reads.provider], rows, reads),
    async order(order) {
      const reply = await settle(engine, order, asker);
      if (reply.ok) show(reply.value);
      await idle(engine);
      return reply.ok
        ? { operationId: reply.value.id, refused: null }
        : { operationId: null, refused: reply.failure.code };
    },
    async complete() {
      await complete(engine, 'all');
      await idle(engine);
      return (await ledger.operations.openOperations()).filter(({ state }) => isOpen(state)).length;
    },
    async followRefunds() {
      for (const operation of await ledger.operations.refundsSince(0)) await followOne(engine, operation);
    },
    async report() {
      const everything = { states: [], provider: null, staffId: null, from: null, to: null, offset: 0, limit: 10_000 };
      const { rows: operations } = await ledger.operations.list(everything);
      const check = await ledger.audit.verifyAudit();
      // Records of an earlier version are sealed when they are first opened, with a line of its own that belongs to no order.
      const found = await ledger.audit.list({ search: 'records_sealed', before: null, limit: 100 });
      const sealings = found.rows.filter(({ what }) => what === 'records_sealed').length;
      return {
        operations: operations.toReversed(),
        auditSound: check.sound,
        auditLines: check.sound ? check.lines - sealings : -1,
      };
    },
    async close() {
      providers.sender.close();
      providers.paysafePages.sender.close();
      await ledger.close();
    },
  };
}

/** Brings in the rows an order is judged by, as sync does: also how a desk that just started learns the provider's clock. */
async function look(reader: ProviderReader, rows: Rows, { customerRef, paymentRef }: Reads): Promise<void> {
  const customer = await reader.readCustomer(customerRef);
  // Taken away by the very order that was killed: sync finds nobody either.
  if (!customer.ok && customer.why === 'gone') return;
  if (!customer.ok) throw new Error(`The customer cannot be read: ${customer.why} ${customer.detail}`);
  await rows.put({ customers: [customer.value.customer], cards: customer.value.cards });
  if (paymentRef === null) return;
  const payment = await reader.readPayment(paymentRef, null);
  if (!payment.ok) throw new Error(`The payment cannot be read: ${payment.why} ${payment.detail}`);
  // Paysafe does not tell whose it is.
  await rows.put({ payments: [{ ...payment.value, customerId: `${reader.provider}:${customerRef}` }] });
}

function memoryRows(): Rows {
  const customers = new Map<string, CustomerRecord>();
  const cards = new Map<string, CardRecord>();
  const payments = new Map<string, PaymentRecord>();
  return {
    customer: async (id) => customers.get(id) ?? null,
    card: async (id) => cards.get(id) ?? null,
    payment: async (id) => payments.get(id) ?? null,
    async put(records) {
      for (const row of records.customers ?? []) customers.set(row.id, row);
      for (const row of records.cards ?? []) cards.set(row.id, row);
      for (const row of records.payments ?? []) payments.set(row.id, row);
    },
  };
}

/** Ids that no other process makes, and the same ones when a round is repeated. */
function namedIds(name: string): Random {
  let count = 0;
  return {
    id(length) {
      count += 1;
      return `${name}x${count}`.padStart(length, '0').slice(-length);
    },
  };
}

function monthOf(now: number): { year: number; month: number } {
  const date = new Date(now);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1 };
}
