import * as v from 'valibot';
import type { AuditEntry } from '../payments/ports.ts';
import type { Bill } from './bills.ts';
import { inSlices } from './in-slices.ts';
import { rowReader } from './reading.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/** A bill as it was closed. `total` minor units of its currency, `billVersion` the bill's at that moment, `at` unix ms. */
export interface BillClosing {
  readonly total: number;
  readonly billVersion: number;
  readonly by: string;
  readonly at: number;
}

type How = Pick<BillClosing, 'by' | 'at'>;
/** known: it is as wanted already, and nothing was written. changed: the bill has another version by now. */
export type ClosingAnswer = 'written' | 'known' | 'changed';

/** Which bills are closed at the desk. Each answer is one commit with its line in the history. */
export interface BillClosingBook {
  /** as they were closed last, by bill, without those that were opened again; whether a bill is still the one that was closed is asked of `isClosed` */
  ofBills(billIds: readonly string[]): Promise<Map<string, BillClosing>>;
  /** Writes only while the bill has `version`. */
  close(bill: Bill, how: How, audit: AuditEntry): Promise<ClosingAnswer>;
  reopen(bill: Bill, how: How, audit: AuditEntry): Promise<ClosingAnswer>;
}

/** The bill is the very one that was closed: whatever was changed of it since (its lines, its visit, that it was cancelled or missed) opened it. */
export function isClosed(bill: Pick<Bill, 'version' | 'total'>, closing: BillClosing | undefined): boolean {
  return closing !== undefined && closing.billVersion === bill.version && closing.total === bill.total;
}

const words = v.picklist(['closed', 'reopened']);

export function makeBillClosingBook(store: Store): BillClosingBook {
  const read = rowReader(store, 'bill_closing', (row): readonly [string, BillClosing | null] => [
    row.bill_id,
    v.parse(words, row.state) === 'closed' ? closingOf(row) : null,
  ]);

  const write = (
    state: v.InferOutput<typeof words>,
    { bill, how, audit }: { readonly bill: Bill; readonly how: How; readonly audit: AuditEntry },
  ): Promise<ClosingAnswer> =>
    store.write(async (_transaction, rows) => {
      const now = await rows.held('bill', bill.id);
      if (!now || now.version !== bill.version) return 'changed';
      const before = await rows.held('bill_closing', bill.id);
      const closed = before?.state === 'closed' && isClosed(bill, closingOf(before));
      if (closed === (state === 'closed')) return 'known';
      await rows.put('bill_closing', {
        bill_id: bill.id,
        state,
        total: bill.total,
        bill_version: bill.version,
        noted_at: how.at,
        noted_by: how.by,
        version: (before?.version ?? 0) + 1,
      });
      rows.audit(audit);
      return 'written';
    });

  return {
    ofBills: (billIds) =>
      store.read(async (db) => {
        const found = new Map<string, BillClosing>();
        for (const some of inSlices(billIds)) {
          const rows = await db.selectFrom('bill_closing').selectAll().where('bill_id', 'in', some).execute();
          for (const [billId, closing] of read.some(rows)) if (closing) found.set(billId, closing);
        }
        return found;
      }),
    close: (bill, how, audit) => write('closed', { bill, how, audit }),
    reopen: (bill, how, audit) => write('reopened', { bill, how, audit }),
  };
}

function closingOf(row: Tables['bill_closing']): BillClosing {
  return { total: row.total, billVersion: row.bill_version, by: row.noted_by, at: row.noted_at };
}
