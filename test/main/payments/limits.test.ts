import { describe, expect, it } from 'vitest';
import { judgeRefund } from '../../../src-main/payments/limits.ts';
import type { Order } from '../../../src-main/payments/order.ts';
import type { SettlementRecord } from '../../../src-main/payments/records.ts';
import { held } from '../../support/toy-provider.ts';

const refund = (sum: number): Extract<Order, { kind: 'refund' }> => ({
  kind: 'refund',
  ticket: 't',
  paymentId: 'paysafe:a1',
  amount: { amount: sum, currency: 'CAD' },
  note: null,
});
const paid = (...settlements: readonly SettlementRecord[]) =>
  held('paysafe:a1', 'paysafe:p1', 8000, { state: 'paid', capturable: 0, taken: 8000, settlements });
const settled = (ref: string, amount: number, more: Partial<SettlementRecord> = {}): SettlementRecord => ({
  ref,
  amount,
  refundable: amount,
  pending: false,
  ...more,
});

describe('a refund', () => {
  it('of no more than was taken and not given back yet', () => {
    expect(judgeRefund(refund(8000), paid(settled('s1', 8000)))).toMatchObject({ means: 'refund', whole: true });
    expect(judgeRefund(refund(8001), paid(settled('s1', 8000)))).toMatchObject({ code: 'over_refundable' });
    const rest = paid(settled('s1', 8000, { refundable: 3000 }));
    expect(judgeRefund(refund(3000), rest)).toMatchObject({ means: 'refund', whole: false });
    expect(judgeRefund(refund(3001), rest)).toMatchObject({ code: 'over_refundable', facts: { most: 3000 } });
    expect(judgeRefund(refund(1), paid(settled('s1', 8000, { refundable: 0 })))).toMatchObject({
      code: 'not_refundable',
    });
  });

  it('touches one settlement: what two of them have together cannot go back at once', () => {
    const two = paid(settled('s1', 3000), settled('s2', 5000));
    expect(judgeRefund(refund(4000), two)).toMatchObject({ settlement: { ref: 's2' } });
    expect(judgeRefund(refund(6000), two)).toMatchObject({ code: 'over_refundable' });
  });

  it('before the batch is the whole settlement, cancelled, or nothing yet', () => {
    const today = paid(settled('s1', 8000, { pending: true }));
    expect(judgeRefund(refund(8000), today)).toMatchObject({ means: 'cancel', whole: true });
    expect(judgeRefund(refund(2500), today)).toMatchObject({ code: 'partial_needs_batch' });
  });
});
