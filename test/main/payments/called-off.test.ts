import { describe, expect, it } from 'vitest';
import { calledOff } from '../../../src-main/payments/called-off.ts';

// What of money taken at Paysafe no statement will ever name: it was called off before its batch, or never settled.
type Order = Parameters<ReturnType<typeof calledOff>['order']>[0];
const order = (kind: Order['kind'], reference: string, amount: number, more: Partial<Order> = {}): Order => {
  const moved = { charge: { charged: amount }, capture: { captured: amount }, refund: { refunded: amount } };
  return {
    ...{
      kind,
      targetId: kind === 'charge' ? null : 'paysafe:auth',
      updatedAt: 10,
      amount: { amount, currency: 'CAD' },
    },
    state: { name: 'done', at: 10, reference, moved: moved[kind as keyof typeof moved] },
    ...more,
  };
};
const cancel = (reference: string, amount: number, more: object = {}): Order =>
  order('refund', reference, amount, {
    state: { name: 'done', at: 11, reference, moved: { refunded: amount }, cancelled: true, ...more },
  });
const charge = order('charge', 'auth', 7700);

describe('what was called off', () => {
  it('is a charge whose settlement was cancelled; money that was refunded after its batch is on the statement twice', () => {
    const off = calledOff();
    off.order(cancel('auth', 7700));
    off.order(order('refund', 'refund-1', 2200));
    expect(off.of(charge, { amount: 7700 })).toBe(7700);
    expect(off.of(order('charge', 'other', 2200), { amount: 2200 })).toBe(0);
  });
  it('is one part of a hold that was captured in two: the other is looked for as before', () => {
    const off = calledOff();
    off.order(cancel('settled-1', 4000));
    expect(off.of(order('capture', 'settled-1', 4000), { amount: 4000 })).toBe(4000);
    expect(off.of(order('capture', 'settled-2', 3000), { amount: 3000 })).toBe(0);
  });
  it('is as much as was cancelled: the rest is looked for', () => {
    const off = calledOff();
    off.order(cancel('auth', 2700));
    expect(off.of(charge, { amount: 7700 })).toBe(2700);
  });
  it('counts once where another order of these records had done it before', () => {
    const off = calledOff();
    off.order(cancel('auth', 2700));
    off.order(cancel('auth', 2700, { elsewhereBy: { from: 'records' } }));
    expect(off.of(charge, { amount: 7700 })).toBe(2700);
  });
  it('is what Paysafe’s lists, read after the order, say was never taken', () => {
    const listed = (more: object) => {
      const off = calledOff();
      off.payment({ id: 'paysafe:auth', state: 'released', taken: 0, readAt: 20, ...more });
      return off.of(charge, { amount: 7700 });
    };
    expect(listed({})).toBe(7700);
    expect(listed({ state: 'declined' })).toBe(7700);
    expect(listed({ readAt: 10 })).toBe(0);
    expect(listed({ state: 'unsure' })).toBe(0);
    expect(listed({ state: 'paid', taken: 7700 })).toBe(0);
  });
});
