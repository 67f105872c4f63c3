import { ValiError } from 'valibot';
import { LedgerTrouble } from '../payments/ports.ts';
import { rowId, wrongWith, type SealedTable } from './sealed-tables.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/** Reads rows of one table, and remembers that the records are damaged when one is not what was written. */
export interface RowReader<T extends SealedTable, R> {
  /** @throws LedgerTrouble records_damaged */
  one(row: Tables[T]): R;
  /** @throws LedgerTrouble records_damaged */
  maybe(row: Tables[T] | undefined): R | null;
  /** those that are sound: one damaged row shuts money, and hides no other row */
  some(rows: readonly Tables[T][]): R[];
}

/** @param read the row as the rest of the house knows it; throws ValiError when its words cannot be read */
export function rowReader<T extends SealedTable, R>(
  store: Store,
  table: T,
  read: (row: Tables[T]) => R,
): RowReader<T, R> {
  const one = (row: Tables[T]): R => {
    const why = wrongWith(store.sealer, table, row);
    if (why) throw store.damaged({ table, id: rowId(table, row), why });
    try {
      return read(row);
    } catch (error) {
      if (!(error instanceof ValiError)) throw error;
      throw store.damaged({ table, id: rowId(table, row), why: 'unreadable' });
    }
  };
  return {
    one,
    maybe: (row) => (row ? one(row) : null),
    some: (rows) =>
      rows.flatMap((row) => {
        try {
          return [one(row)];
        } catch (error) {
          // Remembered above, and said on every screen; reading goes on.
          if (error instanceof LedgerTrouble) return [];
          throw error;
        }
      }),
  };
}
