import { makePaysafeLookUps } from '../../src-main/gateways/paysafe/lists.ts';
import { makePaysafeGateway } from '../../src-main/gateways/paysafe/paysafe.ts';
import { tryWithoutSecrets } from '../../src-main/gateways/paysafe/hosted-reply.ts';
import type { tryOnce } from '../../src-main/gateways/one-try.ts';
import { makeSender } from '../../src-main/gateways/sender.ts';
import { makeStripeLists } from '../../src-main/gateways/stripe/lists.ts';
import { makeStripeGateway } from '../../src-main/gateways/stripe/stripe.ts';
import { refused } from '../../src-main/contract/failure.ts';
import type { Asker, Rows, Sender } from '../../src-main/payments/ports.ts';
import type { CardRecord, PaymentRecord } from '../../src-main/payments/records.ts';
import { complete } from '../../src-main/payments/complete.ts';
import type { Order } from '../../src-main/payments/order.ts';
import { settle, type Engine } from '../../src-main/payments/settle.ts';
import { makeWatch } from '../../src-main/payments/watch.ts';
import { countedIds } from '../support/clock.ts';
import { noGuards } from '../support/no-guards.ts';
import { makeDeskClock } from './desk-clock.ts';
import { watched } from './desk-ledger.ts';
import type { HouseRecords } from './records.ts';
import { makeLine, timeoutMs, type Around } from './line.ts';
import { paysafeAccounts } from './paysafe-bank.ts';

/** How wrong a clock may be before orders are refused: as in src-main/rooms.ts. The demo house takes no notice. */
const clockToleranceMs = 15 * 60_000;

/** One PC with the program on it: engine, gateways and sender are the real ones; network, clocks, records and mirror are handed in. */
export interface Desk {
  readonly records: HouseRecords;
  readonly asker: Asker;
  /** of the run that is on now; another one after a kill */
  engine(): Engine;
  /** the same run, for what it does beside orders */
  run(): DeskRun;
  click(order: Order): void;
  /** Drives what is open, as the timer does; never twice at once. */
  completes(which: 'due' | 'all'): Promise<void>;
  /** Reads the payment of this order anew, as sync does now and then; until then the desk sees it as it was. */
  reads(order: Order): void;
  /** Reads all lists anew, as a desk does whose line is good; Paysafe has none. */
  readsLists(): void;
  /** Somebody, or the system, sets its wall clock. */
  setsClock(): void;
  sleeps(ms: number): void;
  /** Switched off in the middle of everything and started again. */
  kill(): void;
}

/** One run of a desk's program, from a start to the next kill. */
export interface DeskRun {
  readonly name: string;
  readonly engine: Engine;
  /** for Paysafe's pages: its replies are cut down before anybody has them */
  readonly pageSender: Sender;
  alive(): boolean;
  /** a moment at which others may go on, and a kill may come */
  turn(): Promise<void>;
  /** a moment so many ms from now */
  waits(ms: number): Promise<void>;
}

