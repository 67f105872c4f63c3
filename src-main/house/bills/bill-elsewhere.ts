import type { PaymentRecord } from '../../payments/records.ts';
import type { Bill } from '../../ledger/bills.ts';
import { billNameOf } from '../../payments/bill-name.ts';
import type { World } from '../world.ts';
import { refOf } from './bill-sums.ts';

/** Held or taken there now, or on its way. What was never carried out or is over took nothing. */
const stands: ReadonlySet<PaymentRecord['state']> = new Set(['held', 'paid', 'pending', 'partly_refunded', 'unsure']);

/**
 * What the desk's copy of the lists shows for a bill by what every desk calls it, and of which these records know nothing: no order of ours made it, and it
 * stands on no bill. Another desk with records of its own took it, on whichever card. Newest first.
 */
export async function takenUnderName(
  { ledger, mirror }: Pick<World, 'ledger' | 'mirror'>,
  billName: string,
): Promise<PaymentRecord[]> {
  const found = (await mirror.namedPayments(billName)).filter(({ state }) => stands.has(state));
  if (found.length === 0) return [];
  const [ours, credited] = await Promise.all([
    ledger.operations.byKeys(found.flatMap(({ key }) => key ?? [])),
    ledger.bills.creditedMany(found.map(({ id }) => id)),
  ]);
  const keys = new Set(ours.map(({ plan }) => plan.key));
  return found.filter(({ id, key }) => !credited.has(id) && (key === null || !keys.has(key)));
}

/** What every desk calls this bill; null for one that was made by hand, which is in these records alone. */
export function nameOf(bill: Pick<Bill, 'id' | 'source' | 'sourceRef'>): string | null {
  return bill.sourceRef === null ? null : billNameOf(refOf(bill));
}

/** As `takenUnderName`, of a bill. */
export async function takenForBill(
  world: Pick<World, 'ledger' | 'mirror'>,
  bill: Pick<Bill, 'id' | 'source' | 'sourceRef'>,
): Promise<PaymentRecord[]> {
  const name = nameOf(bill);
  return name === null ? [] : takenUnderName(world, name);
}
