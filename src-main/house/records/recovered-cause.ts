import { unknownCause } from '../../contract/bill.ts';
import type { HouseLedger } from '../../ledger/ledger.ts';
import type { Cause, Plan } from '../../payments/order.ts';
import { ticketOf } from '../../payments/repeat-key.ts';

/**
 * The plan of a charge or hold that was found again, with what it was for: by the history, or as the provider was told. Where neither says it: the key
 * of an order for a bill follows from the bill, any other is its dialog's own. So it is known that there was a bill, and only not yet which.
 * @param said what the history and the provider say, the surer one first
 */
export async function withCause(
  ledger: Pick<HouseLedger, 'bills'>,
  plan: Plan,
  said: readonly (Cause | null | undefined)[],
): Promise<Plan> {
  if (plan.kind !== 'charge' && plan.kind !== 'hold') return plan;
  const known = said.find((cause) => cause);
  const forBill = known ? known.billId !== null : ticketOf(plan.key) === null;
  // A bill that is not in these records (another desk's, or lost) is none that anybody here could look at.
  const here = known?.billId ? (await ledger.bills.byId(known.billId)) !== null : false;
  const cause: Cause = {
    purpose: known?.purpose ?? 'balance',
    billId: forBill ? (here && known ? known.billId : unknownCause) : null,
    consentId: known ? known.consentId : unknownCause,
  };
  return { ...plan, cause };
}
