import { describe, expect, it } from 'vitest';
import type { Order } from '../../../src-main/payments/order.ts';
import { repeatKey } from '../../../src-main/payments/repeat-key.ts';
import { held } from '../../support/toy-provider.ts';

const amount = { amount: 2500, currency: 'CAD' };
const payment = held('stripe:pi_1', 'stripe:cus_1', 8000);
const facts = { payment, wholeRefund: false, attempt: 0 };
const take = (ticket: string): Order => ({
  kind: 'charge',
  ticket,
  customerId: 'stripe:cus_1',
  cardId: 'stripe:pm_1',
  amount,
  tip: null,
  note: null,
  receiptEmail: null,
});
const capture = (ticket: string): Order => ({ kind: 'capture', ticket, holdId: payment.id, amount, note: null });
const release = (ticket: string): Order => ({ kind: 'release', ticket, holdId: payment.id, note: null });
const refund = (ticket: string): Order => ({ kind: 'refund', ticket, paymentId: payment.id, amount, note: null });

describe('the key of', () => {
  it.each([['a charge', take] as const, ['a partial refund', refund] as const])(
    '%s is its dialog’s: the same dialog is the same order whenever it is asked, another one is another order',
    (_what, order) => {
      expect(repeatKey(order('t1'), facts)).toBe(repeatKey(order('t1'), { ...facts, attempt: 3 }));
      expect(repeatKey(order('t1'), facts)).not.toBe(repeatKey(order('t2'), facts));
    },
  );

  it.each([
    ['a capture', capture, facts] as const,
    ['a release', release, facts] as const,
    ['a whole refund', refund, { ...facts, wholeRefund: true }] as const,
  ])(
    '%s is its target’s: two dialogs with the same view are one order, until one has definitely failed',
    (_what, order, seen) => {
      expect(repeatKey(order('t1'), seen)).toBe(repeatKey(order('t2'), seen));
      expect(repeatKey(order('t1'), seen)).not.toBe(repeatKey(order('t1'), { ...seen, attempt: 1 }));
    },
  );

  it('the fee of one bill is one, whatever card or amount, until it was declined, given back or paid in part', () => {
    const cause = { purpose: 'no_show', billId: 'bill-1' } as const;
    const fee = (cardId: string, minor: number): Order =>
      ({ ...take('t1'), cardId, amount: { amount: minor, currency: 'CAD' }, cause }) as Order;
    const seen = { ...facts, bill: { ref: 'csv:inv-1', paid: 0 } };
    expect(repeatKey(fee('card-a', 4500), seen)).toBe(repeatKey(fee('card-b', 3000), seen));
    const later = [
      { ...seen, attempt: 1 },
      { ...seen, bill: { ref: 'csv:inv-1', paid: 3000 } },
    ];
    const keys = [seen, ...later].map((one) => repeatKey(fee('card-a', 4500), one));
    expect(new Set(keys).size).toBe(3);
    const rest = { ...fee('card-a', 4500), cause: { ...cause, purpose: 'balance' } } as Order;
    expect(repeatKey(rest, seen)).not.toBe(keys[0]);
  });

  it('a capture is another one for another sum', () => {
    const more = { ...capture('t1'), amount: { amount: 2600, currency: 'CAD' } } as Order;
    expect(repeatKey(more, facts)).not.toBe(repeatKey(capture('t1'), facts));
  });
});
