import { mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ReviewedHold } from '../../src-main/contract/hold-review.ts';
import { signOf } from '../../src-renderer/format/money.ts';
import HoldRow from '../../src-renderer/screens/holds/HoldRow.vue';
import { useHoldRuns } from '../../src-renderer/stores/hold-runs.ts';
import { useSession } from '../../src-renderer/stores/session.ts';
import { wordsOf } from '../../src-renderer/wording/languages.ts';

const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');
const held = (currency: string): ReviewedHold => ({
  ...{ id: 'stripe:1', provider: 'stripe', customerId: 'stripe:a', customerName: 'Luc', customerPhone: null },
  ...{ card: null, authorized: { amount: 8000, currency }, capturable: { amount: 8000, currency }, placedAt: 1 },
  ...{ deadline: null, state: 'open', purpose: null, placedBy: null, busy: null, bill: null, plan: null, notes: [] },
});
/** What is held, and what goes back, as the row shows it once it is ticked and less is typed. */
function cells(house: string, currency: string): string[] {
  useSession().state = { timeZone: 'UTC', currency: house, signedIn: null } as never;
  const row = held(currency);
  useHoldRuns().tick([row], true);
  useHoldRuns().change(row.id, { amount: 5000 });
  const shown = mount(HoldRow, { props: { row } }).findAll('[role=cell]');
  return [shown[5], shown[7]].map((cell) => plain(cell?.text() ?? ''));
}

describe('the currency of the list of holds', () => {
  beforeEach(() => setActivePinia(createPinia()));

  it('is the house’s at the head, in both languages', () => {
    expect(['CAD', 'EUR', 'USD', 'CHF'].map((currency) => plain(signOf(currency, 'fr')))).toEqual([
      '$',
      '€',
      '$ US',
      'CHF',
    ]);
    expect(wordsOf('en').holds.held(signOf('EUR', 'en'))).toBe('Held, €');
    expect(wordsOf('fr').holds.toCapture(signOf('EUR', 'fr'))).toBe('À encaisser, €');
  });

  it('is not said again in the row of a hold in the house’s own', () => {
    expect(cells('CAD', 'CAD')).toEqual(['80.00', '30.00']);
    expect(cells('EUR', 'EUR')).toEqual(['80.00', '30.00']);
  });

  it('another one than the house’s stands beside what is held and what goes back', () => {
    expect(cells('CAD', 'USD')).toEqual(['80.00US$', 'US$30.00']);
    expect(cells('EUR', 'CAD')).toEqual(['80.00$', '$30.00']);
  });
});
