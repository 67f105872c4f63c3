import { sql } from 'kysely';
import * as v from 'valibot';
import { billCredit, billLine, type BillCredit, type BillLine, type Visit } from '../contract/bill.ts';
import { rowReader } from './reading.ts';
import type { Unsealed } from './sealed-tables.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/** A bill as it is kept. What is paid of it is never kept: it follows from operations and credits. Minor units; times unix ms UTC. */
export interface Bill {
  readonly id: string;
  readonly code: string;
  readonly customerId: string | null;
  readonly customerName: string;
  readonly visit: Visit;
  readonly lines: readonly BillLine[];
  readonly total: number;
  readonly tax: number | null;
  readonly currency: string;
  readonly source: 'hand' | 'csv' | 'provider';
  /** what the same line of a file or the same payment says again: one bill for it, ever */
  readonly sourceRef: string | null;
  readonly note: string | null;
  readonly cancelled: { readonly at: number; readonly by: string; readonly reason: string } | null;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly version: number;
}

export interface BillBook {
  byId(id: string): Promise<Bill | null>;
  byCode(code: string): Promise<Bill | null>;
  /** by visit, from `from` to `to` (both days inclusive, YYYY-MM-DD), in the order of the day */
  ofDays(from: string, to: string): Promise<Bill[]>;
  ofCustomers(customerIds: readonly string[], limit: number): Promise<Bill[]>;
  /** `known`: a bill from the same source and reference is there already, and nothing was written */
  add(bill: Bill): Promise<{ readonly added: Bill } | { readonly known: Bill }>;
  /** Writes only if the bill still has `version`; null when somebody else changed it first. */
  change(bill: Bill): Promise<Bill | null>;
  credits(billIds: readonly string[]): Promise<Map<string, BillCredit[]>>;
  /** the bill that this payment is counted on */
  creditedTo(paymentId: string): Promise<string | null>;
  /** False when that payment stands on a bill already. */
  credit(billId: string, credit: BillCredit): Promise<boolean>;
  /** operation ids of charges and holds that name these bills */
  operations(billIds: readonly string[]): Promise<Map<string, string[]>>;
}

export function makeBillBook(store: Store): BillBook {
  const read = rowReader(store, 'bill', billOf);
  const readCredit = rowReader(store, 'bill_credit', (row): readonly [string, BillCredit] => [
    row.bill_id,
    creditOf(row),
  ]);
  const readCause = rowReader(store, 'operation_cause', (row) => ({
    operationId: row.operation_id,
    billId: row.bill_id,
  }));
  const one = async (column: 'id' | 'code', value: string): Promise<Bill | null> =>
    store.read(async (db) => {
      const row = await db.selectFrom('bill').selectAll().where(column, '=', value).executeTakeFirst();
      return read.maybe(row);
    });

  return {
    byId: (id) => one('id', id),
    byCode: (code) => one('code', code),

    ofDays: (from, to) =>
      store.read(async (db) => {
        const rows = await db
          .selectFrom('bill')
          .selectAll()
          .where('day', '>=', from)
          .where('day', '<=', to)
          .orderBy('day')
          .orderBy(sql`coalesce(time, '99:99')`)
          .orderBy('created_at')
          .execute();
        return read.some(rows);
      }),

    ofCustomers: (customerIds, limit) =>
      store.read(async (db) => {
        if (customerIds.length === 0) return [];
        const rows = await db
          .selectFrom('bill')
          .selectAll()
          .where('customer_id', 'in', customerIds)
          .orderBy('day', 'desc')
          .limit(limit)
          .execute();
        return read.some(rows);
      }),

    add: (bill) =>
      store.write(async (transaction, rows) => {
        if (await rows.insert('bill', rowOf(bill))) return { added: bill };
        const known =
          bill.sourceRef === null
            ? undefined
            : await transaction
                .selectFrom('bill')
                .selectAll()
                .where('source', '=', bill.source)
                .where('source_ref', '=', bill.sourceRef)
                .executeTakeFirst();
        if (!known) throw new Error(`Bill ${bill.id} could not be written: its id or code is taken`);
        return { known: read.one(known) };
      }),

    change: (bill) =>
      store.write(async (_transaction, rows) => {
        const before = await rows.held('bill', bill.id);
        if (!before || before.version !== bill.version) return null;
        const after = { ...bill, version: bill.version + 1 };
        await rows.change('bill', before, rowOf(after));
        return after;
      }),

    credits: (billIds) =>
      store.read(async (db) => {
        const found = new Map<string, BillCredit[]>();
        for (const some of inSlices(billIds)) {
          const rows = await db
            .selectFrom('bill_credit')
            .selectAll()
            .where('bill_id', 'in', some)
            .orderBy('at')
            .execute();
          for (const [billId, credit] of readCredit.some(rows))
            found.set(billId, [...(found.get(billId) ?? []), credit]);
        }
        return found;
      }),

    creditedTo: (paymentId) =>
      store.read(async (db) => {
        const rows = await db.selectFrom('bill_credit').selectAll().where('payment_id', '=', paymentId).execute();
        return readCredit.some(rows)[0]?.[0] ?? null;
      }),

    credit: (billId, credit) =>
      store.write((_transaction, rows) =>
        rows.insert('bill_credit', {
          id: credit.id,
          bill_id: billId,
          kind: credit.kind,
          amount: credit.amount,
          payment_id: credit.paymentId,
          note: credit.note,
          credited_by: credit.by,
          at: credit.at,
        }),
      ),

    operations: (billIds) =>
      store.read(async (db) => {
        const found = new Map<string, string[]>();
        for (const some of inSlices(billIds)) {
          const rows = await db.selectFrom('operation_cause').selectAll().where('bill_id', 'in', some).execute();
          for (const { operationId, billId } of readCause.some(rows))
            if (billId !== null) found.set(billId, [...(found.get(billId) ?? []), operationId]);
        }
        return found;
      }),
  };
}

