import * as v from 'valibot';
import { providerName } from '../contract/provider.ts';
import type { AuditEntry } from '../payments/ports.ts';
import { rowReader } from './reading.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/** A hold that the house's rule had due at a time, and did not capture. Amount in minor units of its currency, times unix ms. */
export interface MissedCapture {
  readonly holdId: string;
  readonly dueAt: number;
  readonly customerName: string;
  readonly provider: v.InferOutput<typeof providerName>;
  readonly amount: number;
  readonly currency: string;
  /** `not_running`, or the code of the failure that kept the rule from acting */
  readonly why: string;
  readonly notedAt: number;
  readonly desk: string;
}

/** What the rule did not capture: each hold once for each time, and with its line in the history, in one commit. */
export interface MissedCaptureBook {
  /** @returns whether this was the first time; what another desk noted changes nothing */
  note(missed: MissedCapture, audit: AuditEntry): Promise<boolean>;
  /** due since then, newest first */
  since(dueAt: number): Promise<MissedCapture[]>;
}

export function makeMissedCaptureBook(store: Store): MissedCaptureBook {
  const read = rowReader(store, 'missed_capture', missedOf);
  return {
    note: (missed, audit) =>
      store.write(async (_transaction, rows) => {
        const first = await rows.insert('missed_capture', {
          hold_id: missed.holdId,
          due_at: missed.dueAt,
          customer_name: missed.customerName,
          provider: missed.provider,
          amount: missed.amount,
          currency: missed.currency,
          why: missed.why,
          noted_at: missed.notedAt,
          desk: missed.desk,
        });
        if (first) rows.audit(audit);
        return first;
      }),
    since: (dueAt) =>
      store.read(async (db) => {
        const rows = await db
          .selectFrom('missed_capture')
          .selectAll()
          .where('due_at', '>=', dueAt)
          .orderBy('due_at', 'desc')
          .orderBy('hold_id')
          .execute();
        return read.some(rows);
      }),
  };
}

function missedOf(row: Tables['missed_capture']): MissedCapture {
  return {
    holdId: row.hold_id,
    dueAt: row.due_at,
    customerName: row.customer_name,
    provider: v.parse(providerName, row.provider),
    amount: row.amount,
    currency: row.currency,
    why: row.why,
    notedAt: row.noted_at,
    desk: row.desk,
  };
}
