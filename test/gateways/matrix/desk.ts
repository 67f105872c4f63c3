import type { ProviderName } from '../../../src-main/contract/provider.ts';
import { complete } from '../../../src-main/payments/complete.ts';
import { isOpen, type Operation } from '../../../src-main/payments/operation.ts';
import type { ProviderRequest, Read, Rows } from '../../../src-main/payments/ports.ts';
import type { CardRecord, CustomerRecord, PaymentRecord } from '../../../src-main/payments/records.ts';
import { idle, type Engine } from '../../../src-main/payments/settle.ts';
import { makeWatch } from '../../../src-main/payments/watch.ts';
import { countedIds } from '../../support/clock.ts';
import { memoryLedger } from '../../support/memory-ledger.ts';
import { filled } from '../../../src-main/payments/unwritten.ts';
import { noGuards } from '../../support/no-guards.ts';
import type { Saved, Town } from '../town.ts';
import { bankNumber } from './orders.ts';

/** One desk for one cell: the real engine, the real gateways, a ledger of its own, and a note of all that was said and sent. */
export interface Desk {
  readonly engine: Engine;
  /** every operation of the ledger, as it is now */
  operations(): readonly Operation[];
  /** each state an operation was ever told to be in: what staff saw, or could have seen */
  readonly told: readonly Operation[];
  /** money requests that left, each with the operations that were written by then; a bank account's number, which never is, stands in them */
  readonly sent: readonly { readonly request: ProviderRequest; readonly written: readonly ProviderRequest[] }[];
  /** brings what the provider has into the rows that limits judge; `at`: another provider than the desk's own */
  know(customerRef: string, at?: ProviderName): Promise<void>;
  /** `saved`: whose it is; Paysafe does not tell */
  knowPayment(ref: string, saved?: Saved): Promise<void>;
  /** reads something at the provider, as a desk does all day: it learns the provider's time by it */
  glance(): Promise<void>;
  /** lets the desk ask until every order has ended, however long that takes on its clock */
  untilKnown(): Promise<void>;
}

/** More rounds than any order needs: one that is open after them never ends. */
const mostRounds = 60;

export function openDesk(town: Town, provider: ProviderName): Desk {
  const ledger = memoryLedger();
  const rows = memoryRows();
  const told: Operation[] = [];
  const sent: { request: ProviderRequest; written: readonly ProviderRequest[] }[] = [];
  const { sender, gateways, readers } = town.providers;
  const engine: Engine = {
    ledger,
    gateways,
    readers,
    rows,
    clock: town.clock,
    random: countedIds(),
    house: { currency: 'CAD', desk: 'Front 1', month: () => ({ year: 2026, month: 11 }) },
    ...noGuards,
    moneyShut: () => null,
    tell: (operation) => void told.push(operation),
    trouble(what, error) {
      throw new Error(`The engine had trouble with: ${what}`, { cause: error });
    },
    underWay: new Map(),
    watch: makeWatch({ clock: town.clock, desk: () => null }),
    sender: {
      ...sender,
      send(to, request, repeat) {
        if (request.method !== 'GET')
          sent.push({ request, written: ledger.all().map((row) => filled(row, bankNumber) ?? row.request) });
        return sender.send(to, request, repeat);
      },
    },
  };
  return {
    engine,
    operations: ledger.all,
    told,
    sent,
    async know(customerRef, at = provider) {
      const { customer, cards } = value(await readers[at].readCustomer(customerRef));
      await rows.put({ customers: [customer], cards });
    },
    async knowPayment(ref, saved) {
      const payment = value(await readers[provider].readPayment(ref, null));
      await rows.put({
        payments: [saved ? { ...payment, customerId: `${provider}:${saved.customerRef}` } : payment],
      });
    },
    async glance() {
      await readers[provider].readCustomer('nobody');
    },
    async untilKnown() {
      for (let round = 0; round < mostRounds; round += 1) {
        await complete(engine, 'due');
        await idle(engine);
        const asks = ledger.all().flatMap(({ state }) => (state.name === 'unknown' ? [state.nextAskAt] : []));
        if (!ledger.all().some(({ state }) => isOpen(state))) return;
        const next = Math.min(...asks);
        if (next > engine.clock.now()) town.sandbox.clock.advance(next - engine.clock.now());
      }
    },
  };
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

function value<T>(read: Read<T>): T {
  if (!read.ok) throw new Error(`Could not be read before the order: ${read.detail}`);
  return read.value;
}
