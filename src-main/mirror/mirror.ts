import type { CustomerRow } from '../contract/customer.ts';
import type { ProviderName } from '../contract/provider.ts';
import type { Records } from '../payments/records.ts';
import type { Rows } from '../payments/ports.ts';
import { MirrorTrouble, type Asking } from './asking.ts';
import { readPage, readWhole } from './customer-list.ts';
import { piecesOf } from './ingest.ts';
import { openStore, type StoreCalls } from './store.ts';
import type { AllCustomersQuestion, CustomersAnswer, CustomersQuestion } from './shapes.ts';
import { startWorker } from './worker-thread.ts';

type Later<T> = T extends (...args: infer Args) => infer Value ? (...args: Args) => Promise<Value> : never;

/** The rebuildable copy of the providers' lists. Every call is answered by the mirror's own thread. */
export interface Mirror
  extends
    Rows,
    Omit<
      { readonly [K in keyof StoreCalls]: Later<StoreCalls[K]> },
      keyof Rows | 'paymentRefs' | 'customers' | 'allCustomers'
    > {
  /** a page of the list, found by what staff typed or everybody by name */
  customers(question: CustomersQuestion): Promise<CustomersAnswer>;
  /** everybody whom it finds at this moment, slice by slice: what changes meanwhile changes nothing of it */
  allCustomers(question: AllCustomersQuestion): Promise<Iterable<CustomerRow[]>>;
  /** every payment of this provider, by its own id */
  allPaymentRefs(provider: ProviderName): Promise<string[]>;
  close(): Promise<void>;
}

export interface MirrorOptions {
  readonly file: string;
  /** the built entry of worker.ts; null: in this thread (tests, the headless desk) */
  readonly workerUrl: URL | null;
  /** the file was found damaged and begun anew: set links and nicknames again, fill the lists again */
  readonly onRebuilt?: () => void;
}

/** Rows written in one piece: about what a thread does between two frames, so that a search in between is not felt. */
const pieceSize = 25;
const refsAtOnce = 5000;

/** Opens the mirror. A damaged or newer file is thrown away. @throws MirrorTrouble when its folder cannot be written */
export async function openMirror({ file, workerUrl, onRebuilt = () => undefined }: MirrorOptions): Promise<Mirror> {
  const asking = workerUrl ? await startWorker({ file, url: workerUrl, onRebuilt }) : inThisThread(file, onRebuilt);
  const { ask } = asking;

  const put = async (records: Records): Promise<void> => {
    for (const piece of piecesOf(records, pieceSize)) await ask('put', piece);
  };
  const allPaymentRefs = async (provider: ProviderName): Promise<string[]> => {
    const refs: string[] = [];
    for (;;) {
      const some = await ask('paymentRefs', provider, refs.at(-1) ?? null, refsAtOnce);
      for (const ref of some) refs.push(ref);
      if (some.length < refsAtOnce) return refs;
    }
  };

  return {
    put,
    removeCustomers: (gone) => ask('removeCustomers', gone),
    allPaymentRefs,
    close: asking.close,
    customer: (id) => ask('customer', id),
    card: (id) => ask('card', id),
    payment: (id) => ask('payment', id),
    payments: (ids) => ask('payments', ids),
    setLinks: (groups) => ask('setLinks', groups),
    setNicknames: (names) => ask('setNicknames', names),
    customers: async (question) => readPage(await ask('customers', question)),
    allCustomers: async (question) => readWhole(await ask('allCustomers', question)),
    person: (customerId) => ask('person', customerId),
    removedCards: (customerId) => ask('removedCards', customerId),
    recordIds: (customerId) => ask('recordIds', customerId),
    recentPayments: (customerId, since) => ask('recentPayments', customerId, since),
    keyedPayment: (customerIds, key) => ask('keyedPayment', customerIds, key),
    namedPayments: (billName) => ask('namedPayments', billName),
    disputed: () => ask('disputed'),
    fallenThrough: (since) => ask('fallenThrough', since),
    detailed: (question) => ask('detailed', question),
    candidates: (customerId) => ask('candidates', customerId),
    resembling: (customerId, cardId, currency) => ask('resembling', customerId, cardId, currency),
    holds: (question) => ask('holds', question),
    holdCounts: (question) => ask('holdCounts', question),
    setPlacers: (placers) => ask('setPlacers', placers),
    today: (question) => ask('today', question),
    heldByTime: (question) => ask('heldByTime', question),
    lapsingIds: (question) => ask('lapsingIds', question),
    lapsingSums: (question) => ask('lapsingSums', question),
    lapsedSince: (question) => ask('lapsedSince', question),
    names: (ids) => ask('names', ids),
    findPeople: (named) => ask('findPeople', named),
    customersWithoutCards: (provider, limit) => ask('customersWithoutCards', provider, limit),
    forgetOlder: (provider, before) => ask('forgetOlder', provider, before),
    cardNews: (limit) => ask('cardNews', limit),
    forgetCardNews: (places) => ask('forgetCardNews', places),
    putPayouts: (payouts) => ask('putPayouts', payouts),
    putLines: (payout, lines) => ask('putLines', payout, lines),
    putStatement: (about) => ask('putStatement', about),
    dropStatements: (ids) => ask('dropStatements', ids),
    statements: () => ask('statements'),
    payouts: (since) => ask('payouts', since),
    linesOf: (payouts) => ask('linesOf', payouts),
    linesBetween: (from, to) => ask('linesBetween', from, to),
    line: (id) => ask('line', id),
    linesOfPayments: (refs) => ask('linesOfPayments', refs),
    firstPayoutAt: () => ask('firstPayoutAt'),
    linesNaming: (refs) => ask('linesNaming', refs),
    unsettledPayouts: (before) => ask('unsettledPayouts', before),
    payoutsArriving: (from, to) => ask('payoutsArriving', from, to),
    settleLines: (ids, as) => ask('settleLines', ids, as),
    unsettleLines: () => ask('unsettleLines'),
    keep: (name, value) => ask('keep', name, value),
    kept: (name) => ask('kept', name),
    clear: () => ask('clear'),
    counts: () => ask('counts'),
  };
}

function inThisThread(file: string, onRebuilt: () => void): Asking {
  try {
    const store = openStore({ file, onRebuilt });
    return {
      ask: async (call, ...args) => {
        // Lets whoever waits for this process have a turn between two pieces.
        await new Promise(setImmediate);
        return store.ask(call, ...args);
      },
      close: async () => store.close(),
    };
  } catch (error) {
    throw new MirrorTrouble('The lists on this computer cannot be opened.', { cause: error });
  }
}
