import { sql, type Kysely } from 'kysely';
import * as v from 'valibot';
import { cardLabel } from '../contract/card.ts';
import { operationKind, operationState, type OrderFilter } from '../contract/operation.ts';
import { providerName } from '../contract/provider.ts';
import type { DayCredit, DayOrder, KeyedOrder, PaidPage } from '../payments/day-figures.ts';
import { billOf, creditOf } from './bill-row.ts';
import { inSlices } from './in-slices.ts';
import { chosen } from './operation-lists.ts';
import { pageLinkOf } from './page-link-row.ts';
import { rowReader } from './reading.ts';
import type { Store } from './store.ts';
import type { OperationTable, Tables } from './tables.ts';

/** From (inclusive) and to (exclusive), unix ms. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Everything that moves money between two moments. Each row is judged by its seal; the orders come in slices, so that nobody waits for a long span. */
export interface DayBook {
  /** orders given in that span, oldest first; `damaged`: how many of the slice cannot be read */
  orders(
    span: Span,
    only?: OrderFilter,
  ): AsyncGenerator<{ readonly rows: readonly KeyedOrder[]; readonly damaged: number }>;
  pages(span: Span): Promise<PaidPage[]>;
  credits(span: Span): Promise<DayCredit[]>;
  /** orders of before that moment of which nobody knows yet, oldest first */
  openBefore(at: number, limit: number): Promise<DayOrder[]>;
  /** how many those are, however many are asked for */
  countOpenBefore(at: number): Promise<number>;
  /** when money last moved before that moment by an order, a page, or by hand as a bill has it noted; null: never */
  lastMoneyBefore(at: number): Promise<number | null>;
  /** when the first order of these records was given; null: none was */
  first(): Promise<number | null>;
  /** how many orders were given in that span */
  count(span: Span, only?: OrderFilter): Promise<number>;
}

/** A few milliseconds of work, less than a frame. */
const atOnce = 200;
const pagesAtOnce = 20;

/** Written out as in their partial indexes. */
const unsure = sql<boolean>`state_name IN ('open', 'unknown', 'needs_person')`;
const paid = sql<boolean>`state_name = 'completed'`;

interface Slice {
  readonly to: number;
  readonly only: OrderFilter;
}
const everyOrder: OrderFilter = { states: [], provider: null, staffId: null };

