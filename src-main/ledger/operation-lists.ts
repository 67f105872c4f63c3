import { sql, type RawBuilder, type SelectQueryBuilder } from 'kysely';
import type { OperationStateName, OrderFilter, TrailLine } from '../contract/operation.ts';
import type { Operation } from '../payments/operation.ts';
import { operationOf } from './operation-row.ts';
import { onGuard } from './operations.ts';
import { rowReader } from './reading.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';
import { trailOf } from './trail.ts';

export interface OperationFilter extends OrderFilter {
  /** created from (inclusive) and to (exclusive), unix ms */
  readonly from: number | null;
  readonly to: number | null;
  readonly offset: number;
  readonly limit: number;
}

/** What lists and pages ask. Newest first unless it says otherwise. */
export interface OperationLists {
  /** `capped`: more than `total` match */
  list(filter: OperationFilter): Promise<{ rows: Operation[]; total: number; capped: boolean }>;
  forCustomers(customerIds: readonly string[], limit: number): Promise<Operation[]>;
  /** Of these holds, payments and cards: those that an operation keeps shut, with its id. */
  busy(targetIds: readonly string[]): Promise<Map<string, string>>;
  byIds(ids: readonly string[]): Promise<Operation[]>;
  /** the orders given under these repeat keys, looked up by an index however many orders there are */
  byKeys(keys: readonly string[]): Promise<Operation[]>;
  /** the same of orders that placed holds, looked up by an index of their own however many orders there are */
  holdsByKeys(keys: readonly string[]): Promise<Operation[]>;
  /** the orders given with these tickets */
  byTickets(tickets: readonly string[]): Promise<Operation[]>;
  /** what was done to these holds, payments and cards */
  onTargets(targetIds: readonly string[]): Promise<Operation[]>;
  /** every step of one order, in their order */
  group(groupId: string): Promise<Operation[]>;
  trail(operationId: string): Promise<TrailLine[]>;
  counts(): Promise<{ checking: number; needsPerson: number }>;
  since(ms: number, limit: number): Promise<Operation[]>;
  needsPerson(): Promise<Operation[]>;
  /** accepted at a provider and not carried out yet, ordered since then (unix ms), oldest first */
  onTheirWay(since: number): Promise<Operation[]>;
  /** refunds ordered since then (unix ms), whatever became of them, newest first */
  refundsSince(since: number): Promise<Operation[]>;
  /** records of customers that were taken away, oldest first */
  removedCustomers(): Promise<Operation[]>;
  /** who placed these holds: repeat key → staff name */
  placedBy(keys: readonly string[]): Promise<Map<string, string>>;
  /** holds that were ordered here since then (unix ms), by their repeat keys */
  placed(
    since: number,
  ): Promise<{ readonly key: string; readonly staffId: string; readonly staffName: string; readonly at: number }[]>;
}

/** Written out as in their partial indexes: with parameters SQLite could not know that these apply. */
const unsure = sql<boolean>`state_name IN ('unknown', 'needs_person')`;
const isPending = sql<boolean>`state_name = 'pending'`;
const isRefund = sql<boolean>`kind = 'refund'`;
const removal = sql<boolean>`kind = 'remove_customer'`;
const placing = sql<boolean>`kind = 'hold'`;
const stepOf = (groupId: string) => sql<boolean>`(id = ${groupId} OR (group_id = ${groupId} AND follows IS NOT NULL))`;

const mostCounted = 1000;
/** SQLite takes 32,766 parameters and PostgreSQL 65,535: far fewer at once keeps both quick. */
const mostNamed = 500;

/** Those of these orders that somebody looks for. */
export function chosen<O>(
  orders: SelectQueryBuilder<Tables, 'operation', O>,
  { states, provider, staffId }: OrderFilter,
): SelectQueryBuilder<Tables, 'operation', O> {
  let found = orders;
  if (states.length > 0) found = found.where('state_name', 'in', states);
  if (provider !== null) found = found.where('provider', '=', provider);
  if (staffId !== null) found = found.where('staff_id', '=', staffId);
  return found;
}

