import { describe, expect, it } from 'vitest';
import type { OperationState } from '../../../src-main/contract/operation.ts';
import { keyFacts } from '../../../src-main/payments/bill-facts.ts';
import type { Operation } from '../../../src-main/payments/operation.ts';

const done: OperationState = { name: 'done', at: 0, reference: 'pi_1', moved: {} };
const of = (kind: Operation['kind'], more: Partial<Operation> = {}) => ({
  ...{ kind, state: done, amount: { amount: 500, currency: 'CAD' }, tip: null, targetId: null },
  ...more,
});
const failed: OperationState = { name: 'not_done', at: 0, why: 'absent' };
const pending: OperationState = { name: 'pending', at: 0, reference: 'pi_1', moved: {} };

describe('what the keys of a bill’s orders count', () => {
  it('is nothing while it was only charged, held or captured: that changes what is paid', () => {
    const all = [of('charge'), of('hold'), of('capture', { targetId: 'stripe:pi_1' }), of('charge', { tip: 100 })];
    expect(keyFacts(all, 0)).toEqual({ attempt: 0, released: 0, tipped: 0 });
  });

  it('is each that failed, each refund and each decision', () => {
    const all = [of('charge', { state: failed }), of('refund'), of('refund', { state: pending })];
    expect(keyFacts([...all, of('refund', { state: failed })], 2)).toEqual({ attempt: 6, released: 0, tipped: 0 });
  });

  it('is each hold that was given back, once, however many orders found it so', () => {
    const first = of('release', { targetId: 'stripe:pi_1' });
    const all = [first, first, of('release', { targetId: 'stripe:pi_2' }), of('release', { state: failed })];
    expect(keyFacts(all, 0)).toMatchObject({ released: 2 });
  });

  it('is each tip alone that was charged', () => {
    const tip = of('charge', { tip: 500 });
    expect(keyFacts([tip, tip, of('charge', { tip: 500, state: failed })], 0)).toMatchObject({ tipped: 2 });
  });
});
