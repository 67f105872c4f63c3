import type { GivenBackFound } from '../../contract/given-back.ts';
import { givenBackOf, paymentIdsOf } from '../../payments/given-back.ts';
import { goneOf } from '../../payments/records.ts';
import type { SummedBill } from './bill-sums.ts';
import type { World } from '../world.ts';

/** Of many bills at once, what was given back of their payments elsewhere and nobody decided about, by bill; one without is left out. */
export async function foundGivenBack(
  { mirror }: { readonly mirror: Pick<World['mirror'], 'payments'> },
  bills: readonly SummedBill[],
): Promise<Map<string, GivenBackFound[]>> {
  const ids = [...new Set(bills.flatMap(paymentIdsOf))];
  const known = ids.length === 0 ? [] : await mirror.payments(ids);
  const payments = new Map(
    known.filter((payment) => payment.refunded > 0 || goneOf(payment) > 0).map((payment) => [payment.id, payment]),
  );
  if (payments.size === 0) return new Map();
  return new Map(
    bills.flatMap((bill) => {
      const found = givenBackOf(bill, payments);
      return found.length === 0 ? [] : [[bill.bill.id, found] as const];
    }),
  );
}
