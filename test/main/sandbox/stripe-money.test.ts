import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeSandboxClock } from '../../../src-main/sandbox/core/clock.ts';
import { makeIds } from '../../../src-main/sandbox/core/ids.ts';
import { sandboxKeys } from '../../../src-main/sandbox/core/keys.ts';
import { openSandboxStore } from '../../../src-main/sandbox/core/store.ts';
import { makeStripeSandbox } from '../../../src-main/sandbox/stripe/stripe.ts';
import { opening } from './stripe-house.ts';

interface Money {
  readonly id: string;
  readonly status: string;
  readonly amount: number;
  readonly amount_received: number;
  readonly amount_capturable: number;
  readonly amount_captured: number;
  readonly amount_refunded: number;
  readonly captured: boolean;
  readonly latest_charge: string | null;
  readonly payment_intent: string;
  readonly charge: string;
  readonly net: number;
  readonly fee: number;
}

interface Account {
  call(method: string, path: string, params?: Readonly<Record<string, string | number>>, key?: string): Money;
  every(path: string): Money[];
  advance(milliseconds: number): void;
  close(): void;
}

/** The sandbox without a socket, for many short lives. */
function openAccount(): Account {
  const store = openSandboxStore(':memory:');
  const clock = makeSandboxClock(store, () => opening);
  const sandbox = makeStripeSandbox({ store, clock, ids: makeIds(store, 'money'), baseUrl: 'http://127.0.0.1' });
  const ask = (
    method: string,
    path: string,
    params: Readonly<Record<string, string | number>>,
    key?: string,
  ): unknown => {
    const sent = new URLSearchParams(Object.entries(params).map(([name, value]) => [name, String(value)])).toString();
    const reply = sandbox.handle({
      method,
      path,
      query: method === 'GET' ? sent : '',
      body: method === 'GET' ? '' : sent,
      headers: {
        authorization: `Bearer ${sandboxKeys.stripeKey}`,
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
    });
    expect(reply.status).toBeLessThan(500);
    return JSON.parse(reply.body);
  };
  return {
    call: (method, path, params = {}, key) => ask(method, path, params, key) as Money,
    every: (path) => (ask('GET', path, { limit: 100 }) as { data: Money[] }).data,
    advance: (milliseconds) => clock.advance(milliseconds),
    close: () => store.close(),
  };
}

type Step =
  | { readonly act: 'charge' | 'hold'; readonly amount: number; readonly card: number }
  | { readonly act: 'capture' | 'refund'; readonly amount: number; readonly target: number }
  | { readonly act: 'capture-all' | 'refund-all' | 'cancel' | 'repeat'; readonly target: number }
  | { readonly act: 'wait'; readonly hours: number };

const amount = fc.integer({ min: 1, max: 20_000 });
const target = fc.nat({ max: 9 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ act: fc.constantFrom('charge' as const, 'hold' as const), amount, card: fc.nat({ max: 3 }) }),
  fc.record({ act: fc.constantFrom('capture' as const, 'refund' as const), amount, target }),
  fc.record({
    act: fc.constantFrom('capture-all' as const, 'refund-all' as const, 'cancel' as const, 'repeat' as const),
    target,
  }),
  fc.record({ act: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 60 }) }),
);

const cards = ['pm_card_visa', 'pm_card_mastercard', 'pm_card_chargeCustomerFail', 'pm_card_refundFail'];

