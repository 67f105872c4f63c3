import * as v from 'valibot';
import { missedVisit, type MissedVisit } from '../contract/missed-visit.ts';
import type { Bill } from './bills.ts';
import { billOf } from './bill-row.ts';
import { inSlices } from './in-slices.ts';
import { rowReader } from './reading.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

export interface MissedBook {
  /** what became of the visits of these bills, by bill; those that were taken back are not among them */
  ofBills(billIds: readonly string[]): Promise<Map<string, MissedVisit>>;
  /** Writes only if the bill still has `version`; null when somebody else changed it first. The bill has a newer version then. */
  note(bill: Bill, missed: MissedVisit): Promise<Bill | null>;
  /** Null as above, and where nothing was noted. */
  takeBack(
    bill: Bill,
    how: { readonly at: number; readonly by: string; readonly reason: string },
  ): Promise<Bill | null>;
}

const takenBack = 'taken_back';

export function makeMissedBook(store: Store): MissedBook {
  const read = rowReader(store, 'missed_visit', (row): readonly [string, MissedVisit | null] => [
    row.bill_id,
    row.state === takenBack ? null : missedOf(row),
  ]);

  return {
    ofBills: (billIds) =>
      store.read(async (db) => {
        const found = new Map<string, MissedVisit>();
        for (const some of inSlices(billIds)) {
          const rows = await db.selectFrom('missed_visit').selectAll().where('bill_id', 'in', some).execute();
          for (const [billId, missed] of read.some(rows)) if (missed) found.set(billId, missed);
        }
        return found;
      }),

    note: (bill, missed) =>
      store.write(async (_transaction, rows) => {
        const before = await rows.held('bill', bill.id);
        if (!before || before.version !== bill.version) return null;
        const version = bill.version + 1;
        await rows.change('bill', before, { version });
        const { kind, outcome, fee, ruled, reason, stepIn, at, by } = missed;
        await rows.put('missed_visit', {
          bill_id: bill.id,
          kind,
          state: outcome,
          fee,
          ruled,
          reason,
          step_in: stepIn,
          noted_at: at,
          noted_by: by,
          // As the bill's own: which of two states is the newer is told by it.
          version,
        });
        return billOf({ ...before, version });
      }),

    takeBack: (bill, { at, by, reason }) =>
      store.write(async (_transaction, rows) => {
        const before = await rows.held('bill', bill.id);
        const noted = await rows.held('missed_visit', bill.id);
        if (!before || before.version !== bill.version || !noted || noted.state === takenBack) return null;
        const version = bill.version + 1;
        await rows.change('bill', before, { version });
        await rows.change('missed_visit', noted, { state: takenBack, reason, noted_at: at, noted_by: by, version });
        return billOf({ ...before, version });
      }),
  };
}

function missedOf(row: Tables['missed_visit']): MissedVisit {
  return v.parse(missedVisit, {
    kind: row.kind,
    outcome: row.state,
    fee: row.fee,
    ruled: row.ruled,
    reason: row.reason,
    stepIn: row.step_in,
    at: row.noted_at,
    by: row.noted_by,
  });
}
