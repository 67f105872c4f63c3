import { mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { ref } from 'vue';
import { beforeEach, describe, expect, it } from 'vitest';
import type { BillRow, BillView } from '../../src-main/contract/bill.ts';
import type { MissedRule, MissedVisit } from '../../src-main/contract/missed-visit.ts';
import { visitHasCome } from '../../src-renderer/format/visits.ts';
import BillChip from '../../src-renderer/parts/BillChip.vue';
import { useChargedPurpose } from '../../src-renderer/screens/dialogs/charged-purpose.ts';
import { missedRuleWords } from '../../src-renderer/wording/missed.ts';
import { cardName } from '../../src-renderer/wording/sentences.ts';

const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');
const asked: MissedVisit = {
  ...{ kind: 'no_show', outcome: 'fee', fee: 4500, ruled: 4500 },
  ...{ reason: null, stepIn: null, at: 1, by: 'Maude' },
};
const row = (more: Partial<BillRow>): BillRow => ({
  ...{ id: 'bill-1', code: 'B-7F3K2', customerId: 'stripe:a', customerName: 'Amélie', currency: 'CAD' },
  visit: { day: '2026-11-20', time: '10:15', service: 'Cut', withWhom: null },
  ...{
    total: 9000,
    tax: null,
    tips: 0,
    paid: 0,
    coming: 0,
    remaining: 4500,
    over: 0,
    held: 0,
    givenBack: 0,
    closed: null,
    state: 'due',
    missed: asked,
  },
  ...{ next: 'charge', card: null, cardsUnread: false, source: 'hand', note: null, version: 1 },
  ...more,
});
beforeEach(() => setActivePinia(createPinia()));

describe('a visit that was missed', () => {
  it.each([
    ['Fee to pay', row({})],
    ['Fee paid', row({ state: 'missed', remaining: 0, paid: 4500 })],
    ['Fee waived', row({ state: 'missed', remaining: 0, missed: { ...asked, outcome: 'waived', fee: 0 } })],
    ['Did not come', row({ state: 'missed', remaining: 0, missed: { ...asked, outcome: 'waived', fee: 0, ruled: 0 } })],
    ['Too much taken', row({ state: 'missed', remaining: 0, paid: 6000, over: 1500 })],
    ['Being checked', row({ state: 'checking' })],
  ])('says in a list: %s', (words, bill) => {
    expect(mount(BillChip, { props: { bill } }).text()).toBe(words);
  });

  it('can be missed from its own minute on, by the house’s clock and not by this PC’s', () => {
    const at = Date.parse('2026-11-20T10:15:00-05:00');
    const visit = { day: '2026-11-20', time: '10:15' };
    expect(visitHasCome(visit, at - 1, 'America/Toronto')).toBe(false);
    expect(visitHasCome(visit, at, 'America/Toronto')).toBe(true);
    expect(visitHasCome(visit, at, 'America/Vancouver')).toBe(false);
    expect(visitHasCome({ ...visit, time: null }, at - 10 * 3_600_000, 'America/Toronto')).toBe(true);
    expect(visitHasCome({ ...visit, time: null }, at - 11 * 3_600_000, 'America/Toronto')).toBe(false);
  });

  it('says the house’s rule and what it makes of this bill, in both languages', () => {
    const rule: MissedRule = { fee: 'percent', amount: 0, percent: 50, cap: 6000, lateHours: 24 };
    const offer = { kind: 'no_show', rule, most: 4500, currency: 'CAD', fact: 'f' } as const;
    expect(missedRuleWords(offer, 'en')).toBe('House rule: 50% of the visit, $60.00 at most. For this visit $45.00.');
    expect(plain(missedRuleWords(offer, 'fr'))).toBe(
      'Règle de l’établissement : 50 % de la visite, 60,00 $ au plus. Pour cette visite, 45,00 $.',
    );
    expect(missedRuleWords({ ...offer, rule: { ...rule, fee: 'off' } }, 'en')).toBe('The house asks for no fee.');
  });
});

describe('what a charge is for', () => {
  it('is the bill’s own, and chosen by somebody where there is no bill; no tip goes with a fee or a deposit', () => {
    const bill = ref<BillView | null>(null);
    const billed = useChargedPurpose('bill-1', bill);
    expect([billed.purpose.value, billed.tips.value]).toEqual(['balance', true]);
    bill.value = {
      ...row({}),
      ...{
        lines: [],
        credits: [],
        givenBackFound: [],
        elsewhere: [],
        givenBackDecided: [],
        matched: [],
        operations: [],
      },
      cancelled: null,
      createdAt: 1,
      createdBy: '',
    };
    expect([billed.purpose.value, billed.tips.value]).toEqual(['no_show', false]);
    expect(billed.cause.value).toEqual({ purpose: 'no_show', billId: 'bill-1' });

    const free = useChargedPurpose(undefined, ref(null));
    expect(free.cause.value).toEqual({ purpose: 'this_visit', billId: null });
    free.chosen.value = 'deposit';
    expect([free.purpose.value, free.tips.value]).toEqual(['deposit', false]);
    free.chosen.value = 'nothing known';
    expect(free.purpose.value).toBe('this_visit');
  });
});

it('a card that was lent is named with whose it is', () => {
  const card = { kind: 'card', brand: 'visa', lastFour: '4242', nickname: null, owner: 'Marie Tremblay' } as const;
  expect(cardName(card, 'en')).toBe('Visa 4242 of Marie Tremblay');
  expect(cardName(card, 'fr')).toBe('Visa 4242 de Marie Tremblay');
});
