import * as v from 'valibot';
import type { AuditEntry } from '../payments/ports.ts';
import type { Bill } from './bills.ts';
import { inSlices } from './in-slices.ts';
import { rowReader } from './reading.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/** By whom and when (unix ms) a bill was closed. */
export interface BillClosing {
  readonly by: string;
  readonly at: number;
}

type Shown = Pick<Bill, 'id' | 'version' | 'total'>;
/** known: it is as wanted already, and nothing was written. changed: the bill has another version by now. */
export type ClosingAnswer = 'written' | 'known' | 'changed';

/** Which bills are closed at the desk. Each answer is one commit with its line in the history. */
export interface BillClosingBook {
  /**
   * Those that are closed, by bill: each is the very one that was closed. Whatever was changed of it since (its lines, its visit, that it was cancelled or
   * missed) opened it.
   */
  ofBills(bills: readonly Shown[]): Promise<Map<string, BillClosing>>;
  /** Writes only while the bill has `version`. */
  close(bill: Bill, how: BillClosing, audit: AuditEntry): Promise<ClosingAnswer>;
  reopen(bill: Bill, how: BillClosing, audit: AuditEntry): Promise<ClosingAnswer>;
}

const words = v.picklist(['closed', 'reopened']);

export function makeBillClosingBook(store: Store): BillClosingBook {
  const read = rowReader(store, 'bill_closing', (row) => ({ ...row, state: v.parse(words, row.state) }));

  const write = (
    state: v.InferOutput<typeof words>,
    { bill, how, audit }: { readonly bill: Bill; readonly how: BillClosing; readonly audit: AuditEntry },
  ): Promise<ClosingAnswer> =>
    store.write(async (_transaction, rows) => {
      const now = await rows.held('bill', bill.id);
      if (!now || now.version !== bill.version) return 'changed';
      const before = await rows.held('bill_closing', bill.id);
      if ((before !== undefined && isClosed(bill, before)) === (state === 'closed')) return 'known';
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
    ofBills: (bills) =>
      store.read(async (db) => {
        const found = new Map<string, BillClosing>();
        const byId = new Map(bills.map((bill) => [bill.id, bill]));
        for (const some of inSlices([...byId.keys()])) {
          const rows = await db.selectFrom('bill_closing').selectAll().where('bill_id', 'in', some).execute();
          for (const row of read.some(rows)) {
            const bill = byId.get(row.bill_id);
            if (bill && isClosed(bill, row)) found.set(bill.id, { by: row.noted_by, at: row.noted_at });
          }
        }
        return found;
      }),
    close: (bill, how, audit) => write('closed', { bill, how, audit }),
    reopen: (bill, how, audit) => write('reopened', { bill, how, audit }),
  };
}

function isClosed({ version, total }: Shown, row: Tables['bill_closing']): boolean {
  return row.state === 'closed' && row.bill_version === version && row.total === total;
}
