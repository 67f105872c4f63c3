import { describe, expect, it } from 'vitest';
import { readFinding } from '../../../src-main/gateways/stripe/findings.ts';
import { read } from '../../../src-main/gateways/stripe/replies.ts';
import type { Outcome } from '../../../src-main/payments/operation.ts';
import type { Plan } from '../../../src-main/payments/order.ts';
import {
  answer,
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
} from './orders-on-paper.ts';

type Json = Record<string, unknown>;
const intent = (more: Json = {}): Json => ({
  id: 'pay_1',
  object: 'payment_intent',
  status: 'succeeded',
  amount: 8450,
  amount_received: 8450,
  amount_capturable: 0,
  currency: 'cad',
  created: now / 1000,
  customer: 'cus_1',
  payment_method: 'pm_1',
  latest_charge: { id: 'ch_1', captured: true, amount_captured: 8450, amount_refunded: 0 },
  metadata: { comptoir_operation: 'cpt-1' },
  ...more,
});
const heldIntent = (more: Json = {}): Json =>
  intent({ status: 'requires_capture', amount_received: 0, amount_capturable: 8450, ...more });
const captured = (more: Json = {}): Json =>
  intent({ amount_received: 5000, metadata: { comptoir_operation: 'other', comptoir_capture: 'cpt-2' }, ...more });
const refunded = (more: Json = {}): Json => ({
  id: 're_1',
  object: 'refund',
  status: 'succeeded',
  amount: 8450,
  currency: 'cad',
  payment_intent: 'pay_1',
  metadata: { comptoir_operation: 'cpt-4' },
  ...more,
});
const method = (more: Json = {}): Json => ({
  id: 'pm_1',
  object: 'payment_method',
  type: 'card',
  customer: null,
  card: { brand: 'visa', last4: '4242', exp_month: 4, exp_year: 2030 },
  ...more,
});
const customer = (more: Json = {}): Json => ({
  id: 'cus_1',
  object: 'customer',
  invoice_settings: { default_payment_method: 'pm_1' },
  ...more,
});
const outcome = (plan: Plan, status: number, body: unknown): Outcome => read(plan, answer(status, body), now).outcome;

describe('a good answer', () => {
  const cases: readonly (readonly [string, Plan, Json, object])[] = [
    ['a charge', charge, intent(), { is: 'done', moved: { charged: 8450 } }],
    ['a hold', hold, heldIntent(), { is: 'done', moved: { held: 8450 } }],
    ['a charge the bank settles later', charge, intent({ status: 'processing' }), { is: 'pending', moved: {} }],
    ['a capture', capture, captured(), { is: 'done', moved: { captured: 5000, released: 3450 } }],
    ['a release', release, intent({ status: 'canceled' }), { is: 'done', moved: { released: 8450 } }],
    ['a refund', refund, refunded(), { is: 'done', moved: { refunded: 8450 } }],
    ['a refund on its way', refund, refunded({ status: 'pending' }), { is: 'pending' }],
    ['a refund that needs the customer', refund, refunded({ status: 'requires_action' }), { is: 'pending' }],
    ['a refund that failed', refund, refunded({ status: 'failed' }), { is: 'rejected', code: 'refund_failed' }],
    ['a removed card', removal, method(), { is: 'done' }],
    ['a new default', newDefault, customer(), { is: 'done' }],
  ];
  it.each(cases)('of %s is read', (_what, plan, body, expected) => {
    expect(outcome(plan, 200, body)).toMatchObject(expected);
  });
});

