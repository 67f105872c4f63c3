import type Database from 'better-sqlite3';
import type { ProviderName } from '../contract/provider.ts';
import type { Resemblance } from '../payments/doubts.ts';
import type { CardRecord, CustomerRecord, PaymentRecord, Records } from '../payments/records.ts';
import { makeCardNews, type CardNews } from './card-news.ts';
import { makeCustomerList, type PageText } from './customer-list.ts';
import { isDamage, openFile, throwAway } from './database-file.ts';
import { makeFindPeople, type FoundPerson } from './find-people.ts';
import { makeGone, type GoneCustomer } from './gone-customers.ts';
import type { HoldEstimates } from './hold-estimates.ts';
import { makeHoldList } from './hold-list.ts';
import { makeHeldByTime, makeToday } from './holds.ts';
import { makeIngest } from './ingest.ts';
import { makeLapsing } from './lapsing.ts';
import { makeDetailedPayments, type DetailedAnswer, type DetailedQuestion } from './payment-details.ts';
import { makePayouts, type PayoutCalls } from './payouts.ts';
import { makePeople, type LinkCandidate } from './people.ts';
import { makePersons } from './persons.ts';
import { makeResembling } from './resembling.ts';
import {
  cardSelect,
  customerColumns,
  monthNumber,
  paymentColumns,
  paymentSource,
  toCard,
  toCustomer,
  toPayment,
  type CardDbRow,
  type CustomerDbRow,
  type PaymentDbRow,
} from './rows.ts';
import type {
  AllCustomersQuestion,
  CustomersQuestion,
  HeldSum,
  HoldRow,
  HoldsPage,
  HoldsQuestion,
  HoldTimes,
  LapsedPage,
  LapsedQuestion,
  LapsingQuestion,
  LapsingSum,
  ListedCounts,
  MirrorCounts,
  Person,
  Placer,
  RecentPayments,
  TodayAnswer,
  TodayQuestion,
} from './shapes.ts';
import { makeUpkeep } from './upkeep.ts';

