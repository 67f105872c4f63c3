import { describe, expect, it } from 'vitest';
import { makePaysafeGateway } from '../../../src-main/gateways/paysafe/paysafe.ts';
import { makeStripeGateway } from '../../../src-main/gateways/stripe/stripe.ts';
import type { Outcome } from '../../../src-main/payments/operation.ts';
import {
  capture,
  charge,
  everyPlan,
  hold,
  leaving,
  lost,
  newDefault,
  now,
  refund,
  release,
  removal,
  savedCard,
} from './orders-on-paper.ts';

const hour = 3_600_000;
const stripeAt = (statementName: string) => makeStripeGateway({ statementName: () => statementName, now: () => now });
const stripe = stripeAt('Atelier Fleury');
const paysafe = makePaysafeGateway({
  accounts: () => [{ number: '1001', currency: 'CAD', kind: 'card' }],
  readCard: async () => ({ ok: false, why: 'gone', detail: '' }),
  now: () => now,
});

describe('a key', () => {
  it('is used for less than the day that Stripe keeps it, and a reference for less than Paysafe’s ninety', () => {
    expect(stripe.keyLifetimeMs).toBeLessThan(24 * hour);
    expect(paysafe.keyLifetimeMs).toBeLessThan(90 * 24 * hour);
  });

  it('lets Stripe’s requests be repeated after silence; a reference of Paysafe’s is refused, not replayed, so it is only asked about', () => {
    expect([stripe.repeat, paysafe.repeat]).toEqual(['same_key', 'limited']);
  });
});

describe('two desks with the same view', () => {
  it.each([capture, release, refund, removal])(
    'send the same bytes for a $kind, whatever name they print',
    async (plan) => {
      const [one, two] = await Promise.all([stripe.prepare(plan), stripeAt('Second desk').prepare(plan)]);
      expect(two.request).toEqual(one.request);
    },
  );
});

describe('a look-up at Stripe', () => {
  it.each([...everyPlan.map((plan) => [plan.kind, plan] as const)])(
    'for a %s is never Stripe’s search, which lags',
    async (_kind, plan) => {
      expect((await stripe.question(lost(plan), now)).path).not.toContain('search');
    },
  );
});

describe('an order in Paysafe’s Vault, which names no account', () => {
  const card = (number: string) => ({ number, currency: 'CAD', kind: 'card' as const });
  const standing = { accounts: [card('1001'), card('1002')], known: null as string | null };
  const vault = makePaysafeGateway({
    accounts: () => standing.accounts,
    accountOf: async () => standing.known,
    readCard: async () => ({
      ok: true,
      value: { id: 'pm_1', cardExpiry: { month: 1, year: 2030 }, defaultCardIndicator: false },
    }),
    now: () => now,
  });

  it.each([removal, leaving, newDefault, savedCard])(
    'is neither sent nor asked about under another merchant’s key, which knows nobody ($kind)',
    async (plan) => {
      Object.assign(standing, { accounts: [card('1001'), card('1002')], known: null });
      const sent = { ...lost(plan), memo: (await vault.prepare(plan)).memo };
      expect(vault.sentElsewhere?.(sent)).toBe(false);
      standing.accounts = [card('1002')];
      expect(vault.sentElsewhere?.(sent), 'nothing shows that it is the same merchant').toBe(true);
      standing.accounts = [card('2001')];
      expect(vault.sentElsewhere?.(sent)).toBe(true);

      standing.known = '1001';
      const begun = { ...lost(plan), memo: (await vault.prepare(plan)).memo };
      expect(vault.sentElsewhere?.(begun), 'the client is known under the first merchant').toBe(true);
      standing.accounts = [card('9000'), card('1001')];
      expect(vault.sentElsewhere?.(begun)).toBe(false);
    },
  );

  it('of money names its account in the request, and is asked about there', async () => {
    standing.accounts = [card('1001')];
    const sent = { ...lost(capture), memo: (await vault.prepare(capture)).memo };
    expect(sent.memo).toEqual({ account: '1001' });
    standing.accounts = [card('2001')];
    expect(vault.sentElsewhere?.(sent)).toBe(false);
  });
});

describe('a part of a hold, captured', () => {
  const done: Outcome = { is: 'done', reference: 'set_1', moved: { captured: 5000 } };
  it('is followed by giving back the rest at Paysafe, under a key that every desk derives alike', () => {
    const next = paysafe.followUp(lost(capture), done);
    expect(next).toMatchObject({ kind: 'release', amount: { amount: 3450 }, paymentRef: 'pay_1', rest: true });
    expect(next?.key).toBe(paysafe.followUp({ ...lost(capture), desk: 'Front 2', staffName: 'Sylvie' }, done)?.key);
  });

  it('is followed by nothing at Stripe, nor when nothing is left, nor when it was not done', () => {
    expect(stripe.followUp(lost(capture), done)).toBeNull();
    expect(paysafe.followUp(lost({ ...capture, capturable: 5000 }), done)).toBeNull();
    expect(paysafe.followUp(lost(capture), { is: 'unclear', why: 'no_answer' })).toBeNull();
    for (const plan of [charge, hold, release]) expect(paysafe.followUp(lost(plan), done)).toBeNull();
  });
});
