import { setImmediate as breathe } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import * as v from 'valibot';
import { walkChain, type AuditRow, type ChainWalk } from './audit-chain.ts';
import { headText, readHead } from './audit-head.ts';
import { pagesOf } from './pages.ts';
import { mostDamage, type Damage } from './records-check.ts';
import { isKeyed, type Sealer } from './seal.ts';
import { rowId, sealedTableNames, sealedTables, wrongWith, type SealedTable } from './sealed-tables.ts';
import { sameSum, tallyOf, withSeal, emptyTally, type Sum } from './tally.ts';
import type { Tables } from './tables.ts';
import { asLedgerTrouble } from './trouble.ts';

/** What was read, and what of it is damaged; at most `mostDamage` of it. */
export interface Look {
  readonly rows: number;
  readonly auditLines: number;
  readonly damage: readonly Damage[];
}

export interface LookParts {
  readonly sealer: Sealer;
  /** the desk closes: what was found so far does not matter any more */
  readonly signal?: AbortSignal;
}

/**
 * Reads every row and every audit line of one unchanging view of the records, and gives way after each page. What must be there is known three
 * ways: by each row's own seal, by the sum of all seals in the head of the audit, and by the orders that the audit and the trails name.
 * @param db a transaction that sees the records as they were when it began
 */
export async function lookThrough(db: Kysely<Tables>, { sealer, signal }: LookParts): Promise<Look> {
  const damage: Damage[] = [];
  const found = (one: Damage): void => {
    if (damage.length < mostDamage) damage.push(one);
  };
  const pause = async (): Promise<void> => {
    await breathe();
    signal?.throwIfAborted();
  };
  const named = new Set<string>();

  const head = await readHead(db);
  if (head && isKeyed(head.key_mark) && !sealer.keyed())
    return { rows: 0, auditLines: 0, damage: [{ table: 'audit_head', id: '', why: 'key_missing' }] };
  const whole = head && sealer.check(headText(head), head.seal) !== 'bad' ? head : null;
  if (!head) found({ table: 'audit_head', id: '', why: 'row_missing' });
  else if (!whole) found({ table: 'audit_head', id: '', why: head.seal === '' ? 'unsealed' : 'edited' });

  const walk = walkChain(sealer, { count: 0, last: '' });
  const auditLines = await orDamage('audit', found, async () => {
    for await (const page of pagesOf(db, 'audit', 'id')) {
      for (const row of page) {
        const wrong = walk.next(row);
        // A broken chain says nothing of the lines after it.
        if (wrong) return found(lineDamage(walk, wrong));
        orderNamed(row, named);
      }
      await pause();
    }
    if (head && (head.line_count !== walk.count || head.chain !== walk.last))
      found({ table: 'audit', id: String(walk.count + 1), why: 'row_missing' });
    if (walk.keylessEnd > 0) found({ table: 'audit', id: String(walk.count - walk.keylessEnd + 1), why: 'keyless' });
  }).then(() => walk.count);

  const sums = whole && tallyOf(whole.tally)?.rows;
  let rows = 0;
  for (const table of sealedTableNames) {
    const before = damage.length;
    let sum: Sum = emptyTally.rows[table];
    await orDamage(table, found, async () => {
      for await (const page of pagesOf(db, table, sealedTables[table].key[0])) {
        for (const row of page) {
          const why = wrongWith(sealer, table, row);
          if (why) found({ table, id: rowId(table, row), why });
          if (table === 'operation') followUpsNamed(row as Tables['operation'], named);
          sum = withSeal(sum, row.seal);
        }
        await pause();
      }
    });
    rows += sum.count;
    if (table === 'operation') await missingOrders(db, named, found);
    const wanted = sums?.[table];
    if (wanted && damage.length === before && !sameSum(sum, wanted)) found(sumDamage(table, sum, wanted));
  }
  return { rows, auditLines, damage };
}

/** A table that cannot be read to its end is damage too; the others are still read. */
async function orDamage(table: string, found: (damage: Damage) => void, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (asLedgerTrouble(error)?.code !== 'records_damaged') throw error;
    found({ table, id: '', why: 'file' });
  }
}

function lineDamage(walk: ChainWalk, wrong: 'line_missing' | 'line_edited'): Damage {
  return { table: 'audit', id: String(walk.count + 1), why: wrong === 'line_missing' ? 'row_missing' : 'edited' };
}

function sumDamage(table: SealedTable, sum: Sum, wanted: Sum): Damage {
  const why = sum.count < wanted.count ? 'row_missing' : sum.count > wanted.count ? 'row_added' : 'row_put_back';
  return { table, id: '', why };
}

const orderIn = v.pipe(v.string(), v.parseJson(), v.object({ operation: v.string() }));

/** Every order begins with a line that names its operation. */
function orderNamed(row: AuditRow, named: Set<string>): void {
  if (row.outcome !== 'started') return;
  const parsed = v.safeParse(orderIn, row.detail);
  if (parsed.success) named.add(parsed.output.operation);
}

/** The next step of an order has no line of its own: the trail of the step before it names it. */
function followUpsNamed(row: Tables['operation'], named: Set<string>): void {
  if (typeof row.trail !== 'string' || !row.trail.includes('"follow_up"')) return;
  for (const [, id] of row.trail.matchAll(/"operationId":"([^"\\]+)"/g)) if (id !== undefined) named.add(id);
}

const atOnce = 200;

/** Operations that are named and not there, one by one: the sum only says that some are missing. */
async function missingOrders(
  db: Kysely<Tables>,
  named: ReadonlySet<string>,
  found: (damage: Damage) => void,
): Promise<void> {
  const ids = [...named];
  for (let from = 0; from < ids.length; from += atOnce) {
    const asked = ids.slice(from, from + atOnce);
    const there = await db.selectFrom('operation').select('id').where('id', 'in', asked).execute();
    const present = new Set(there.map(({ id }) => id));
    for (const id of asked) if (!present.has(id)) found({ table: 'operation', id, why: 'row_missing' });
    await breathe();
  }
}
