import { describe, expect, it } from 'vitest';
import { whyInNoPayout, type LinedPayout } from '../../../src-main/payments/payouts.ts';

const day = 86_400_000;
const line = (more: { payout?: string | null; availableAt?: number } = {}) => ({
  payout: null,
  availableAt: 10 * day,
  currency: 'CAD',
  ...more,
});
const payout = (more: Partial<LinedPayout> = {}): LinedPayout => ({
  createdAt: 11 * day,
  currency: 'CAD',
  status: 'paid',
  linesRead: true,
  lastAvailableAt: 10 * day,
  ...more,
});

describe('a payment of ours that no payout names', () => {
  it('is said once its day has passed and a later payout took what became available with it or after it', () => {
    expect(whyInNoPayout([line()], [payout()])).toBe('not_paid_out');
    expect(whyInNoPayout([line()], [payout({ status: 'in_transit', lastAvailableAt: 12 * day })])).toBe('not_paid_out');
  });

  it('of which Stripe’s balance has nothing at all is said by itself', () => {
    expect(whyInNoPayout([], [])).toBe('no_line');
  });

  it('is nobody’s fault while its day has not come, nor while no payout of after it is there', () => {
    expect(whyInNoPayout([line({ availableAt: 12 * day })], [payout()])).toBeNull();
    expect(whyInNoPayout([line()], [])).toBeNull();
    expect(whyInNoPayout([line()], [payout({ lastAvailableAt: 9 * day })])).toBeNull();
  });

  it('is in one: nothing is said, however many lines it has', () => {
    expect(whyInNoPayout([line(), line({ payout: 'po_1' })], [payout()])).toBeNull();
  });

  it('may be in a payout whose lines were not read, or that somebody made by hand: nothing is said', () => {
    expect(whyInNoPayout([line()], [payout(), payout({ linesRead: false })])).toBeNull();
    expect(whyInNoPayout([line()], [payout(), payout({ lastAvailableAt: null })])).toBeNull();
  });

  it('is not proved by a payout that was sent back, or of another currency', () => {
    expect(whyInNoPayout([line()], [payout({ status: 'failed' })])).toBeNull();
    expect(whyInNoPayout([line()], [payout({ status: 'canceled' })])).toBeNull();
    expect(whyInNoPayout([line()], [payout({ currency: 'USD' })])).toBeNull();
  });
});
