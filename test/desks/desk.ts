import { makeProviders, type Providers } from '../../src-main/gateways/gateways.ts';
import { billFor } from '../../src-main/house/bills/bills.ts';
import { openLedger, type HouseLedger, type LedgerPlace } from '../../src-main/ledger/ledger.ts';
import type { Operation } from '../../src-main/payments/operation.ts';
import type { Clock, SendResult } from '../../src-main/payments/ports.ts';
import type { Records } from '../../src-main/payments/records.ts';
import type { Engine } from '../../src-main/payments/settle.ts';
import { makeWatch } from '../../src-main/payments/watch.ts';
import type { Sandbox } from '../../src-main/sandbox/sandbox.ts';
import { authorization } from '../gateways/town.ts';
import { noGuards } from '../support/no-guards.ts';

/** One desk of a house with several: real engine, real ledger, real gateways over HTTP, rows as it last saw them. */
export interface TestDesk {
  readonly name: string;
  readonly ledger: HouseLedger;
  readonly engine: Engine;
  /** from here on it is as a PC without power: nothing it waits for comes, and nobody drives it */
  die(): void;
  readonly dead: () => boolean;
  /** resolves when it dies */
  readonly gone: Promise<void>;
  close(): Promise<void>;
}

export interface TestDeskParts {
  readonly name: string;
  readonly place: LedgerPlace;
  /** several desks write these records */
  readonly shared: boolean;
  readonly sandbox: Sandbox;
  readonly clock: Clock;
  /** what it saw when the morning began: it is not told what other desks do */
  readonly rows: Required<Pick<Records, 'customers' | 'cards' | 'payments'>>;
  readonly id: (length: number) => string;
}

export async function openTestDesk(parts: TestDeskParts): Promise<TestDesk> {
  const { name, sandbox, clock } = parts;
  const random = { id: parts.id };
  const ledger = await openLedger(parts.place, { clock, random, auditKey: Buffer.from('made-up key of a test house') });
  const providers = providersOf(parts, random);
  const maps = {
    customers: new Map(parts.rows.customers.map((row) => [row.id, row])),
    cards: new Map(parts.rows.cards.map((row) => [row.id, row])),
    payments: new Map(parts.rows.payments.map((row) => [row.id, row])),
  };
  let dead = false;
  let say: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => (say = resolve));
  const never = <T>(): Promise<T> => new Promise(() => undefined);
  const send = async (...given: Parameters<Providers['sender']['send']>): Promise<SendResult> => {
    if (dead) return never();
    const result = await providers.sender.send(...given);
    return dead ? never() : result;
  };
  const engine: Engine = {
    ledger: ledger.operations,
    gateways: providers.gateways,
    readers: providers.readers,
    sender: { ...providers.sender, send },
    rows: {
      customer: async (id) => maps.customers.get(id) ?? null,
      card: async (id) => maps.cards.get(id) ?? null,
      payment: async (id) => maps.payments.get(id) ?? null,
      put: async ({ payments = [] }) => payments.forEach((row) => maps.payments.set(row.id, row)),
    },
    clock,
    random,
    house: { currency: 'CAD', desk: name, month: () => ({ year: 2026, month: 11 }) },
    ...noGuards,
    billFor: (wanted) => billFor({ ledger }, { ...wanted, personOf: async (id) => id }),
    moneyShut: () => null,
    tell: () => undefined,
    trouble: (what, error) => {
      throw new Error(what, { cause: error });
    },
    underWay: new Map<string, Promise<Operation>>(),
    watch: makeWatch({ clock, desk: () => (parts.shared ? name : null) }),
  };
  return {
    name,
    ledger,
    engine,
    die: () => {
      dead = true;
      say();
    },
    gone,
    dead: () => dead,
    async close() {
      providers.sender.close();
      await ledger.close();
    },
  };
  function providersOf({ sandbox: of }: TestDeskParts, own: { id(length: number): string }): Providers {
    return makeProviders({
      address: (provider) => (provider === 'stripe' ? of.stripeUrl : of.paysafeUrl),
      live: false,
      credential: async (provider) => authorization(sandbox, provider),
      accounts: () => of.paysafeAccounts,
      stripeAccount: () => 'acct_made_up',
      statementName: () => 'Atelier Fleury',
      clock,
      random: own,
      wait: () => Promise.resolve(),
      trace: () => undefined,
      timeoutMs: 30_000,
    });
  }
}
