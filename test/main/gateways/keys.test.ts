import { describe, expect, it } from 'vitest';
import { makePaysafeGateway } from '../../../src-main/gateways/paysafe/paysafe.ts';
import { makeStripeGateway } from '../../../src-main/gateways/stripe/stripe.ts';
import type { Outcome } from '../../../src-main/payments/operation.ts';
import { capture, charge, everyPlan, hold, lost, now, refund, release, removal } from './orders-on-paper.ts';

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
