import { setImmediate as turn } from 'node:timers/promises';
import { LedgerTrouble, type Clock } from '../payments/ports.ts';
import { makeAuditBook } from './audit.ts';
import { operationOf } from './operation-row.ts';
import { mostDamage, type Damage, type RecordsCheck } from './records-check.ts';
import type { Sealer } from './seal.ts';
import type { Store } from './store.ts';
import type { OperationTable } from './tables.ts';

/** About what may be looked at between two frames of the window. */
const atOnce = 200;

/** Every operation by its seal and shape, then the history along its chain. Reads only; lets the process breathe between two pages. */
export async function checkRecords(store: Store, sealer: Sealer, clock: Clock): Promise<RecordsCheck> {
  const damage: Damage[] = [];
  let rows = 0;
  for await (const page of allOperations(store)) {
    rows += page.length;
    for (const row of page) {
      if (isDamaged(row, sealer)) damage.push({ table: 'operation', id: row.id, why: 'edited' });
    }
  }
  const audit = await makeAuditBook(store, sealer).verifyAudit();
  if (!audit.sound) {
    const why = audit.why === 'line_edited' ? 'edited' : 'row_missing';
    damage.push({ table: 'audit', id: String(audit.firstBad), why });
  }
  const at = clock.now();
  if (damage.length === 0 && audit.sound) {
    store.mended();
    return { sound: true, rows, auditLines: audit.lines, at };
  }
  store.damaged(new LedgerTrouble('records_damaged', `${damage.length} records are not what was written.`));
  return { sound: false, damage: damage.slice(0, mostDamage), at };
}

/** Its seal is broken, or its words cannot be read. */
export function isDamaged(row: OperationTable, sealer: Sealer): boolean {
  try {
    operationOf(row, sealer);
    return false;
  } catch (error) {
    if (!(error instanceof LedgerTrouble)) throw error;
    return true;
  }
}

/** All rows in the order of their ids, a page at a time. */
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
