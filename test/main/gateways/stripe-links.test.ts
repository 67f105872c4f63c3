import { describe, expect, it } from 'vitest';
import { makeStripeLinks } from '../../../src-main/gateways/stripe/links.ts';
import type { LinkPlan, PageLink } from '../../../src-main/payments/page-link.ts';
import type { Answer } from '../../../src-main/payments/ports.ts';
import { newLink } from '../ledger/new-link.ts';

const gateway = makeStripeLinks({ now: () => 5 });
const link = (more: Partial<LinkPlan> = {}, sessionRef: string | null = 'cs_1'): PageLink => ({
  ...newLink({ sessionRef }),
  plan: { ...newLink().plan, ...more },
  version: 1,
});
const answer = (body: unknown, status = 200): Answer => ({
  status,
  headers: {},
  body: typeof body === 'string' ? body : JSON.stringify(body),
  providerAt: null,
});
const session = (more: object = {}) => ({
  id: 'cs_1',
  object: 'checkout.session',
  mode: 'payment',
  status: 'open',
  payment_status: 'unpaid',
  amount_total: 1500,
  currency: 'cad',
  customer: 'a',
  expires_at: 2_000,
  url: 'https://checkout.stripe.com/c/pay/cs_1',
  metadata: { comptoir_link: 'link-1' },
  payment_intent: null,
  setup_intent: null,
  ...more,
});
const intent = (more: object = {}) => ({
  id: 'pi_1',
  object: 'payment_intent',
  status: 'succeeded',
  amount: 1500,
  amount_received: 1500,
  currency: 'cad',
  created: 1,
  customer: 'a',
  capture_method: 'automatic',
  payment_method: {
    id: 'pm_1',
    object: 'payment_method',
    type: 'card',
    customer: 'a',
    card: { brand: 'visa', last4: '4242', exp_month: 4, exp_year: 2031 },
    metadata: {},
  },
  metadata: { comptoir_link: 'link-1' },
  ...more,
});
const complete = (of: object = {}, more: object = {}) =>
  session({ status: 'complete', payment_status: 'paid', url: null, payment_intent: intent(of), ...more });
const said = (body: unknown, of: PageLink = link()) => gateway.read(of, answer(body), 'asked').outcome;

