import { countedOf, madeBy } from '../../payments/given-back.ts';
import { billSums, type BillSeen, type BillSums } from '../../payments/bill.ts';
import type { Operation } from '../../payments/operation.ts';
import type { BillClosing } from '../../ledger/bill-closings.ts';
import type { Bill } from '../../ledger/bills.ts';
import type { BillCredit } from '../../contract/bill.ts';
import type { GivenBackDecided } from '../../contract/given-back.ts';
import type { MissedVisit } from '../../contract/missed-visit.ts';
import { unsettledFor } from './bill-unsettled.ts';
import type { World } from '../world.ts';

/** A bill with all that was paid on it, as the records have it now. */
export interface SummedBill {
  readonly bill: Bill;
  readonly sums: BillSums;
  readonly credits: readonly BillCredit[];
  /** newest first */
  readonly operations: readonly Operation[];
  /** what was decided of money that was given back elsewhere, oldest first; what of it counts is in the sums */
  readonly decided: readonly GivenBackDecided[];
  /** a payment that was found again may have been for it, and nobody has said so yet: it is not due */
  readonly unsettled: boolean;
  /** how much stood in it when it was summed: whatever is taken for it by these sums is written only while that is so */
  readonly seen: BillSeen;
  /** what became of its visit, where that was missed: the bill asks for the fee and not for its total */
  readonly missed: MissedVisit | null;
  /** as it was closed at the desk; null where it was not, or where anything of it changed since */
  readonly closed: BillClosing | null;
}

/**
 * Derives what is paid of each bill: its own charges and holds, what was captured, released and refunded of those, its credits, and what a manager said
 * was given back of them elsewhere.
 */
export async function summed(
  world: {
    readonly ledger: Pick<
      World['ledger'],
      'bills' | 'givenBack' | 'payoutMatches' | 'missed' | 'closings' | 'operations' | 'recovery' | 'links' | 'payers'
    >;
  },
  bills: readonly Bill[],
): Promise<SummedBill[]> {
  if (bills.length === 0) return [];
  const { ledger } = world;
  const ids = bills.map(({ id }) => id);
  const [credits, decided, undone, missed, closings, caused, unsettled] = await Promise.all([
    ledger.bills.credits(ids),
    ledger.givenBack.ofBills(ids),
    ledger.payoutMatches.undoneOf(ids),
    ledger.missed.ofBills(ids),
    ledger.closings.ofBills(bills),
    ledger.bills.operations(ids),
    unsettledFor(ledger),
  ]);
  const own = await ledger.operations.byIds([...caused.values()].flat());
  const targets = own.flatMap((operation) => madeBy(operation) ?? []);
  const later = await ledger.operations.onTargets([...targets, ...paymentsOf(credits)]);
  return bills.map((bill) => {
    const named = new Set(caused.get(bill.id));
    // A hold that replaces another has that one as its target: it is counted once.
    const takings = own.filter(({ id }) => named.has(id));
    const of = credits.get(bill.id) ?? [];
    const made = new Set([...takings.flatMap((operation) => madeBy(operation) ?? []), ...paymentsOf([[bill.id, of]])]);
    const operations = [
      ...takings,
      ...later.filter(({ id, targetId }) => targetId !== null && made.has(targetId) && !named.has(id)),
    ].toSorted((a, b) => b.createdAt - a.createdAt);
    const said = decided.get(bill.id) ?? [];
    const gone = missed.get(bill.id) ?? null;
    const sums = billSums(gone ? gone.fee : bill.total, {
      operations,
      credits: of,
      givenBack: countedOf(said),
    });
    const waits = sums.remaining > 0 && unsettled.payments.some((payment) => unsettled.mayBe(payment, bill));
    const settled = { ...sums, checking: sums.checking || waits };
    const decisions = said.length + said.filter((one) => one.undone !== null).length + (undone.get(bill.id) ?? 0);
    const seen = { billId: bill.id, operations: named.size, credits: of.length, decisions };
    const closed = (!bill.cancelled && !gone && closings.get(bill.id)) || null;
    return {
      bill,
      closed,
      seen,
      credits: of,
      decided: said,
      operations,
      unsettled: waits,
      missed: gone,
      sums: settled,
    };
  });
}

function paymentsOf(credits: Iterable<readonly [string, readonly BillCredit[]]>): string[] {
  return [...credits].flatMap(([, some]) => some.flatMap(({ paymentId }) => paymentId ?? []));
}

/** What every desk calls the bill: what came with a file or a booking has the same name at every desk; one made by hand is only in these records. */
export function refOf(bill: Pick<Bill, 'id' | 'source' | 'sourceRef'>): string {
  return bill.sourceRef === null ? bill.id : `${bill.source}:${bill.sourceRef}`;
}
