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

  it('a hold for a bill is another one after each that was given back; a charge of it is not', () => {
    const cause = { purpose: 'balance', billId: 'bill-1' } as const;
    const seen = (released: number) => ({ ...facts, bill: { ref: 'csv:inv-1', paid: 0, released } });
    const hold = { ...take('t1'), kind: 'hold', cause } as Order;
    expect(new Set([0, 1, 2].map((released) => repeatKey(hold, seen(released)))).size).toBe(3);
    // Desks that know of the hold and desks that do not still charge the bill once.
    const charge = { ...take('t1'), cause } as Order;
    expect(repeatKey(charge, seen(1))).toBe(repeatKey(charge, seen(0)));
  });

  it('a tip alone is another one after each before it, and never that of a part of the bill', () => {
    const cause = { purpose: 'balance', billId: 'bill-1' } as const;
    const seen = (tipped: number) => ({ ...facts, bill: { ref: 'csv:inv-1', paid: 0, tipped } });
    const tip = { ...take('t1'), tip: amount.amount, cause } as Order;
    const part = { ...take('t1'), cause } as Order;
    expect(new Set([...[0, 1].map((one) => repeatKey(tip, seen(one))), repeatKey(part, seen(0))]).size).toBe(3);
    expect(repeatKey(part, seen(1))).toBe(repeatKey(part, seen(0)));
  });

  it('a charge or hold for a bill is what it was in the version before: desks of both send the same', () => {
    const cause = { purpose: 'balance', billId: 'bill-1' } as const;
    const seen = { ...facts, bill: { ref: 'csv:inv-1', paid: 0 } };
    expect(repeatKey({ ...take('t1'), cause } as Order, seen)).toBe('cpt-7fe927ee955eae23a5e88a93d6ef8f27434274df');
    expect(repeatKey({ ...take('t1'), kind: 'hold', cause } as Order, seen)).toBe(
      'cpt-382099765a74d95465d6b6558482a6b0a3044433',
    );
  });

  it('a capture is another one for another sum', () => {
    const more = { ...capture('t1'), amount: { amount: 2600, currency: 'CAD' } } as Order;
    expect(repeatKey(more, facts)).not.toBe(repeatKey(capture('t1'), facts));
  });
});
