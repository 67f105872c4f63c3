import type { Kysely, Transaction } from 'kysely';
import * as v from 'valibot';
import type { BillSeen } from '../payments/bill.ts';
import type { AuditEntry } from '../payments/ports.ts';
import { inSlices } from './in-slices.ts';
import { hasMoved, standingPage } from './page-links.ts';
import { rowReader } from './reading.ts';
import type { SealedRows } from './sealed-rows.ts';
import type { Unsealed } from './sealed-tables.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/** What somebody decided about a line of a payout. Amount minor units, as the line has it; times unix ms UTC. */
export interface PayoutMatch {
  readonly id: string;
  /** `stripe:txn_…`: the provider and its own id of the movement */
  readonly lineId: string;
  readonly amount: number;
  readonly currency: string;
  /** on this bill the payment counts as paid; null: it belongs with none, and `reason` says why */
  readonly bill: { readonly id: string; readonly paymentId: string } | null;
  readonly reason: string | null;
  readonly by: string;
  readonly at: number;
  /** it was taken back: nothing of it counts any more */
  readonly undone: { readonly by: string; readonly at: number } | null;
}

/** By which line of a statement a decision is about money; null where no statement says it: Stripe lists its own lines. */
interface SaidBy {
  readonly statementLine: string | null;
}

export type NewPayoutMatch = Omit<PayoutMatch, 'id' | 'undone' | 'bill' | 'reason'>;

/** Decisions about lines of payouts, each a row that is only ever added. What is credited by one stands or goes in the same commit. */
export interface PayoutMatchBook {
  /** all decisions about these lines, oldest first, those that were taken back too */
  ofLines(lineIds: readonly string[]): Promise<Map<string, PayoutMatch[]>>;
  byId(id: string): Promise<PayoutMatch | null>;
  /** the decision by which this credit stands on a bill; null: it came there another way */
  byCredit(creditId: string): Promise<PayoutMatch | null>;
  /** how many payments of payouts were once matched with each of these bills and are no longer; those without are left out */
  undoneOf(billIds: readonly string[]): Promise<Map<string, number>>;
  /**
   * The payment counts on this bill: its credit (kind provider, dated by the line's own moment), the decision and the line of the history in one commit.
   * False, and nothing is written: that payment stands on a bill already; somebody decided about the line meanwhile (`turn`: how many rows there were);
   * more stands in the bill than was `seen`, an order of it is under way, or a page is open on which it may still be paid; the statement that says the line
   * is taken back, here or at another desk; one of the lines `unlessMatched`, which may say the same payment, counts on a bill.
   */
  match(
    about: {
      readonly match: NewPayoutMatch;
      readonly bill: { readonly id: string; readonly paymentId: string };
      /** when the money moved, by the provider's clock */
      readonly movedAt: number;
      readonly turn: number;
      readonly unlessMatched: readonly string[];
    } & SaidBy,
    seen: BillSeen,
    audit: AuditEntry,
  ): Promise<boolean>;
  /** The line belongs with no bill, and why. False: somebody decided about it meanwhile, or its statement is taken back. */
  explain(
    about: { readonly match: NewPayoutMatch; readonly reason: string; readonly turn: number } & SaidBy,
    audit: AuditEntry,
  ): Promise<boolean>;
  /** Takes a decision back, and its credit with it, under the conditions of `match`. False also when it was taken back already. */
  undo(
    about: { readonly match: PayoutMatch; readonly by: string; readonly at: number; readonly turn: number },
    seen: BillSeen | null,
    audit: AuditEntry,
  ): Promise<boolean>;
}

const creditMark = 'credit-';
/** The credit that stands on a bill while this decision does. */
export const creditIdOf = (matchId: string): string => `${creditMark}${matchId}`;

const kind = v.picklist(['bill', 'reason', 'undone']);
type Row = Tables['payout_match'] & { readonly kind: v.InferOutput<typeof kind> };

