import { describe, expect, it } from 'vitest';
import { read } from '../../../src-main/gateways/paysafe/replies.ts';
import type { Outcome } from '../../../src-main/payments/operation.ts';
import type { Plan } from '../../../src-main/payments/order.ts';
import {
  answer,
  cancellation,
  capture,
  charge,
  hold,
  newDefault,
  now,
  refund,
  release,
  removal,
  savedAccount,
  savedCard,
} from './orders-on-paper.ts';
import { bankMemo, cardMemo, debit, failed } from './paysafe-bodies.ts';

const outcome = (
  plan: Plan,
  status: number,
  body: unknown,
  memo = cardMemo as Readonly<Record<string, string>>,
): Outcome => read(plan, memo, answer(status, body), now).outcome;

describe('a refusal of a charge', () => {
  const range = (from: number, to: number): string[] =>
    Array.from({ length: to - from + 1 }, (_, n) => String(from + n));
  const declines = [
    ...['3007', '3009', ...range(3011, 3020), '3022', '3023', '3024', '3027', '3029', '3030', '3032'],
    ...[...range(3035, 3042), '3044', ...range(3045, 3057), '3060', '4001', '4002', '5021'],
  ];
  it.each(declines)('402/%s is a decline with its code', (code) => {
    expect(outcome(charge, 402, failed(code))).toEqual({ is: 'declined', code, advice: null, reference: 'pay_1' });
    expect(outcome(hold, 402, failed(code)).is).toBe('declined');
  });
  it.each(['3002', '3004', '3005', '3006', '3008'])('400/%s is about the card: a decline', (code) => {
    expect(outcome(charge, 400, failed(code))).toMatchObject({ is: 'declined', code });
  });
  const requests = ['3025', '3026', '3031', '3064', '3065', '3066', '3067', '5003', '5004', '5005', '5010', '5016'];
  it.each([...requests, '5017', '5023', '5042', '5068', '5501', '5502'])('400/%s is our request: rejected', (code) => {
    expect(outcome(charge, 400, failed(code))).toMatchObject({ is: 'rejected', code });
  });
  it.each(['2004', '2011', '2012', '2013', '2014', '2017', '2019'])('400/%s of a bank debit is rejected', (code) => {
    expect(outcome(debit, 400, failed(code), bankMemo)).toMatchObject({ is: 'rejected', code });
  });
  it.each(['5000', '5040', '5275', '5276', '5277', '5278', '5279', '5280'])('401/%s is a refused key', (code) => {
    expect(outcome(charge, 401, failed(code))).toMatchObject({ is: 'rejected', code: 'key_refused' });
  });
  it.each([
    [403, '5270', { is: 'rejected', code: 'permission_missing' }],
    [404, '5269', { is: 'rejected', code: '5269' }],
    [404, '5273', { is: 'rejected', code: '5273' }],
    [405, '5281', { is: 'rejected' }],
    [406, '5271', { is: 'rejected' }],
    [406, '5272', { is: 'rejected' }],
    [409, '5031', { is: 'unclear', why: 'duplicate' }],
    [429, '1200', { is: 'not_run' }],
    [500, '1000', { is: 'unclear', why: 'provider_fault' }],
    [500, '1007', { is: 'unclear', why: 'provider_fault' }],
    [502, '1001', { is: 'unclear', why: 'provider_fault' }],
    [502, '3028', { is: 'unclear', why: 'provider_fault' }],
  ])('%i/%s', (status, code, expected) => {
    expect(outcome(charge, status, failed(code))).toMatchObject(expected);
  });
});

describe('a refusal of what follows', () => {
  const cases: readonly (readonly [Plan, number, string, object])[] = [
    [capture, 400, '3200', { is: 'rejected', code: '3200' }],
    [capture, 404, '3201', { is: 'rejected', code: '3201' }],
    [capture, 402, '3202', { is: 'unclear', why: 'state_elsewhere' }],
    [capture, 402, '3203', { is: 'unclear', why: 'state_elsewhere' }],
    [capture, 402, '3204', { is: 'unclear', why: 'state_elsewhere' }],
    [capture, 402, '3205', { is: 'rejected', code: 'hold_lapsed' }],
    [capture, 402, '3206', { is: 'rejected', code: '3206' }],
    [release, 400, '3500', { is: 'rejected', code: '3500' }],
    [release, 402, '3501', { is: 'unclear', why: 'state_elsewhere' }],
    [release, 402, '3502', { is: 'unclear', why: 'state_elsewhere' }],
    [release, 402, '3504', { is: 'rejected', code: '3504' }],
    [release, 402, '3506', { is: 'unclear', why: 'state_elsewhere' }],
    [release, 402, '3507', { is: 'rejected', code: '3507' }],
    [release, 500, '3505', { is: 'unclear', why: 'provider_fault' }],
    [refund, 402, '3402', { is: 'unclear', why: 'state_elsewhere' }],
    [refund, 402, '3404', { is: 'unclear', why: 'state_elsewhere' }],
    [refund, 402, '3405', { is: 'rejected', code: '3405' }],
    [refund, 402, '3406', { is: 'rejected', code: '3406' }],
    [refund, 400, '3407', { is: 'rejected', code: '3407' }],
    [refund, 402, '3412', { is: 'rejected', code: '3412' }],
    [refund, 402, '3417', { is: 'rejected', code: '3417' }],
    [refund, 500, '3420', { is: 'unclear', why: 'provider_fault' }],
    [cancellation, 402, '3415', { is: 'unclear', why: 'state_elsewhere' }],
    [refund, 402, '3415', { is: 'rejected', code: '3415' }],
    [removal, 404, '5269', { is: 'done', elsewhere: true }],
    [removal, 409, '7509', { is: 'rejected', code: '7509' }],
    [newDefault, 404, '5269', { is: 'rejected', code: 'card_removed' }],
    [newDefault, 404, '7511', { is: 'rejected', code: '7511' }],
  ];
  it.each(cases)('$kind %i/%s', (plan, status, code, expected) => {
    expect(outcome(plan, status, failed(code, { merchantRefNum: plan.key }))).toMatchObject(expected);
  });

  it.each([savedCard, savedAccount])(
    '$kind on a profile that is gone says so; an address or whatever else is unknown is not called a client who is gone',
    (plan) => {
      const unknown = (id: string) => ({
        error: {
          code: '5269',
          message: `The ID(s) specified in the URL do not correspond to the values in the system.${id}`,
        },
      });
      const gone = { is: 'rejected', code: 'customer_removed', reference: plan.customerRef };
      expect(outcome(plan, 404, unknown(`: ${plan.customerRef}`))).toMatchObject(gone);
      expect(outcome(plan, 404, unknown(''))).toMatchObject(gone);
      expect(outcome(plan, 404, unknown(': some-address'))).toMatchObject({ is: 'rejected', code: '5269' });
      expect(outcome(plan, 400, unknown(''))).toMatchObject({ is: 'rejected', code: '5269' });
    },
  );

  // Seed 5070 of the simulation: the decline of a charge came as the answer to a card's removal, which was then called refused.
  it.each([charge, capture, refund, removal, newDefault])('$kind that speaks of another order says nothing', (plan) => {
    const others = failed('3022', { merchantRefNum: 'cpt-of-somebody-else' });
    expect(outcome(plan, 402, others)).toEqual({ is: 'unclear', why: 'other_answer' });
  });
});
