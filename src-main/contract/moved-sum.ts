import type { Money } from './money.ts';
import type { Moved, OperationKind, OperationView } from './operation.ts';

/** Which of the facts in `moved` is the sum of an order of this kind; null where the kind moves no money. */
export const movedFact: Readonly<Record<OperationKind, keyof Moved | null>> = {
  charge: 'charged',
  hold: 'held',
  capture: 'captured',
  release: 'released',
  refund: 'refunded',
  remove_card: null,
  set_default: null,
  remove_customer: null,
  verify_card: null,
  save_card: null,
  save_bank_account: null,
  add_profile: null,
};

/**
 * The sum to show for an order, in minor units with its currency: of one that is done what was moved, else what was asked. The two differ only where a
 * manager stated what the provider's own site shows. Null where the kind moves no money.
 */
export function shownSum({ kind, state, amount }: Pick<OperationView, 'kind' | 'state' | 'amount'>): Money | null {
  const fact = movedFact[kind];
  if (!amount || fact === null || state.name !== 'done') return amount;
  return { amount: state.moved[fact] ?? amount.amount, currency: amount.currency };
}