export function makeOperationLists(store: Store): OperationLists {
  const read = rowReader(store, 'operation', operationOf);
  const trailReader = rowReader(store, 'operation', ({ trail }) => trailOf(trail));

  const named = (
    column: 'id' | 'ticket' | 'target_id' | 'repeat_key',
    values: readonly string[],
    only: RawBuilder<boolean> | null = null,
  ): Promise<Operation[]> =>
    store.read(async (db) => {
      const found: Operation[] = [];
      const all = db.selectFrom('operation').selectAll();
      const asked = only ? all.where(only) : all;
      for (let from = 0; from < values.length; from += mostNamed) {
        const rows = await asked
          .where(column, 'in', values.slice(from, from + mostNamed))
          .orderBy('created_at', 'desc')
          .execute();
        found.push(...read.some(rows));
      }
      return found;
    });

  /** By a condition that has an index of its own. */
  const dated = (
    which: typeof isPending,
    { since, order }: { readonly since: number; readonly order: 'asc' | 'desc' },
  ): Promise<Operation[]> =>
    store.read(async (db) => {
      const rows = await db
        .selectFrom('operation')
        .selectAll()
        .where(which)
        .where('created_at', '>=', since)
        .orderBy('created_at', order)
        .orderBy('id', order)
        .execute();
      return read.some(rows);
    });

  return {
    list: (filter) =>
      store.read(async (db) => {
        let matching = chosen(db.selectFrom('operation'), filter);
        if (filter.from !== null) matching = matching.where('created_at', '>=', filter.from);
        if (filter.to !== null) matching = matching.where('created_at', '<', filter.to);
        const rows = await matching
          .selectAll()
          .orderBy('created_at', 'desc')
          .orderBy('id', 'desc')
          .limit(filter.limit)
          .offset(filter.offset)
          .execute();
        const { count } = await db
          .selectFrom(
            matching
              .select('id')
              .limit(mostCounted + 1)
              .as('some'),
          )
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow();
        return { rows: read.some(rows), total: Math.min(count, mostCounted), capped: count > mostCounted };
      }),

    forCustomers: (customerIds, limit) =>
      store.read(async (db) => {
        if (customerIds.length === 0) return [];
        const rows = await db
          .selectFrom('operation')
          .selectAll()
          .where('customer_id', 'in', customerIds)
          .orderBy('created_at', 'desc')
          .orderBy('id', 'desc')
          .limit(limit)
          .execute();
        return read.some(rows);
      }),

    busy: (targetIds) =>
      store.read(async (db) => {
        const asked = new Set(targetIds);
        const found = new Map<string, string>();
        if (asked.size === 0) return found;
        // Few operations are ever not known: reading them all is quicker than naming a page of targets.
        const rows = await db.selectFrom('operation').selectAll().where(onGuard).execute();
        for (const operation of read.some(rows)) {
          for (const touched of touches(operation)) if (asked.has(touched)) found.set(touched, operation.id);
        }
        return found;
      }),

    byIds: (ids) => named('id', ids),
    byKeys: (keys) => named('repeat_key', keys),
    holdsByKeys: (keys) => named('repeat_key', keys, placing),
    byTickets: (tickets) => named('ticket', tickets),
    onTargets: (targetIds) => named('target_id', targetIds),

    group: (groupId) =>
      store.read(async (db) => {
        const rows = await db.selectFrom('operation').selectAll().where(stepOf(groupId)).execute();
        return inStepOrder(read.some(rows));
      }),

    trail: (operationId) =>
      store.read(async (db) => {
        const row = await db.selectFrom('operation').selectAll().where('id', '=', operationId).executeTakeFirst();
        return trailReader.maybe(row) ?? [];
      }),

    counts: () =>
      store.read(async (db) => {
        const rows = await db
          .selectFrom('operation')
          .select((eb) => ['state_name', eb.fn.countAll<number>().as('count')])
          .where(unsure)
          .groupBy('state_name')
          .execute();
        const of = (name: OperationStateName) => rows.find((row) => row.state_name === name)?.count ?? 0;
        return { checking: of('unknown'), needsPerson: of('needs_person') };
      }),

    since: (ms, limit) =>
      store.read(async (db) => {
        const rows = await db
          .selectFrom('operation')
          .selectAll()
          .where('created_at', '>=', ms)
          .orderBy('created_at', 'desc')
          .orderBy('id', 'desc')
          .limit(limit)
          .execute();
        return read.some(rows);
      }),

    needsPerson: () =>
      store.read(async (db) => {
        const rows = await db
          .selectFrom('operation')
          .selectAll()
          .where(unsure)
          .where('state_name', '=', 'needs_person')
          .orderBy('created_at', 'desc')
          .orderBy('id', 'desc')
          .execute();
        return read.some(rows);
      }),

    onTheirWay: (since) => dated(isPending, { since, order: 'asc' }),
    refundsSince: (since) => dated(isRefund, { since, order: 'desc' }),

    removedCustomers: () =>
      store.read(async (db) => {
        const rows = await db
          .selectFrom('operation')
          .selectAll()
          .where(removal)
          .where('state_name', '=', 'done')
          .orderBy('created_at')
          .execute();
        return read.some(rows);
      }),

    placedBy: (keys) =>
      store.read(async (db) => {
        const found = new Map<string, string>();
        for (let from = 0; from < keys.length; from += mostNamed) {
          const rows = await db
            .selectFrom('operation')
            .select(['repeat_key', 'staff_name'])
            .where('repeat_key', 'in', keys.slice(from, from + mostNamed))
            .where(placing)
            .execute();
          for (const row of rows) found.set(row.repeat_key, row.staff_name);
        }
        return found;
      }),

    placed: (since) =>
      store.read(async (db) => {
        const rows = await db
          .selectFrom('operation')
          .select(['repeat_key', 'staff_id', 'staff_name', 'created_at'])
          .where('created_at', '>=', since)
          .where(placing)
          .execute();
        return rows.map((row) => ({
          ...{ key: row.repeat_key, staffId: row.staff_id, staffName: row.staff_name, at: row.created_at },
        }));
      }),
  };
}

/** The ids on screen whose buttons this operation shuts: its target, and the card it names. */
function touches({ provider, plan, targetId }: Operation): string[] {
  return [...(targetId === null ? [] : [targetId]), ...('cardRef' in plan ? [`${provider}:${plan.cardRef}`] : [])];
}

/** First steps first: two steps may carry the same millisecond. */
function inStepOrder(operations: readonly Operation[]): Operation[] {
  const ordered: Operation[] = [];
  let before: (string | null)[] = [null];
  while (before.length > 0) {
    const next = operations
      .filter((operation) => before.includes(operation.follows) && !ordered.includes(operation))
      .toSorted((a, b) => a.createdAt - b.createdAt);
    ordered.push(...next);
    before = next.map((operation) => operation.id);
  }
  return ordered;
}