export function makePayoutMatchBook(store: Store): PayoutMatchBook {
  const read = rowReader(store, 'payout_match', (row): Row => ({ ...row, kind: v.parse(kind, row.kind) }));
  // The same at every desk: of two that decide at once about a line, one writes.
  const idOf = (lineId: string, turn: number): string => `${lineId}.${turn + 1}`;
  const columns = ({ lineId, amount, currency, by, at }: NewPayoutMatch) => ({
    line_id: lineId,
    amount,
    currency,
    decided_by: by,
    at,
  });
  const add = async (rows: SealedRows, row: Unsealed<'payout_match'>, audit: AuditEntry): Promise<boolean> => {
    const written = await rows.insert('payout_match', row);
    if (written) rows.audit(audit);
    return written;
  };
  const decisionsIn = async (db: Kysely<Tables>, lineIds: readonly string[]): Promise<PayoutMatch[]> => {
    const found: Row[] = [];
    for (const some of inSlices(lineIds))
      found.push(...read.some(await db.selectFrom('payout_match').selectAll().where('line_id', 'in', some).execute()));
    return decisionsOf(found.toSorted((a, b) => a.at - b.at || a.id.localeCompare(b.id)));
  };
  const decisions = async (lineIds: readonly string[]): Promise<Map<string, PayoutMatch[]>> =>
    store.read(async (db) => new Map(Map.groupBy(await decisionsIn(db, lineIds), ({ lineId }) => lineId)));

  const byId: PayoutMatchBook['byId'] = async (id) => {
    const row = await store.read((db) =>
      db.selectFrom('payout_match').selectAll().where('id', '=', id).executeTakeFirst(),
    );
    const found = row ? read.one(row) : null;
    if (!found || found.kind === 'undone') return null;
    return (await decisions([found.line_id])).get(found.line_id)?.find((one) => one.id === id) ?? null;
  };

  return {
    ofLines: decisions,
    byId,
    byCredit: async (creditId) => (creditId.startsWith(creditMark) ? byId(creditId.slice(creditMark.length)) : null),

    undoneOf: (billIds) =>
      store.read(async (db) => {
        const counts = new Map<string, number>();
        for (const some of inSlices(billIds)) {
          const rows = await db
            .selectFrom('payout_match')
            .selectAll()
            .where('bill_id', 'in', some)
            .where('kind', '=', 'undone')
            .execute();
          for (const { bill_id: id } of read.some(rows)) if (id !== null) counts.set(id, (counts.get(id) ?? 0) + 1);
        }
        return counts;
      }),

    match: ({ match, bill, movedAt, turn, statementLine, unlessMatched }, seen, audit) =>
      store.write(async (transaction, rows) => {
        if (unlessMatched.length > 0) {
          // Two desks with one line each would not see what the other writes.
          await rows.alone();
          const found = await decisionsIn(transaction, unlessMatched);
          if (found.some(({ bill: on, undone }) => on !== null && undone === null)) return false;
        }
        await rows.held('bill', bill.id);
        if (!(await isSaid(transaction, rows, statementLine))) return false;
        if ((await standingPage(transaction, bill.id)) || (await hasMoved(transaction, seen))) return false;
        const id = idOf(match.lineId, turn);
        const credit = {
          id: creditIdOf(id),
          bill_id: bill.id,
          kind: 'provider',
          amount: match.amount,
          payment_id: bill.paymentId,
          note: null,
          credited_by: match.by,
          at: movedAt,
        };
        // The payment first: its index is what makes two desks, and a booking that is recognised meanwhile, one.
        if (!(await rows.insert('bill_credit', credit))) return false;
        const decision = { kind: 'bill', bill_id: bill.id, payment_id: bill.paymentId, reason: null, undoes: null };
        if (await add(rows, { id, ...columns(match), ...decision }, audit)) return true;
        const own = await rows.held('bill_credit', credit.id);
        if (own) await rows.remove('bill_credit', own);
        return false;
      }),

    explain: ({ match, reason, turn, statementLine }, audit) =>
      store.write(async (transaction, rows) => {
        if (!(await isSaid(transaction, rows, statementLine))) return false;
        return add(
          rows,
          {
            id: idOf(match.lineId, turn),
            ...columns(match),
            ...{ kind: 'reason', bill_id: null, payment_id: null, reason, undoes: null },
          },
          audit,
        );
      }),

    undo: ({ match, by, at, turn }, seen, audit) =>
      store.write(async (transaction, rows) => {
        const { bill } = match;
        if (bill) {
          await rows.held('bill', bill.id);
          if ((await standingPage(transaction, bill.id)) || (seen && (await hasMoved(transaction, seen)))) return false;
        }
        const row = {
          ...{ id: idOf(match.lineId, turn), ...columns({ ...match, by, at }), kind: 'undone', undoes: match.id },
          ...{ bill_id: bill?.id ?? null, payment_id: bill?.paymentId ?? null, reason: match.reason },
        };
        if (!(await add(rows, row, audit))) return false;
        const credit = bill ? await rows.held('bill_credit', creditIdOf(match.id)) : undefined;
        if (credit) await rows.remove('bill_credit', credit);
        return true;
      }),
  };
}

/** The statement stands, and nobody takes it back until this commit ends: whoever does holds it too, and looks for decisions then. */
async function isSaid(transaction: Transaction<Tables>, rows: SealedRows, line: string | null): Promise<boolean> {
  if (line === null) return true;
  const found = await transaction
    .selectFrom('statement_line')
    .select('statement_id')
    .where('id', '=', line)
    .executeTakeFirst();
  const statement = found ? await rows.held('statement', found.statement_id) : undefined;
  return statement !== undefined && statement.withdrawn_at === null;
}

function decisionsOf(rows: readonly Row[]): PayoutMatch[] {
  const undone = new Map(rows.flatMap((row) => (row.undoes === null ? [] : [[row.undoes, row] as const])));
  return rows.flatMap((row) => {
    if (row.kind === 'undone') return [];
    const { id, line_id: lineId, amount, currency, bill_id: billId, payment_id: paymentId, reason, at } = row;
    const back = undone.get(id);
    return [
      {
        ...{ id, lineId, amount, currency, reason, by: row.decided_by, at },
        bill: billId === null || paymentId === null ? null : { id: billId, paymentId },
        undone: back ? { by: back.decided_by, at: back.at } : null,
      },
    ];
  });
}
