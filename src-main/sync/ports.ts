import type { ProviderStatus } from '../contract/desk-status.ts';
import type { Mirror } from '../mirror/mirror.ts';
import type { Clock, Read } from '../payments/ports.ts';

/** What sync needs of the mirror. */
export type SyncMirror = Pick<
  Mirror,
  'put' | 'customer' | 'payment' | 'person' | 'keep' | 'kept' | 'customersWithoutCards' | 'forgetOlder'
>;

/** A Paysafe profile that the house knows; times in unix ms. */
export interface RegistryProfile {
  readonly ref: string;
  readonly merchantCustomerId: string | null;
  readonly addedAt: number;
  readonly lastReadAt: number | null;
}

/** A Paysafe authorization or purchase that the house made, with what Paysafe does not tell about it. */
export interface RegistryTransaction {
  readonly ref: string;
  readonly kind: 'auth' | 'purchase' | 'verification';
  readonly account: string;
  readonly customerId: string | null;
  readonly cardId: string | null;
  readonly description: string | null;
  readonly settlementRefs: readonly string[];
  readonly at: number;
  /** nothing about it will change by itself any more */
  readonly final: boolean;
  readonly initial: boolean;
  readonly lastReadAt: number | null;
}

export interface Due {
  /** read before this moment (unix ms), or never */
  readonly olderThan: number;
  readonly limit: number;
}

/** What sync needs of the ledger: Paysafe has no list call, so what is not written there cannot be found. */
export interface SyncRegistry {
  profile(ref: string): Promise<RegistryProfile | null>;
  allProfiles(): Promise<readonly RegistryProfile[]>;
  /** never read first, then the longest ago */
  profiles(due: Due): Promise<readonly RegistryProfile[]>;
  putProfile(profile: RegistryProfile): Promise<void>;
  transaction(ref: string): Promise<RegistryTransaction | null>;
  allTransactions(): Promise<readonly RegistryTransaction[]>;
  /** those that may still change first; of each, the longest unread */
  transactionsToRead(due: Due): Promise<readonly RegistryTransaction[]>;
  putTransaction(transaction: RegistryTransaction): Promise<void>;
}

/** One line of the log; facts hold ids and codes, never names or numbers of people. */
export type SyncLog = (what: string, facts: Readonly<Record<string, string | number | boolean | null>>) => void;

/** What both kinds of sync are handed: no clock and no timer of their own. */
export interface Surroundings {
  readonly mirror: SyncMirror;
  readonly clock: Clock;
  /** ends after `ms`, or as soon as the signal aborts (resolving or rejecting) */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: SyncLog;
  /** customers to look at again; `all` after a fill */
  readonly onChange: (ids: readonly string[] | 'all') => void;
  /** health, age or filling changed */
  readonly onStatus?: () => void;
}

export interface SyncStatus extends ProviderStatus {
  /** the first fill, or a full refill, is under way */
  readonly filling: boolean;
}

/** What both providers' sync can be told. */
export interface ProviderSync {
  /** from now on by itself, on the timers it was handed */
  start(): void;
  /** Brings the lists up to date; resolves when that is done or was found impossible (see status). Never rejects for a provider's sake. */
  refreshNow(): Promise<void>;
  /** Reads one customer again, with its cards and its unsettled payments: before the queue. */
  readNow(customerId: string): Promise<Read<null>>;
  status(): SyncStatus;
  /** Resolves when what was under way has ended. */
  stop(): Promise<void>;
}

export type Trouble = Extract<Read<never>, { ok: false }>;

/** Passing: the same question may well be answered later. Everything else stays as it is until somebody acts. */
export function isPassing(trouble: Trouble): boolean {
  return trouble.why === 'no_answer' || trouble.why === 'busy' || trouble.why.startsWith('key_');
}
