import { flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SettingsView } from '../../src-main/contract/desk-status.ts';
import { done, refused, type Reply } from '../../src-main/contract/failure.ts';
import type { Deadline } from '../../src-main/contract/hold.ts';
import {
  estimateFor,
  holdDaysChanges,
  readHoldDaysChanges,
  writeHoldDaysChanges,
  type HoldDays,
} from '../../src-main/contract/hold-days.ts';
import type { ReviewedHold } from '../../src-main/contract/hold-review.ts';
import type { SessionState } from '../../src-main/contract/staff.ts';
import { setDesk } from '../../src-renderer/desk.ts';
import HoldDeadline from '../../src-renderer/parts/HoldDeadline.vue';
import ChargeAfter from '../../src-renderer/screens/dialogs/ChargeAfter.vue';
import HoldDetail from '../../src-renderer/screens/holds/HoldDetail.vue';
import DeskSection from '../../src-renderer/screens/settings/DeskSection.vue';
import HistoryLine from '../../src-renderer/screens/settings/HistoryLine.vue';
import { useSession } from '../../src-renderer/stores/session.ts';
import { useSettings } from '../../src-renderer/stores/settings.ts';
import { language } from '../../src-renderer/wording/language.ts';

const plain = (text: string): string => text.replaceAll(/[\s\u00a0\u202f]+/g, ' ').trim();
const view: SettingsView = {
  ...{ house: 'Atelier', desk: 'Front 1', timeZone: 'America/Toronto', currency: 'CAD', idleLockMinutes: 10 },
  ...{ statementName: '', tipPercents: [15], paysafeHoldDays: 5, lapseTimes: ['09:00'], consentRule: 'manager' },
  paysafeCardDays: [{ brand: 'visa', funding: 'debit', days: 4 }],
  missedRule: { fee: 'off', amount: 0, percent: 50, cap: null, lateHours: 24 },
  approvalRules: {
    ...{ capture: { when: 'never', from: 0 }, refund: { when: 'never', from: 0 } },
    outside: { when: 'never', from: 0 },
  },
  ...{ dayRule: { cutOffHour: 0, waits: false }, paysafePages: false },
};
let saved: unknown[] = [];
let refusal: Reply<never> | null = null;
beforeEach(() => {
  setActivePinia(createPinia());
  saved = [];
  refusal = null;
  useSettings().view = view;
  useSession().state = {
    ...{ timeZone: 'America/Toronto', currency: 'CAD', version: '0', mode: 'test' },
    signedIn: { id: 's', name: 'Hélène', role: 'owner', verbs: ['settings', 'hold', 'capture', 'release'] },
  } as unknown as SessionState;
  const calls = {
    'settings.get': async () => done(view),
    'settings.save': async (input: unknown) => {
      saved.push(input);
      return refusal ?? done({ ...view, ...(input as object) });
    },
  };
  setDesk({ calls, on: () => () => undefined });
});
afterEach(() => {
  setDesk(null);
  language.value = 'en';
});

