import type { BillSeen } from './bill.ts';
import type { ApprovalVoid } from '../contract/approval.ts';
import type { InstrumentKind } from '../contract/card.ts';
import type { Money } from '../contract/money.ts';
import type { TrailLine } from '../contract/operation.ts';
import type { ProviderName } from '../contract/provider.ts';
import type { Operation, Outcome } from './operation.ts';
import type { Plan } from './order.ts';
import type { CardRecord, CustomerRecord, PaymentRecord, Records } from './records.ts';

/** Handed in everywhere: the engine has no clock and no random of its own. */
export interface Clock {
  /** wall clock, unix ms UTC */
  now(): number;
  /** milliseconds that only ever go forward, whatever happens to the wall clock */
  steady(): number;
}
export interface Random {
  /** lower-case letters and digits without look-alikes, from a good source */
  id(length: number): string;
}

/** Exactly what goes out, without the credential: stored in the ledger and sent byte for byte, also after a restart. */
export interface ProviderRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** path with query, from the provider's root */
  readonly path: string;
  /** without authorization */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface Answer {
  readonly status: number;
  /** lower-case names */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** the provider's own clock (Date header), unix ms, or null */
  readonly providerAt: number | null;
}

export type SendResult =
  /** earlierLeft: an earlier try of this same send may have run, so an answer of "did not run" (429 …) says nothing about it */
  | { readonly got: 'answer'; readonly answer: Answer; readonly earlierLeft?: boolean }
  /** left: false only when it is certain that no byte of the request reached the provider (refused, no name, no route, no credential) */
  | { readonly got: 'nothing'; readonly left: boolean; readonly why: string };

/**
 * Repeats inside one send, with the same bytes: `read` after anything passing; `same_key` (Stripe money requests) after 409/429,
 * faults and lost connections; `limited` (Paysafe money requests) after 429 only; `never`.
 */
export type RepeatRule = 'read' | 'same_key' | 'limited' | 'never';

export interface Sender {
  /** @param patienceMs of a question for which somebody waits: the longest one try of it may take, where that is less than `timeoutMs` */
  send(provider: ProviderName, request: ProviderRequest, repeat: RepeatRule, patienceMs?: number): Promise<SendResult>;
  /** how far the provider's clock is ahead of ours in ms, from its last answer; null before the first */
  clockOffset(provider: ProviderName): number | null;
  /**
   * The provider's own time now, unix ms, from its last answer; null before the first, and when our wall clock and our steady clock
   * disagree about how long ago that was (clock set by hand, a PC that slept): then nothing may be judged by it
   */
  providerNow(provider: ProviderName): number | null;
  /** the longest one try may take: what `absent` is judged by */
  readonly timeoutMs: number;
}

export interface Prepared {
  readonly request: ProviderRequest;
  readonly memo: Readonly<Record<string, string>>;
}

export interface Reading {
  readonly outcome: Outcome;
  /** rows read from the same reply, for the mirror */
  readonly records: Records;
}

/** What a look-up found: `absent` counts only when the completer says it is late enough. */
export type Finding =
  | { readonly found: 'outcome'; readonly reading: Reading }
  | { readonly found: 'absent' }
  | { readonly found: 'nothing_yet'; readonly why: string };

/** How one provider is spoken to: conversions only. Knows nothing of the ledger, the clock or retries. */
export interface Gateway {
  readonly provider: ProviderName;
  readonly repeat: RepeatRule;
  /** how long the key protects the very same request, ms by the provider's clock; after that: look-ups only. Stripe 23 h, Paysafe 89 d */
  readonly keyLifetimeMs: number;
  /** smallest and largest amount the provider takes, minor units */
  limits(currency: string): { readonly least: number; readonly most: number };
  /** order → exact request. Throws GatewayRefusal when the order cannot be made here (no account in that currency, no key …) */
  prepare(plan: Plan): Promise<Prepared>;
  /** reply → meaning. Never throws: what cannot be read is `unclear`. */
  read(plan: Plan, memo: Readonly<Record<string, string>>, answer: Answer): Reading;
  /** the read-only request that tells what became of it, by key or by target; `step` lets a look-up take several pages */
  question(operation: Operation, now: number): Promise<ProviderRequest>;
  readFinding(operation: Operation, answer: Answer): Finding;
  /** whether it was sent to another account of the provider than the one of the key that is here now: nothing of it can be asked there. Absent: cannot be told */
  sentElsewhere?(operation: Operation): boolean;
  /** what must follow a finished step (Paysafe: release the rest after a partial capture), or null */
  followUp(operation: Operation, outcome: Outcome): Plan | null;
  /** whether a typed card is checked with its bank before it is kept: the house has an account for that in this currency */
  checksCards(currency: string): boolean;
  /** true when the row must be read again before the limits judge (Paysafe refunds: batched or not decides the means) */
  readsFirst(kind: Plan['kind']): boolean;
}