/** Everything the mirror can be asked, answered at once. mirror.ts offers the same calls as promises. */
export interface StoreCalls extends PayoutCalls {
  customer(id: string): CustomerRecord | null;
  card(id: string): CardRecord | null;
  payment(id: string): PaymentRecord | null;
  /** those of them that are known */
  payments(ids: readonly string[]): PaymentRecord[];
  put(records: Records): void;
  /** taken away at their provider by orders of this house: their rows stay, and nothing that is read later makes them living again */
  removeCustomers(gone: readonly GoneCustomer[]): void;
  /** the groups as they are now, whole; the first of a group that is present gives the line its id and name */
  setLinks(groups: readonly (readonly string[])[]): void;
  /** card id → the house's own name for it, whole */
  setNicknames(names: ReadonlyMap<string, string>): void;
  /** to be read by readPage */
  customers(question: CustomersQuestion): PageText;
  /** all of it as it is at this moment, to be read by readWhole */
  allCustomers(question: AllCustomersQuestion): string[];
  person(customerId: string): Person | null;
  /** cards of this person that are no longer at their provider, the last noticed first */
  removedCards(customerId: string): CardRecord[];
  /** ids of this person's records at both providers, in order, whichever of them is asked for */
  recordIds(customerId: string): string[];
  /** payments begun since then (unix ms by the provider's clock) of this person, whichever of the linked records is asked for */
  recentPayments(customerId: string, since: number): RecentPayments;
  /** the payment under this key of ours that one of these records of customers has */
  keyedPayment(customerIds: readonly string[], key: string): PaymentRecord | null;
  /** what was taken for the bill that every desk calls so (repeat-key.ts), on whichever card, newest first */
  namedPayments(billName: string): PaymentRecord[];
  /** payments with something of another program beside them, newest first, a stretch at a time */
  detailed(question: DetailedQuestion): DetailedAnswer;
  /** customers of the other provider with the same e-mail or phone, not linked to anybody */
  candidates(customerId: string): LinkCandidate[];
  /** who could be taken for this person or has this card too, and what they paid so far in this currency */
  resembling(customerId: string, cardId: string, currency: string): Resemblance;
  /** a page of holds in the order asked for */
  holds(question: HoldsPage): HoldRow[];
  /** how many the question finds, and how many each of its filters would; `all` of every provider and person */
  holdCounts(question: HoldsQuestion): ListedCounts;
  /** who placed these; those that are known already are left as they are */
  setPlacers(placers: readonly Placer[]): void;
  today(question: TodayQuestion): TodayAnswer;
  /** what can still be captured, by the quarter of an hour in which it lapses */
  heldByTime(question: HoldTimes): HeldSum[];
  /** all open holds that lapse before `dayEnd`, first deadline first */
  lapsingIds(question: HoldTimes): string[];
  /** what they add up to, per currency, the largest sum first */
  lapsingSums(question: LapsingQuestion): LapsingSum[];
  /** what can no longer be captured by the provider's word or date, a page at a time */
  lapsedSince(question: LapsedQuestion): LapsedPage;
  /** who is meant by each of these, exactly: at most two of those who could be */
  findPeople(named: readonly string[]): FoundPerson[][];
  /** display names; an unknown id is left out */
  names(ids: readonly string[]): ReadonlyMap<string, string>;
  /** payments whose dispute is not decided yet, newest first, as many as a list shows */
  disputed(): PaymentRecord[];
  /** payments made since then (unix ms) that came to nothing: holds that lapsed or were given back, captures that Paysafe never collected; newest first */
  fallenThrough(since: number): PaymentRecord[];
  /** provider refs of customers whose cards were never read, newest first */
  customersWithoutCards(provider: ProviderName, limit: number): string[];
  /** provider refs in order, after `after` */
  paymentRefs(provider: ProviderName, after: string | null, limit: number): string[];
  /** forgets rows of this provider not read since `before` (unix ms): after a full refill they are gone there; how many */
  forgetOlder(provider: ProviderName, before: number): number;
  /** what changed about saved cards and was not told to be kept yet, oldest first */
  cardNews(limit: number): { readonly place: number; readonly news: CardNews }[];
  forgetCardNews(places: readonly number[]): void;
  keep(name: string, value: string | null): void;
  kept(name: string): string | null;
  clear(): void;
  counts(): MirrorCounts;
}

export interface Store {
  /** Answers one call; a file found damaged meanwhile is thrown away, begun anew and asked again. */
  ask<K extends keyof StoreCalls>(call: K, ...args: Parameters<StoreCalls[K]>): ReturnType<StoreCalls[K]>;
  close(): void;
}

export interface StoreOptions {
  readonly file: string;
  /** after damage was found and the file begun anew: links and nicknames must be set again, lists filled again */
  readonly onRebuilt: () => void;
}

/** Opens the mirror in this thread. @throws when the file can neither be opened nor begun anew */
export function openStore({ file, onRebuilt }: StoreOptions): Store {
  let { database, estimates } = openFile(file);
  let calls = makeCalls(database, estimates);
  const beginAnew = (): void => {
    database.close();
    throwAway(file);
    ({ database, estimates } = openFile(file));
    calls = makeCalls(database, estimates);
    onRebuilt();
  };
  const answer = <K extends keyof StoreCalls>(call: K, args: Parameters<StoreCalls[K]>): ReturnType<StoreCalls[K]> => {
    // One call and its own arguments: the compiler cannot see that they belong together once K is open.
    const ask = calls[call] as (...args: Parameters<StoreCalls[K]>) => ReturnType<StoreCalls[K]>;
    return ask(...args);
  };
  return {
    ask: (call, ...args) => {
      try {
        return answer(call, args);
      } catch (error) {
        if (!isDamage(error)) throw error;
        beginAnew();
        return answer(call, args);
      }
    },
    close: () => {
      database.close();
    },
  };
}