export function makeDesk(
  around: Around,
  place: {
    readonly desk: number;
    readonly house: number;
    /** with other desks on the same records */
    readonly shared: boolean;
    readonly records: HouseRecords;
    /** what this house asks before an order, where it asks */
    readonly more?: Partial<Pick<Engine, 'billFor' | 'secondPerson'>>;
  },
): Desk {
  const { chance, world, stage, books, bank, watch } = around;
  const { desk, house, shared, records, more = {} } = place;
  const clock = makeDeskClock(chance, world);
  const ids = countedIds();
  const minds = chance.happens(0.5);
  const payments = new Map<string, PaymentRecord>();
  const cards = new Map<string, CardRecord>(bank.cards.map((one) => [one.id, one]));
  const asker: Asker = { staffId: `s${desk}`, staffName: 'Maude', desk: `Desk ${desk}` };
  let [restarts, completing] = [0, false];
  let listedAt: number | null = null;

  const read = (id: string): void => {
    const row = bank.payment(id.slice(id.indexOf(':') + 1));
    if (row) payments.set(row.id, row);
  };
  const rows: Rows = {
    customer: async (id) => bank.customers.find((row) => row.id === id) ?? null,
    card: async (id) => cards.get(id) ?? null,
    async payment(id) {
      if (!payments.has(id)) read(id);
      return payments.get(id) ?? null;
    },
    async put(fresh) {
      for (const row of fresh.payments ?? []) payments.set(row.id, row);
      for (const row of fresh.cards ?? []) {
        const known = cards.get(row.id);
        if (known) cards.set(row.id, { ...known, removed: row.removed });
      }
    },
  };

  function start(): DeskRun {
    const run = `${desk}.${restarts}`;
    const born = restarts;
    const alive = (): boolean => restarts === born;
    const turnIn = (ms: number): Promise<void> => {
      const from = world.now() + ms;
      return stage.turn({ alive, from: () => Math.max(from, clock.asleepUntil()) });
    };
    const line = makeLine(around, { house, run, clock, alive });
    const random = { id: (length: number) => `${desk}${restarts}${ids.id(length)}` };
    const senderBy = (once: typeof tryOnce): Sender =>
      makeSender({
        base: () => 'http://127.0.0.1',
        // The keychain answers when it answers.
        credential: async () => turnIn(chance.below(20)).then(() => 'made up'),
        clock,
        random,
        wait: (ms) => turnIn(ms),
        trace: () => undefined,
        timeoutMs,
        once,
      });
    const once: typeof tryOnce = ({ request }) => line(request);
    const sender = senderBy(once);
    const lookUps = makePaysafeLookUps({ sender, clock, accounts: () => paysafeAccounts });
    const now = (): number => clock.now();
    // Stripe does not tell every key whose account it is: every other desk knows, and orders of one are asked about at another on shared records.
    const account = (): string | null => (desk % 2 === 0 ? 'acct_made_up' : null);
    const engine: Engine = {
      ledger: watched(records.ledger, { house, run, watch, turn: () => turnIn(0) }),
      gateways: {
        stripe: makeStripeGateway({ statementName: () => 'Comptoir', now, account }),
        paysafe: makePaysafeGateway({
          accounts: () => paysafeAccounts,
          readCard: (path) => lookUps.readCard(path),
          now,
        }),
      },
      readers: { stripe: makeStripeLists({ sender, clock }), paysafe: lookUps },
      sender,
      rows,
      clock,
      random,
      house: { currency: 'CAD', desk: asker.desk, month: () => ({ year: 2026, month: 11 }) },
      ...noGuards,
      listed: async ({ key }) => [...payments.values()].find((row) => row.key === key) ?? null,
      listedAt: async () => listedAt,
      ...more,
      moneyShut() {
        const offset = sender.clockOffset(bank.provider);
        return minds && offset !== null && Math.abs(offset) > clockToleranceMs ? refused('clock_wrong').failure : null;
      },
      tell: (operation) => watch.shows(house, operation),
      trouble: (what, error) => {
        throw new Error(`${what}: ${String(error)}`, { cause: error });
      },
      underWay: new Map(),
      // Alone on its records, or one of several: as the composition root says.
      watch: makeWatch({ clock, desk: () => (shared ? asker.desk : null) }),
    };
    return {
      name: run,
      engine,
      pageSender: senderBy(tryWithoutSecrets(once)),
      alive,
      turn: () => turnIn(0),
      waits: turnIn,
    };
  }

  const hours = (ms: number): string => `${(ms / 3_600_000).toFixed(2)} h`;
  let own = start();
  books.note(`the clock of ${desk} is ${hours(clock.now() - world.now())} ahead`);
  return {
    records,
    asker,
    engine: () => own.engine,
    run: () => own,
    reads(order) {
      const id = 'holdId' in order ? order.holdId : 'paymentId' in order ? order.paymentId : null;
      if (id !== null) read(id);
    },
    readsLists() {
      if (bank.provider === 'paysafe') return;
      for (const { ref } of bank.payments()) read(`stripe:${ref}`);
      listedAt = world.now();
      books.note(`${desk} reads all lists`);
    },
    click(order) {
      books.note(
        `${desk}.${restarts} clicks ${order.kind} ${'amount' in order ? order.amount.amount : ''} ${order.ticket}`,
      );
      void settle(own.engine, order, asker).then((reply) => {
        if (reply.ok) watch.shows(house, reply.value);
        else books.note(`${desk} is refused: ${reply.failure.code}`);
      });
    },
    async completes(which) {
      if (completing) return;
      completing = true;
      const born = restarts;
      await complete(own.engine, which);
      if (born === restarts) completing = false;
    },
    setsClock() {
      clock.set();
      books.note(`the clock of ${desk} is set to ${hours(clock.now() - world.now())} of the truth`);
    },
    sleeps(ms) {
      clock.sleep(ms);
      books.note(`${desk} sleeps for ${hours(ms)}`);
    },
    kill() {
      restarts += 1;
      completing = false;
      books.note(`${desk} is switched off and on again`);
      clock.restart();
      own = start();
    },
  };
}
