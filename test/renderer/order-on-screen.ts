import type { OperationState, OperationView } from '../../src-main/contract/operation.ts';

/** An order of $80.00 on a card at Stripe, as a screen has it. */
export function operation(kind: OperationView['kind'], state: OperationState): OperationView {
  return {
    id: 'op-1',
    group: 'op-1',
    follows: null,
    kind,
    provider: 'stripe',
    state,
    amount: { amount: 8000, currency: 'CAD' },
    tip: null,
    customerId: 'stripe:a',
    customerName: 'Zoë',
    card: { kind: 'card', brand: 'visa', lastFour: '4821', nickname: null },
    targetId: null,
    note: null,
    receiptEmail: null,
    code: 'CPT-1',
    staffId: 's',
    staffName: 'Maude',
    desk: 'Front',
    createdAt: 1,
    updatedAt: 2,
  };
}
