import { sql, type Kysely, type Transaction } from 'kysely';
import type { Clock, Random } from '../payments/ports.ts';
import { chainedLine, walkChain } from './audit-chain.ts';
import { headText, type HeadRow } from './audit-head.ts';
import { pagesOf } from './pages.ts';
import type { Sealer } from './seal.ts';
import { rowText, sealedTableNames, sealedTables, type SealedTable } from './sealed-tables.ts';
import { inTurn } from './store.ts';
import { emptyTally, tallyText, withSeal, type Sum } from './tally.ts';
import type { Tables } from './tables.ts';

export interface SealingParts {
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * Seals every row there is, once: records of before migration 0002, a new house, and one that was begun while the keychain was shut and holds
 * nothing of worth yet. All in one commit, with a line in the audit when there were any. A row that was not right before gets no new seal: it stays
 * damaged, and so does the head of an audit that is not sound.
 */
export async function sealAll(db: Kysely<Tables>, parts: SealingParts): Promise<void> {
  await inTurn(() =>
    db.transaction().execute(async (transaction) => {
      // Desks that start at the same moment wait here; the second finds it done.
      const head = await transaction
        .updateTable('audit_head')
        .set((eb) => ({ only_row: eb.ref('only_row') }))
        .where('only_row', '=', 1)
        .returningAll()
        .executeTakeFirstOrThrow();
      if (head.tally !== '' && head.key_mark === parts.sealer.mark()) return;
      const sound = await isChainSound(transaction, head, parts.sealer);
      const sums: Partial<Record<SealedTable, Sum>> = {};
      let refused = 0;
      for (const table of sealedTableNames) {
        const found = await sealTable(transaction, table, parts.sealer);
        sums[table] = found.sum;
        refused += found.refused;
      }
      const rows = { ...emptyTally.rows, ...sums };
      const count = Object.values(rows).reduce((all, sum) => all + sum.count, 0);
      const line = await noteSealing(transaction, head, { count, refused }, parts);
      const after = {
        ...head,
        line_count: line?.id ?? head.line_count,
        chain: line?.chain ?? head.chain,
        ledger_id: head.ledger_id === '' ? parts.random.id(16) : head.ledger_id,
        key_mark: parts.sealer.mark(),
        tally: tallyText({ writes: 1, rows }),
      };
      await transaction
        .updateTable('audit_head')
        .set({ ...after, seal: sound ? parts.sealer.seal(headText(after)) : '' })
        .where('only_row', '=', 1)
        .execute();
    }),
  );
}

async function isChainSound(transaction: Transaction<Tables>, head: HeadRow, sealer: Sealer): Promise<boolean> {
  const walk = walkChain(sealer, { count: 0, last: '' });
  for await (const page of pagesOf(transaction, 'audit', 'id')) {
    for (const row of page) if (walk.next(row)) return false;
  }
  return walk.count === head.line_count && walk.last === head.chain;
}

async function sealTable(
  transaction: Transaction<Tables>,
  table: SealedTable,
  sealer: Sealer,
): Promise<{ readonly sum: Sum; readonly refused: number }> {
  let sum = emptyTally.rows[table];
  let refused = 0;
  const columns = sealedTables[table].key as readonly [string, ...string[]];
  for await (const page of pagesOf(transaction, table, columns[0])) {
    for (const row of page) {
      if (!wasRight(table, row, sealer)) {
        refused += 1;
        sum = withSeal(sum, row.seal);
        continue;
      }
      const seal = sealer.seal(rowText(table, row));
      const values = row as unknown as Readonly<Record<string, string>>;
      const isRow = columns.map((column) => sql`${sql.ref(column)} = ${values[column]}`);
      await sql`UPDATE ${sql.table(table)} SET seal = ${seal} WHERE ${sql.join(isRow, sql` AND `)}`.execute(
        transaction,
      );
      sum = withSeal(sum, seal);
    }
  }
  return { sum, refused };
}

/** Operations have had seals of the first version from the beginning, the other tables had none. */
function wasRight<T extends SealedTable>(table: T, row: Tables[T], sealer: Sealer): boolean {
  if (row.seal === '') return table !== 'operation';
  const text = rowText(table, row);
  const verdict = table === 'operation' ? sealer.checkFirst(firstText(text), row.seal) : sealer.check(text, row.seal);
  return verdict === 'good' || verdict === 'keyless';
}

/** What an operation was sealed over in the first version: neither its table's name nor its trail. */
function firstText(text: string): string {
  return JSON.stringify((JSON.parse(text) as unknown[]).slice(1, -1));
}

async function noteSealing(
  transaction: Transaction<Tables>,
  head: HeadRow,
  { count, refused }: { readonly count: number; readonly refused: number },
  { sealer, clock }: SealingParts,
): Promise<Tables['audit'] | null> {
  // Also where there are only lines of the audit: one with the house's key must come after those without.
  if (count === 0 && head.line_count === 0) return null;
  const entry = {
    at: clock.now(),
    staffId: null,
    staffName: null,
    desk: '',
    what: 'records_sealed',
    outcome: 'done',
    detail: { rows: count, ...(refused > 0 ? { refused } : {}) },
  } as const;
  const line = chainedLine(entry, head.line_count + 1, head.chain, sealer);
  await transaction.insertInto('audit').values(line).execute();
  return line;
}
