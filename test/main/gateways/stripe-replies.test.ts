import { describe, expect, it } from 'vitest';
import { read } from '../../../src-main/gateways/stripe/replies.ts';
import type { Outcome } from '../../../src-main/payments/operation.ts';
import type { Plan } from '../../../src-main/payments/order.ts';
import {
  answer,
  capture,
  charge,
  everyPlan,
  hold,
  leaving,
  newDefault,
  nonsense,
  now,
  refund,
  release,
  removal,
} from './orders-on-paper.ts';
import { captured, customer, heldIntent, intent, method, refunded, type Json } from './stripe-bodies.ts';

const outcome = (plan: Plan, status: number, body: unknown): Outcome =>
  read(plan, answer(status, body), { now, sure: true }).outcome;

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
    ['a removed customer', leaving, { id: 'cus_1', object: 'customer', deleted: true }, { is: 'done' }],
    ['a customer who is still there', leaving, customer({ id: 'cus_1' }), { is: 'unclear', why: 'not_deleted' }],
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
    [charge, intent({ amount: 8451, customer: 'cus_2', metadata: { comptoir_operation: 'cpt-9' } }), 'key'],
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
    [release, intent({ status: 'canceled', amount: 8449 }), 'amount'],
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
    const reading = read(charge, answer(402, body), { now, sure: true });
    expect(reading.outcome).toEqual({
      is: 'declined',
      code: decline_code,
      advice: 'try_again_later',
      reference: 'pay_1',
    });
    expect(reading.records.payments).toMatchObject([{ state: 'declined', taken: 0 }]);
  });

  it('402 with the intent of another order is not our decline', () => {
    const others = intent({ status: 'requires_payment_method', metadata: { comptoir_operation: 'cpt-9' } });
    const body = error({ code: 'card_declined', payment_intent: others });
    expect(outcome(charge, 402, body)).toEqual({ is: 'unclear', why: 'other_answer' });
  });

  /** As Stripe answers: with the key of the request that it answers. */
  const withKey = (plan: Plan, key: string, status: number, body: unknown): Outcome =>
    read(plan, { ...answer(status, body), headers: { 'idempotency-key': key } }, { now, sure: true }).outcome;

  it.each([
    [400, { code: 'amount_too_small' }],
    [402, { code: 'expired_card' }],
    [404, { code: 'resource_missing' }],
  ])('%s with the key of another request is another order’s, and with our own it is ours', (status, more) => {
    expect(withKey(charge, 'cpt-9', status, error(more))).toEqual({ is: 'unclear', why: 'other_answer' });
    expect(['declined', 'rejected']).toContain(withKey(charge, charge.key, status, error(more)).is);
  });

  it('a good answer with the key of another request is another order’s, too', () => {
    expect(withKey(capture, 'cpt-9', 200, captured())).toEqual({ is: 'unclear', why: 'other_answer' });
    expect(withKey(capture, capture.key, 200, captured()).is).toBe('done');
  });

  it('is only proven by the account that had the order: its own key, or the same word given again', () => {
    const missing = answer(404, error({ code: 'resource_missing' }));
    const unsure = { now, sure: false };
    expect(read(capture, missing, unsure).outcome).toMatchObject({ is: 'rejected', unproven: true });
    expect(read(capture, missing, { now, sure: true }).outcome).not.toHaveProperty('unproven');
    const again = { ...missing, headers: { 'idempotent-replayed': 'true' } };
    expect(read(capture, again, unsure).outcome).not.toHaveProperty('unproven');
  });

  const cases: readonly (readonly [number, Json, Plan, object])[] = [
    [402, { code: 'expired_card' }, charge, { is: 'unclear', why: 'other_answer' }],
    [402, { code: 'expired_card' }, capture, { is: 'declined', code: 'expired_card', reference: null }],
    [402, {}, capture, { is: 'declined', code: 'generic_decline' }],
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
    [404, { code: 'resource_missing' }, newDefault, { is: 'rejected', code: 'customer_removed' }],
    [400, { code: 'resource_missing' }, newDefault, { is: 'rejected', code: 'resource_missing' }],
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
