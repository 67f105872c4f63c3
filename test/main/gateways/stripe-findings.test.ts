import { describe, expect, it } from 'vitest';
import { readFinding } from '../../../src-main/gateways/stripe/findings.ts';
import type { Operation } from '../../../src-main/payments/operation.ts';
import type { Plan } from '../../../src-main/payments/order.ts';
import {
  answer,
  capture,
  charge,
  everyPlan,
  hold,
  leaving,
  lost,
  newDefault,
  nonsense,
  now,
  refund,
  release,
  removal,
} from './orders-on-paper.ts';
import { captured, customer, heldIntent, intent, method, refunded, type Json } from './stripe-bodies.ts';

describe('a look-up with a key of which nobody knows whether its account had the order', () => {
  const list = (data: readonly Json[]): Json => ({ object: 'list', data, has_more: false });
  const missing = { error: { type: 'invalid_request_error', code: 'resource_missing', message: '' } };

  it('does not take a card that this account never knew for one that was removed', () => {
    const gone = answer(404, missing);
    expect(readFinding(lost(removal), gone, { now, sure: false })).toEqual({ found: 'nothing_yet', why: 'status_404' });
    expect(readFinding(lost(removal), gone, { now, sure: true })).toMatchObject({ found: 'outcome' });
  });

  it('does not call an order absent that was refused when it was repeated', () => {
    const nothing = answer(200, list([]));
    const refused = lost(charge, 'refused_unproven');
    const nothingYet = { found: 'nothing_yet', why: 'refused_unproven' };
    expect(readFinding(refused, nothing, { now, sure: false })).toEqual(nothingYet);
    expect(readFinding(refused, nothing, { now, sure: true })).toEqual({ found: 'absent' });
    expect(readFinding(lost(charge), nothing, { now, sure: false })).toEqual({ found: 'absent' });
  });
});

