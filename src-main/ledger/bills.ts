import { sql } from 'kysely';
import * as v from 'valibot';
import { billCredit, billLine, type BillCredit, type BillLine, type Visit } from '../contract/bill.ts';
import { LedgerTrouble } from '../payments/ports.ts';
import type { Sealer } from './seal.ts';
import { mustBeWhatWasWritten, sealedRow } from './sealed-row.ts';
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
  /** False when that payment stands on a bill already. */
  credit(billId: string, credit: BillCredit): Promise<boolean>;
  /** operation ids of charges and holds that name these bills */
  operations(billIds: readonly string[]): Promise<Map<string, string[]>>;
}

export function makeBillBook(store: Store, sealer: Sealer): BillBook {
  const read = (row: Tables['bill']): Bill => {
    try {
      mustBeWhatWasWritten(sealer, 'bill', { ...row });
      return billOf(row);
    } catch (error) {
      if (error instanceof LedgerTrouble) store.damaged(error);
      throw error;
    }
  };
  const one = async (column: 'id' | 'code', value: string): Promise<Bill | null> =>
    store.read(async (db) => {
      const row = await db.selectFrom('bill').selectAll().where(column, '=', value).executeTakeFirst();
      return row ? read(row) : null;
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
        return rows.map(read);
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
        return rows.map(read);
      }),

    add: (bill) =>
      store.write(async (transaction) => {
        const result = await transaction
          .insertInto('bill')
          .values(rowOf(bill, sealer))
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        if (result.numInsertedOrUpdatedRows === 1n) return { added: bill };
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
        return { known: read(known) };
      }),

    change: (bill) =>
      store.write(async (transaction) => {
        const after = { ...bill, version: bill.version + 1 };
        const { id, ...columns } = rowOf(after, sealer);
        const result = await transaction
          .updateTable('bill')
          .set(columns)
          .where('id', '=', id)
          .where('version', '=', bill.version)
          .executeTakeFirst();
        return result.numUpdatedRows === 1n ? after : null;
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
          for (const row of rows) {
            mustBeWhatWasWritten(sealer, 'bill_credit', { ...row });
            const credit = v.parse(billCredit, {
              id: row.id,
              kind: row.kind,
              amount: row.amount,
              paymentId: row.payment_id,
              note: row.note,
              by: row.credited_by,
              at: row.at,
            });
            found.set(row.bill_id, [...(found.get(row.bill_id) ?? []), credit]);
          }
        }
        return found;
      }),

    credit: (billId, credit) =>
      store.write(async (transaction) => {
        const row = sealedRow(sealer, 'bill_credit', {
          id: credit.id,
          bill_id: billId,
          kind: credit.kind,
          amount: credit.amount,
          payment_id: credit.paymentId,
          note: credit.note,
          credited_by: credit.by,
          at: credit.at,
        });
        const result = await transaction
          .insertInto('bill_credit')
          .values(row)
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        return result.numInsertedOrUpdatedRows === 1n;
      }),

    operations: (billIds) =>
      store.read(async (db) => {
        const found = new Map<string, string[]>();
        for (const some of inSlices(billIds)) {
          const rows = await db
            .selectFrom('operation_cause')
            .select(['operation_id', 'bill_id'])
            .where('bill_id', 'in', some)
            .execute();
          for (const { operation_id, bill_id } of rows)
            if (bill_id !== null) found.set(bill_id, [...(found.get(bill_id) ?? []), operation_id]);
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

function rowOf(bill: Bill, sealer: Sealer): Tables['bill'] {
  return sealedRow(sealer, 'bill', {
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
  });
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
