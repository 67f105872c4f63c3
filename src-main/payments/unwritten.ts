import type { Operation } from './operation.ts';
import type { Order } from './order.ts';
import type { ProviderRequest } from './ports.ts';

/**
 * Stands in a stored request where something belongs that no record may keep: the number of a bank account. What the provider takes as text has no
 * such brackets, so nothing else can look like it.
 */
export const unwrittenMark = '<not written down>';

/** What an order carries that is never written: it lives in the call that sends it, and is gone with it. */
export function unwrittenOf(order: Order): string | null {
  return order.kind === 'save_bank_account' ? order.number : null;
}

/** The request as it leaves: the stored one, with what was not written in its place. Null: it wants that, and nobody has it any more. */
export function filled({ plan, request }: Operation, unwritten: string | null): ProviderRequest | null {
  const mark = JSON.stringify(unwrittenMark);
  if (plan.kind !== 'save_bank_account' || !request.body?.includes(mark)) return request;
  return unwritten === null ? null : { ...request, body: request.body.replace(mark, () => JSON.stringify(unwritten)) };
}
