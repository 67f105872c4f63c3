import { describe, expect, it } from 'vitest';
import { readFinding } from '../../../src-main/gateways/paysafe/findings.ts';
import type { Operation } from '../../../src-main/payments/operation.ts';
import type { Plan } from '../../../src-main/payments/order.ts';
import {
  answer,
  cancellation,
  capture,
  charge,
  everyPlan,
  hold,
  lost,
  newDefault,
  nonsense,
  now,
  refund,
  release,
  removal,
  savedAccount,
  savedCard,
} from './orders-on-paper.ts';
import {
  auth,
  bankMemo,
  debit,
  failed,
  held,
  purchase,
  settlement,
  step,
  vaultCard,
  type Json,
} from './paysafe-bodies.ts';

describe('a look-up', () => {
  const find = (
    plan: Plan,
    body: unknown,
    more: { status?: number; why?: string; memo?: Record<string, string> } = {},
  ) => readFinding(lost(plan, more.why, more.memo), answer(more.status ?? 200, body), now);
  const row = (more: Json, code: string | null): Json => ({
    id: 'pay_1',
    status: 'FAILED',
    ...(code === null ? {} : { error: { code } }),
    ...more,
  });

  const outcomes: readonly [string, Plan, Json, object, { why?: string; memo?: Record<string, string> }?][] = [
    ['our charge', charge, { auths: [auth({ settlements: undefined })] }, { is: 'done', moved: { charged: 8450 } }],
    ['our hold', hold, { auths: [held()] }, { is: 'done', moved: { held: 8450 } }],
    ['our charge with another amount', charge, { auths: [auth({ amount: 1 })] }, { is: 'mismatch', why: 'amount' }],
    [
      'our declined charge',
      charge,
      { auths: [row({ merchantRefNum: 'cpt-1' }, '3022')] },
      { is: 'declined', code: '3022' },
    ],
    [
      'our refused charge',
      charge,
      { auths: [row({ merchantRefNum: 'cpt-1' }, '5068')] },
      { is: 'rejected', code: '5068' },
    ],
    [
      'our refused charge without a reason',
      charge,
      { auths: [row({ merchantRefNum: 'cpt-1' }, null)] },
      { is: 'rejected', code: 'failed' },
    ],
    [
      'the try that went through beside one that was refused',
      charge,
      { auths: [row({ merchantRefNum: 'cpt-1' }, '3022'), auth({ settlements: undefined })] },
      { is: 'done' },
    ],
    ['our debit', debit, { purchases: [purchase()] }, { is: 'pending' }, { memo: bankMemo }],
    ['our capture', capture, { settlements: [settlement()] }, { is: 'done', moved: { captured: 5000 } }],
    [
      'our capture, called off before the batch since: it was made',
      capture,
      { settlements: [settlement({ status: 'CANCELLED' })] },
      { is: 'done', moved: { captured: 5000 } },
    ],
    [
      'our debit, called off before the batch since: it was made',
      debit,
      { purchases: [purchase({ status: 'CANCELLED' })] },
      { is: 'pending' },
      { memo: bankMemo },
    ],
    [
      'our refused capture',
      capture,
      { settlements: [row({ merchantRefNum: 'cpt-2' }, '3205')] },
      { is: 'rejected', code: 'hold_lapsed' },
    ],
    ['our release', release, { voidauths: [step('cpt-3')] }, { is: 'done' }],
    ['our release, list written otherwise', release, { voidAuths: [step('cpt-3')] }, { is: 'done' }],
    ['our refund', refund, { refunds: [step('cpt-4', { status: 'PENDING' })] }, { is: 'done' }],
    ['our cancellation', cancellation, settlement({ status: 'CANCELLED' }), { is: 'done', cancelled: true }],
    [
      'a settlement batched meanwhile',
      cancellation,
      settlement({ status: 'COMPLETED' }),
      { is: 'rejected', code: '3415' },
    ],
    ['a settlement that failed', cancellation, settlement({ status: 'FAILED' }), { is: 'rejected', code: 'failed' }],
    [
      'a debit cancelled',
      cancellation,
      purchase({ id: 'set_1', status: 'CANCELLED' }),
      { is: 'done' },
      { memo: bankMemo },
    ],
    ['a new default', newDefault, vaultCard(), { is: 'done' }],
    [
      'a hold captured by others',
      capture,
      held({ availableToSettle: 100 }),
      { is: 'rejected', code: 'captured_elsewhere' },
      { why: 'state_elsewhere' },
    ],
    [
      'a hold released by others',
      capture,
      held({ status: 'CANCELLED' }),
      { is: 'rejected', code: 'released_elsewhere' },
      { why: 'state_elsewhere' },
    ],
    [
      'a release by others',
      release,
      held({ status: 'CANCELLED' }),
      { is: 'done', elsewhere: true },
      { why: 'state_elsewhere' },
    ],
    [
      'a whole refund by others',
      refund,
      settlement({ amount: 8450, availableToRefund: 0 }),
      { is: 'done', elsewhere: true },
      { why: 'state_elsewhere' },
    ],
    [
      'a part refund by others',
      refund,
      settlement({ amount: 8450, availableToRefund: 100 }),
      { is: 'rejected', code: 'refunded_elsewhere' },
      { why: 'state_elsewhere' },
    ],
  ];
  it.each(outcomes)('finds %s', (_what, plan, body, expected, more = {}) => {
    expect(find(plan, body, more)).toMatchObject({ found: 'outcome', reading: { outcome: expected } });
  });

  it('of a refund that a manager settled by another one says nothing of that, whatever our own comes to', () => {
    const settled = (reference: string): Operation => ({
      ...lost(refund),
      state: { name: 'done', at: now, reference, moved: { refunded: 8450 }, saidBy: 'Sylvie' },
    });
    const failed = answer(200, { refunds: [step('cpt-4', { id: 'ref_1', status: 'FAILED' })] });
    expect(readFinding(settled('ref_9'), failed, now)).toEqual({ found: 'nothing_yet', why: 'settled_otherwise' });
    for (const reference of ['ref_1', ''])
      expect(readFinding(settled(reference), failed, now)).toMatchObject({
        reading: { outcome: { is: 'rejected' } },
      });
  });

  const absent: readonly [string, Plan, Json, { why?: string; memo?: Record<string, string> }?][] = [
    ['an empty list', charge, { auths: [] }],
    ['an empty list', capture, { settlements: [] }],
    ['an empty list', release, { voidauths: [] }],
    ['an empty list', refund, { refunds: [] }],
    ['a settlement still pending', cancellation, settlement()],
    ['a card still there', removal, vaultCard()],
    ['another default', newDefault, vaultCard({ defaultCardIndicator: false })],
    ['all still held', capture, held(), { why: 'state_elsewhere' }],
    ['all still refundable', refund, settlement({ amount: 8450, availableToRefund: 8450 }), { why: 'state_elsewhere' }],
  ];
  it.each(absent)('with %s means absent', (_what, plan, body, more = {}) => {
    expect(find(plan, body, more)).toEqual({ found: 'absent' });
  });

  const undecided: readonly (readonly [string, Plan, unknown, { status?: number; why?: string }, string])[] = [
    ['what was called a duplicate and is nowhere', charge, { auths: [] }, { why: 'duplicate' }, 'duplicate_not_found'],
    // It was asked by reference: rows of another one are the answer to another question.
    ['another reference', charge, { auths: [auth({ merchantRefNum: 'cpt-9' })] }, {}, 'other_answer'],
    [
      'rows that are on the next page',
      charge,
      { auths: [], links: [{ rel: 'next', href: 'https://api.test.paysafe.com/next' }] },
      {},
      'too_many',
    ],
    [
      'our row in a shape we cannot read',
      charge,
      { auths: [{ merchantRefNum: 'cpt-1', status: 'COMPLETED' }] },
      {},
      'unreadable',
    ],
    ['another target', cancellation, settlement({ id: 'set_2' }), {}, 'unreadable'],
    ['the authorization, which may have its settlement’s id', cancellation, auth({ id: 'set_1' }), {}, 'unreadable'],
    ['another card', removal, vaultCard({ id: 'pm_2' }), {}, 'unreadable'],
    ['another authorization', capture, held({ id: 'pay_2' }), { why: 'state_elsewhere' }, 'unreadable'],
    ['a new word', cancellation, settlement({ status: 'TOMORROW' }), {}, 'unknown_word'],
    ['a hold under review', capture, held({ status: 'HELD' }), { why: 'state_elsewhere' }, 'unknown_word'],
    ['a refused key', charge, failed('5279'), { status: 401 }, 'status_401'],
    ['another 404', removal, failed('5273'), { status: 404 }, 'status_404'],
    ['an unknown target', capture, failed('5269'), { status: 404, why: 'state_elsewhere' }, 'status_404'],
  ];
  it.each(undecided)('with %s decides nothing', (_what, plan, body, more, why) => {
    expect(find(plan, body, more)).toEqual({ found: 'nothing_yet', why });
  });

  it('of a card that the Vault does not know any more: it is gone', () => {
    expect(find(removal, failed('5269'), { status: 404 })).toMatchObject({
      found: 'outcome',
      reading: { outcome: { is: 'done' } },
    });
  });

  it('of a default card that the Vault does not know any more: it is gone, and nobody has to look for it at Paysafe', () => {
    expect(find(newDefault, failed('5269'), { status: 404 })).toMatchObject({
      found: 'outcome',
      reading: { outcome: { is: 'rejected', code: 'card_removed' } },
    });
    expect(find(newDefault, failed('5273'), { status: 404 })).toEqual({ found: 'nothing_yet', why: 'status_404' });
  });

  it.each([savedCard, savedAccount])(
    'of a $kind on a profile that the Vault does not know any more: the client is gone, and no other try is offered',
    (plan) => {
      expect(find(plan, failed('5269'), { status: 404 })).toMatchObject({
        found: 'outcome',
        reading: { outcome: { is: 'rejected', code: 'customer_removed', reference: plan.customerRef }, records: {} },
      });
      expect(find(plan, failed('5273'), { status: 404 })).toEqual({ found: 'nothing_yet', why: 'status_404' });
      expect(find(plan, failed('5269'), { status: 400 })).toEqual({ found: 'nothing_yet', why: 'status_400' });
    },
  );

  it.each(everyPlan.map((plan) => [plan.kind, plan] as const))(
    'with nonsense about a %s decides nothing',
    (_k, plan) => {
      for (const body of nonsense)
        for (const status of [200, 400, 404, 500])
          for (const why of ['no_answer', 'state_elsewhere'])
            expect(find(plan, body, { status, why }).found, body).toBe('nothing_yet');
    },
  );
});
