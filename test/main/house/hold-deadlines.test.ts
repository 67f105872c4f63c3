import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeadlinesView } from '../../../src-main/contract/day-end.ts';
import type { HoldView } from '../../../src-main/contract/hold.ts';
import { showDeadlines } from '../../../src-main/house/holds/hold-deadlines.ts';
import { standardSettings } from '../../../src-main/house/settings/house-settings.ts';
import type { HeldSum } from '../../../src-main/mirror/shapes.ts';
import { openDemoDesk, type DemoDesk } from './demo-desk.ts';

// What is held on cards by the day on which it lapses: the same holds as in the list, each under its own deadline, in the house's own days.
let demo: DemoDesk;
beforeAll(async () => {
  demo = await openDemoDesk();
  await demo.signIn('manager');
}, 60_000);
afterAll(() => demo.close());

const dayOf = (at: number): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Toronto', dateStyle: 'short' }).format(at);

describe('holds by deadline', () => {
  it('stand under the day on which each lapses, Stripe’s own and our estimate of Paysafe’s', async () => {
    const asked = { filter: 'open', provider: null, offset: 0, limit: 200 };
    const { rows } = await demo.call<{ rows: readonly HoldView[] }>('holds.list', asked);
    expect(new Set(rows.map(({ provider }) => provider)).size).toBe(2);
    const { currency, days, later } = await demo.call<DeadlinesView>('dayEnd.deadlines', {});
    expect([currency, days.length]).toEqual(['CAD', 7]);
    const first = days[0]?.day ?? '';
    for (const one of days) {
      const own = rows.filter(({ deadline }) => {
        const day = deadline && dayOf(deadline.at);
        return day !== null && (day > first ? day : first) === one.day;
      });
      const of = (name: string) =>
        own.reduce((sum, { provider, capturable }) => (provider === name ? sum + capturable.amount : sum), 0);
      expect(one).toMatchObject({ stripe: of('stripe'), paysafe: of('paysafe'), count: own.length });
    }
    expect([...days, later].reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);
  });

  it('whose estimate is over are due today, for nobody knows; without a date they are last; another currency is left out', async () => {
    const now = Date.parse('2026-11-20T15:00:00Z');
    const sum = (more: Partial<HeldSum>): HeldSum => ({
      ...{ provider: 'paysafe', currency: 'CAD', at: now, amount: 1000, count: 1 },
      ...more,
    });
    const settings = standardSettings({ mode: 'test', language: 'en', desk: 'Front 1' });
    const world = {
      clock: { now: () => now, steady: () => 0 },
      settings: { now: () => ({ ...settings, currency: 'CAD', timeZone: 'America/Toronto' }) },
      mirror: {
        heldByTime: async () => [
          sum({ at: now - 86_400_000 }),
          // A quarter to midnight in Toronto, and midnight.
          sum({ provider: 'stripe', at: Date.parse('2026-11-21T04:45:00Z'), amount: 200, count: 2 }),
          sum({ provider: 'stripe', at: Date.parse('2026-11-21T05:00:00Z'), amount: 30 }),
          sum({ at: null, amount: 4 }),
          sum({ currency: 'USD', amount: 999 }),
        ],
      },
    };
    const shown = await showDeadlines(world as never);
    expect(shown).toMatchObject({
      value: {
        days: [
          { day: '2026-11-20', stripe: 200, paysafe: 1000, count: 3 },
          { day: '2026-11-21', stripe: 30, paysafe: 0, count: 1 },
          ...Array.from({ length: 5 }, () => ({ count: 0 })),
        ],
        later: { stripe: 0, paysafe: 4, count: 1 },
      },
    });
  });
});
