import type { AuditEntry } from '../payments/ports.ts';
import { inSlices } from './in-slices.ts';
import { rowReader } from './reading.ts';
import type { Store } from './store.ts';

/** A hold that lapsed. Amount in minor units of its currency, times unix ms. */
export interface LapsedHold {
  readonly holdId: string;
  readonly amount: number;
  readonly currency: string;
  /** by the provider's date, or when it was seen to have lapsed where the provider names none any more */
  readonly lapsedAt: number;
  readonly notedAt: number;
  readonly desk: string;
}

/** Which holds were let lapse: each is noted once and has its line in the history, in one commit. */
export interface LapsedHoldBook {
  /** @returns whether this was the first time; a hold noted by another desk changes nothing */
  note(hold: LapsedHold, audit: AuditEntry): Promise<boolean>;
  /** which of these are noted already */
  noted(holdIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** when those of them lapsed that are noted, unix ms */
  when(holdIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

export function makeLapsedHoldBook(store: Store): LapsedHoldBook {
  const read = rowReader(store, 'lapsed_hold', (row) => [row.hold_id, row.lapsed_at] as const);
  return {
    note: (hold, audit) =>
      store.write(async (_transaction, rows) => {
        const first = await rows.insert('lapsed_hold', {
          hold_id: hold.holdId,
          amount: hold.amount,
          currency: hold.currency,
          lapsed_at: hold.lapsedAt,
          noted_at: hold.notedAt,
          desk: hold.desk,
        });
        if (first) rows.audit(audit);
        return first;
      }),
    noted: (holdIds) =>
      store.read(async (db) => {
        if (holdIds.length === 0) return new Set();
        const rows = await db.selectFrom('lapsed_hold').select('hold_id').where('hold_id', 'in', holdIds).execute();
        return new Set(rows.map(({ hold_id: id }) => id));
      }),
    when: (holdIds) =>
      store.read(async (db) => {
        const found = new Map<string, number>();
        for (const some of inSlices(holdIds)) {
          const rows = await db.selectFrom('lapsed_hold').selectAll().where('hold_id', 'in', some).execute();
          for (const [holdId, lapsedAt] of read.some(rows)) found.set(holdId, lapsedAt);
        }
        return found;
      }),
  };
}