describe('the numbers of days in the settings', () => {
  async function opened() {
    const made = mount(DeskSection, { global: { stubs: { DeskLook: true } } });
    await flushPromises();
    const field = (label: string) => made.get<HTMLInputElement>(`input[aria-label="${label}"]`);
    const press = async () => {
      await made.get('form').trigger('submit');
      await flushPromises();
    };
    return { made, field, press };
  }

  it('stand in a table by brand and kind of card; an empty place shows the number of every other card', async () => {
    const { made, field } = await opened();
    const table = made.get('table');
    expect(table.findAll('thead th').map((one) => one.text())).toEqual([
      ...['Brand', 'Credit', 'Debit', 'Prepaid', 'Kind not told'],
    ]);
    expect(table.findAll('tbody th').map((one) => one.text())).toEqual(['Visa', 'Mastercard', 'Amex', 'Discover']);
    expect(table.findAll('input')).toHaveLength(16);
    expect(field('Visa, Debit, in days').element.value).toBe('4');
    expect(field('Amex, Credit, in days').element.value).toBe('');
    expect(field('Amex, Credit, in days').element.placeholder).toBe('5');
  });

  it('are saved as they stand there, an emptied one goes back to every other card', async () => {
    const { field, press } = await opened();
    await field('Visa, Debit, in days').setValue('');
    await field('Amex, Credit, in days').setValue(' 30 ');
    await field('Visa, Kind not told, in days').setValue('1');
    await press();
    expect(saved).toMatchObject([
      {
        paysafeHoldDays: 5,
        paysafeCardDays: [
          { brand: 'visa', funding: 'unknown', days: 1 },
          { brand: 'amex', funding: 'credit', days: 30 },
        ],
      },
    ]);
  });

  it.each(['0', '400', '31', 'abc', '2.5', '-3', '1e1'])(
    'say which one is no number of days, and lose nothing that was typed: %s',
    async (typed) => {
      const { made, field, press } = await opened();
      await field('Amex, Credit, in days').setValue(typed);
      await field('Visa, Debit, in days').setValue('7');
      await press();
      expect(saved).toEqual([]);
      expect(made.get('table ~ [role="alert"]').text()).toBe('Amex, Credit: a whole number from 1 to 30, or nothing.');
      expect(made.findAll('[aria-invalid="true"]')).toHaveLength(1);
      expect(field('Amex, Credit, in days').attributes('aria-invalid')).toBe('true');
      expect([field('Amex, Credit, in days').element.value, field('Visa, Debit, in days').element.value]).toEqual([
        typed,
        '7',
      ]);
      await field('Amex, Credit, in days').setValue('9');
      await press();
      expect(saved).toHaveLength(1);
    },
  );

  it.each(['', '0', '400', 'abc'])('every other card needs one: “%s” is none', async (typed) => {
    const { made, press } = await opened();
    const label = made.findAll('label').find((one) => one.text() === 'Every other card, in days');
    const others = made.get<HTMLInputElement>(`#${label?.attributes('for') ?? ''}`);
    await others.setValue(typed);
    await press();
    expect(saved).toEqual([]);
    expect(made.text()).toContain('A whole number from 1 to 30.');
    expect(others.element.value).toBe(typed);
  });

  it('stay as they were typed when main refuses them', async () => {
    const { made, field, press } = await opened();
    refusal = refused('records_in_use');
    await field('Visa, Credit, in days').setValue('12');
    await press();
    expect(saved).toHaveLength(1);
    expect(field('Visa, Credit, in days').element.value).toBe('12');
    expect(made.text()).toContain('Not saved yet');
  });

  it('are in French too', async () => {
    language.value = 'fr';
    const { made, field, press } = await opened();
    expect(plain(made.get('table thead').text())).toBe('MarqueCréditDébitPrépayéeType non précisé');
    await field('Visa, Débit, en jours').setValue('0');
    await press();
    expect(plain(made.get('table ~ [role="alert"]').text())).toBe('Visa, Débit : un nombre entier de 1 à 30, ou rien.');
  });
});

