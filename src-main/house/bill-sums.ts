import { billSums, type BillSeen, type BillSums } from '../payments/bill.ts';
import type { Operation } from '../payments/operation.ts';
import type { Bill } from '../ledger/bills.ts';
import type { BillCredit } from '../contract/bill.ts';
import type { MissedVisit } from '../contract/missed-visit.ts';
import { unsettledFor } from './bill-unsettled.ts';
import type { World } from './world.ts';

/** A bill with all that was paid on it, as the records have it now. */
export interface SummedBill {
  readonly bill: Bill;
  readonly sums: BillSums;
  readonly credits: readonly BillCredit[];
  /** newest first */
  readonly operations: readonly Operation[];
  /** a payment that was found again may have been for it, and nobody has said so yet: it is not due */
  readonly unsettled: boolean;
  /** how much stood in it when it was summed: whatever is taken for it by these sums is written only while that is so */
  readonly seen: BillSeen;
  /** what became of its visit, where that was missed: the bill asks for the fee and not for its total */
  readonly missed: MissedVisit | null;
}

/** Derives what is paid of each bill: its own charges and holds, what was captured, released and refunded of those, and its credits. */
export async function summed(
  world: {
    readonly ledger: Pick<World['ledger'], 'bills' | 'missed' | 'operations' | 'recovery' | 'links' | 'payers'>;
  },
  bills: readonly Bill[],
): Promise<SummedBill[]> {
  if (bills.length === 0) return [];
  const { ledger } = world;
  const ids = bills.map(({ id }) => id);
  const [credits, missed, caused, unsettled] = await Promise.all([
    ledger.bills.credits(ids),
    ledger.missed.ofBills(ids),
    ledger.bills.operations(ids),
    unsettledFor(ledger),
  ]);
  const own = await ledger.operations.byIds([...caused.values()].flat());
  const targets = own.flatMap((operation) => targetOf(operation) ?? []);
  const later = await ledger.operations.onTargets([...targets, ...paymentsOf(credits)]);
  return bills.map((bill) => {
    const named = new Set(caused.get(bill.id));
    // A hold that replaces another has that one as its target: it is counted once.
    const takings = own.filter(({ id }) => named.has(id));
    const of = credits.get(bill.id) ?? [];
    const made = new Set([
      ...takings.flatMap((operation) => targetOf(operation) ?? []),
      ...paymentsOf([[bill.id, of]]),
    ]);
    const operations = [
      ...takings,
      ...later.filter(({ id, targetId }) => targetId !== null && made.has(targetId) && !named.has(id)),
    ].toSorted((a, b) => b.createdAt - a.createdAt);
    const gone = missed.get(bill.id) ?? null;
    const sums = billSums(gone ? gone.fee : bill.total, { operations, credits: of });
    const waits = sums.remaining > 0 && unsettled.payments.some((payment) => unsettled.mayBe(payment, bill));
    const settled = { ...sums, checking: sums.checking || waits };
    const seen = { billId: bill.id, operations: named.size, credits: of.length };
    return { bill, seen, credits: of, operations, unsettled: waits, missed: gone, sums: settled };
  });
}

/** The payment at the provider that a charge or hold made: what later captures, releases and refunds name. */
function targetOf({ kind, provider, state }: Operation): string | null {
  if (kind !== 'charge' && kind !== 'hold') return null;
  return (state.name === 'done' || state.name === 'pending') && state.reference !== ''
    ? `${provider}:${state.reference}`
    : null;
}

function paymentsOf(credits: Iterable<readonly [string, readonly BillCredit[]]>): string[] {
  return [...credits].flatMap(([, some]) => some.flatMap(({ paymentId }) => paymentId ?? []));
}

/** What every desk calls the bill: what came with a file or a booking has the same name at every desk; one made by hand is only in these records. */
export function refOf(bill: Pick<Bill, 'id' | 'source' | 'sourceRef'>): string {
  return bill.sourceRef === null ? bill.id : `${bill.source}:${bill.sourceRef}`;
}
