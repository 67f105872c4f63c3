import { describe, expect, it } from 'vitest';
import { makePace } from '../../../src-main/gateways/pace.ts';
import type { ProviderRequest } from '../../../src-main/payments/ports.ts';
import { handClock } from '../../support/clock.ts';

const ask = (path: string, method: ProviderRequest['method'] = 'GET'): ProviderRequest => ({
  method,
  path,
  headers: {},
  body: null,
});

function line() {
  const clock = handClock();
  const waits: number[] = [];
  const pace = makePace({ clock, wait: async (ms) => void waits.push(ms) });
  return { clock, waits, pace };
}

describe('the pace of requests', () => {
  it('lets 25 go at once and then one every 40 ms, each in its own place', async () => {
    const { waits, pace } = line();
    for (let n = 0; n < 28; n += 1) await pace('stripe', ask('/v1/customers?limit=100'));
    expect(waits).toEqual([40, 80, 120]);
  });

  it('is free again after a quiet second', async () => {
    const { waits, pace, clock } = line();
    for (let n = 0; n < 25; n += 1) await pace('stripe', ask('/v1/customers'));
    clock.pass(1000);
    for (let n = 0; n < 25; n += 1) await pace('stripe', ask('/v1/customers'));
    expect(waits).toEqual([]);
  });

  it('counts one endpoint whatever the id in it', async () => {
    const { waits, pace } = line();
    for (let n = 0; n < 26; n += 1) await pace('stripe', ask(`/v1/payment_intents/pi_3Abcdef${n}/capture`, 'POST'));
    expect(waits).toHaveLength(1);
    const { waits: others, pace: other } = line();
    for (let n = 0; n < 26; n += 1)
      await other(
        'paysafe',
        ask(`/cardpayments/v1/accounts/100100001${n % 2}/auths/0a4f0a4f-0000-4000-8000-0000000000${n + 10}`),
      );
    expect(others).toHaveLength(1);
  });

  it('counts endpoints, methods and providers apart: a charge does not wait behind a long list', async () => {
    const { waits, pace } = line();
    for (let n = 0; n < 25; n += 1) await pace('stripe', ask('/v1/payment_intents'));
    await pace('stripe', ask('/v1/payment_intents', 'POST'));
    await pace('stripe', ask('/v1/customers'));
    await pace('paysafe', ask('/v1/payment_intents'));
    expect(waits).toEqual([]);
  });
});
