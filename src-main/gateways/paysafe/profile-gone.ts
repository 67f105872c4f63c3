import type { Outcome } from '../../payments/operation.ts';
import type { Plan } from '../../payments/order.ts';
import type { WireError } from './wire.ts';

/** A profile that was taken away meanwhile, at another desk or at Paysafe's own site. Whatever was kept on it went with it, and no other try can keep anything there. */
export function profileGone(customerRef: string, message: string): Outcome {
  return { is: 'rejected', code: 'customer_removed', message, reference: customerRef };
}

/**
 * "The ID(s) specified in the URL do not correspond to the values in the system.: <id>" (404, 5269) to a card or an account that was to be kept: only the profile is
 * named in that address. Null: another order, another code, or an id that is not the profile's (an address that an account names).
 */
export function savedOnNobody(plan: Plan, status: number, { code, message }: WireError['error']): Outcome | null {
  if (plan.kind !== 'save_card' && plan.kind !== 'save_bank_account') return null;
  if (status !== 404 || code !== '5269') return null;
  const named = /: ([\w-]+)$/.exec(message)?.[1];
  return named === undefined || named === plan.customerRef ? profileGone(plan.customerRef, message) : null;
}
