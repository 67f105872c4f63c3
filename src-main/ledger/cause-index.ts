import type { Transaction } from 'kysely';
import type { Operation } from '../payments/operation.ts';
import type { Tables } from './tables.ts';

/**
 * Files an operation under the bill and the consent that its plan names, in the commit that writes the operation itself: a payment that its
 * bill does not know of would be asked for once more. Done twice it changes nothing.
 */
export async function indexCause(transaction: Transaction<Tables>, { id, plan }: Operation): Promise<void> {
  const cause = 'cause' in plan ? plan.cause : undefined;
  if (!cause || (cause.billId === null && cause.consentId === null)) return;
  const { purpose, billId, consentId } = cause;
  await transaction
    .insertInto('operation_cause')
    .values({ operation_id: id, purpose, bill_id: billId, consent_id: consentId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
