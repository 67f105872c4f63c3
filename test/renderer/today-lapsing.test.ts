import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryHistory, createRouter, type Router } from 'vue-router';
import type { TodayView } from '../../src-main/contract/desk-status.ts';
import { done } from '../../src-main/contract/failure.ts';
import type { HoldView } from '../../src-main/contract/hold.ts';
import type { ReadyRow } from '../../src-main/contract/ready.ts';
import type { SessionState, Verb } from '../../src-main/contract/staff.ts';
import { setDesk } from '../../src-renderer/desk.ts';
import HoldDeadline from '../../src-renderer/parts/HoldDeadline.vue';
import LapsingHolds from '../../src-renderer/screens/today/LapsingHolds.vue';
import NeedsLook from '../../src-renderer/screens/today/NeedsLook.vue';
import TodayFigures from '../../src-renderer/screens/today/TodayFigures.vue';
import { useDialog } from '../../src-renderer/stores/dialog.ts';
import { useHolds } from '../../src-renderer/stores/holds.ts';
import { useReady } from '../../src-renderer/stores/ready.ts';
import { useSession } from '../../src-renderer/stores/session.ts';
import { useStatus } from '../../src-renderer/stores/status.ts';
import { lapsedSentence } from '../../src-renderer/wording/lapsed.ts';
import { language } from '../../src-renderer/wording/language.ts';

const now = Date.UTC(2026, 10, 20, 16, 42);
const cad = (amount: number) => ({ amount, currency: 'CAD' });
const hold = (nth: number, more: Partial<HoldView> = {}): HoldView => ({
  ...{ id: `stripe:pi_${nth}`, provider: 'stripe', customerId: `stripe:cus_${nth}`, customerName: `Zoë ${nth}` },
  ...{ customerPhone: null, card: null, authorized: cad(8000), capturable: cad(8000), placedAt: now - 86_400_000 },
  ...{ deadline: { at: now + 3_600_000, estimated: false }, state: 'open', purpose: null, placedBy: null, busy: null },
  ...more,
});
const viewOf = (more: Partial<TodayView> = {}): TodayView => ({
  ...{ held: [], heldCount: 400, cardNotices: [], lapsing: [], lapsingSums: [], lapsingCount: 0, lapsedUnseen: [] },
  ...{
    lapsedCount: 0,
    lapsedUnheard: { count: 0, readAt: now },
    collected: [],
    collectedCount: 0,
    checking: [],
    needsPerson: [],
    sentBack: [],
    refundsFailed: [],
    billsOwing: [],
    disputes: [],
    recent: [],
  },
  asOf: now,
  ...more,
});
const manyView = viewOf({
  lapsing: Array.from({ length: 100 }, (_, nth) => hold(nth)),
  lapsingSums: [cad(1_040_000)],
  lapsingCount: 130,
  lapsedUnseen: [hold(900, { state: 'lapsed' })],
  lapsedCount: 120,
});
let router: Router;
let shown: VueWrapper | null = null;
const plain = (text: string): string => text.replaceAll(/[\s\u00a0\u202f]+/g, ' ').trim();

beforeEach(() => {
  setActivePinia(createPinia());
  setDesk({ calls: {}, on: () => () => undefined });
  useStatus().now = now;
  router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:rest(.*)*', component: { template: '<p />' } }],
  });
});
afterEach(() => {
  shown?.unmount();
  shown = null;
  setDesk(null);
  language.value = 'en';
});
type Part = typeof LapsingHolds | typeof NeedsLook;
function show(part: Part, view: TodayView, verbs: readonly Verb[] = ['capture', 'release', 'hold']): VueWrapper {
  useSession().state = {
    ...{ timeZone: 'America/Toronto', currency: 'CAD' },
    signedIn: { id: 'st-1', name: 'Sylvie', role: 'manager', verbs },
  } as unknown as SessionState;
  const made = mount(part, { props: { view }, global: { plugins: [router] }, attachTo: document.body });
  shown = made;
  return made;
}
async function press(made: VueWrapper, word: string): Promise<void> {
  const found = made.findAll('button').find((one) => one.text().startsWith(word));
  if (!found) throw new Error(`There is no button ${word}`);
  await found.trigger('click');
}

describe('holds that lapse today', () => {
  it('beyond the rows shown are counted and lead to the list of holds', async () => {
    const made = show(LapsingHolds, manyView);
    expect(made.findAll('li')).toHaveLength(100);
    expect(plain(made.text())).toContain('and 30 more');
    expect(made.find('h2').element.parentElement?.textContent).toContain('130');
    await press(made, 'Review holds');
    await flushPromises();
    expect([router.currentRoute.value.path, useHolds().question.filter]).toEqual(['/holds', 'today']);
    language.value = 'fr';
    await flushPromises();
    expect(plain(made.text())).toContain('et 30 autres');
  });

  it('that are all shown have no more', () => {
    expect(plain(show(LapsingHolds, viewOf({ lapsing: [hold(1)], lapsingCount: 1 })).text())).not.toContain(' more');
  });

  it.each([
    ['Capture…', 'capture'],
    ['Release…', 'release'],
    ['Replace…', 'replace_hold'],
  ])('each have their own way to: %s', async (word, kind) => {
    const made = show(LapsingHolds, viewOf({ lapsing: [hold(1)], lapsingCount: 1 }));
    // A button of its own in the row: Tab reaches it.
    await press(made, word);
    expect(useDialog().open).toMatchObject({ kind, hold: { id: 'stripe:pi_1' } });
  });

  it('open nothing for whoever may not, and nothing while an order on them is being checked', async () => {
    const own = viewOf({ lapsing: [hold(1)], lapsingCount: 1 });
    const made = show(LapsingHolds, own, ['find']);
    for (const word of ['Capture…', 'Release…', 'Replace…']) await press(made, word);
    made.unmount();
    const busy = show(LapsingHolds, viewOf({ lapsing: [hold(1, { busy: 'op-1' })], lapsingCount: 1 }));
    for (const word of ['Capture…', 'Release…', 'Replace…']) await press(busy, word);
    expect(useDialog().open).toBeNull();
  });

  it('are counted and added up whole where they need a look', () => {
    const text = plain(show(NeedsLook, manyView).text());
    expect(text).toContain('130 holds lapse today');
    expect(text).toContain('$10,400.00 goes back to customers');
    expect(text).toContain('120 holds have lapsed');
  });

  it('are counted whole beside what is held', () => {
    show(NeedsLook, manyView);
    const made = mount(TodayFigures, { props: { view: manyView, bills: [] }, global: { plugins: [router] } });
    expect(plain(made.text())).toContain('130 of 400 lapse today');
    made.unmount();
  });
});

