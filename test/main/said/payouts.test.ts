import { describe, expect, it } from 'vitest';
import { sayPayouts, type PayoutLine } from '../../../src-main/said/payouts.ts';
import type { Saying } from '../../../src-main/said/saying.ts';

const noon = Date.parse('2026-11-19T12:00:00-05:00');
const stripe: PayoutLine = {
  ...{ provider: 'stripe', payout: 'po_1', arrivesAt: noon, id: 'txn_1', at: noon, type: 'charge', description: null },
  ...{ amount: 8000, fee: 262, net: 7738, currency: 'CAD', state: 'ours', bill: null, reason: null, by: null },
};
const paysafe: PayoutLine = { ...stripe, provider: 'paysafe', payout: 'Lot 4411', id: 'l-7', fee: null, net: null };

/** The cells of a row by the titles of their columns. */
function said(row: PayoutLine, language: Saying['language']): Record<string, unknown> {
  const list = sayPayouts(
    { from: '2026-11-12', to: '2026-11-19' },
    { language, timeZone: 'America/Toronto', now: noon },
  );
  const cells = list.cells(row);
  expect(cells).toHaveLength(list.columns.length);
  return Object.fromEntries(list.columns.map(({ title }, at) => [title, cells[at]]));
}

describe('the exported lines of payouts', () => {
  it('say whose they are; a line of Paysafe has its day and no time, and no fee where its statement says none', () => {
    expect(said(stripe, 'en')).toMatchObject({
      ...{ Provider: 'Stripe', 'Payout day': '2026-11-19', Time: '12:00:00' },
      ...{ Fee: { amount: 262, currency: 'CAD' }, Net: { amount: 7738, currency: 'CAD' } },
    });
    expect(said(paysafe, 'en')).toMatchObject({
      ...{ Provider: 'Paysafe', Payout: 'Lot 4411', 'Payout day': '2026-11-19', Time: null, Fee: null, Net: null },
    });
    expect(said(paysafe, 'fr')).toMatchObject({
      ...{ Fournisseur: 'Paysafe', Versement: 'Lot 4411', Heure: null, Frais: null },
    });
  });
});