/** Carries the steps out; what is refused on the way is part of the game. */
function live(account: Account, steps: readonly Step[]): void {
  const customer = account.call('POST', '/v1/customers', { name: 'Éloi' }).id;
  const saved = cards.map((card) => account.call('POST', `/v1/payment_methods/${card}/attach`, { customer }).id);
  const sent: { path: string; params: Record<string, string | number>; key: string }[] = [];
  const post = (path: string, params: Record<string, string | number>): void => {
    const key = `key-${sent.length}`;
    sent.push({ path, params, key });
    account.call('POST', path, params, key);
  };
  for (const one of steps) {
    const intents = account.every('/v1/payment_intents');
    const chosen = 'target' in one ? (intents[one.target % Math.max(1, intents.length)]?.id ?? 'pi_none') : '';
    const at = `/v1/payment_intents/${chosen}`;
    if (one.act === 'charge' || one.act === 'hold') {
      post('/v1/payment_intents', {
        amount: one.amount,
        currency: 'cad',
        customer,
        payment_method: saved[one.card] ?? '',
        'allowed_payment_method_types[0]': 'card',
        confirm: 'true',
        off_session: 'true',
        capture_method: one.act === 'hold' ? 'manual' : 'automatic',
      });
    } else if (one.act === 'capture') post(`${at}/capture`, { amount_to_capture: one.amount });
    else if (one.act === 'capture-all') post(`${at}/capture`, {});
    else if (one.act === 'cancel') post(`${at}/cancel`, {});
    else if (one.act === 'refund') post('/v1/refunds', { payment_intent: chosen, amount: one.amount });
    else if (one.act === 'refund-all') post('/v1/refunds', { payment_intent: chosen });
    else if (one.act === 'wait') account.advance(one.hours * 3_600_000);
    else if ('target' in one) {
      const again = sent[one.target % Math.max(1, sent.length)];
      if (again !== undefined) account.call('POST', again.path, again.params, again.key);
    }
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

test('whatever staff do, every cent authorised is captured, released or still held, and refunds stay within captures', () => {
  let captures = 0;
  let refunds = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => {
      const account = openAccount();
      live(account, steps);
      const given = account.every('/v1/refunds').filter((refund) => refund.status === 'succeeded');
      const charges = account.every('/v1/charges');
      for (const charge of charges) {
        const intent = account.call('GET', `/v1/payment_intents/${charge.payment_intent}`);
        if (charge.status === 'failed') {
          expect([charge.captured, charge.amount_captured, charge.amount_refunded]).toEqual([false, 0, 0]);
          continue;
        }
        const refunded = sum(given.filter((refund) => refund.charge === charge.id).map((refund) => refund.amount));
        const released = charge.amount_refunded - refunded;
        expect(charge.amount).toBe(charge.amount_captured + released + intent.amount_capturable);
        expect(refunded).toBeLessThanOrEqual(charge.amount_captured);
        expect(released).toBeGreaterThanOrEqual(0);
        expect(intent.amount_received).toBe(charge.amount_captured);
        expect(intent.amount_capturable > 0).toBe(intent.status === 'requires_capture');
        expect(charge.captured).toBe(charge.amount_captured > 0);
        captures += charge.captured ? 1 : 0;
      }
      refunds += given.length;
      const moved = account.every('/v1/balance_transactions');
      expect(sum(moved.map((one) => one.net + one.fee))).toBe(
        sum(charges.map((charge) => charge.amount_captured)) - sum(given.map((refund) => refund.amount)),
      );
      account.close();
    }),
    { seed: 20_260_303, numRuns: 300 },
  );
  expect(captures).toBeGreaterThan(300);
  expect(refunds).toBeGreaterThan(100);
});

test('the same seed and the same calls give the same ids', () => {
  const ids = (): string[] => {
    const account = openAccount();
    live(account, [
      { act: 'hold', amount: 5000, card: 0 },
      { act: 'capture', amount: 3000, target: 0 },
      { act: 'refund', amount: 1000, target: 0 },
    ]);
    const found = [
      ...account.every('/v1/payment_intents'),
      ...account.every('/v1/refunds'),
      ...account.every('/v1/events'),
    ];
    account.close();
    return found.map((one) => one.id);
  };
  expect(ids()).toEqual(ids());
});

test('a call costs well under a millisecond of work', () => {
  const account = openAccount();
  const customer = account.call('POST', '/v1/customers', { name: 'Éloi' }).id;
  const card = account.call('POST', '/v1/payment_methods/pm_card_visa/attach', { customer }).id;
  const times: number[] = [];
  for (let number = 0; number < 400; number += 1) {
    const start = performance.now();
    account.call(
      'POST',
      '/v1/payment_intents',
      {
        amount: 5000,
        currency: 'cad',
        customer,
        payment_method: card,
        'allowed_payment_method_types[0]': 'card',
        confirm: 'true',
        off_session: 'true',
      },
      `speed-${number}`,
    );
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  expect(times[200]).toBeLessThan(5);
  account.close();
});
