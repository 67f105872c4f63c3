import type { AuditEntry } from '../payments/ports.ts';
import { walkChain } from './audit-chain.ts';
import { headText } from './audit-head.ts';
import { followUpsNamed, missingOrders, orderNamed } from './named-orders.ts';
import { pagesOf } from './pages.ts';
import { soundOperation } from './sound-operations.ts';
import type { Store } from './store.ts';
import { emptyTally, sameSum, tallyOf, withSeal } from './tally.ts';

/**
 * An order that was taken out by hand and written anew has another seal than it had, so that the sum of all seals would miss the old one for good. Once
 * the history and the end of it are what was written, every order that the records name is there, and each is sound, they are counted anew. In all
 * other cases nothing is changed, and the money stays shut. Only operations: no other table can be built anew from a provider.
 * @param line the line in the history that says so
 * @returns whether the operations now add up
 */
export function recount(
  store: Store,
  line: (found: { readonly rows: number; readonly before: number }) => AuditEntry,
): Promise<boolean> {
  const { sealer } = store;
  return store.write(async (transaction, rows) => {
    // Whoever commits next waits for this row: what is read from here on is all that is counted, and nothing more comes.
    const head = await transaction
      .selectFrom('audit_head')
      .selectAll()
      .where('only_row', '=', 1)
      .modifyEnd(store.forUpdate)
      .executeTakeFirst();
    const tally = head && sealer.check(headText(head), head.seal) === 'good' ? tallyOf(head.tally) : null;
    if (!head || !tally) return false;
    const named = new Set<string>();
    const walk = walkChain(sealer, { count: 0, last: '' });
    for await (const page of pagesOf(transaction, 'audit', 'id')) {
      for (const row of page) {
        if (walk.next(row)) return false;
        orderNamed(row, named);
      }
    }
    if (walk.count !== head.line_count || walk.last !== head.chain || walk.keylessEnd > 0) return false;
    let sum = emptyTally.rows.operation;
    for await (const page of pagesOf(transaction, 'operation', 'id')) {
      for (const row of page) {
        if (!soundOperation(row, sealer)) return false;
        followUpsNamed(row, named);
        sum = withSeal(sum, row.seal);
      }
    }
    if (!(await missingOrders(transaction, named).next()).done) return false;
    if (sameSum(sum, tally.rows.operation)) return true;
    rows.recount('operation', sum);
    rows.audit(line({ rows: sum.count, before: tally.rows.operation.count }));
    return true;
  });
}