describe('an estimate', () => {
  const at = Date.UTC(2026, 10, 27, 17);
  const own: Deadline = { at, estimated: true, days: 7, of: { brand: 'visa', funding: 'debit' } };
  const hold = (deadline: Deadline): ReviewedHold => ({
    ...{ id: 'paysafe:h', provider: 'paysafe', customerId: 'paysafe:a', customerName: 'Luc', customerPhone: null },
    card: { kind: 'card', brand: 'visa', lastFour: '4821', nickname: null },
    authorized: { amount: 8000, currency: 'CAD' },
    capturable: { amount: 8000, currency: 'CAD' },
    ...{ placedAt: at - 7 * 86_400_000, deadline, state: 'open', purpose: null, placedBy: null, busy: null },
    ...{ bill: null, plan: null, notes: [] },
  });
  const detail = (deadline: Deadline) =>
    plain(mount(HoldDetail, { props: { hold: hold(deadline) }, global: { stubs: { RouterLink: true } } }).text());

  it.each([
    ['en', own, 'Estimate: 7 days for Visa debit cards'],
    ['en', { ...own, days: 1, of: { brand: 'amex', funding: 'credit' } }, 'Estimate: 1 day for Amex credit cards'],
    [
      'en',
      { ...own, of: { brand: 'mastercard', funding: 'prepaid' } },
      'Estimate: 7 days for Mastercard prepaid cards',
    ],
    ['en', { ...own, of: { brand: 'visa', funding: 'unknown' } }, 'Estimate: 7 days for Visa cards of unknown kind'],
    ['en', { ...own, days: 5, of: null }, 'Estimate: 5 days, as for every other card'],
    ['fr', own, 'Estimation : 7 jours pour les cartes Visa de débit'],
    ['fr', { ...own, of: { brand: 'visa', funding: 'credit' } }, 'Estimation : 7 jours pour les cartes Visa de crédit'],
    [
      'fr',
      { ...own, of: { brand: 'visa', funding: 'prepaid' } },
      'Estimation : 7 jours pour les cartes Visa prépayées',
    ],
    [
      'fr',
      { ...own, days: 1, of: { brand: 'visa', funding: 'unknown' } },
      'Estimation : 1 jour pour les cartes Visa de type inconnu',
    ],
    ['fr', { ...own, of: null }, 'Estimation : 7 jours, comme pour toute autre carte'],
  ] as const)('says in the hold’s detail what it is of: %s %j', (inLanguage, deadline, words) => {
    language.value = inLanguage;
    expect(detail(deadline)).toContain(words);
  });

  it('is no matter of a hold whose date Stripe gives', () => {
    expect(detail({ at, estimated: false })).not.toMatch(/estimat/i);
  });

  it('stands as one in the list, and says more to whoever points at it', () => {
    const made = mount(HoldDeadline, {
      props: { hold: hold(own), now: at - 86_400_000, timeZone: 'America/Toronto' },
    });
    expect(made.text()).toContain('estimate');
    expect(plain(made.get('[title]').attributes('title') ?? '')).toBe(
      'About Fri, Nov 27. Paysafe gives no date: this is our estimate. Estimate: 7 days for Visa debit cards.',
    );
  });

  it.each([
    [{ brand: 'visa', funding: 'debit' }, 'About 4 days'],
    [{ brand: 'visa' }, 'About 5 days'],
    [null, 'About 5 days'],
  ] as const)('before a hold is placed is the one of the card that was chosen: %j', (card, words) => {
    const made = mount(ChargeAfter, {
      props: {
        ...{ charging: false, provider: 'paysafe', account: false, receipt: null, repeats: 0, looking: false },
        ...{ consent: null, card },
      },
    });
    expect(made.text()).toContain(words);
  });
});

describe('a change of the estimates', () => {
  const before: HoldDays = { others: 5, cards: [{ brand: 'visa', funding: 'debit', days: 4 }] };
  const after: HoldDays = { others: 7, cards: [{ brand: 'amex', funding: 'unknown', days: 1 }] };

  it('is kept in the history as it was written, and read from nothing else', () => {
    const changes = holdDaysChanges(before, after);
    expect(writeHoldDaysChanges(changes)).toBe('others:5>7 visa.debit:4> amex.unknown:>1');
    expect(readHoldDaysChanges(writeHoldDaysChanges(changes))).toEqual(changes);
    expect(readHoldDaysChanges('visa.gold:1>2 nothing others:x>y')).toEqual([]);
    expect(holdDaysChanges(before, before)).toEqual([]);
  });

  it.each([
    [
      'en',
      'every other card: 5 days → 7 days · Visa debit cards: 4 days → as every other card · Amex cards of unknown kind: as every other card → 1 day',
    ],
    [
      'fr',
      'toute autre carte : 5 jours → 7 jours · cartes Visa de débit : 4 jours → comme toute autre carte · cartes Amex de type inconnu : comme toute autre carte → 1 jour',
    ],
  ] as const)('says what each number was and is: %s', (inLanguage, words) => {
    language.value = inLanguage;
    const detail = {
      changed: 'paysafeHoldDays, paysafeCardDays',
      holdDays: writeHoldDaysChanges(holdDaysChanges(before, after)),
    };
    const line = {
      id: 1,
      at: 0,
      staffName: 'Hélène',
      desk: 'Front',
      what: 'settings',
      outcome: 'done',
      detail,
    } as const;
    expect(plain(mount(HistoryLine, { props: { line } }).text())).toContain(words);
  });

  it('a card of a brand or kind without a number goes by every other card’s', () => {
    const of = (brand: string | null, funding: 'credit' | 'debit' | null) => estimateFor(before, { brand, funding });
    expect(of('visa', 'debit')).toEqual({ days: 4, of: { brand: 'visa', funding: 'debit' } });
    for (const [brand, funding] of [
      ['visa', 'credit'],
      ['visa', null],
      ['diners', 'debit'],
      [null, null],
    ] as const)
      expect(of(brand, funding)).toEqual({ days: 5, of: null });
  });
});
