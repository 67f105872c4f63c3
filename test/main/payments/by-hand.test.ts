import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { operationKinds, type OperationKind, type OperationState } from '../../../src-main/contract/operation.ts';
import { movedFact, shownSum } from '../../../src-main/contract/moved-sum.ts';
import { authRecord } from '../../../src-main/gateways/paysafe/records.ts';
import { wireAuth, wireSettlement } from '../../../src-main/gateways/paysafe/wire.ts';
import { billSums } from '../../../src-main/payments/bill.ts';
import { judgeStated } from '../../../src-main/payments/by-hand.ts';
import { movedOf } from '../../../src-main/payments/day-figures.ts';
import { auth, settlement } from '../gateways/paysafe-bodies.ts';

const cad = (amount: number) => ({ amount, currency: 'CAD' });
const person = (said?: string): OperationState => ({
  ...{ name: 'needs_person', at: 1, why: 'amount' },
  evidence: said === undefined ? {} : { asked: '8000', said },
});
const of = (kind: OperationKind, said?: string) => ({
  ...{ kind, state: person(said) },
  amount: movedFact[kind] === null ? null : cad(8000),
});
const says = (amount: number | null, outcome: 'done' | 'not_done' = 'done') => ({
  ...{ outcome, sum: amount === null ? null : cad(amount), reference: null },
});
const payment = { authorized: 9000, taken: 5000 };

describe('the sum that a manager states', () => {
  it.each(operationKinds)(
    'is asked of a %s that is there only where it moves money, and never of one that is not there',
    (kind) => {
      const moves = movedFact[kind] !== null;
      expect(judgeStated(of(kind), says(null), null)?.code ?? 'taken').toBe(moves ? 'bad_input' : 'taken');
      expect(judgeStated(of(kind), says(7000), null)?.code ?? 'taken').toBe(moves ? 'taken' : 'bad_input');
      expect(judgeStated(of(kind), says(7000, 'not_done'), null)).toMatchObject({ code: 'bad_input' });
      expect(judgeStated(of(kind), says(null, 'not_done'), null)).toBeNull();
    },
  );

  it('is no more than was ever held or taken, but whatever the provider itself said', () => {
    for (const kind of ['capture', 'release'] as const) {
      expect(judgeStated(of(kind), says(9000), payment)).toBeNull();
      expect(judgeStated(of(kind), says(9001), payment)).toMatchObject({ code: 'over_held', facts: { most: 9000 } });
      expect(judgeStated(of(kind, '9001'), says(9001), payment)).toBeNull();
    }
    const taken = { authorized: 9000, taken: 8500 };
    expect(judgeStated(of('refund'), says(8501), taken)).toMatchObject({
      code: 'over_refundable',
      facts: { most: 8500 },
    });
    expect(judgeStated(of('refund', '8501'), says(8501), taken)).toBeNull();
    expect(judgeStated(of('refund', '8501'), says(8502), taken)).toMatchObject({ code: 'over_refundable' });
    expect(judgeStated(of('charge'), says(99_999), payment)).toBeNull();
  });

  it('is never too much for a refund when it is what was asked: called off before its batch, Paysafe shows nothing as taken', () => {
    const known = { customerId: 'paysafe:p1', cardId: null, description: null, account: '1001', currency: 'CAD' };
    const cancelled = v.parse(wireSettlement, settlement({ amount: 8000, status: 'CANCELLED' }));
    const calledOff = authRecord(
      v.parse(wireAuth, auth({ amount: 8000 })),
      [cancelled],
      { ...known, card: null, key: 'cpt-1' },
      1,
    );
    expect(calledOff).toMatchObject({ state: 'released', taken: 0 });
    expect(judgeStated(of('refund'), says(8000), calledOff)).toBeNull();
    expect(judgeStated(of('refund'), says(8001), calledOff)).toMatchObject({
      code: 'over_refundable',
      facts: { most: 8000 },
    });
  });
});

describe('an order that was settled by hand', () => {
  const done = (moved: object, saidBy?: string): OperationState =>
    ({ name: 'done', at: 1, reference: '', moved, ...(saidBy === undefined ? {} : { saidBy }) }) as OperationState;
  const row = (state: OperationState) =>
    ({
      id: 'op-1',
      kind: 'charge',
      state,
      amount: cad(8000),
      tip: null,
      provider: 'stripe',
      targetId: null,
    }) as const;

  it('counts the stated sum on its bill, in its day and in every list', () => {
    const stated = row(done({ charged: 9450 }, 'Sylvie'));
    expect(billSums(10_000, { operations: [stated], credits: [] })).toMatchObject({ paid: 9450, remaining: 550 });
    expect(movedOf(stated)).toMatchObject({ amount: 9450 });
    expect(shownSum(stated)).toEqual(cad(9450));
  });

  it('before sums were stated counts what was asked, as it always did', () => {
    const older = row(done({}));
    expect(billSums(10_000, { operations: [older], credits: [] })).toMatchObject({ paid: 8000, remaining: 2000 });
    expect(movedOf(older)).toMatchObject({ amount: 8000 });
    expect(shownSum(older)).toEqual(cad(8000));
  });
});