describe('a look-up', () => {
  const list = (data: readonly Json[], has_more = false): Json => ({ object: 'list', data, has_more });
  const find = (plan: Plan, body: unknown, status = 200) =>
    readFinding(lost(plan), answer(status, body), { now, sure: true });
  const outcomes: readonly (readonly [string, Plan, Json, object])[] = [
    ['our charge', charge, list([intent({ metadata: {} }), intent()]), { is: 'done', moved: { charged: 8450 } }],
    ['our hold', hold, list([heldIntent()]), { is: 'done', moved: { held: 8450 } }],
    [
      'our hold, lapsed since: it was placed',
      hold,
      list([heldIntent({ status: 'canceled', cancellation_reason: 'automatic', amount_capturable: 0 })]),
      { is: 'done', moved: { held: 8450 } },
    ],
    [
      'our charge that was called off before it was taken',
      charge,
      list([heldIntent({ status: 'canceled', amount_capturable: 0 })]),
      { is: 'rejected', code: 'canceled' },
    ],
    ['our charge with another amount', charge, list([intent({ amount: 1 })]), { is: 'mismatch', why: 'amount' }],
    [
      'our declined charge',
      charge,
      list([intent({ status: 'requires_payment_method', last_payment_error: { code: 'card_declined' } })]),
      { is: 'declined', code: 'card_declined' },
    ],
    ['our capture', capture, captured(), { is: 'done', moved: { captured: 5000 } }],
    ['the same capture by others', capture, captured({ metadata: {} }), { is: 'done', elsewhere: true }],
    [
      'another capture by others',
      capture,
      captured({ metadata: {}, amount_received: 6000 }),
      { is: 'rejected', code: 'captured_elsewhere', message: '6000' },
    ],
    [
      'a lapsed hold',
      capture,
      intent({ status: 'canceled', cancellation_reason: 'expired' }),
      { is: 'rejected', code: 'hold_lapsed' },
    ],
    [
      'a hold that lapsed by itself',
      capture,
      intent({ status: 'canceled', cancellation_reason: 'automatic' }),
      { is: 'rejected', code: 'hold_lapsed' },
    ],
    ['a released hold', capture, intent({ status: 'canceled' }), { is: 'rejected', code: 'released_elsewhere' }],
    [
      'our release',
      release,
      intent({ status: 'canceled', cancellation_reason: 'requested_by_customer' }),
      { is: 'done' },
    ],
    [
      'a release that time made',
      release,
      intent({ status: 'canceled', cancellation_reason: 'automatic' }),
      { is: 'done', elsewhere: true },
    ],
    ['a captured hold', release, intent(), { is: 'rejected', code: 'captured_elsewhere' }],
    ['our refund', refund, list([refunded()]), { is: 'done', moved: { refunded: 8450 } }],
    [
      'a whole refund by others',
      refund,
      list([refunded({ id: 're_2', metadata: {} })]),
      { is: 'done', elsewhere: true, reference: 're_2' },
    ],
    ['a removed card', removal, method(), { is: 'done' }],
    ['a new default', newDefault, customer(), { is: 'done' }],
  ];
  it.each(outcomes)('finds %s', (_what, plan, body, expected) => {
    expect(find(plan, body)).toMatchObject({ found: 'outcome', reading: { outcome: expected } });
  });

  const absent: readonly (readonly [string, Plan, Json])[] = [
    ['no charge of ours', charge, list([intent({ metadata: { comptoir_operation: 'cpt-9' } })])],
    ['no charge at all', charge, list([])],
    ['a hold still open', capture, heldIntent()],
    ['a hold still open', release, heldIntent()],
    ['no refund', refund, list([])],
    ['a smaller refund by others', refund, list([refunded({ metadata: {}, amount: 100 })])],
    ['a failed refund by others', refund, list([refunded({ metadata: {}, status: 'failed' })])],
    ['a card still there', removal, method({ customer: 'cus_1' })],
    ['another default', newDefault, customer({ invoice_settings: null })],
  ];
  it.each(absent)('with %s means absent', (_what, plan, body) => {
    expect(find(plan, body)).toEqual({ found: 'absent' });
  });

  it.each(absent)(
    'with %s says nothing yet after a fault of Stripe’s own: it may still mend it',
    (_what, plan, body) => {
      const afterFault = readFinding(lost(plan, 'provider_fault'), answer(200, body), { now, sure: true });
      expect(afterFault).toEqual({ found: 'nothing_yet', why: 'after_fault' });
    },
  );

  const undecided: readonly (readonly [string, Plan, unknown, number, string])[] = [
    ['more intents than a page', charge, list([], true), 200, 'too_many'],
    ['more refunds than a page', refund, list([], true), 200, 'too_many'],
    [
      'a charge Stripe still works on',
      charge,
      list([intent({ status: 'requires_confirmation' })]),
      200,
      'still_running',
    ],
    ['a new word', capture, intent({ status: 'tomorrow' }), 200, 'unknown_word'],
    // Answers that got mixed up on their way: they are about something else, so they say nothing about this order.
    ['somebody else’s charges', charge, list([intent({ customer: 'cus_2', metadata: {} })]), 200, 'other_answer'],
    [
      'refunds of another payment',
      refund,
      list([refunded({ payment_intent: 'pay_2', metadata: {} })]),
      200,
      'other_answer',
    ],
    ['another hold, still open', capture, heldIntent({ id: 'pay_2' }), 200, 'other_answer'],
    ['another hold, given back', capture, intent({ id: 'pay_2', status: 'canceled' }), 200, 'other_answer'],
    ['another hold, still open', release, heldIntent({ id: 'pay_2' }), 200, 'other_answer'],
    ['another hold, captured', release, intent({ id: 'pay_2' }), 200, 'other_answer'],
    ['another card, still there', removal, method({ id: 'pm_2', customer: 'cus_1' }), 200, 'other_answer'],
    ['another card, removed', removal, method({ id: 'pm_2' }), 200, 'other_answer'],
    ['another person’s default', newDefault, customer({ id: 'cus_2' }), 200, 'other_answer'],
    ['a refused key', charge, { error: { type: 'x' } }, 401, 'status_401'],
    ['a fault', charge, '', 500, 'status_500'],
    ['a page of the hotel’s network', removal, '<html>', 404, 'status_404'],
  ];
  it.each(undecided)('with %s decides nothing', (_what, plan, body, status, why) => {
    expect(find(plan, body, status)).toEqual({ found: 'nothing_yet', why });
  });

  it('of a card that Stripe does not know any more: it is gone', () => {
    const missing = { error: { type: 'invalid_request_error', code: 'resource_missing' } };
    expect(find(removal, missing, 404)).toMatchObject({ found: 'outcome', reading: { outcome: { is: 'done' } } });
    expect(find(capture, missing, 404)).toEqual({ found: 'nothing_yet', why: 'status_404' });
  });

  it.each(everyPlan.map((plan) => [plan.kind, plan] as const))(
    'with nonsense about a %s decides nothing',
    (_k, plan) => {
      for (const body of nonsense)
        for (const status of [200, 400, 404, 500]) expect(find(plan, body, status).found, body).toBe('nothing_yet');
    },
  );
});

