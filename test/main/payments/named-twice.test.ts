import { describe, expect, it } from 'vitest';
import { namedTwice, type PlacedLine } from '../../../src-main/payments/named-twice.ts';

const line = (id: string, more: Partial<PlacedLine> = {}): PlacedLine => ({
  ...{ id, provider: 'paysafe', type: 'payment', amount: 1000, fee: null, net: null, currency: 'CAD' },
  ...{ createdAt: 1, availableAt: 1, paymentRef: null, refundRef: null, merchantRef: null, description: null },
  ...{ settled: 'open', payout: 'one' },
  ...more,
});
/** Says which of these lines are one too many, where each may be of those orders. */
const said = (lines: readonly PlacedLine[], orders: Readonly<Record<string, readonly string[]>>): string[] => [
  ...namedTwice(lines, ({ id }) => (orders[id] ?? []).map((order) => ({ id: order, refs: [order] }))),
];

describe('lines of a statement of orders that are ours', () => {
  it('are each of an order, and one more than there are orders is one too many', () => {
    expect(said([line('a'), line('b')], { a: ['x'], b: ['y'] })).toEqual([]);
    expect(said([line('a'), line('b'), line('c')], { a: ['x'], b: ['x'], c: ['y'] })).toEqual(['b']);
  });

  it('share the refunds of one payment, whichever of them says which refund it is', () => {
    expect(said([line('a'), line('b')], { a: ['x', 'y'], b: ['x'] })).toEqual([]);
    expect(said([line('a'), line('b'), line('c')], { a: ['x', 'y'], b: ['x'], c: ['y'] })).toEqual(['c']);
  });

  it('leave what was found to be ours as it is; then what was brought in first, then the earlier, has the order', () => {
    const orders = { a: ['x'], b: ['x'] };
    expect(said([line('a'), line('b', { createdAt: 2, settled: 'ours' })], orders)).toEqual(['a']);
    expect(said([line('a', { payout: null }), line('b', { createdAt: 2 })], orders)).toEqual(['a']);
    expect(said([line('a', { createdAt: 2 }), line('b')], orders)).toEqual(['a']);
  });

  it('of which only a page or a bill knows are left alone', () => {
    expect(said([line('a'), line('b')], {})).toEqual([]);
  });
});
