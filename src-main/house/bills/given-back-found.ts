import type { GivenBackFound } from '../../contract/given-back.ts';
import { givenBackOf, paymentIdsOf } from '../../payments/given-back.ts';
import { goneOf, lostOf, type PaymentRecord } from '../../payments/records.ts';
import type { SummedBill } from './bill-sums.ts';
import type { World } from '../world.ts';

/** What the providers' lists say of a bill's payments besides. */
export interface HeardOfBill {
  /** given back elsewhere, and nobody decided about it */
  readonly found: readonly GivenBackFound[];
  /** what clients' banks want back and nobody has decided yet, minor units */
  readonly disputed: number;
}
export const nothingHeard: HeardOfBill = { found: [], disputed: 0 };

type Looking = { readonly mirror: Pick<World['mirror'], 'payments'> };

/** Of many bills at once, by bill; one of which nothing is said is left out. */
export async function heardOf({ mirror }: Looking, bills: readonly SummedBill[]): Promise<Map<string, HeardOfBill>> {
  const ids = [...new Set(bills.flatMap(paymentIdsOf))];
  const known = ids.length === 0 ? [] : await mirror.payments(ids);
  const payments = new Map(known.filter(isNews).map((payment) => [payment.id, payment]));
  if (payments.size === 0) return new Map();
  return new Map(
    bills.flatMap((bill) => {
      const found = givenBackOf(bill, payments);
      const disputed = paymentIdsOf(bill).reduce((sum, id) => sum + undecidedOf(payments.get(id)), 0);
      return found.length === 0 && disputed === 0 ? [] : [[bill.bill.id, { found, disputed }] as const];
    }),
  );
}

/** Of many bills at once, what was given back of their payments elsewhere and nobody decided about, by bill; one without is left out. */
export async function foundGivenBack(
  world: Looking,
  bills: readonly SummedBill[],
): Promise<Map<string, readonly GivenBackFound[]>> {
  const heard = await heardOf(world, bills);
  return new Map([...heard].flatMap(([id, { found }]) => (found.length === 0 ? [] : [[id, found] as const])));
}

function isNews(payment: PaymentRecord): boolean {
  return payment.refunded > 0 || goneOf(payment) > 0 || lostOf(payment) > 0 || undecidedOf(payment) > 0;
}

/** A dispute that is open; a bank that only asks has taken nothing, and of one that nobody may read the whole payment may be gone. */
function undecidedOf(payment: PaymentRecord | undefined): number {
  const dispute = payment?.dispute;
  return dispute && dispute.state !== 'won' && dispute.state !== 'lost' ? dispute.amount : 0;
}
