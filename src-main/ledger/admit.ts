import { sql, type Kysely } from 'kysely';
import { LedgerTrouble, type Clock, type Random } from '../payments/ports.ts';
import { walkChain } from './audit-chain.ts';
import { headText, readHead, type HeadRow } from './audit-head.ts';
import { onGuard } from './operations.ts';
import { holdsSomething, type HeadMemory, type RememberedHead } from './remembered-head.ts';
import { isKeyed } from './seal.ts';
import { rowId, wrongWith, type SealedTable } from './sealed-tables.ts';
import { sealAll } from './sealing.ts';
import type { Store } from './store.ts';
import { emptyTally, sameSum, tallyOf, withSeal, type Tally } from './tally.ts';
import type { Tables } from './tables.ts';

export interface AdmitParts {
  readonly db: Kysely<Tables>;
  readonly store: Store;
  readonly memory: HeadMemory;
  readonly clock: Clock;
  readonly random: Random;
}

const keyMissing = (why: string): LedgerTrouble => new LedgerTrouble('records_key_missing', why);

/** Tables that are small and decide who may do what: read whole before anything may happen. */
const smallTables = ['staff', 'setting', 'provider_key'] as const;
const newest = 200;

/**
 * Before money opens: are these the records of this house, with its key, not older than they were, and is the part of them that the day begins with
 * what was written? What is wrong shuts the money in `store`; the rest of the records is read later, behind.
 */
export async function admit(parts: AdmitParts): Promise<void> {
  const { db, store, memory } = parts;
  store.bar(null);
  const found = await readHead(db);
  if (!found) {
    store.damaged({ table: 'audit_head', id: '', why: 'row_missing' });
    return;
  }
  const remembered = await memory.recall();
  const head = await sealedHead(parts, found, remembered === 'unknown' ? null : remembered);
  if (!head) return;
  await store.view((view) => judgeBeginning(view, store));
  if (remembered !== 'unknown') await memory.compare(remembered);
}

/** The head as it is once every row is sealed; null when nothing can be said without the key, or nothing should be sealed. */
async function sealedHead(
  parts: AdmitParts,
  head: HeadRow,
  remembered: RememberedHead | null,
): Promise<HeadRow | null> {
  const { db, store } = parts;
  const { sealer } = store;
  const sealNow = async (): Promise<HeadRow | null> => {
    await sealAll(db, { ...parts, sealer });
    return (await readHead(db)) ?? null;
  };

  if (head.tally === '') {
    // Once remembered, always sealed: who takes all seals away must not get new ones for it.
    if (remembered && (await holdsSomething(db))) {
      store.damaged({ table: 'audit_head', id: '', why: 'unsealed' });
      return null;
    }
    if (!sealer.keyed() && (await wasKeyed(db, head))) {
      store.bar(keyMissing('These records have a key, and it is not at hand.'));
      return null;
    }
    return sealNow();
  }
  if (!isKeyed(head.key_mark)) {
    if (!sealer.keyed()) return head;
    if (!(await holdsSomething(db))) return sealNow();
    store.damaged({ table: 'audit_head', id: '', why: 'keyless' });
    return head;
  }
  if (!sealer.keyed()) {
    store.bar(keyMissing('These records have a key, and it is not at hand.'));
    return null;
  }
  const mark = sealer.mark();
  if (head.key_mark !== mark && sealer.check(headText({ ...head, key_mark: mark }), head.seal) !== 'good') {
    // Judged by it every row would look damaged and nothing could be read.
    sealer.useKey(null);
    store.bar(keyMissing('These records were sealed with another key.'));
    return null;
  }
  return head;
}

async function wasKeyed(db: Kysely<Tables>, head: HeadRow): Promise<boolean> {
  if (isKeyed(head.chain)) return true;
  const keyed = sql<boolean>`seal LIKE 'k%'`;
  return (await db.selectFrom('operation').select('id').where(keyed).limit(1).executeTakeFirst()) !== undefined;
}

/** @param db one unchanging view: another desk may be writing */
async function judgeBeginning(db: Kysely<Tables>, store: Store): Promise<void> {
  const head = await readHead(db);
  if (!head) return;
  if (store.sealer.check(headText(head), head.seal) !== 'good')
    store.damaged({ table: 'audit_head', id: '', why: head.seal === '' ? 'unsealed' : 'edited' });
  await judgeEndOfAudit(db, store, head);
  const judge = <T extends SealedTable>(table: T, rows: readonly Tables[T][]): void => {
    for (const row of rows) {
      const why = wrongWith(store.sealer, table, row);
      if (why) store.damaged({ table, id: rowId(table, row), why });
    }
  };
  judge('operation', await db.selectFrom('operation').selectAll().where(onGuard).execute());
  const last = db.selectFrom('operation').selectAll().orderBy('created_at', 'desc').limit(newest);
  judge('operation', await last.execute());
  const tally = tallyOf(head.tally);
  for (const table of smallTables) {
    const rows = await db.selectFrom(table).selectAll().execute();
    judge(table, rows);
    judgeSum(store, table, rows, tally);
  }
}

function judgeSum<T extends SealedTable>(
  store: Store,
  table: T,
  rows: readonly Tables[T][],
  tally: Tally | null,
): void {
  const sum = rows.reduce((all, { seal }) => withSeal(all, seal), emptyTally.rows[table]);
  const wanted = tally?.rows[table];
  if (!wanted || sameSum(sum, wanted) || rows.some((row) => wrongWith(store.sealer, table, row))) return;
  const why = sum.count < wanted.count ? 'row_missing' : sum.count > wanted.count ? 'row_added' : 'row_put_back';
  store.damaged({ table, id: '', why });
}

/** The last lines, and that the head knows of exactly these. */
async function judgeEndOfAudit(db: Kysely<Tables>, store: Store, head: HeadRow): Promise<void> {
  const first = Math.max(0, head.line_count - newest);
  const lines = await db.selectFrom('audit').selectAll().where('id', '>=', first).orderBy('id').execute();
  const before = first === 0 ? { id: 0, chain: '' } : lines.shift();
  const walk = walkChain(store.sealer, { count: before?.id ?? first, last: before?.chain ?? '' });
  for (const line of lines) {
    const wrong = walk.next(line);
    if (!wrong) continue;
    const why = wrong === 'line_edited' ? 'edited' : 'row_missing';
    store.damaged({ table: 'audit', id: String(walk.count + 1), why });
    return;
  }
  if (walk.count !== head.line_count || walk.last !== head.chain)
    store.damaged({ table: 'audit', id: String(walk.count + 1), why: 'row_missing' });
  if (walk.keylessEnd > 0) store.damaged({ table: 'audit', id: String(walk.count), why: 'keyless' });
}