describe('what Stripe says of a page', () => {
  it('is open, with its address for as long as it is', () => {
    const reading = gateway.read(link(), answer(session()), 'asked');
    expect(reading.outcome).toEqual({ is: 'open', sessionRef: 'cs_1', expiresAt: 2_000_000 });
    expect(reading.address).toBe('https://checkout.stripe.com/c/pay/cs_1');
    expect(gateway.read(link(), answer(complete()), 'asked').address).toBeNull();
  });

  it('is paid only when the intent says that the money is there', () => {
    expect(said(complete())).toMatchObject({
      is: 'completed',
      result: {
        moved: { amount: 1500, currency: 'CAD' },
        paymentRef: 'pi_1',
        cardRef: 'pm_1',
        saved: true,
        card: { lastFour: '4242' },
      },
    });
    expect(said(session({ status: 'complete', payment_status: 'paid', payment_intent: 'pi_1' }))).toMatchObject({
      is: 'unclear',
    });
    expect(said(complete({ status: 'a_new_word' }))).toMatchObject({ is: 'unclear' });
    expect(said(complete({ amount_received: 0 }))).toMatchObject({ is: 'unclear' });
  });

  it('is still on its way while the bank settles, and came to nothing when the bank says no at last', () => {
    expect(said(complete({ status: 'processing', amount_received: 0 }, { payment_status: 'unpaid' }))).toMatchObject({
      is: 'processing',
    });
    const failed = {
      status: 'requires_payment_method',
      amount_received: 0,
      last_payment_error: { code: 'payment_failed' },
    };
    expect(said(complete(failed, { payment_status: 'unpaid' }))).toMatchObject({
      is: 'failed',
      code: 'payment_failed',
    });
    expect(said(complete({ status: 'canceled', amount_received: 0 }))).toMatchObject({
      is: 'failed',
      code: 'canceled',
    });
  });

  it('is held when it was to be held, and a person’s matter when it was taken instead, or the other way round', () => {
    const held = { status: 'requires_capture', amount_received: 0, amount_capturable: 1500, capture_method: 'manual' };
    expect(said(complete(held), link({ kind: 'hold' }))).toMatchObject({
      is: 'completed',
      result: { moved: { amount: 1500 } },
    });
    expect(said(complete(held))).toMatchObject({ is: 'mismatch', why: 'held_instead_of_charged' });
    expect(said(complete(), link({ kind: 'hold' }))).toMatchObject({ is: 'mismatch', why: 'captured_instead_of_held' });
  });

  it('is a person’s matter when amount, currency, customer or kind are not what was asked', () => {
    expect(said(session({ amount_total: 1501 }))).toMatchObject({ is: 'mismatch', why: 'amount' });
    expect(said(session({ currency: 'usd' }))).toMatchObject({ is: 'mismatch', why: 'currency' });
    expect(said(session({ customer: 'b' }))).toMatchObject({ is: 'mismatch', why: 'customer' });
    expect(said(session({ mode: 'setup' }))).toMatchObject({ is: 'mismatch', why: 'mode' });
    expect(said(complete({ amount: 1400 }))).toMatchObject({ is: 'mismatch', why: 'amount' });
  });

  it('says nothing when it speaks of another page, cannot be read, or is no answer', () => {
    expect(said(session({ metadata: { comptoir_link: 'link-2' } }))).toEqual({ is: 'unclear', why: 'other_answer' });
    expect(said(session({ id: 'cs_2' }))).toEqual({ is: 'unclear', why: 'other_answer' });
    expect(said('<html>')).toEqual({ is: 'unclear', why: 'unreadable' });
    expect(gateway.read(link(), answer('', 404), 'asked').outcome).toEqual({ is: 'unclear', why: 'status_404' });
    expect(said(session({ status: 'a_new_word' }))).toMatchObject({ is: 'unclear' });
  });

  it('that saves a card is done when the set-up is, with the card', () => {
    const card = link({ kind: 'card', price: { is: 'nothing' } });
    const setup = (status: string, customer: string | null = 'cus_1') =>
      session({
        mode: 'setup',
        status: 'complete',
        amount_total: null,
        currency: null,
        url: null,
        setup_intent: {
          id: 'seti_1',
          object: 'setup_intent',
          status,
          payment_method: { ...intent().payment_method, customer },
        },
      });
    expect(said(setup('succeeded'), card)).toMatchObject({
      is: 'completed',
      result: { moved: null, cardRef: 'pm_1', saved: true },
    });
    // Its customer was deleted since: the card is on nobody.
    expect(said(setup('succeeded', null), card)).toMatchObject({
      is: 'completed',
      result: { cardRef: 'pm_1', saved: false },
    });
    expect(said(setup('processing'), card)).toMatchObject({ is: 'processing' });
    expect(said(setup('requires_action'), card)).toMatchObject({ is: 'unclear' });
  });
});

describe('the answer to the request that makes a page', () => {
  const made = (body: unknown, status: number) => gateway.read(link({}, null), answer(body, status), 'made').outcome;
  const error = (type: string, code?: string) => ({ error: { type, ...(code ? { code } : {}) } });
  it.each([
    [400, error('invalid_request_error', 'resource_missing'), { is: 'not_run', code: 'resource_missing' }],
    [401, error('invalid_request_error'), { is: 'not_run', code: 'key_refused' }],
    [403, error('invalid_request_error'), { is: 'not_run', code: 'permission_missing' }],
    [429, error('rate_limit_error'), { is: 'not_run', code: 'rate_limited' }],
    [400, error('idempotency_error'), { is: 'unclear' }],
    [409, error('idempotency_error', 'idempotency_key_in_use'), { is: 'unclear' }],
    [500, error('api_error'), { is: 'unclear' }],
    [502, '<html>', { is: 'unclear' }],
  ])('%s %j', (status, body, wanted) => {
    expect(made(body, status)).toMatchObject(wanted);
  });
});

describe('a page whose answer was lost', () => {
  const list = (rows: readonly unknown[], more = false) => answer({ object: 'list', data: rows, has_more: more });
  it('is found among those made since, absent when it surely is not there, and not known otherwise', () => {
    const lost = link({}, null);
    expect(gateway.readLookUp(lost, list([session()]))).toMatchObject({ outcome: { is: 'open', sessionRef: 'cs_1' } });
    expect(gateway.readLookUp(lost, list([session({ metadata: { comptoir_link: 'link-2' } })]))).toBe('absent');
    expect(gateway.readLookUp(lost, list([], true))).toBe('nothing_yet');
    expect(gateway.readLookUp(lost, answer('', 500))).toBe('nothing_yet');
  });
});