describe('an answer that speaks of something else than the order', () => {
  const cases: readonly (readonly [Plan, Json, string])[] = [
    [charge, intent({ amount: 8451 }), 'amount'],
    [charge, intent({ amount_received: 8000 }), 'amount'],
    [charge, intent({ currency: 'usd' }), 'currency'],
    [charge, intent({ customer: 'cus_2' }), 'customer'],
    [charge, intent({ customer: null }), 'customer'],
    [charge, intent({ metadata: { comptoir_operation: 'cpt-9' } }), 'key'],
    [charge, intent({ metadata: {} }), 'key'],
    [charge, intent({ payment_method: 'pm_2' }), 'card'],
    [charge, heldIntent(), 'held_instead_of_charged'],
    [charge, intent({ status: 'requires_action' }), 'waits_for_customer'],
    [charge, intent({ status: 'requires_confirmation' }), 'waits_for_customer'],
    [hold, intent(), 'captured_instead_of_held'],
    [hold, heldIntent({ amount_capturable: 8000 }), 'amount'],
    [capture, captured({ id: 'pay_2' }), 'target'],
    [capture, captured({ amount_received: 8450 }), 'amount'],
    [capture, captured({ currency: 'usd' }), 'currency'],
    [capture, captured({ metadata: { comptoir_capture: 'cpt-9' } }), 'key'],
    [release, intent({ id: 'pay_2', status: 'canceled' }), 'target'],
    [refund, refunded({ amount: 8000 }), 'amount'],
    [refund, refunded({ currency: 'usd' }), 'currency'],
    [refund, refunded({ payment_intent: 'pay_2' }), 'target'],
    [refund, refunded({ metadata: {} }), 'key'],
    [removal, method({ id: 'pm_2' }), 'target'],
    [newDefault, customer({ id: 'cus_2' }), 'target'],
  ];
  it.each(cases)('%# needs a person', (plan, body, why) => {
    expect(outcome(plan, 200, body)).toMatchObject({ is: 'mismatch', why });
  });
});

describe('an answer we do not know', () => {
  it.each(everyPlan.map((plan) => [plan.kind, plan] as const))('to a %s is never success', (_kind, plan) => {
    for (const status of [200, 201, 202, 204, 301, 302, 400, 401, 402, 403, 404, 409, 418, 424, 500, 502, 503]) {
      for (const body of nonsense) {
        const said = outcome(plan, status, body);
        expect(said.is, `${status} ${body}`).toBe('unclear');
      }
    }
  });

  it.each(['Succeeded', 'SUCCEEDED', 'paid', '', 'complete'])('the word %j is unclear', (status) => {
    expect(outcome(charge, 200, intent({ status })).is).toBe('unclear');
    expect(outcome(hold, 200, heldIntent({ status })).is).toBe('unclear');
    expect(outcome(capture, 200, captured({ status })).is).toBe('unclear');
    expect(outcome(release, 200, intent({ status })).is).toBe('unclear');
    expect(outcome(refund, 200, refunded({ status })).is).toBe('unclear');
  });

  it('a card that is still attached, or a default that is another, is unclear', () => {
    expect(outcome(removal, 200, method({ customer: 'cus_1' }))).toEqual({ is: 'unclear', why: 'still_attached' });
    const other = customer({ invoice_settings: { default_payment_method: 'pm_2' } });
    expect(outcome(newDefault, 200, other)).toEqual({ is: 'unclear', why: 'not_default' });
  });

  it('a charge that waits for another card without saying why is unclear', () => {
    expect(outcome(charge, 200, intent({ status: 'requires_payment_method' }))).toEqual({
      is: 'unclear',
      why: 'no_reason',
    });
  });
});

