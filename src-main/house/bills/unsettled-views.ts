import type { UnsettledView } from '../../contract/records.ts';
import type { HouseLedger } from '../../ledger/ledger.ts';
import { unsettledFor } from './bill-unsettled.ts';
import { operationCode } from '../orders/operation-view.ts';

/** So many bills are offered for one payment: those of a person who has not paid them all are few. */
const mostBills = 50;

/** Payments that were found again and whose bill nobody could name, each with the bills it may have been for, newest visit first. */
export async function unsettledViews(
  ledger: Pick<HouseLedger, 'recovery' | 'links' | 'payers' | 'bills'>,
): Promise<UnsettledView[]> {
  const { payments, mayBe } = await unsettledFor(ledger);
  if (payments.length === 0) return [];
  const bills = (await ledger.bills.ofDays('0000-01-01', '9999-12-31')).toReversed();
  return payments.map((payment) => ({
    operationId: payment.id,
    code: operationCode(payment.id),
    provider: payment.provider,
    paymentRef: 'reference' in payment.state ? (payment.state.reference ?? '') : '',
    customerName: payment.customerName,
    amount: payment.amount,
    at: payment.createdAt,
    bills: bills
      .filter((bill) => mayBe(payment, bill))
      .slice(0, mostBills)
      .map(({ id, code, customerName, visit: { day, service } }) => ({ id, code, customerName, day, service })),
  }));
}
