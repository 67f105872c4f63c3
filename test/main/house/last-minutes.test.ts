import { describe, expect, it } from 'vitest';
import { lastMinutes } from '../../../src-main/house/last-minutes.ts';
import type { PaymentRecord } from '../../../src-main/payments/records.ts';
import { noon, paymentOf } from '../mirror/rows-of-a-house.ts';

const minute = 60_000;

/** The lists, answering what is not older than asked, as the mirror does. */
function lists(payments: readonly PaymentRecord[]) {
  return {
    recentPayments: async (_customer: string, since: number) => ({
      customerIds: ['paysafe:b', 'stripe:a'],
      payments: payments.filter(({ at }) => at >= since),
    }),
  };
}
const seen = async (payments: readonly PaymentRecord[], offsets: { stripe: number | null; paysafe: number | null }) =>
  (
    await lastMinutes(
      { mirror: lists(payments), clockOffset: (provider) => offsets[provider] },
      'stripe:a',
      noon - 15 * minute,
    )
  ).payments.map(({ id, at }) => [id, (at - noon) / minute]);

describe('the last minutes of a person', () => {
  const stripe = (at: number) => paymentOf('stripe:pi', 'stripe:a', { at: noon + at * minute });
  const paysafe = (at: number) => paymentOf('paysafe:p', 'paysafe:b', { at: noon + at * minute });

  it('are those of both records, by our clock', async () => {
    expect(await seen([stripe(-3), paysafe(-14)], { stripe: 0, paysafe: null })).toEqual([
      ['stripe:pi', -3],
      ['paysafe:p', -14],
    ]);
    expect(await seen([stripe(-16), paysafe(-16)], { stripe: 0, paysafe: 0 })).toEqual([]);
  });

  it('are not missed because a provider’s clock is behind or ahead of ours', async () => {
    // Stripe is ten minutes behind: what it calls twenty minutes ago was ten minutes ago.
    expect(await seen([stripe(-20)], { stripe: -10 * minute, paysafe: 0 })).toEqual([['stripe:pi', -10]]);
    // Paysafe is ten minutes ahead: what it calls ten minutes ago was twenty minutes ago.
    expect(await seen([paysafe(-10)], { stripe: 0, paysafe: 10 * minute })).toEqual([]);
    expect(await seen([stripe(-20), paysafe(0)], { stripe: -10 * minute, paysafe: 10 * minute })).toEqual([
      ['stripe:pi', -10],
      ['paysafe:p', -10],
    ]);
  });
});