/** Why a gateway cannot build an order: becomes a Failure, nothing is written. */
export class GatewayRefusal extends Error {
  readonly code:
    'account_missing' | 'key_missing' | 'wrong_currency' | 'card_not_usable' | 'amount_too_large' | 'offline';
  constructor(code: GatewayRefusal['code'], message: string) {
    super(message);
    this.name = 'GatewayRefusal';
    this.code = code;
  }
}

export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly why: 'gone' | 'no_answer' | 'key_refused' | 'key_missing' | 'permission' | 'odd' | 'busy';
      readonly detail: string;
    };

export interface CustomerRead {
  readonly customer: CustomerRecord;
  readonly cards: readonly CardRecord[];
}

/** What is asked of a provider besides, before an order is written. */
export interface JudgingReader extends ProviderReader {
  /** the holds that took the place of this one, as the provider shows them now, in whatever state; from its lists, never from a search */
  replacementsOf(asked: ReplacedHold): Promise<Read<readonly PaymentRecord[]>>;
  /** the charges and holds under these keys as the provider shows them now, in any order; from its lists or by reference, never from a search */
  takenUnder(asked: KeyedTake): Promise<Read<readonly PaymentRecord[]>>;
}

/** Payments that may stand at the provider under keys that another desk with records of its own made too. */
export interface KeyedTake {
  readonly keys: readonly string[];
  readonly currency: string;
  /** what it was taken from: a card, or which kind of bank account */
  readonly kind: InstrumentKind;
  /** whose cards it may be on, by the provider's own ids */
  readonly customerRefs: readonly string[];
  /** no need to look further back, unix ms by the provider's clock; null: as far as it goes */
  readonly since: number | null;
}

/** A hold of which others may have taken the place. */
export interface ReplacedHold {
  readonly hold: PaymentRecord;
  /** whose cards they may be on, by the provider's own ids */
  readonly customerRefs: readonly string[];
  /** keys that one of them may have */
  readonly keys: readonly string[];
}

/** Reading one thing at a provider, for the customer page, sync and the re-read before a refund. */
export interface ProviderReader {
  readonly provider: ProviderName;
  readCustomer(ref: string): Promise<Read<CustomerRead>>;
  /** `known` carries what the provider does not tell (Paysafe: customer, card, description, settlement ids) */
  readPayment(ref: string, known: PaymentRecord | null): Promise<Read<PaymentRecord>>;
  /** how many subscriptions of this customer run: deleting it would end them. Absent where the provider has none */
  subscriptionsOf?(ref: string): Promise<Read<number>>;
}

export interface Slice {
  /** unix ms, inclusive from, exclusive to */
  readonly createdFrom: number | null;
  readonly createdTo: number | null;
  readonly after: string | null;
}
export interface Page<T> {
  readonly rows: readonly T[];
  /** cursor of the next page, or null at the end */
  readonly next: string | null;
}
export interface Changes {
  /** provider refs to read again, and customers whose cards to read again */
  readonly customers: readonly string[];
  readonly payments: readonly string[];
  /** newest event seen; keep it after the re-reads are in the mirror */
  readonly cursor: string | null;
  readonly more: boolean;
}

/** Stripe: lists and events. */
export interface ProviderLists extends ProviderReader {
  customersPage(slice: Slice): Promise<Read<Page<CustomerRecord>>>;
  paymentsPage(slice: Slice): Promise<Read<Page<PaymentRecord>>>;
  /** the payments of one customer begun since then (unix ms by the provider's clock), newest first, at most a page */
  paymentsOf(customerRef: string, since: number): Promise<Read<readonly PaymentRecord[]>>;
  /** events after the cursor, oldest first; with a null cursor those since `since` (unix ms) */
  changes(cursor: string | null, since: number): Promise<Read<Changes>>;
}

/** Paysafe: no list call; profiles are brought in by id or merchantCustomerId. */
export interface ProviderLookUps extends ProviderReader {
  findProfile(by: 'profileId' | 'merchantCustomerId', value: string): Promise<Read<CustomerRead | 'several'>>;
}

/** Whose order it is. */
export interface Asker {
  readonly staffId: string;
  readonly staffName: string;
  readonly desk: string;
}

export interface AuditEntry {
  readonly at: number;
  readonly staffId: string | null;
  readonly staffName: string | null;
  readonly desk: string;
  readonly what: string;
  readonly outcome: 'done' | 'refused' | 'failed' | 'started';
  readonly detail: Readonly<Record<string, string | number | boolean>>;
}

export type NewOperation = Omit<Operation, 'version'>;

export interface Advance {
  readonly operation: Operation;
  readonly state: Operation['state'];
  readonly trail: readonly TrailLine[];
  readonly audit: AuditEntry | null;
  /** opened in the same commit, so that a crash between two steps of a group cannot forget the second */
  readonly followUp: NewOperation | null;
  /** the history's line of a next step that holds money: without its key nobody could find it again should its record be lost */
  readonly followUpAudit?: AuditEntry | null;
  readonly at: number;
}

