import type { KeyedOrder, MovedMoney } from './day-figures.ts';
import type { PaymentRecord } from './records.ts';

type Order = Pick<KeyedOrder, 'kind' | 'state' | 'amount' | 'targetId' | 'updatedAt'>;

/** What of money that was taken at Paysafe was called off before its batch, or never settled: no statement names it. */
export interface CalledOff {
  order(order: Order): void;
  /** as Paysafe's lists had it when they were last read */
  payment(payment: Pick<PaymentRecord, 'id' | 'state' | 'taken' | 'readAt'>): void;
  /** our id of the payment whose record in the lists tells of this order, or null */
  paymentOf(order: Order): string | null;
  /** minor units of what the order moved */
  of(order: Order, moved: Pick<MovedMoney, 'amount'>): number;
}

/**
 * A settlement is cancelled whole, by its own id (paysafe.md, section 4: `PUT /settlements/{id}`): of a hold that was captured in parts the other parts stay.
 * Somebody may have cancelled it on Paysafe's own site, and it may have failed: then Paysafe's lists, read after the order, say of the payment that nothing
 * of it was taken.
 */
export function calledOff(): CalledOff {
  const cancelled = new Map<string, number>();
  const payments = new Map<string, Parameters<CalledOff['payment']>[0]>();
  const paymentOf = ({ kind, state, targetId }: Order): string | null => {
    if (kind === 'capture') return targetId;
    return 'reference' in state && state.reference ? `paysafe:${state.reference}` : null;
  };
  return {
    order({ kind, state }) {
      if (kind !== 'refund' || state.name !== 'done' || state.cancelled !== true) return;
      if (state.elsewhereBy?.from === 'records') return;
      const before = cancelled.get(state.reference) ?? 0;
      cancelled.set(state.reference, before + (state.moved.refunded ?? 0));
    },
    payment: (payment) => void payments.set(payment.id, payment),
    paymentOf,
    of(order, { amount }) {
      const reference = 'reference' in order.state ? (order.state.reference ?? null) : null;
      const off = reference === null ? 0 : (cancelled.get(reference) ?? 0);
      if (off > 0) return Math.min(off, amount);
      const payment = payments.get(paymentOf(order) ?? '');
      if (!payment || payment.readAt <= order.updatedAt || payment.taken > 0) return 0;
      return payment.state === 'released' || payment.state === 'declined' ? amount : 0;
    },
  };
}