const mostDisputed = 50;
const mostFallen = 2000;

function makeCalls(database: Database.Database, estimates: HoldEstimates): StoreCalls {
  const kept = database.prepare<[string], string>('SELECT value FROM kept WHERE name = ?').pluck();
  const keep = database.prepare('INSERT OR REPLACE INTO kept (name, value) VALUES (?, ?)');
  const drop = database.prepare('DELETE FROM kept WHERE name = ?');
  const keptMonth = kept.get('month');
  const persons = makePersons(database, keptMonth === undefined ? null : Number(keptMonth));
  const customer = database.prepare<[string], CustomerDbRow>(`SELECT ${customerColumns} FROM customer WHERE id = ?`);
  const card = database.prepare<[string], CardDbRow>(`${cardSelect} WHERE c.id = ?`);
  const payment = database.prepare<[string], PaymentDbRow>(
    `SELECT ${paymentColumns} FROM ${paymentSource} WHERE p.id = ?`,
  );
  const disputed = database.prepare<[number], PaymentDbRow>(
    `SELECT ${paymentColumns} FROM ${paymentSource}
     WHERE p.dispute IS NOT NULL AND json_extract(p.dispute, '$.state') IN ('open', 'inquiry', 'unknown') ORDER BY p.at DESC, p.id LIMIT ?`,
  );
  const fallen = database.prepare<[number, number], PaymentDbRow>(
    `SELECT ${paymentColumns} FROM ${paymentSource}
     WHERE p.at >= ? AND (p.state IN ('lapsed', 'released') OR p.settlements LIKE '%"gone"%') ORDER BY p.at DESC, p.id LIMIT ?`,
  );
  const list = makeCustomerList(database);
  const followMonth = (question: AllCustomersQuestion): void => {
    const month = monthNumber(question.month);
    if (persons.setMonth(month)) keep.run('month', String(month));
  };
  const news = makeCardNews(database);
  const nameOf = database
    .prepare<[string], string>(
      `SELECT coalesce(person.name, nullif(c.name, '')) FROM customer c LEFT JOIN link l ON l.customer_id = c.id
       LEFT JOIN person ON person.key = coalesce(l.key, c.id) WHERE c.id = ?`,
    )
    .pluck();
  return {
    ...makePeople(database, persons),
    ...makeUpkeep(database, persons),
    ...makePayouts(database),
    customer: (id) => found(customer.get(id), toCustomer),
    card: (id) => found(card.get(id), toCard),
    payment: (id) => found(payment.get(id), toPayment),
    payments: (ids) => ids.flatMap((id) => found(payment.get(id), toPayment) ?? []),
    disputed: () => disputed.all(mostDisputed).map(toPayment),
    fallenThrough: (since) => fallen.all(since, mostFallen).map(toPayment),
    removeCustomers: makeGone(database, persons),
    put: makeIngest(database, persons, news),
    cardNews: news.cardNews,
    forgetCardNews: news.forgetCardNews,
    customers: (question) => {
      followMonth(question);
      return list.page(question);
    },
    allCustomers: (question) => {
      followMonth(question);
      return list.whole(question);
    },
    findPeople: makeFindPeople(database, persons),
    detailed: makeDetailedPayments(database),
    resembling: makeResembling(database, persons),
    ...makeHoldList(database, estimates),
    today: makeToday(database, estimates),
    ...makeLapsing(database, estimates),
    heldByTime: makeHeldByTime(database, estimates),
    names: (ids) =>
      new Map(
        ids.flatMap((id) => {
          const name = nameOf.get(id);
          return name === undefined || name === null ? [] : [[id, name] as const];
        }),
      ),
    keep: (name, value) => void (value === null ? drop.run(name) : keep.run(name, value)),
    kept: (name) => kept.get(name) ?? null,
  };
}

const found = <Row, Value>(row: Row | undefined, read: (row: Row) => Value): Value | null => (row ? read(row) : null);
