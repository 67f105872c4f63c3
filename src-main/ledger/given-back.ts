import * as v from 'valibot';
import { givenBackChoice, type GivenBackChoice, type GivenBackDecided } from '../contract/given-back.ts';
import type { BillSeen } from '../payments/bill.ts';
import type { AuditEntry } from '../payments/ports.ts';
import { inSlices } from './in-slices.ts';
import { hasMoved, standingPage } from './page-links.ts';
import { rowReader } from './reading.ts';
import type { Unsealed } from './sealed-tables.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/** One decision as it is written. Amounts minor units; `at` unix ms. */
export interface NewGivenBack {
  readonly billId: string;
  readonly paymentId: string;
  readonly choice: GivenBackChoice;
  readonly amount: number;
  readonly by: string;
  readonly at: number;
}

/** What was decided of money of bills that was given back elsewhere. Nothing is ever changed or taken out: a decision that is undone has a second row. */
export interface GivenBackBook {
  /** oldest first */
  ofBills(billIds: readonly string[]): Promise<Map<string, GivenBackDecided[]>>;
  /**
   * Writes a decision and its line in the history in one commit. False, and nothing is written, when more stands in the bill than was `seen`, an order of
   * it is under way, or, where what is paid changes by it, a page is open on which it may still be paid.
   */
  decide(decision: NewGivenBack, seen: BillSeen, audit: AuditEntry): Promise<boolean>;
  /** Takes a decision back, under the same conditions. False also when it was taken back already. */
  undo(decision: Pick<GivenBackDecided, 'id'> & NewGivenBack, seen: BillSeen, audit: AuditEntry): Promise<boolean>;
}

const word = v.union([givenBackChoice, v.literal('undone')]);
type Row = Tables['given_back'] & { readonly choice: v.InferOutput<typeof word> };

export function makeGivenBackBook(store: Store): GivenBackBook {
  const read = rowReader(store, 'given_back', (row) => ({ ...row, choice: v.parse(word, row.choice) }));

  const write = (row: Omit<Unsealed<'given_back'>, 'id'>, seen: BillSeen, audit: AuditEntry): Promise<boolean> =>
    store.write(async (transaction, rows) => {
      await rows.held('bill', row.bill_id);
      const changes = row.choice !== 'left';
      if (changes && (await standingPage(transaction, row.bill_id))) return false;
      if (await hasMoved(transaction, seen)) return false;
      // The same at every desk: two that decide about the same thing write one row.
      const id = `${row.bill_id}-given-back-${(seen.decisions ?? 0) + 1}`;
      const written = await rows.insert('given_back', { id, ...row });
      if (written) rows.audit(audit);
      return written;
    });
  const columns = ({ billId, paymentId, amount, by, at }: NewGivenBack) => ({
    bill_id: billId,
    payment_id: paymentId,
    amount,
    decided_by: by,
    at,
  });

  return {
    ofBills: (billIds) =>
      store.read(async (db) => {
        const found = new Map<string, Row[]>();
        for (const some of inSlices(billIds)) {
          const rows = await db
            .selectFrom('given_back')
            .selectAll()
            .where('bill_id', 'in', some)
            .orderBy('at')
            .orderBy('id')
            .execute();
          for (const row of read.some(rows)) found.set(row.bill_id, [...(found.get(row.bill_id) ?? []), row]);
        }
        return new Map([...found].map(([billId, rows]) => [billId, decisionsOf(rows)]));
      }),
    decide: (decision, seen, audit) =>
      write({ ...columns(decision), choice: decision.choice, undoes: null }, seen, audit),
    undo: (decision, seen, audit) =>
      write({ ...columns(decision), choice: 'undone', undoes: decision.id }, seen, audit),
  };
}

function decisionsOf(rows: readonly Row[]): GivenBackDecided[] {
  const undone = new Map(rows.flatMap((row) => (row.undoes === null ? [] : [[row.undoes, row] as const])));
  return rows.flatMap(({ id, payment_id: paymentId, choice, amount, decided_by: by, at }) => {
    if (choice === 'undone') return [];
    const back = undone.get(id);
    return [{ id, paymentId, choice, amount, by, at, undone: back ? { by: back.decided_by, at: back.at } : null }];
  });
}
