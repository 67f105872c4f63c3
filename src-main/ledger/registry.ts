import * as v from 'valibot';
import { rowReader } from './reading.ts';
import type { Unsealed } from './sealed-tables.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/** A Paysafe Vault profile that the house knows. Times are unix ms. */
export interface ProfileEntry {
  readonly ref: string;
  readonly merchantCustomerId: string | null;
  readonly addedAt: number;
  readonly lastReadAt: number | null;
}

/** A Paysafe authorization, Direct Debit purchase or verification of a card that the house made. */
export interface TransactionEntry {
  readonly ref: string;
  /** a verification moves nothing and never changes: it is kept as the first use of its card, and is not read again */
  readonly kind: 'auth' | 'purchase' | 'verification';
  readonly account: string;
  readonly customerId: string | null;
  readonly cardId: string | null;
  readonly description: string | null;
  readonly settlementRefs: readonly string[];
  readonly at: number;
  /** nothing about it will change any more */
  readonly final: boolean;
  /** it was sent as the first use of its card (storedCredential INITIAL) */
  readonly initial: boolean;
  readonly lastReadAt: number | null;
}

export type NewTransactionEntry = Omit<TransactionEntry, 'lastReadAt'> & Partial<Pick<TransactionEntry, 'lastReadAt'>>;

export interface Due {
  /** read before this moment (unix ms), or never */
  readonly olderThan: number;
  readonly limit: number;
}

/** Paysafe has no list call: what is not written here cannot be found there. */
export interface Registry {
  /** Adds it, or replaces what was known of it. */
  putProfile(profile: ProfileEntry): Promise<void>;
  profile(ref: string): Promise<ProfileEntry | null>;
  /** newest first */
  allProfiles(): Promise<ProfileEntry[]>;
  /** never read first, then the longest ago */
  profiles(due: Due): Promise<ProfileEntry[]>;
  /** Adds it, or replaces what was known of it. Without `lastReadAt` it is due to be read. */
  putTransaction(transaction: NewTransactionEntry): Promise<void>;
  transaction(ref: string): Promise<TransactionEntry | null>;
  /** newest first */
  allTransactions(): Promise<TransactionEntry[]>;
  /** those that may still change first; of each, the longest unread */
  transactionsToRead(due: Due): Promise<TransactionEntry[]>;
  /** provider id of the transaction that first used this card, for storedCredential; null when we made none */
  firstTransactionOf(cardId: string): Promise<string | null>;
}

export function makeRegistry(store: Store): Registry {
  const profiles = rowReader(store, 'profile', profileOf);
  const transactions = rowReader(store, 'provider_transaction', transactionOf);

  return {
    putProfile: (profile) => store.write((_transaction, rows) => rows.put('profile', profileRow(profile))),
    profile: (ref) =>
      store.read(async (db) => {
        const row = await db.selectFrom('profile').selectAll().where('ref', '=', ref).executeTakeFirst();
        return profiles.maybe(row);
      }),
    allProfiles: () =>
      store.read(async (db) => {
        const rows = await db.selectFrom('profile').selectAll().orderBy('added_at', 'desc').orderBy('ref').execute();
        return profiles.some(rows);
      }),
    profiles: ({ olderThan, limit }) =>
      store.read(async (db) => {
        const rows = await db
          .selectFrom('profile')
          .selectAll()
          .where((eb) => eb.or([eb('last_read_at', 'is', null), eb('last_read_at', '<', olderThan)]))
          .orderBy((eb) => eb.fn.coalesce('last_read_at', eb.lit(0)))
          .orderBy('ref')
          .limit(limit)
          .execute();
        return profiles.some(rows);
      }),

    putTransaction: (entry) =>
      store.write((_transaction, rows) => rows.put('provider_transaction', transactionRow(entry))),
    transaction: (ref) =>
      store.read(async (db) => {
        const row = await db.selectFrom('provider_transaction').selectAll().where('ref', '=', ref).executeTakeFirst();
        return transactions.maybe(row);
      }),
    allTransactions: () =>
      store.read(async (db) => {
        const rows = await db
          .selectFrom('provider_transaction')
          .selectAll()
          .orderBy('at', 'desc')
          .orderBy('ref')
          .execute();
        return transactions.some(rows);
      }),
    transactionsToRead: ({ olderThan, limit }) =>
      store.read(async (db) => {
        const rows = await db
          .selectFrom('provider_transaction')
          .selectAll()
          .where('kind', '<>', 'verification')
          .where((eb) => eb.or([eb('last_read_at', 'is', null), eb('last_read_at', '<', olderThan)]))
          .orderBy('final')
          .orderBy((eb) => eb.fn.coalesce('last_read_at', eb.lit(0)))
          .orderBy('ref')
          .limit(limit)
          .execute();
        return transactions.some(rows);
      }),
    firstTransactionOf: (cardId) =>
      store.read(async (db) => {
        const row = await db
          .selectFrom('provider_transaction')
          .selectAll()
          .where('card_id', '=', cardId)
          .where('initial', '=', 1)
          .orderBy('at')
          .orderBy('ref')
          .limit(1)
          .executeTakeFirst();
        return transactions.maybe(row)?.ref ?? null;
      }),
  };
}

function profileRow(profile: ProfileEntry): Unsealed<'profile'> {
  return {
    ref: profile.ref,
    merchant_customer_id: profile.merchantCustomerId,
    added_at: profile.addedAt,
    last_read_at: profile.lastReadAt,
  };
}

const profileShape = v.object({
  ref: v.string(),
  merchant_customer_id: v.nullable(v.string()),
  added_at: v.number(),
  last_read_at: v.nullable(v.number()),
});

function profileOf(row: Tables['profile']): ProfileEntry {
  const found = v.parse(profileShape, row);
  return {
    ref: found.ref,
    merchantCustomerId: found.merchant_customer_id,
    addedAt: found.added_at,
    lastReadAt: found.last_read_at,
  };
}

function transactionRow(entry: NewTransactionEntry): Unsealed<'provider_transaction'> {
  return {
    ref: entry.ref,
    kind: entry.kind,
    account: entry.account,
    customer_id: entry.customerId,
    card_id: entry.cardId,
    description: entry.description,
    settlement_refs: JSON.stringify(entry.settlementRefs),
    at: entry.at,
    final: entry.final ? 1 : 0,
    initial: entry.initial ? 1 : 0,
    last_read_at: entry.lastReadAt ?? null,
  };
}

const transactionShape = v.object({
  ref: v.string(),
  kind: v.picklist(['auth', 'purchase', 'verification']),
  account: v.string(),
  customer_id: v.nullable(v.string()),
  card_id: v.nullable(v.string()),
  description: v.nullable(v.string()),
  settlement_refs: v.pipe(v.string(), v.parseJson(), v.array(v.string())),
  at: v.number(),
  final: v.picklist([0, 1]),
  initial: v.picklist([0, 1]),
  last_read_at: v.nullable(v.number()),
});

function transactionOf(row: Tables['provider_transaction']): TransactionEntry {
  const found = v.parse(transactionShape, row);
  return {
    ref: found.ref,
    kind: found.kind,
    account: found.account,
    customerId: found.customer_id,
    cardId: found.card_id,
    description: found.description,
    settlementRefs: found.settlement_refs,
    at: found.at,
    final: found.final === 1,
    initial: found.initial === 1,
    lastReadAt: found.last_read_at,
  };
}
