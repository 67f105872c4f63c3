import type { DayEntry, DayFigures, DayView } from '../../src-main/contract/day-end.ts';
import type { PayoutsView } from '../../src-main/contract/payouts.ts';

/** A Friday of a made-up salon as main adds it up, what Stripe pays of it, and a statement of Paysafe's. */
export const at = Date.parse('2026-11-20T18:48:00-05:00');
const sum = (collected: number): DayFigures => {
  const none = { amount: 0, count: 0 };
  return {
    charged: { amount: collected, count: 3 },
    captured: none,
    refunded: none,
    links: none,
    collected,
    tips: 1500,
    coming: 0,
  };
};
export const totalsOf = (collected: number): DayView['totals'] => [
  {
    currency: 'CAD',
    whole: sum(collected),
    providers: [{ provider: 'stripe', figures: sum(collected) }],
    staff: [{ staffId: 'st-1', name: 'Maude', figures: sum(collected) }],
    brands: [{ brand: 'visa', figures: sum(collected) }],
    credits: [{ kind: 'cash', amount: 4000, count: 1 }],
  },
];
export const dayOf = (change: Partial<DayView> = {}): DayView => ({
  day: '2026-11-20',
  from: Date.parse('2026-11-20T00:00:00-05:00'),
  to: Date.parse('2026-11-21T00:00:00-05:00'),
  timeZone: 'America/Toronto',
  rule: { cutOffHour: 0, waits: false },
  today: '2026-11-20',
  totals: totalsOf(398_560),
  counts: { orders: 4, moved: 3, open: 0, damaged: 0 },
  open: [],
  openCount: 0,
  shifts: {},
  shift: null,
  held: [{ amount: 134_449, currency: 'CAD' }],
  heldCount: 9,
  mark: '4-8',
  standing: null,
  changedSince: false,
  entries: [],
  openBefore: null,
  ...change,
});
export const closed: DayEntry = {
  ...{ id: '2026-11-20/1', kind: 'closed', totals: totalsOf(398_560), open: [], openCount: 0, note: null, to: null },
  ...{ counts: { orders: 4, moved: 3, open: 0, damaged: 0 }, by: 'Maude', desk: 'Front 1', at, fees: null },
};
export const checking: DayView['open'][number] = {
  ...{ id: 'op-1', group: 'op-1', follows: null, kind: 'charge', provider: 'stripe', tip: null, card: null },
  state: { name: 'unknown', since: at, why: 'no_answer', lastSentAt: at, absent: 0, asks: 0, nextAskAt: at },
  ...{ amount: { amount: 24_193, currency: 'CAD' }, customerId: null, customerName: 'Zoë Kowalczyk', targetId: null },
  ...{ note: null, receiptEmail: null, code: 'CPT-7F3K-04PZ', staffId: 'st-1', staffName: 'Maude', desk: 'Front 1' },
  ...{ createdAt: at, updatedAt: at },
};
export const payoutsOf = (odd: PayoutsView['payouts'][number]['odd']): PayoutsView => ({
  payouts: [
    {
      ...{ id: 'po_1', provider: 'stripe', statementId: null, name: null },
      amount: 291_140,
      currency: 'CAD',
      status: 'in_transit',
      arrivesAt: at,
      read: true,
      lines: 31,
      matched: 31 - odd.length,
      before: 0,
      explained: 0,
      other: 0,
      odd,
      decided: [],
    },
  ],
  since: '2026-11-06',
  earlier: false,
  unmatched: odd.length,
  missing: [],
  missingExplained: [],
  compared: [],
  fees: [{ provider: 'stripe', currency: 'CAD', fees: 8821, net: 389_739, known: 3, of: 3 }],
  statements: [],
  asOf: at,
  failure: null,
});

const noon = Date.parse('2026-11-19T12:00:00-05:00');
const odd = {
  ...{ id: 'paysafe:l-7', amount: 6200, currency: 'CAD', at: noon, description: 'Web shop' },
  ...({ provider: 'paysafe', why: 'not_here', may: 'reason' } as const),
  ...{ paymentId: 'paysafe:p-7', operationId: null, bill: null, alike: null },
};
export const brought = {
  ...{ id: 'st-1', file: 'paysafe-november.csv', by: 'Sylvie', at, lines: 12, decided: 0 },
  ...{ from: '2026-11-12', to: '2026-11-19' },
};
export const withStatement = (change: Partial<PayoutsView> = {}): PayoutsView => {
  const [payout] = payoutsOf([]).payouts;
  if (!payout) throw new Error('no payout');
  const own = {
    ...{ provider: 'paysafe' as const, statementId: 'st-1', name: 'Lot 4411', status: 'statement' },
    arrivesAt: noon,
  };
  return {
    ...payoutsOf([]),
    payouts: [
      { ...payout, ...own, id: 'paysafe:st-1:4411', amount: 68_412, lines: 12, matched: 11, odd: [odd] },
      payout,
    ],
    unmatched: 1,
    statements: [brought],
    ...change,
  };
};
