import { describe, expect, it } from 'vitest';
import type { Standing } from '../../../src-main/contract/removal.ts';
import { judgeRemoval, judgeSubscriptions } from '../../../src-main/payments/removal.ts';
import type { PlanningWorld } from '../../../src-main/payments/plan.ts';
import type { Read } from '../../../src-main/payments/ports.ts';

const nothing: Standing = { checking: null, holds: [], debits: [], bills: [], pages: 0 };
const amount = { amount: 8450, currency: 'CAD' };
const visit = { day: '2026-11-20', time: null, service: 'Cut', withWhom: null };

describe('a customer is not taken away', () => {
  const cases: readonly (readonly [string, Partial<Standing>, string])[] = [
    ['while an order of theirs is not known', { checking: 'op-1' }, 'customer_checking'],
    ['while a hold of theirs is open', { holds: [{ id: 'stripe:pi_1', amount }] }, 'customer_has_hold'],
    ['while a debit is on its way', { debits: [{ id: 'paysafe:p-1', amount }] }, 'customer_debit_coming'],
    [
      'while they have something to pay',
      { bills: [{ id: 'bill-1', code: 'B-1', visit, remaining: amount }] },
      'customer_owes',
    ],
    ['while a page is open for them', { pages: 1 }, 'customer_has_page'],
  ];
  it.each(cases)('%s', (_when, standing, code) => {
    expect(judgeRemoval({ ...nothing, ...standing })).toMatchObject({ code });
  });

  it('unless nothing of it stands', () => {
    expect(judgeRemoval(nothing)).toBeNull();
  });
});

describe('a subscription', () => {
  const judge = (read: Read<number> | null) => {
    const reader = { subscriptionsOf: async () => read } as unknown as PlanningWorld['readers']['stripe'];
    const none = {} as PlanningWorld['readers']['stripe'];
    const readers = { stripe: read === null ? none : reader, paysafe: none };
    return judgeSubscriptions(readers, { provider: 'stripe', ref: 'cus_1' });
  };
  const not = (why: 'permission' | 'no_answer' | 'odd'): Read<number> => ({ ok: false, why, detail: '' });

  it('that runs stops it, and so does not being told', async () => {
    expect(await judge({ ok: true, value: 1 })).toMatchObject({ code: 'customer_subscribed' });
    expect(await judge(not('permission'))).toMatchObject({ code: 'subscriptions_unseen' });
    expect(await judge(not('no_answer'))).toMatchObject({ code: 'offline' });
    expect(await judge(not('odd'))).toMatchObject({ code: 'provider_unavailable' });
  });

  it('is none where none runs, and where the provider has none', async () => {
    expect(await judge({ ok: true, value: 0 })).toBeNull();
    expect(await judge(null)).toBeNull();
  });
});
