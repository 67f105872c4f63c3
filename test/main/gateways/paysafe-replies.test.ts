import { describe, expect, it } from 'vitest';
import { read } from '../../../src-main/gateways/paysafe/replies.ts';
import type { Outcome } from '../../../src-main/payments/operation.ts';
import type { Plan } from '../../../src-main/payments/order.ts';
import {
  answer,
  cancellation,
  capture,
  charge,
  everyPlan,
  hold,
  newDefault,
  nonsense,
  now,
  refund,
  release,
  removal,
} from './orders-on-paper.ts';
import {
  auth,
  bankMemo,
  cardMemo,
  debit,
  held,
  purchase,
  settlement,
  step,
  vaultCard,
  type Json,
} from './paysafe-bodies.ts';

const outcome = (
  plan: Plan,
  status: number,
  body: unknown,
  memo = cardMemo as Readonly<Record<string, string>>,
): Outcome => read(plan, memo, answer(status, body), now).outcome;

describe('a good answer', () => {
  const cases: readonly (readonly [string, Plan, Json, object])[] = [
    ['a charge', charge, auth(), { is: 'done', reference: 'pay_1', moved: { charged: 8450 } }],
    ['a hold', hold, held(), { is: 'done', moved: { held: 8450 } }],
    ['a capture until tonight', capture, settlement(), { is: 'done', reference: 'set_1', moved: { captured: 5000 } }],
    ['a batched capture', capture, settlement({ status: 'COMPLETED' }), { is: 'done' }],
    ['a capture that was refused', capture, settlement({ status: 'FAILED' }), { is: 'rejected', code: 'failed' }],
    ['a release', release, step('cpt-3'), { is: 'done', moved: { released: 8450 } }],
    ['a release that failed', release, step('cpt-3', { status: 'FAILED' }), { is: 'rejected', code: 'failed' }],
    ['a refund until tonight', refund, step('cpt-4', { status: 'PENDING' }), { is: 'done', moved: { refunded: 8450 } }],
    ['a refund taken back', refund, step('cpt-4', { status: 'CANCELLED' }), { is: 'rejected', code: 'cancelled' }],
    ['a cancellation', cancellation, { id: 'set_1', status: 'CANCELLED' }, { is: 'done', cancelled: true }],
    ['a new default', newDefault, vaultCard(), { is: 'done', reference: 'pm_1' }],
    [
      'a charge refused with 200',
      charge,
      auth({ status: 'FAILED', error: { code: '3022' } }),
      { is: 'declined', code: '3022' },
    ],
    ['a charge cancelled at once', charge, auth({ status: 'CANCELLED' }), { is: 'rejected', code: 'cancelled' }],
  ];
  it.each(cases)('of %s is read', (_what, plan, body, expected) => {
    expect(outcome(plan, 200, body)).toMatchObject(expected);
  });

  it('of a removed card is an empty body', () => {
    expect(outcome(removal, 200, '')).toMatchObject({ is: 'done', reference: 'pm_1' });
    expect(outcome(removal, 200, '<html>')).toMatchObject({ is: 'unclear' });
  });

  it.each(['COMPLETED', 'PENDING', 'RECEIVED', 'PROCESSING'])('of a bank debit that is %s is pending', (status) => {
    expect(outcome(debit, 200, purchase({ status }), bankMemo)).toMatchObject({ is: 'pending', moved: {} });
  });

  it('of a bank debit sent back by the bank carries the bank’s return code', () => {
    const body = purchase({ status: 'FAILED', statusReasonCode: '901' });
    expect(outcome(debit, 200, body, bankMemo)).toMatchObject({ is: 'declined', code: '901' });
  });
});

describe('an answer that speaks of something else than the order', () => {
  const cases: readonly (readonly [Plan, Json, string])[] = [
    [charge, auth({ amount: 8451 }), 'amount'],
    [charge, auth({ currencyCode: 'USD' }), 'currency'],
    [charge, auth({ merchantRefNum: 'cpt-9' }), 'key'],
    [charge, auth({ merchantRefNum: undefined }), 'key'],
    [charge, held(), 'held_instead_of_charged'],
    [charge, auth({ status: 'HELD' }), 'held_for_review'],
    [hold, auth(), 'captured_instead_of_held'],
    [hold, held({ availableToSettle: 8000 }), 'amount'],
    [capture, settlement({ amount: 8450 }), 'amount'],
    [capture, settlement({ merchantRefNum: 'cpt-9' }), 'key'],
    [release, step('cpt-9'), 'key'],
    [release, step('cpt-3', { amount: 100 }), 'amount'],
    [release, step('cpt-3', { amount: undefined }), 'amount'],
    [refund, step('cpt-9'), 'key'],
    [refund, step('cpt-4', { amount: 100 }), 'amount'],
    [cancellation, { id: 'set_2', status: 'CANCELLED' }, 'target'],
    [newDefault, vaultCard({ id: 'pm_2' }), 'target'],
  ];
  it.each(cases)('%# needs a person', (plan, body, why) => {
    expect(outcome(plan, 200, body)).toMatchObject({ is: 'mismatch', why });
  });

  it('about a bank debit needs a person', () => {
    expect(outcome(debit, 200, purchase({ amount: 1 }), bankMemo)).toMatchObject({ is: 'mismatch', why: 'amount' });
    expect(outcome(debit, 200, purchase({ currencyCode: 'USD' }), bankMemo)).toMatchObject({ is: 'mismatch' });
  });
});

describe('an answer we do not know', () => {
  it.each(everyPlan.map((plan) => [plan.kind, plan] as const))('to a %s is never success', (kind, plan) => {
    for (const status of [200, 201, 202, 204, 301, 302, 400, 401, 402, 403, 404, 409, 500, 502, 503]) {
      for (const body of nonsense) {
        if (kind.startsWith('remove_') && status <= 201 && body.trim() === '') continue;
        for (const memo of [cardMemo, bankMemo])
          expect(['unclear', 'mismatch'], `${status} ${body}`).toContain(outcome(plan, status, body, memo).is);
      }
    }
  });

  it.each(['Completed', 'completed', 'SETTLED', '', 'EXPIRED', 'APPROVED'])('the word %j is unclear', (status) => {
    expect(outcome(charge, 200, auth({ status })).is).toBe('unclear');
    expect(outcome(hold, 200, held({ status })).is).toBe('unclear');
    expect(outcome(capture, 200, settlement({ status })).is).toBe('unclear');
    expect(outcome(release, 200, step('cpt-3', { status })).is).toBe('unclear');
    expect(outcome(refund, 200, step('cpt-4', { status })).is).toBe('unclear');
    expect(outcome(cancellation, 200, { id: 'set_1', status }).is).toBe('unclear');
    expect(outcome(debit, 200, purchase({ status }), bankMemo).is).toBe('unclear');
  });

  it('a default that is not the default is unclear', () => {
    expect(outcome(newDefault, 200, vaultCard({ defaultCardIndicator: false }))).toMatchObject({ is: 'unclear' });
  });
});