export function makeDayBook(store: Store): DayBook {
  const read = rowReader(store, 'operation', orderOf);
  const readPage = rowReader(store, 'page_link', pageLinkOf);
  const readCredit = rowReader(store, 'bill_credit', (row) => ({ ...creditOf(row), billId: row.bill_id }));
  const readBill = rowReader(store, 'bill', billOf);

  const slice = (from: number, { to, only }: Slice, after: { readonly at: number; readonly id: string } | null) =>
    store.read(async (db) => {
      let asked = chosen(db.selectFrom('operation'), only)
        .selectAll()
        .where('created_at', '>=', from)
        .where('created_at', '<', to);
      if (after)
        asked = asked.where((eb) =>
          eb.or([eb('created_at', '>', after.at), eb.and([eb('created_at', '=', after.at), eb('id', '>', after.id)])]),
        );
      return asked.orderBy('created_at').orderBy('id').limit(atOnce).execute();
    });

  /**
   * When the last page before that moment was paid; 0: none was. A page is written when it is heard of, which may be on another day than its client paid
   * on; never before it. So the newest are read first, until none that was written earlier can have been paid later.
   */
  async function lastPaidBefore(db: Kysely<Tables>, at: number): Promise<number> {
    let [last, offset] = [0, 0];
    for (;;) {
      const rows = await db
        .selectFrom('page_link')
        .selectAll()
        .where(paid)
        .orderBy('updated_at', 'desc')
        .orderBy('id')
        .offset(offset)
        .limit(pagesAtOnce)
        .execute();
      for (const { state } of readPage.some(rows))
        if (state.name === 'completed' && state.moved && state.at < at) last = Math.max(last, state.at);
      const oldest = rows.at(-1);
      if (!oldest || rows.length < pagesAtOnce || oldest.updated_at <= last) return last;
      offset += rows.length;
    }
  }

  return {
    async *orders({ from, to }, only = everyOrder) {
      let after: { at: number; id: string } | null = null;
      for (;;) {
        // The rows before are done with: their moment is where the next slice begins.
        const found: OperationTable[] = await slice(after?.at ?? from, { to, only }, after);
        const rows = read.some(found);
        if (found.length > 0) yield { rows, damaged: found.length - rows.length };
        const last = found.at(-1);
        if (!last || found.length < atOnce) return;
        after = { at: last.created_at, id: last.id };
      }
    },

    pages: ({ from, to }) =>
      store.read(async (db) => {
        const rows = await db
          .selectFrom('page_link')
          .selectAll()
          .where(paid)
          .where('updated_at', '>=', from)
          .orderBy('updated_at')
          .execute();
        return readPage.some(rows).flatMap(({ plan, state, staffId, staffName }): PaidPage[] => {
          if (state.name !== 'completed' || !state.moved || state.at < from || state.at >= to) return [];
          const { amount, currency } = state.moved;
          const paymentId = state.paymentRef === null ? null : `${plan.provider}:${state.paymentRef}`;
          const brand = state.card?.brand ?? '';
          return [
            {
              provider: plan.provider,
              key: plan.key,
              amount,
              currency,
              paymentId,
              brand,
              staffId,
              staffName,
              at: state.at,
            },
          ];
        });
      }),

    credits: ({ from, to }) =>
      store.read(async (db) => {
        const rows = await db
          .selectFrom('bill_credit')
          .selectAll()
          .where('at', '>=', from)
          .where('at', '<', to)
          .orderBy('at')
          .execute();
        const credits = readCredit.some(rows);
        const currencies = new Map<string, string>();
        for (const some of inSlices([...new Set(credits.map(({ billId }) => billId))])) {
          const bills = await db.selectFrom('bill').selectAll().where('id', 'in', some).execute();
          for (const { id, currency } of readBill.some(bills)) currencies.set(id, currency);
        }
        return credits.flatMap(({ kind, amount, paymentId, at, billId }) => {
          const currency = currencies.get(billId);
          return currency === undefined ? [] : [{ kind, amount, currency, paymentId, at }];
        });
      }),

    openBefore: (at, limit) =>
      store.read(async (db) => {
        const rows = await db
          .selectFrom('operation')
          .selectAll()
          .where(unsure)
          .where('created_at', '<', at)
          .orderBy('created_at')
          .limit(limit)
          .execute();
        return read.some(rows);
      }),

    countOpenBefore: (at) =>
      store.read(async (db) => {
        const { count } = await db
          .selectFrom('operation')
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .where(unsure)
          .where('created_at', '<', at)
          .executeTakeFirstOrThrow();
        return Number(count);
      }),

    lastMoneyBefore: (at) =>
      store.read(async (db) => {
        const order = await db
          .selectFrom('operation')
          .select('created_at as at')
          .where('created_at', '<', at)
          .where('kind', 'in', ['charge', 'capture', 'refund'])
          .where('state_name', 'in', ['done', 'pending'])
          .orderBy('created_at', 'desc')
          .limit(1)
          .executeTakeFirst();
        const page = await lastPaidBefore(db, at);
        const credit = await db
          .selectFrom('bill_credit')
          .select('at')
          .where('at', '<', at)
          // A deposit that came with a booking is not of the day on which it was noted.
          .where('kind', '!=', 'provider')
          .orderBy('at', 'desc')
          .limit(1)
          .executeTakeFirst();
        const last = Math.max(order?.at ?? 0, page, credit?.at ?? 0);
        return last === 0 ? null : last;
      }),

    first: () =>
      store.read(async (db) => {
        const row = await db
          .selectFrom('operation')
          .select('created_at as at')
          .orderBy('created_at')
          .limit(1)
          .executeTakeFirst();
        return row?.at ?? null;
      }),

    count: ({ from, to }, only = everyOrder) =>
      store.read(async (db) => {
        const { count } = await chosen(db.selectFrom('operation'), only)
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .where('created_at', '>=', from)
          .where('created_at', '<', to)
          .executeTakeFirstOrThrow();
        return count;
      }),
  };
}

const json = <S extends v.GenericSchema>(shape: S) => v.pipe(v.string(), v.parseJson(), shape);
const whole = v.nullable(v.pipe(v.number(), v.safeInteger()));
const shape = v.object({
  kind: operationKind,
  provider: providerName,
  state: json(operationState),
  card: v.nullable(json(cardLabel)),
  amount: whole,
  tip: whole,
});

/** An order without its plan and request: they are most of the row, and say nothing of what moved. @throws ValiError when it cannot be read */
function orderOf(row: Tables['operation']): KeyedOrder {
  const { kind, provider, state, card, amount, tip } = v.parse(shape, row);
  return {
    id: row.id,
    key: row.repeat_key,
    group: row.group_id,
    follows: row.follows,
    ticket: row.ticket,
    kind,
    provider,
    state,
    amount: amount === null || row.currency === null ? null : { amount, currency: row.currency },
    tip,
    customerId: row.customer_id,
    customerName: row.customer_name,
    card,
    targetId: row.target_id,
    note: row.note,
    receiptEmail: row.receipt_email,
    staffId: row.staff_id,
    staffName: row.staff_name,
    desk: row.desk,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    providerClockAt: row.provider_clock_at,
    version: row.version,
  };
}
