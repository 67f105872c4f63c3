import { mount, type DOMWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DayFigures, DayTotals } from '../../src-main/contract/day-end.ts';
import type { DayFees } from '../../src-main/contract/payouts.ts';
import WeekChart from '../../src-renderer/parts/WeekChart.vue';
import DayTotalsTable from '../../src-renderer/screens/day-end/DayTotalsTable.vue';
import DayWeek from '../../src-renderer/screens/day-end/DayWeek.vue';
import { language } from '../../src-renderer/wording/language.ts';
import { failureSentence } from '../../src-renderer/wording/sentences.ts';

const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');
const figures = (change: Partial<DayFigures>): DayFigures => {
  const none = { amount: 0, count: 0 };
  return { charged: none, captured: none, refunded: none, links: none, collected: 0, tips: 0, coming: 0, ...change };
};
const stripe = figures({
  charged: { amount: 231_844, count: 14 },
  refunded: { amount: 7473, count: 1 },
  collected: 224_371,
});
const paysafe = figures({ charged: { amount: 68_412, count: 6 }, collected: 68_412 });
const totals: DayTotals = {
  currency: 'CAD',
  whole: figures({
    charged: { amount: 300_256, count: 20 },
    refunded: { amount: 7473, count: 1 },
    collected: 292_783,
  }),
  providers: [
    { provider: 'stripe', figures: stripe },
    { provider: 'paysafe', figures: paysafe },
  ],
  staff: [],
  brands: [],
  credits: [],
};
beforeEach(() => setActivePinia(createPinia()));
afterEach(() => {
  language.value = 'en';
});
const cellsOf = (row: DOMWrapper<Element>): string =>
  row
    .findAll('th, td')
    .map((cell) => plain(cell.text()).replace(/\s+/g, ' '))
    .join(' | ');
const rowsOf = (fees: Parameters<typeof show>[0]): string[] =>
  show(fees)
    .findAll('tr')
    .map((row) => cellsOf(row));
function show(fees: readonly DayFees[] | null) {
  return mount(DayTotalsTable, { props: { totals, fees, shutExport: null } });
}

describe('the table of a day', () => {
  it('has both providers beside each other, what went back with a minus, and their sum', () => {
    expect(rowsOf(null).filter((row) => /Charges|Refunds|Collected/.test(row))).toEqual([
      'Charges 14 and 6 | 2,318.44 | 684.12 | 3,002.56',
      'Refunds 1 | −74.73 | 0.00 | −74.73',
      'Collected | 2,243.71 | 684.12 | 2,927.83',
    ]);
  });

  it('has no line for fees that nobody knows yet; known of some, it says of how many', () => {
    expect(rowsOf([{ provider: 'stripe', currency: 'CAD', fees: 0, net: 0, known: 0, of: 15 }]).join()).not.toContain(
      'Fees',
    );
    const rows = rowsOf([{ provider: 'stripe', currency: 'CAD', fees: 8821, net: 215_550, known: 14, of: 15 }]);
    expect(rows.slice(-2)).toEqual([
      'Fees known for 14 of 15 | −88.21 | on statement | −88.21',
      'Due at the bank Paysafe before fees | 2,155.50 | 684.12 | 2,839.62',
    ]);
  });

  it('takes the fees off for each provider that said some, and adds them up', () => {
    const atStripe = { provider: 'stripe', currency: 'CAD', fees: 8821, net: 215_550, known: 14, of: 15 } as const;
    const atPaysafe = { provider: 'paysafe', currency: 'CAD', fees: 1995, net: 66_417, known: 6, of: 6 } as const;
    expect(rowsOf([atStripe, atPaysafe]).slice(-2)).toEqual([
      'Fees Stripe known for 14 of 15 | −88.21 | −19.95 | −108.16',
      'Due at the bank | 2,155.50 | 664.17 | 2,819.67',
    ]);
    // Stripe was not asked yet: what it pays is before its fees, and no zero is shown for them.
    expect(rowsOf([{ ...atPaysafe, known: 5 }]).slice(-2)).toEqual([
      'Fees known for 5 of 6 | — | −19.95 | −19.95',
      'Due at the bank Stripe before fees | 2,243.71 | 664.17 | 2,907.88',
    ]);
  });
});

describe('a week of takings', () => {
  const week = {
    currency: 'CAD',
    days: [
      { day: '2026-11-19', stripe: 75_000, paysafe: 25_000 },
      { day: '2026-11-20', stripe: -5000, paysafe: 0 },
    ],
  };

  it('is a picture with its numbers as a table for those who do not see it, in both languages', () => {
    const shown = mount(DayWeek, { props: { week } });
    expect(shown.get('[role=img]').attributes('aria-label')).toContain('Week of takings');
    const rows = () => shown.findAll('tbody tr').map(cellsOf);
    expect(rows()).toEqual(['Thursday, November 19 | 750.00 | 250.00', 'Friday, November 20 | −50.00 | 0.00']);
    language.value = 'fr';
    expect(plain(mount(DayWeek, { props: { week } }).get('tbody').text())).toContain('750,00');
  });

  it('draws nothing for a day on which more went back than came in, and nothing at all without takings', () => {
    const say = String;
    const bars = (days: { short: string; first: number; second: number }[]) =>
      mount(WeekChart, { props: { title: 'Week', days, say, least: 4 } }).findAll('g > rect').length;
    expect(
      bars([
        { short: 'Thu', first: 75_000, second: 25_000 },
        { short: 'Fri', first: -5000, second: 0 },
      ]),
    ).toBe(2);
    expect(bars([{ short: 'Thu', first: 0, second: 0 }])).toBe(0);
    // Without takings the scale is one that a day could have, not one of cents.
    const none = { ...week, days: week.days.map((day) => ({ ...day, stripe: 0, paysafe: 0 })) };
    const scale = mount(DayWeek, { props: { week: none } })
      .findAll('svg g > text.num')
      .map((text) => text.text());
    expect(scale.slice(0, 5)).toEqual(['0', '100', '200', '300', '400']);
  });
});

it('who may not charge before an earlier day is closed is told which one, in both languages', () => {
  const failure = { code: 'day_not_closed', facts: { day: '2026-11-20' } } as const;
  expect(failureSentence(failure, 'en')).toBe(
    'Friday, November 20 was not closed. Close it first, it takes 2 minutes.',
  );
  expect(plain(failureSentence(failure, 'fr'))).toBe(
    'Vendredi 20 novembre : la journée n’est pas fermée. Fermez-la d’abord, c’est 2 minutes.',
  );
});