describe('a default card whose client was removed meanwhile', () => {
  it('is said to be of a removed client, not "nothing moved, try again": whether it had been the default nobody can tell', () => {
    const gone = { id: 'cus_1', object: 'customer', deleted: true };
    expect(readFinding(lost(newDefault), answer(200, gone), { now, sure: true })).toEqual({
      found: 'outcome',
      reading: {
        outcome: { is: 'rejected', code: 'customer_removed', message: '', reference: 'cus_1' },
        records: {},
      },
    });
  });
});

describe('a customer whose removal was answered with "no such customer"', () => {
  const ask = (body: Json) => readFinding(lost(leaving, 'state_elsewhere'), answer(200, body), { now, sure: true });

  it('is removed once the look-up says so, and never called "not done" while it shows one', () => {
    expect(ask({ id: 'cus_1', object: 'customer', deleted: true })).toMatchObject({
      found: 'outcome',
      reading: { outcome: { is: 'done' } },
    });
    expect(ask(customer({ id: 'cus_1' }))).toEqual({ found: 'nothing_yet', why: 'refused_as_gone' });
    expect(readFinding(lost(leaving), answer(200, customer({ id: 'cus_1' })), { now, sure: true })).toEqual({
      found: 'absent',
    });
  });
});

describe('a refund that is done, asked about once more', () => {
  const done = { name: 'done', at: now, reference: 're_9', moved: { refunded: 8450 } } as const;
  const ask = (state: Operation['state'], data: readonly Json[], plan: Plan = refund) =>
    readFinding({ ...lost(plan), state }, answer(200, { object: 'list', data, has_more: false }), { now, sure: true });
  const there = (id: string, more: Json = {}): Json => refunded({ id, metadata: {}, ...more });

  it('and that others had made in parts is done as long as all of them stand', () => {
    const state = { ...done, elsewhere: true };
    const parts = (status: string) => [there('re_9', { amount: 5000 }), there('re_8', { amount: 3450, status })];
    expect(ask(state, parts('succeeded'))).toMatchObject({ reading: { outcome: { is: 'done' } } });
    expect(ask(state, parts('failed'))).toMatchObject({
      reading: { outcome: { is: 'rejected', code: 'refund_failed', reference: 're_8', missing: 3450 } },
    });
    expect(ask(state, parts('canceled'))).toMatchObject({
      reading: { outcome: { is: 'rejected', code: 'refund_canceled', missing: 3450 } },
    });
    // A list that does not show one of them says nothing of it.
    expect(ask(state, [there('re_9', { amount: 5000 })])).toEqual({ found: 'absent' });
  });

  it('and that a manager settled by another refund is what became of that one, whatever our own comes to', () => {
    const state = { ...done, saidBy: 'Sylvie' };
    const own = refunded({ status: 'failed' });
    expect(ask(state, [own, there('re_9', { amount: 8000 })])).toMatchObject({ reading: { outcome: { is: 'done' } } });
    expect(ask(state, [own, there('re_9', { status: 'failed' })])).toMatchObject({
      reading: { outcome: { is: 'rejected', code: 'refund_failed', reference: 're_9' } },
    });
    // What they wrote down is no refund of this payment: our own is all there is to go by.
    expect(ask(state, [own])).toMatchObject({ reading: { outcome: { is: 'rejected', reference: 're_1' } } });
  });
});
