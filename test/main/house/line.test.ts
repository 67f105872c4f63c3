import { describe, expect, it } from 'vitest';
import type { ProviderHealth, ProviderName } from '../../../src-main/contract/provider.ts';
import { makeLine } from '../../../src-main/house/line.ts';
import type { SendResult } from '../../../src-main/payments/ports.ts';
import { handClock } from '../../support/clock.ts';

const answer: SendResult = { got: 'answer', answer: { status: 401, headers: {}, body: '', providerAt: 0 } };
const silence = (why: string): SendResult => ({ got: 'nothing', left: false, why });

function line(more: { judgesClock?: boolean } = {}) {
  const clock = handClock();
  const health: Record<ProviderName, ProviderHealth> = { stripe: 'ok', paysafe: 'ok' };
  const ahead: Record<ProviderName, number | null> = { stripe: 0, paysafe: 0 };
  const seen = { greeted: [] as string[], refreshed: [] as string[], back: [] as string[] };
  const world = { says: answer };
  const made = makeLine({
    clock,
    judgesClock: more.judgesClock ?? true,
    providerNow: (provider) => {
      const by = ahead[provider];
      return by === null ? null : clock.now() + by;
    },
    health: (provider) => health[provider],
    greet: async (provider) => (seen.greeted.push(provider), world.says),
    refresh: (provider) => void seen.refreshed.push(provider),
    back: (provider) => void seen.back.push(provider),
  });
  return { made, health, ahead, seen, world };
}

describe('before an order leaves', () => {
  it('a provider that answered and told its time is not asked again', async () => {
    const { made, seen } = line();
    expect(await made.reach('stripe')).toBeNull();
    expect(seen.greeted).toEqual([]);
  });

  it('two orders at once ask once, and any answer will do: even a refused key tells the time', async () => {
    const { made, ahead, seen } = line();
    ahead.stripe = null;
    expect(await Promise.all([made.reach('stripe'), made.reach('stripe')])).toEqual([null, null]);
    expect(seen.greeted).toEqual(['stripe']);
  });

  it('a provider without a key says so instead of "no line"', async () => {
    const { made, ahead, world } = line();
    ahead.paysafe = null;
    world.says = silence('key_missing');
    expect(await made.reach('paysafe')).toEqual({ code: 'key_missing', facts: { provider: 'paysafe' } });
  });

  it('the other provider’s trouble does not stop it', async () => {
    const { made, health, world } = line();
    health.paysafe = 'unreachable';
    world.says = silence('ECONNREFUSED');
    expect(await made.reach('stripe')).toBeNull();
    expect(await made.reach('paysafe')).toEqual({ code: 'offline', facts: { provider: 'paysafe' } });
  });

  it('a clock that is far from either provider’s stops both', async () => {
    const { made, ahead } = line();
    ahead.paysafe = -3 * 3_600_000;
    expect(await made.reach('stripe')).toEqual({ code: 'clock_wrong', facts: { ms: 3 * 3_600_000 } });
    expect(made.clockWrong()).toEqual({ code: 'clock_wrong', facts: { ms: 3 * 3_600_000 } });
  });

  it.each(['CERT_NOT_YET_VALID', 'CERT_HAS_EXPIRED'])(
    'a certificate out of its time (%s) is this PC’s clock, not the line',
    async (why) => {
      const { made, ahead, world } = line();
      ahead.stripe = null;
      world.says = silence(why);
      expect(await made.reach('stripe')).toEqual({ code: 'clock_wrong' });
      expect(made.clockWrong()).toEqual({ code: 'clock_wrong' });
      world.says = answer;
      expect(await made.reach('stripe')).toBeNull();
      expect(made.clockWrong()).toBeNull();
    },
  );

  it('in the demo house the time of the providers may be moved on purpose', async () => {
    const { made, ahead } = line({ judgesClock: false });
    ahead.stripe = 30 * 86_400_000;
    expect(await made.reach('stripe')).toBeNull();
  });
});

describe('a provider that answers again', () => {
  it.each(['unreachable', 'key_refused', 'odd'] as const)(
    'after it was %s is asked at once about what is open',
    (was) => {
      const { made, health, seen } = line();
      made.noticed();
      expect(seen.back).toEqual([]);
      health.stripe = was;
      made.noticed();
      made.noticed();
      health.stripe = 'ok';
      made.noticed();
      made.noticed();
      expect(seen.back).toEqual(['stripe']);
    },
  );

  it('is found out by asking only while it is silent, and then its lists are read', async () => {
    const { made, health, seen, world } = line();
    await made.tryAgain();
    health.stripe = 'unreachable';
    world.says = silence('ENETUNREACH');
    await made.tryAgain();
    expect(seen.refreshed).toEqual([]);
    world.says = answer;
    await made.tryAgain();
    expect([seen.greeted, seen.refreshed]).toEqual([['stripe', 'stripe'], ['stripe']]);
  });
});
