import { setImmediate as turn } from 'node:timers/promises';
import { ValiError } from 'valibot';
import type { Operation } from '../payments/operation.ts';
import { operationOf } from './operation-row.ts';
import type { Sealer } from './seal.ts';
import { wrongWith } from './sealed-tables.ts';
import type { Store } from './store.ts';
import type { OperationTable } from './tables.ts';

/** The operation of a row that is what was written and can be read; null for any other. */
export function soundOperation(row: OperationTable, sealer: Sealer): Operation | null {
  if (wrongWith(sealer, 'operation', row)) return null;
  try {
    return operationOf(row);
  } catch (error) {
    if (error instanceof ValiError) return null;
    throw error;
  }
}

/** About what may be looked at between two frames of the window. */
const atOnce = 200;

/** All rows in the order of their ids, sound or not, a page at a time. */
export async function* allOperations(store: Store): AsyncGenerator<OperationTable[]> {
  let after: string | null = null;
  for (;;) {
    const from: string | null = after;
    const page: OperationTable[] = await store.read((db) => {
      const some = db.selectFrom('operation').selectAll().orderBy('id').limit(atOnce);
      return (from === null ? some : some.where('id', '>', from)).execute();
    });
    if (page.length === 0) return;
    yield page;
    after = page.at(-1)?.id ?? null;
    await turn();
  }
}
