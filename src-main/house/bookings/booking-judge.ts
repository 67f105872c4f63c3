import type { BookingKeys } from '../../contract/booking.ts';
import type { Mirror } from '../../mirror/mirror.ts';
import type { PaymentRecord } from '../../payments/records.ts';
import { readBooking, type BookingHouse, type BookingVerdict } from './booking-read.ts';
import { isGone } from '../customers/gone-customer.ts';

/** What a payment is by all that stands beside it, and by whose it is: for somebody who was removed no bill is made by itself. */
export async function judgeBooking(
  mirror: Pick<Mirror, 'person'>,
  payment: PaymentRecord,
  { keys, house }: { readonly keys: BookingKeys; readonly house: BookingHouse },
): Promise<BookingVerdict> {
  const verdict = readBooking(payment, keys, house);
  if (verdict.is !== 'makes' || !(await isGone(mirror, payment.customerId))) return verdict;
  return { is: 'odd', why: 'customer_removed', value: null, said: verdict.said };
}
