import type { Operation } from './operation.ts';
import type { Engine } from './settle.ts';

/** Reads the payment anew that a refund is of: what of it can go back may be another sum now. What cannot be read is found by the lists. */
export async function readTarget(
  { rows, readers, trouble }: Pick<Engine, 'rows' | 'readers' | 'trouble'>,
  { plan, provider, targetId }: Operation,
): Promise<void> {
  if (plan.kind !== 'refund' || targetId === null) return;
  try {
    const read = await readers[provider].readPayment(plan.paymentRef, await rows.payment(targetId));
    if (read.ok) await rows.put({ payments: [read.value] });
  } catch (error) {
    trouble('payment of a refund', error);
  }
}
