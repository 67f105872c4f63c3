import type { OperationView } from '../../contract/operation.ts';
import type { DayOrder } from '../../payments/day-figures.ts';
import type { Operation } from '../../payments/operation.ts';

/** An operation as the window may see it: no request, no key, no provider token. Its plan says whether it replaces a hold; the lists of a day do without. */
export function operationView(operation: DayOrder & Partial<Pick<Operation, 'plan'>>): OperationView {
  const currency = operation.amount?.currency;
  return {
    id: operation.id,
    group: operation.group,
    follows: operation.follows,
    kind: operation.kind,
    provider: operation.provider,
    state: operation.state,
    amount: operation.amount,
    tip: operation.tip !== null && currency ? { amount: operation.tip, currency } : null,
    customerId: operation.customerId,
    customerName: operation.customerName,
    card: operation.card,
    ...replacing(operation),
    targetId: operation.targetId,
    note: operation.note,
    receiptEmail: operation.receiptEmail,
    code: operationCode(operation.id),
    staffId: operation.staffId,
    staffName: operation.staffName,
    desk: operation.desk,
    createdAt: operation.createdAt,
    updatedAt: operation.updatedAt,
  };
}

function replacing({ plan }: Partial<Pick<Operation, 'plan'>>): Pick<OperationView, 'replacing'> {
  if (plan?.kind === 'hold' && plan.replaces) return { replacing: 'new' };
  return plan?.kind === 'release' && plan.replacement ? { replacing: 'release' } : {};
}

/** A code short enough to read over the phone: CPT-7F3K-04PZ. The end of the operation's id, so history can search it. */
export function operationCode(id: string): string {
  const tail = id.slice(-8).toUpperCase();
  return `CPT-${tail.slice(0, 4)}-${tail.slice(4)}`;
}