describe('a refusal', () => {
  const error = (more: Json): Json => ({ error: { type: 'invalid_request_error', message: 'words', ...more } });
  const declineCodes = [
    ...['insufficient_funds', 'withdrawal_count_limit_exceeded', 'card_velocity_exceeded', 'generic_decline'],
    ...['do_not_honor', 'call_issuer', 'transaction_not_allowed', 'not_permitted', 'expired_card'],
    ...['invalid_expiry_month', 'invalid_expiry_year', 'incorrect_number', 'invalid_account', 'incorrect_cvc'],
    ...['new_account_information_available', 'incorrect_zip', 'incorrect_address', 'authentication_required'],
    ...['authentication_not_handled', 'currency_not_supported', 'card_not_supported', 'processing_error'],
    ...['issuer_not_available', 'reenter_transaction', 'try_again_later', 'duplicate_transaction', 'lost_card'],
    ...['stolen_card', 'pickup_card', 'restricted_card', 'fraudulent', 'security_violation'],
    ...['revocation_of_authorization', 'stop_payment_order', 'merchant_blacklist', 'a_code_of_tomorrow'],
  ];
  it.each(declineCodes)('402 with %s is a decline, with the intent it left behind', (decline_code) => {
    const failed = intent({ status: 'requires_payment_method', amount_received: 0, last_payment_error: {} });
    const body = error({ code: 'card_declined', decline_code, advice_code: 'try_again_later', payment_intent: failed });
    const reading = read(charge, answer(402, body), now);
    expect(reading.outcome).toEqual({
      is: 'declined',
      code: decline_code,
      advice: 'try_again_later',
      reference: 'pay_1',
    });
    expect(reading.records.payments).toMatchObject([{ state: 'declined', taken: 0 }]);
  });

  const cases: readonly (readonly [number, Json, Plan, object])[] = [
    [402, { code: 'expired_card' }, charge, { is: 'declined', code: 'expired_card', reference: null }],
    [402, {}, charge, { is: 'declined', code: 'generic_decline' }],
    [400, { code: 'rate_limit' }, charge, { is: 'not_run' }],
    [429, { code: 'rate_limit' }, charge, { is: 'not_run' }],
    [429, { code: 'lock_timeout' }, capture, { is: 'not_run' }],
    [409, { code: 'idempotency_key_in_use' }, charge, { is: 'unclear', why: 'still_running' }],
    [400, { type: 'idempotency_error' }, charge, { is: 'unclear', why: 'other_parameters' }],
    [424, { code: 'x' }, charge, { is: 'unclear', why: 'provider_fault' }],
    [500, { type: 'api_error' }, charge, { is: 'unclear', why: 'provider_fault' }],
    [503, { type: 'api_error' }, refund, { is: 'unclear', why: 'provider_fault' }],
    [401, { code: 'api_key_expired' }, charge, { is: 'rejected', code: 'key_refused', atTheDoor: true }],
    [403, {}, refund, { is: 'rejected', code: 'permission_missing', atTheDoor: true }],
    [404, { code: 'resource_missing' }, capture, { is: 'rejected', code: 'resource_missing' }],
    [400, { code: 'resource_missing' }, charge, { is: 'rejected', code: 'resource_missing' }],
    [400, { code: 'parameter_unknown' }, charge, { is: 'rejected', code: 'parameter_unknown' }],
    [400, { code: 'parameter_missing' }, charge, { is: 'rejected', code: 'parameter_missing' }],
    [400, { code: 'parameter_invalid_integer' }, charge, { is: 'rejected', code: 'parameter_invalid_integer' }],
    [400, { code: 'amount_too_small' }, charge, { is: 'rejected', code: 'amount_too_small' }],
    [400, { code: 'amount_too_large' }, capture, { is: 'rejected', code: 'amount_too_large' }],
    [400, { code: 'livemode_mismatch' }, charge, { is: 'rejected', code: 'livemode_mismatch' }],
    [400, { code: 'charge_disputed' }, refund, { is: 'rejected', code: 'charge_disputed' }],
    [400, { code: 'refund_disputed_payment' }, refund, { is: 'rejected', code: 'refund_disputed_payment' }],
    [400, { code: 'charge_expired_for_capture' }, capture, { is: 'rejected', code: 'hold_lapsed' }],
    [400, { code: 'capture_charge_authorization_expired' }, capture, { is: 'rejected', code: 'hold_lapsed' }],
    [400, { code: 'payment_intent_unexpected_state' }, capture, { is: 'unclear', why: 'state_elsewhere' }],
    [400, { code: 'charge_already_captured' }, capture, { is: 'unclear', why: 'state_elsewhere' }],
    [400, { code: 'payment_intent_unexpected_state' }, release, { is: 'unclear', why: 'state_elsewhere' }],
    [400, { code: 'charge_already_refunded' }, refund, { is: 'unclear', why: 'state_elsewhere' }],
    [400, { code: 'payment_method_unexpected_state' }, charge, { is: 'rejected' }],
    [400, {}, removal, { is: 'unclear', why: 'state_elsewhere' }],
    [418, {}, charge, { is: 'unclear' }],
  ];
  it.each(cases)('%i %j', (status, more, plan, expected) => {
    expect(outcome(plan, status, error(more))).toMatchObject(expected);
  });
});

describe('a look-up', () => {
  const list = (data: readonly Json[], has_more = false): Json => ({ object: 'list', data, has_more });
  const find = (plan: Plan, body: unknown, status = 200) => readFinding(lost(plan), answer(status, body), now);
  const outcomes: readonly (readonly [string, Plan, Json, object])[] = [
    ['our charge', charge, list([intent({ metadata: {} }), intent()]), { is: 'done', moved: { charged: 8450 } }],
    ['our hold', hold, list([heldIntent()]), { is: 'done', moved: { held: 8450 } }],
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