/** SQLite takes 32,766 parameters; far fewer at once keep it quick. */
function inSlices(ids: readonly string[]): string[][] {
  const slices: string[][] = [];
  for (let at = 0; at < ids.length; at += 500) slices.push(ids.slice(at, at + 500));
  return slices;
}

function rowOf(bill: Bill): Unsealed<'bill'> {
  return {
    id: bill.id,
    code: bill.code,
    customer_id: bill.customerId,
    customer_name: bill.customerName,
    day: bill.visit.day,
    time: bill.visit.time,
    service: bill.visit.service,
    with_whom: bill.visit.withWhom,
    lines: JSON.stringify(bill.lines),
    total: bill.total,
    tax: bill.tax,
    currency: bill.currency,
    source: bill.source,
    source_ref: bill.sourceRef,
    note: bill.note,
    cancelled: bill.cancelled && JSON.stringify(bill.cancelled),
    created_at: bill.createdAt,
    created_by: bill.createdBy,
    version: bill.version,
  };
}

function creditOf(row: Tables['bill_credit']): BillCredit {
  const { id, kind, amount, payment_id: paymentId, note, credited_by: by, at } = row;
  return v.parse(billCredit, { id, kind, amount, paymentId, note, by, at });
}

const shape = v.object({
  source: v.picklist(['hand', 'csv', 'provider']),
  lines: v.pipe(v.string(), v.parseJson(), v.array(billLine)),
  cancelled: v.nullable(
    v.pipe(v.string(), v.parseJson(), v.object({ at: v.number(), by: v.string(), reason: v.string() })),
  ),
});

function billOf(row: Tables['bill']): Bill {
  const { source, lines, cancelled } = v.parse(shape, row);
  return {
    id: row.id,
    code: row.code,
    customerId: row.customer_id,
    customerName: row.customer_name,
    visit: { day: row.day, time: row.time, service: row.service, withWhom: row.with_whom },
    lines,
    total: row.total,
    tax: row.tax,
    currency: row.currency,
    source,
    sourceRef: row.source_ref,
    note: row.note,
    cancelled,
    createdAt: row.created_at,
    createdBy: row.created_by,
    version: row.version,
  };
}
