import type { Bill } from '../../ledger/bills.ts';
import type { HouseLedger } from '../../ledger/ledger.ts';
import { isOpen } from '../../payments/operation.ts';
import type { Random } from '../../payments/ports.ts';
import type { PaymentRecord } from '../../payments/records.ts';
import type { SaidBooking } from './booking-read.ts';

/** A payment that makes a bill, with all the bill says. `paid`: minor units that count as its deposit. */
export interface MadeOfBooking {
  readonly payment: PaymentRecord;
  readonly said: SaidBooking & { readonly day: string; readonly total: number };
  readonly name: string;
  readonly paid: number;
}

/**
 * What of a payment no operation of ours has moved: what we captured and refunded of it counts on its bill by itself. Null while one of ours is not
 * known yet. Minor units.
 */
export async function paidBeside(
  ledger: Pick<HouseLedger, 'operations'>,
  payment: PaymentRecord,
): Promise<number | null> {
  const own = await ledger.operations.onTargets([payment.id]);
  if (own.some(({ state }) => isOpen(state) || state.name === 'needs_person')) return null;
  let [captured, refunded] = [0, 0];
  for (const { kind, state, amount } of own) {
    if (state.name !== 'done' && state.name !== 'pending') continue;
    if (kind === 'capture') captured += state.moved.captured ?? amount?.amount ?? 0;
    if (kind === 'refund') refunded += state.moved.refunded ?? amount?.amount ?? 0;
  }
  return Math.max(0, payment.taken - captured - Math.max(0, payment.refunded - refunded));
}

/**
 * Writes the bill with its deposit in one commit; null when the payment stands on a bill already. Its id follows from the payment, so that every desk,
 * and records that are built anew, have the same one.
 */
export async function writeBooking(
  ledger: Pick<HouseLedger, 'bills'>,
  bill: Omit<Bill, 'id' | 'code' | 'source' | 'sourceRef' | 'cancelled' | 'version'>,
  about: { readonly payment: PaymentRecord; readonly paid: number; readonly random: Random },
): Promise<Bill | null> {
  const { payment, paid, random } = about;
  const freshCode = (): string => `B-${random.id(5).toUpperCase()}`;
  return ledger.bills.addPaid(
    {
      bill: {
        ...bill,
        id: `bill-${payment.ref}`,
        code: freshCode(),
        source: 'provider',
        sourceRef: payment.id,
        cancelled: null,
        version: 1,
      },
      credit: {
        id: `credit-${payment.ref}`,
        kind: 'provider',
        amount: paid,
        paymentId: payment.id,
        note: null,
        by: bill.createdBy,
        at: payment.at,
      },
    },
    freshCode,
  );
}
