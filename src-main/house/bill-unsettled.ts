import type { Bill } from '../ledger/bills.ts';
import type { HouseLedger } from '../ledger/ledger.ts';
import type { Operation } from '../payments/operation.ts';

/** A bill that was made later than this after a payment is not what it was for; the clocks of desk and provider differ. */
const marginMs = 24 * 3_600_000;

/**
 * Of payments that were found again and were for a bill that nobody could name: which of them may have been for which bill. Until somebody has said it,
 * those bills are not due: the same money would be taken twice.
 */
export async function unsettledFor(
  ledger: Pick<HouseLedger, 'recovery' | 'links'>,
): Promise<{ readonly payments: readonly Operation[]; mayBe(payment: Operation, bill: Bill): boolean }> {
  const payments = (await ledger.recovery.unsettled()).filter(
    ({ state }) => state.name !== 'declined' && state.name !== 'rejected' && state.name !== 'not_done',
  );
  if (payments.length === 0) return { payments, mayBe: () => false };
  const persons = await personsOf(ledger);
  return {
    payments,
    mayBe: ({ customerId, createdAt, amount }, bill) =>
      bill.createdAt <= createdAt + marginMs &&
      (amount === null || amount.currency === bill.currency) &&
      (customerId === null || bill.customerId === null || persons(customerId) === persons(bill.customerId)),
  };
}

/** The one name of a person who has several records at the providers, from the house's own links. */
export async function personsOf(ledger: Pick<HouseLedger, 'links'>): Promise<(customerId: string) => string> {
  const groups = new Map((await ledger.links.all()).map(({ customerId, groupId }) => [customerId, groupId]));
  return (customerId) => groups.get(customerId) ?? customerId;
}