describe('holds that have lapsed by their date alone', () => {
  it('are said to be so beside those that did, with when the list was read, and never that nothing was taken', async () => {
    const readAt = now - 3_600_000;
    const made = show(NeedsLook, viewOf({ lapsedCount: 3, lapsedUnheard: { count: 1, readAt } }));
    const text = plain(made.text());
    expect(text).toContain('1 hold should have lapsed');
    expect(text).toContain('The money may have been captured at Stripe meanwhile.List of 10:42 a.m.');
    expect(text).toContain('2 holds have lapsed');
    await press(made, 'Review holds');
    expect(useHolds().question.filter).toBe('lapsed');
    language.value = 'fr';
    await flushPromises();
    expect(plain(made.text())).toContain('1 préautorisation devrait être expirée');
    expect(plain(made.text())).toContain('Liste de 10 h 42');
    made.unmount();
    const alone = show(NeedsLook, viewOf({ lapsedCount: 1, lapsedUnheard: { count: 1, readAt: null } }));
    expect(plain(alone.text())).not.toContain('Rien n’a été débité');
    expect(plain(alone.text())).toContain('Pas encore lu');
  });

  it('have no other word in a list or a dialog', () => {
    const late = hold(1, { state: 'lapsed', unheard: { readAt: now - 86_400_000 } });
    const made = mount(HoldDeadline, { props: { hold: late, now, timeZone: 'America/Toronto' } });
    expect(plain(made.text())).toBe('Should have lapsedList of Nov 19');
    expect(lapsedSentence(late, 'en')).toContain('Stripe was not asked since');
    expect(lapsedSentence(hold(1, { state: 'lapsed' }), 'en')).toBe('Lapsed. Nothing was taken.');
    made.unmount();
  });
});

describe('cards to fix for tomorrow', () => {
  const visit = (day: string, reasons: readonly object[]): ReadyRow =>
    ({ visit: { day }, reasons }) as unknown as ReadyRow;
  async function tomorrow(rows: readonly ReadyRow[]): Promise<VueWrapper> {
    const list = { from: '2026-11-21', to: '2026-11-23', rows, asOf: now };
    setDesk({ calls: { 'bills.ready': async () => done(list) }, on: () => () => undefined });
    await useReady().read();
    return show(NeedsLook, viewOf());
  }
  const bad = [{ is: 'no_card' }];

  it('are one line with the number of the rail and the way to Tomorrow, in both languages', async () => {
    const made = await tomorrow([
      visit('2026-11-21', bad),
      visit('2026-11-21', bad),
      visit('2026-11-21', []),
      visit('2026-11-22', bad),
    ]);
    expect(useReady().toSettle).toBe(2);
    expect(plain(made.text())).toContain('2 cards to fix for tomorrow');
    expect(plain(made.text())).not.toContain('Nothing needs a look.');
    expect(made.findAll('a').map((one) => one.attributes('href'))).toEqual(['/tomorrow']);
    language.value = 'fr';
    await flushPromises();
    expect(plain(made.text())).toContain('2 cartes à voir pour demain');
  });

  it('where one is to fix are said of one', async () => {
    expect(plain((await tomorrow([visit('2026-11-21', bad)])).text())).toContain('1 card to fix for tomorrow');
  });

  it('where none is to fix are no line', async () => {
    const made = await tomorrow([visit('2026-11-21', []), visit('2026-11-22', bad)]);
    expect(plain(made.text())).toContain('Nothing needs a look.');
    expect(made.findAll('li')).toHaveLength(0);
  });
});

describe('a visit of days ago whose money never came', () => {
  const one = { billId: 'bill-1', customerName: 'Élodie', day: '2026-11-17', amount: cad(8000) } as const;

  it('is said with what became of it and the way to its bill, in both languages', async () => {
    const view = viewOf({
      billsOwing: [
        { ...one, why: 'lapsed' },
        { ...one, billId: 'bill-2', why: 'released' },
        { ...one, billId: 'bill-3', why: 'not_collected' },
      ],
    });
    const made = show(NeedsLook, view);
    const text = plain(made.text());
    expect(text).toContain('A visit is not paid: its hold lapsed');
    expect(text).toContain('A visit is not paid: its hold was released');
    expect(text).toContain('A charge was never collected');
    expect(text).toContain('Élodie, $80.00');
    expect(text).toContain('Visit of Tue, Nov 17');
    const ways = made.findAll('a').map((link) => link.attributes('href'));
    expect(ways).toEqual(['/bills/bill-1', '/bills/bill-2', '/bills/bill-3']);
    language.value = 'fr';
    await flushPromises();
    expect(plain(made.text())).toContain('Une visite n’est pas payée : sa préautorisation est expirée');
    expect(plain(made.text())).toContain('Visite du mar. 17 nov.');
  });
});