/**
 * What our own records know that a new order may be doing again. take: charges and holds of these customers. refund: refunds of the payment
 * with this guard, of this sum or, with null, of any. `since`: unix ms by our clock, when they were ordered.
 */
export type RepeatQuestion =
  | {
      readonly about: 'take';
      readonly customerIds: readonly string[];
      readonly since: number;
      /**
       * the same moment by each provider's own clock, null where that is not known: desks on shared records may each be a quarter of an hour off, so
       * what one of them wrote is judged by the time that its provider told
       */
      readonly there?: Readonly<Record<ProviderName, number | null>>;
      /** the parts of one bill are no repeats of each other: what is left to pay on it guards them; none for an order of no bill */
      readonly exceptBill?: string | null;
      /** the order is a tip alone: nothing that is left to pay guards it, so another tip alone of that bill is no part of it */
      readonly tipAlone?: boolean;
      /** the key of the hold whose place the order takes; none for any other order */
      readonly exceptKey?: string | null;
    }
  | { readonly about: 'refund'; readonly guard: string; readonly amount: Money | null; readonly since: number };

/** Asked again in the very commit that opens an order: two desks cannot both find nothing. `passed`: operations a manager stepped in over. */
export interface Unless {
  readonly question: RepeatQuestion;
  readonly passed: readonly string[];
}

/** A line of what a second person approved (ledger): it opens exactly one order, of exactly its amount and target. */
export interface Approved {
  readonly id: string;
  readonly lineId: string;
}
/** An approval that was given longer ago says nothing of today any more. */
export const approvalHoldsMs = 12 * 3_600_000;

/** The part of the ledger the engine needs. Every write is one durable commit, on the disk when its promise resolves. */
export interface Ledger {
  byTicket(ticket: string): Promise<Operation | null>;
  byId(id: string): Promise<Operation | null>;
  /**
   * Refuses when the ticket or the guard is taken by a unique index (`busy`), or when `unless` finds what nobody stepped in over or what is not
   * known yet (`repeats`), or while the order's bill may still be paid on a page (`page`: its id), or when the consent it would be taken under was
   * withdrawn or used up since it was judged (`consent`: its id), or when more stands in its bill than was `seen` when it was judged (`changed`: the
   * bill's id), or when `approved` does not open exactly this (`approval`: why); then nothing is written. An approval is used up in the same commit.
   * Throws LedgerTrouble when it cannot write.
   */
  open(
    operation: NewOperation,
    trail: readonly TrailLine[],
    audit: AuditEntry,
    unless?: Unless,
    seen?: BillSeen,
    approved?: Approved,
  ): Promise<
    | { opened: Operation }
    | { busy: Operation }
    | { repeats: readonly Operation[] }
    | { page: string }
    | { consent: string }
    | { changed: string }
    | { approval: ApprovalVoid | 'gone' }
  >;
  /** Writes only if the row still has `operation.version`; otherwise answers the row as it is now with `written: false`. */
  advance(step: Advance): Promise<{ written: boolean; operation: Operation }>;
  /** trail only, no state change */
  note(operationId: string, trail: readonly TrailLine[]): Promise<void>;
  openOperations(): Promise<readonly Operation[]>;
  /** definite failures (declined, rejected, not_done) on this guard and kind so far: the attempt number of a derived key */
  attempts(guard: string, kind: Operation['kind']): Promise<number>;
  /** what moved money or may have (open, unknown, pending, done, needs a person), newest first */
  repeated(question: RepeatQuestion): Promise<readonly Operation[]>;
  /** what was carried out on this guard (done or pending), newest first: who captured, released or refunded it */
  carriedOut(guard: string): Promise<readonly Operation[]>;
}

/** A ledger that cannot be written or trusted: money buttons shut, in these words. */
export class LedgerTrouble extends Error {
  readonly code:
    | 'records_unwritable'
    | 'records_locked'
    | 'records_gone'
    /** the disk reported an error in the middle of it: what it holds is known once the desk is opened again */
    | 'records_fault'
    | 'records_damaged'
    | 'records_newer'
    /** sealed with a key that is not in this keychain, or the keychain is shut */
    | 'records_key_missing'
    /** another desk is running on them */
    | 'records_in_use'
    | 'records_on_network'
    | 'sqlite_old';
  constructor(code: LedgerTrouble['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LedgerTrouble';
    this.code = code;
  }
}

/** The rows that limits judge, and where fresh rows go. */
export interface Rows {
  customer(id: string): Promise<CustomerRecord | null>;
  card(id: string): Promise<CardRecord | null>;
  payment(id: string): Promise<PaymentRecord | null>;
  put(records: Records): Promise<void>;
}
