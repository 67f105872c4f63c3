import { sql, type Transaction } from 'kysely';
import type { BillCredit, BillLine, Visit } from '../contract/bill.ts';
import { billOf, creditOf, creditRowOf, rowOf } from './bill-row.ts';
import { inSlices } from './in-slices.ts';
import type { BillSeen } from '../payments/bill.ts';
import { hasMoved, standingPage } from './page-links.ts';
import { rowReader } from './reading.ts';
import type { SealedRows } from './sealed-rows.ts';
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

export interface NewBill {
  readonly bill: Bill;
  readonly credits: readonly BillCredit[];
}

export type Added = { readonly added: Bill } | { readonly known: Bill };

export interface BillBook {
  byId(id: string): Promise<Bill | null>;
  byIds(ids: readonly string[]): Promise<Bill[]>;
  byCode(code: string): Promise<Bill | null>;
  /** by visit, from `from` to `to` (both days inclusive, YYYY-MM-DD), in the order of the day */
  ofDays(from: string, to: string): Promise<Bill[]>;
  ofCustomers(customerIds: readonly string[], limit: number): Promise<Bill[]>;
  /** `known`: a bill from the same source and reference is there already, and nothing was written. `freshCode`: as below */
  add(bill: Bill, freshCode?: () => string): Promise<Added>;
  /**
   * Adds many in one commit, each with what is paid of it already: there is never one without the other. A bill of the same source and reference is
   * known and left alone. `freshCode`: another code to read aloud, where one is taken.
   */
  addMany(entries: readonly NewBill[], freshCode: () => string): Promise<Added[]>;
  /**
   * Adds a bill of a payment with that payment on it, in one commit. Null, and nothing is written, when the payment stands on a bill already: the same
   * money never counts for two.
   */
  addPaid(entry: { readonly bill: Bill; readonly credit: BillCredit }, freshCode: () => string): Promise<Bill | null>;
  /** the bills that came from this source under these references, by reference */
  ofSource(source: Bill['source'], refs: readonly string[]): Promise<Map<string, Bill>>;
  /** Writes only if the bill still has `version`; null when somebody else changed it first. */
  change(bill: Bill): Promise<Bill | null>;
  credits(billIds: readonly string[]): Promise<Map<string, BillCredit[]>>;
  /** the bill that this payment is counted on */
  creditedTo(paymentId: string): Promise<string | null>;
  /** the same of many at once: payment id → bill id; those that stand on none are left out */
  creditedMany(paymentIds: readonly string[]): Promise<Map<string, string>>;
  /**
   * False, and nothing is written, when that payment stands on a bill already, or when more stands in the bill than was `seen`, or a page is open on
   * which it may still be paid.
   */
  credit(billId: string, credit: BillCredit, seen?: BillSeen): Promise<boolean>;
  /** operation ids of charges and holds that name these bills */
  operations(billIds: readonly string[]): Promise<Map<string, string[]>>;
}

/** How often another code is tried for one bill. */
const mostCodes = 8;

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
  /** `freshCode`: another code where one is taken; null: that it is taken is a fault */
  async function addOne(
    { transaction, rows }: { readonly transaction: Transaction<Tables>; readonly rows: SealedRows },
    bill: Bill,
    freshCode: (() => string) | null,
  ): Promise<Added> {
    let added = bill;
    for (let tries = 1; !(await rows.insert('bill', rowOf(added))); tries += 1) {
      const known =
        bill.sourceRef === null
          ? undefined
          : await transaction
              .selectFrom('bill')
              .selectAll()
              .where('source', '=', bill.source)
              .where('source_ref', '=', bill.sourceRef)
              .executeTakeFirst();
      if (known) return { known: read.one(known) };
      // Codes are short: among thousands two may be the same.
      if (freshCode === null || tries === mostCodes)
        throw new Error(`Bill ${bill.id} could not be written: its id or code is taken`);
      added = { ...bill, code: freshCode() };
    }
    return { added };
  }
  const one = async (column: 'id' | 'code', value: string): Promise<Bill | null> =>
    store.read(async (db) => {
      const row = await db.selectFrom('bill').selectAll().where(column, '=', value).executeTakeFirst();
      return read.maybe(row);
    });

  return {
    byId: (id) => one('id', id),
    byIds: (ids) =>
      store.read(async (db) => {
        const found: Bill[] = [];
        for (const some of inSlices(ids))
          found.push(...read.some(await db.selectFrom('bill').selectAll().where('id', 'in', some).execute()));
        return found;
      }),
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

    add: (bill, freshCode) =>
      store.write((transaction, rows) => addOne({ transaction, rows }, bill, freshCode ?? null)),

    addMany: (entries, freshCode) =>
      store.write(async (transaction, rows) => {
        const answers: Added[] = [];
        for (const { bill, credits } of entries) {
          const answer = await addOne({ transaction, rows }, bill, freshCode);
          if ('added' in answer)
            for (const credit of credits) await rows.insert('bill_credit', creditRowOf(bill.id, credit));
          answers.push(answer);
        }
        return answers;
      }),

    addPaid: ({ bill, credit }, freshCode) =>
      store.write(async (transaction, rows) => {
        // The payment first: whoever has it on a bill has it, whatever bill that is.
        if (!(await rows.insert('bill_credit', creditRowOf(bill.id, credit)))) return null;
        const answer = await addOne({ transaction, rows }, bill, freshCode);
        if ('known' in answer) throw new Error(`Bill ${answer.known.id} of a payment stands without that payment`);
        return answer.added;
      }),

    ofSource: (source, refs) =>
      store.read(async (db) => {
        const found = new Map<string, Bill>();
        for (const some of inSlices(refs)) {
          const rows = await db
            .selectFrom('bill')
            .selectAll()
            .where('source', '=', source)
            .where('source_ref', 'in', some)
            .execute();
          for (const bill of read.some(rows)) if (bill.sourceRef !== null) found.set(bill.sourceRef, bill);
        }
        return found;
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

    creditedMany: (paymentIds) =>
      store.read(async (db) => {
        const found = new Map<string, string>();
        for (const some of inSlices(paymentIds)) {
          const rows = await db.selectFrom('bill_credit').selectAll().where('payment_id', 'in', some).execute();
          for (const [billId, { paymentId }] of readCredit.some(rows)) if (paymentId) found.set(paymentId, billId);
        }
        return found;
      }),

    credit: (billId, credit, seen) =>
      store.write(async (transaction, rows) => {
        if (seen) {
          await rows.held('bill', billId);
          if ((await standingPage(transaction, billId)) || (await hasMoved(transaction, seen))) return false;
        }
        return rows.insert('bill_credit', creditRowOf(billId, credit));
      }),

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
