import * as v from 'valibot';
import { closedFees, dayCounts, dayTotals, type DayEntry } from '../contract/day-end.ts';
import type { AuditEntry } from '../payments/ports.ts';
import { rowReader } from './reading.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/** An entry with the day it is of, and what `mark` said when it was written. */
export interface KeptDayEntry extends DayEntry {
  readonly day: string;
  readonly mark: string;
  readonly staffId: string;
  readonly toId: string | null;
}

/** What was written at the end of days: only ever added to. */
export interface DayEndBook {
  /** oldest first */
  ofDay(day: string): Promise<KeptDayEntry[]>;
  /** of these days, both inclusive, oldest first; `damaged`: how many of them cannot be read */
  ofDays(from: string, to: string): Promise<{ readonly rows: readonly KeptDayEntry[]; readonly damaged: number }>;
  /** In one commit with its line in the audit. False when an entry of that id is there: another desk was quicker. */
  add(entry: KeptDayEntry, audit: AuditEntry): Promise<boolean>;
}

const figures = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    totals: v.array(dayTotals),
    counts: dayCounts,
    open: v.array(v.string()),
    // Rows from before it was counted name all that were open, up to fifty.
    openCount: v.optional(v.number()),
    // Rows from before they were written have none.
    fees: v.optional(v.nullable(v.array(closedFees)), null),
  }),
);
const shape = v.object({ kind: v.picklist(['closed', 'reopened', 'handed_over']), figures });

export function makeDayEndBook(store: Store): DayEndBook {
  const read = rowReader(store, 'day_ends', entryOf);
  return {
    ofDay: (day) =>
      store.read(async (db) => {
        const rows = await db
          .selectFrom('day_ends')
          .selectAll()
          .where('day', '=', day)
          .orderBy('at')
          .orderBy('id')
          .execute();
        return read.some(rows);
      }),
    ofDays: (from, to) =>
      store.read(async (db) => {
        const found = await db
          .selectFrom('day_ends')
          .selectAll()
          .where('day', '>=', from)
          .where('day', '<=', to)
          .orderBy('day')
          .orderBy('at')
          .orderBy('id')
          .execute();
        const rows = read.some(found);
        return { rows, damaged: found.length - rows.length };
      }),
    add: (entry, audit) =>
      store.write(async (_transaction, rows) => {
        const { totals, counts, open, openCount, fees } = entry;
        const added = await rows.insert('day_ends', {
          id: entry.id,
          day: entry.day,
          kind: entry.kind,
          mark: entry.mark,
          figures: JSON.stringify({ totals, counts, open, openCount, fees }),
          note: entry.note,
          to_id: entry.toId,
          to_name: entry.to,
          staff_id: entry.staffId,
          staff_name: entry.by,
          desk: entry.desk,
          at: entry.at,
        });
        if (added) rows.audit(audit);
        return added;
      }),
  };
}

function entryOf(row: Tables['day_ends']): KeptDayEntry {
  const { kind, figures: kept } = v.parse(shape, row);
  return {
    id: row.id,
    day: row.day,
    kind,
    ...kept,
    openCount: kept.openCount ?? kept.open.length,
    mark: row.mark,
    note: row.note,
    toId: row.to_id,
    to: row.to_name,
    staffId: row.staff_id,
    by: row.staff_name,
    desk: row.desk,
    at: row.at,
  };
}
