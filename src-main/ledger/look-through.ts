import { setImmediate as breathe } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { walkChain, type ChainWalk } from './audit-chain.ts';
import { headText, readHead } from './audit-head.ts';
import { followUpsNamed, missingOrders, orderNamed } from './named-orders.ts';
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
  const verdict = head && sealer.check(headText(head), head.seal);
  const whole = verdict === 'bad' ? null : head;
  if (!head) found({ table: 'audit_head', id: '', why: 'row_missing' });
  else if (!whole) found({ table: 'audit_head', id: '', why: head.seal === '' ? 'unsealed' : 'edited' });
  // Whoever has no key could count the rows anew after taking some out.
  else if (verdict === 'keyless') found({ table: 'audit_head', id: '', why: 'keyless' });

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
    if (table === 'operation')
      for await (const id of missingOrders(db, named)) found({ table: 'operation', id, why: 'row_missing' });
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
