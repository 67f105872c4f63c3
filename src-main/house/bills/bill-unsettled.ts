import type { Bill } from '../../ledger/bills.ts';
import type { HouseLedger } from '../../ledger/ledger.ts';
import type { Operation } from '../../payments/operation.ts';

/** A bill that was made later than this after a payment is not what it was for; the clocks of desk and provider differ. */
const marginMs = 24 * 3_600_000;

/**
 * Of payments that were found again and were for a bill that nobody could name: which of them may have been for which bill. Until somebody has said it,
 * those bills are not due: the same money would be taken twice.
 */
export async function unsettledFor(
  ledger: Pick<HouseLedger, 'recovery' | 'links' | 'payers'>,
): Promise<{ readonly payments: readonly Operation[]; mayBe(payment: Operation, bill: Bill): boolean }> {
  const payments = (await ledger.recovery.unsettled()).filter(
    ({ state }) => state.name !== 'declined' && state.name !== 'rejected' && state.name !== 'not_done',
  );
  if (payments.length === 0) return { payments, mayBe: () => false };
  const mayPayFor = await payersOf(ledger);
  return {
    payments,
    mayBe: ({ customerId, createdAt, amount }, bill) =>
      bill.createdAt <= createdAt + marginMs &&
      (amount === null || amount.currency === bill.currency) &&
      (customerId === null || bill.customerId === null || mayPayFor(customerId, bill.customerId)),
  };
}

/**
 * Whether one person's payment may have been for another's bill: the same person, or somebody who lent them a card at any time. At the provider a
 * lent card's payment is its owner's.
 */
export async function payersOf(
  ledger: Pick<HouseLedger, 'links' | 'payers'>,
): Promise<(payerId: string, customerId: string) => boolean> {
  const [persons, payers] = await Promise.all([personsOf(ledger), ledger.payers.all()]);
  const pair = (payerId: string, customerId: string): string => `${persons(payerId)} ${persons(customerId)}`;
  const lent = new Set(payers.map(({ ownerId, customerId }) => pair(ownerId, customerId)));
  return (payerId, customerId) => persons(payerId) === persons(customerId) || lent.has(pair(payerId, customerId));
}

/** The one name of a person who has several records at the providers, from the house's own links. */
async function personsOf(ledger: Pick<HouseLedger, 'links'>): Promise<(customerId: string) => string> {
  const groups = new Map((await ledger.links.all()).map(({ customerId, groupId }) => [customerId, groupId]));
  return (customerId) => groups.get(customerId) ?? customerId;
}
