import { describe, expect, it } from 'vitest';
import type { OperationKind, OperationState } from '../../../src-main/contract/operation.ts';
import { billSums } from '../../../src-main/payments/bill.ts';

const done = (moved: Extract<OperationState, { name: 'done' }>['moved']): OperationState => ({
  name: 'done',
  at: 1,
  reference: 'ref',
  moved,
});
let ids = 0;
const step = (kind: OperationKind, state: OperationState, amount: number, tip: number | null = null) => ({
  id: `op-${(ids += 1)}`,
  kind,
  state,
  amount: { amount, currency: 'CAD' },
  tip,
});
const sums = (total: number, operations: readonly ReturnType<typeof step>[], credits: readonly number[] = []) =>
  billSums(total, { operations, credits: credits.map((amount) => ({ amount })) });

describe('what is left to pay on a bill', () => {
  it('is the total less the deposit, whatever took it', () => {
    expect(sums(18_400, [], [5_000])).toMatchObject({ paid: 5_000, remaining: 13_400, over: 0 });
    expect(sums(18_400, [step('charge', done({ charged: 5_000 }), 5_000)])).toMatchObject({ remaining: 13_400 });
  });

  it('is not lowered by a tip: the tip stands beside it', () => {
    const charged = step('charge', done({ charged: 16_000 }), 16_000, 2_600);
    expect(sums(13_400, [charged])).toMatchObject({ paid: 13_400, tips: 2_600, remaining: 0 });
  });

  it('is what the provider took, not what was asked', () => {
    expect(sums(10_000, [step('capture', done({ captured: 7_000 }), 10_000)])).toMatchObject({ remaining: 3_000 });
  });

  it.each(['declined', 'rejected', 'not_done'] as const)('is not lowered by a charge that was %s', (name) => {
    const state = { name, at: 1, why: 'absent', code: 'x', advice: null, message: '', reference: null } as never;
    expect(sums(10_000, [step('charge', state, 10_000)])).toMatchObject({
      paid: 0,
      remaining: 10_000,
      checking: false,
    });
  });

  it('is not said to be paid while a charge is not known, and nobody may charge it meanwhile', () => {
    const unknown: OperationState = {
      name: 'unknown',
      since: 1,
      why: 'no_answer',
      lastSentAt: 1,
      absent: 0,
      asks: 0,
      nextAskAt: 2,
    };
    expect(sums(10_000, [step('charge', unknown, 10_000)])).toMatchObject({ remaining: 10_000, checking: true });
    const person: OperationState = { name: 'needs_person', at: 1, why: 'amount', evidence: {} };
    expect(sums(10_000, [step('charge', person, 10_000)])).toMatchObject({ checking: true });
  });

  it('rises again by what was refunded', () => {
    const operations = [
      step('charge', done({ charged: 10_000 }), 10_000),
      step('refund', done({ refunded: 4_000 }), 4_000),
    ];
    expect(sums(10_000, operations)).toMatchObject({ paid: 6_000, remaining: 4_000 });
  });

  it('stays while money is only held; a part captured and the rest released leave nothing held', () => {
    const hold = step('hold', done({ held: 8_000 }), 8_000);
    expect(sums(10_000, [hold])).toMatchObject({ held: 8_000, paid: 0, remaining: 10_000 });
    const part = step('capture', done({ captured: 5_000 }), 5_000);
    expect(sums(10_000, [hold, part])).toMatchObject({ held: 3_000, paid: 5_000 });
    expect(sums(10_000, [hold, part, step('release', done({ released: 3_000 }), 3_000)])).toMatchObject({ held: 0 });
    expect(sums(10_000, [hold, step('capture', done({ captured: 5_000, released: 3_000 }), 5_000)])).toMatchObject({
      held: 0,
      paid: 5_000,
      remaining: 5_000,
    });
  });

  it('counts once what two orders of these records found done: the second one only says who was first', () => {
    const first = step('capture', done({ captured: 7_000 }), 7_000);
    const second = step(
      'capture',
      {
        ...{ name: 'done', at: 2, reference: 'ref', moved: { captured: 7_000 }, elsewhere: true },
        elsewhereBy: { from: 'records', staffName: 'Sylvie', desk: 'Front 2', at: 1 },
      } as unknown as OperationState,
      7_000,
    );
    expect(sums(10_000, [step('hold', done({ held: 9_000 }), 9_000), first, second])).toMatchObject({
      ...{ paid: 7_000, remaining: 3_000, over: 0, held: 2_000 },
    });
  });

  it('is never below zero: what was taken beyond the total is shown, for somebody to give back', () => {
    expect(sums(10_000, [step('charge', done({ charged: 12_000 }), 12_000)])).toMatchObject({
      remaining: 0,
      over: 2_000,
    });
  });

  it('counts what a person found done at the provider by what was asked', () => {
    expect(sums(10_000, [step('charge', done({}), 10_000)])).toMatchObject({ remaining: 0 });
  });

  it('a bank debit on its way leaves nothing to charge, is named as coming, and is due again when it comes back', () => {
    const pending: OperationState = { name: 'pending', at: 1, reference: 'purchase', moved: {} };
    const debit = { ...step('charge', pending, 7_000, 1_000), provider: 'paysafe' as const };
    expect(sums(10_000, [debit], [4_000])).toMatchObject({ paid: 10_000, tips: 1_000, remaining: 0, coming: 6_000 });
    const calledOff = { ...step('refund', done({ refunded: 7_000 }), 7_000), targetId: 'paysafe:purchase' };
    expect(sums(10_000, [debit, calledOff])).toMatchObject({ coming: 0 });
    const back: OperationState = { name: 'declined', at: 2, code: '901', advice: null, reference: 'purchase' };
    expect(sums(10_000, [{ ...debit, state: back }], [4_000])).toMatchObject({
      paid: 4_000,
      remaining: 6_000,
      coming: 0,
    });
    const collected = { ...debit, state: done({ charged: 7_000 }) };
    expect(sums(10_000, [collected], [4_000])).toMatchObject({ paid: 10_000, remaining: 0, coming: 0 });
  });
});
