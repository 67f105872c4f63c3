import { flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { createMemoryHistory, createRouter } from 'vue-router';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { done } from '../../src-main/contract/failure.ts';
import type { HoldQuestion, ReviewedHold } from '../../src-main/contract/hold-review.ts';
import type { SessionState } from '../../src-main/contract/staff.ts';
import { setDesk } from '../../src-renderer/desk.ts';
import LongTable from '../../src-renderer/parts/LongTable.vue';
import HoldDetail from '../../src-renderer/screens/holds/HoldDetail.vue';
import HoldRow from '../../src-renderer/screens/holds/HoldRow.vue';
import HoldsScreen from '../../src-renderer/screens/holds/HoldsScreen.vue';
import { useHolds } from '../../src-renderer/stores/holds.ts';
import { useSession } from '../../src-renderer/stores/session.ts';
import { useStatus } from '../../src-renderer/stores/status.ts';
import { language } from '../../src-renderer/wording/language.ts';
import { deadlineWords } from '../../src-renderer/wording/sentences.ts';
import { dayName } from '../../src-renderer/format/dates.ts';

const cad = (amount: number) => ({ amount, currency: 'CAD' });
const now = Date.parse('2026-11-26T19:45:00-05:00');
const timeZone = 'America/Toronto';
const bill = { id: 'bill-1', code: '1042', service: 'Traitement à la kératine, Inès', day: '2026-11-27' };
const hold = (given: Partial<ReviewedHold> = {}): ReviewedHold => ({
  ...{ id: 'stripe:1', provider: 'stripe', customerId: 'stripe:a', customerName: 'Luc', customerPhone: '514 555-0101' },
  ...{ card: null, authorized: cad(8000), capturable: cad(8000), placedAt: Date.parse('2026-11-21T10:00:00-05:00') },
  ...{ deadline: null, state: 'open', purpose: 'Garantie de présence', placedBy: 'Sylvie Arcand', busy: null },
  ...{ bill, plan: null, notes: [] },
  ...given,
});
const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll(/ ·(?=\S)/g, ' · ');
const plugins = [
  createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:all(.*)*', component: { template: '<i />' } }],
  }),
];
let asked: HoldQuestion[];
let listed: readonly ReviewedHold[];

beforeEach(() => {
  setActivePinia(createPinia());
  asked = [];
  listed = [hold()];
  useSession().state = { timeZone, currency: 'CAD', staff: [], signedIn: null } as unknown as SessionState;
  useStatus().status = { now, providers: [], checking: 0, moneyShut: null } as never;
  useStatus().now = now;
  const counts = { matching: 1, free: 1, all: 1, open: 1, today: 0, twoDays: 0, lapsed: 0 };
  setDesk({
    calls: {
      'holds.list': async (input) => {
        asked.push(input as HoldQuestion);
        return done({ rows: [...listed], asOf: now });
      },
      'holds.counts': async () => done(counts),
      'holds.views': async () => done({ views: [] }),
      'holds.chosen': async () => done({ rows: [], listed: [] }),
      'captureRule.show': async () => done({ rule: { what: 'off' }, by: null, next: null, lines: [], last: null }),
      'captureRule.missed': async () => done({ missed: [] }),
    },
    on: () => () => undefined,
  });
});
afterEach(() => {
  setDesk(null);
  language.value = 'en';
});

describe('a hold that somebody reviews', () => {
  const row = (given: Partial<ReviewedHold> = {}): string =>
    plain(mount(HoldRow, { props: { row: hold(given) } }).text());
  const detail = (given: Partial<ReviewedHold> = {}): string =>
    plain(mount(HoldDetail, { props: { hold: hold(given) }, global: { plugins } }).text());

  it('says in its row on which day the visit is, before the service, and when it was placed', () => {
    expect(row()).toContain('Tomorrow · Traitement à la kératine, Inès');
    expect(row({ bill: { ...bill, day: '2026-11-26' } })).toContain('Today · Traitement');
    expect(row({ bill: { ...bill, day: '2026-12-04', service: '' } })).toContain('Dec 4 · Garantie de présence');
    expect(row()).toMatch(/Sylvie Arcand ?· Nov 21/);
    language.value = 'fr';
    expect(row()).toContain('Demain · Traitement à la kératine, Inès');
    expect(row({ bill: { ...bill, day: '2026-12-04' } })).toContain('4 déc. · Traitement');
    expect(row({ bill: null })).toContain('Garantie de présence');
  });

  it('says below the list, whole, the visit with its day and why the hold was placed, also where it is on a bill', () => {
    expect(detail()).toMatch(/Visit ?Tomorrow · Traitement à la kératine, Inès/);
    expect(detail()).toMatch(/Reason ?Garantie de présence/);
    expect(detail({ bill: null })).not.toContain('Visit');
    expect(detail({ purpose: null })).not.toContain('Reason');
    // Said once.
    expect(detail({ purpose: bill.service })).not.toContain('Reason');
    language.value = 'fr';
    expect(detail()).toMatch(/Visite ?Demain · Traitement/);
    expect(detail()).toMatch(/Raison ?Garantie de présence/);
  });
});

describe('the day by which a hold is to be captured', () => {
  const kept = { plan: 'capture', dueDay: '2026-11-27', staffName: 'Sylvie', at: 1, version: 1 } as const;

  it('is today or later: a day that is over stays in the field, is given to nobody, and is said once the field is left', async () => {
    const told: unknown[] = [];
    setDesk({
      calls: {
        'holds.plan': async (input) => {
          told.push((input as { dueDay: string | null }).dueDay);
          return done(hold({ plan: { ...kept, dueDay: '2026-11-26', version: 2 } }));
        },
      },
      on: () => () => undefined,
    });
    useSession().state = {
      ...{ timeZone, currency: 'CAD', staff: [] },
      signedIn: { id: 'st-1', name: 'Sylvie', role: 'manager', verbs: ['hold'] },
    } as unknown as SessionState;
    useHolds().rows = [hold({ plan: kept })];
    const made = mount(HoldDetail, { props: { hold: hold({ plan: kept }) }, global: { plugins } });
    const field = made.get<HTMLInputElement>('input[type=date]');
    expect(field.attributes('min')).toBe('2026-11-26');
    const says = (): string => plain(made.text());
    field.element.value = '2026-11-25';
    await field.trigger('change');
    expect(says()).not.toContain('is over');
    await field.trigger('blur');
    expect(says()).toContain('Wednesday, November 25 is over. Choose today or a later day.');
    expect(field.element.value).toBe('2026-11-25');
    expect(told).toEqual([]);
    field.element.value = '2026-11-26';
    await field.trigger('change');
    await flushPromises();
    expect(told).toEqual(['2026-11-26']);
    expect(says()).not.toContain('is over');
  });

  it('is the one that stands in the field, however fast it is typed: the rule would capture on the other one', async () => {
    const answers: (() => void)[] = [];
    let stored = hold({ plan: kept });
    const told: unknown[] = [];
    setDesk({
      calls: {
        'holds.plan': async (input) => {
          const { dueDay, version } = input as { dueDay: string | null; version: number };
          told.push([dueDay, version]);
          await new Promise<void>((go) => answers.push(go));
          stored = hold({ plan: { ...kept, dueDay, version: version + 1 } });
          return done(stored);
        },
      },
      on: () => () => undefined,
    });
    useSession().state = {
      ...{ timeZone, currency: 'CAD', staff: [] },
      signedIn: { id: 'st-1', name: 'Sylvie', role: 'manager', verbs: ['hold'] },
    } as unknown as SessionState;
    useHolds().rows = [stored];
    const made = mount(HoldDetail, { props: { hold: stored }, global: { plugins } });
    // A browser tells a date with each digit of it: December is January first.
    for (const day of ['2027-01-05', '2027-12-05']) {
      const field = made.get<HTMLInputElement>('input[type=date]');
      field.element.value = day;
      await field.trigger('change');
    }
    for (let turn = 0; turn < 2; turn += 1) {
      answers.shift()?.();
      await flushPromises();
    }
    expect(told).toEqual([
      ['2027-01-05', 1],
      ['2027-12-05', 2],
    ]);
    expect(stored.plan?.dueDay).toBe('2027-12-05');
  });
});

describe('a note on a hold', () => {
  it('that somebody types stays while the list is sorted or another hold is looked at, and is never put on the other one', async () => {
    useSession().state = {
      ...{ timeZone, currency: 'CAD', staff: [] },
      signedIn: { id: 'st-1', name: 'Sylvie', role: 'manager', verbs: ['hold'] },
    } as unknown as SessionState;
    const own = { props: { hold: hold() }, global: { plugins } };
    const field = (made: ReturnType<typeof mount>) => made.get<HTMLInputElement>('.notes input');
    const made = mount(HoldDetail, own);
    await field(made).setValue('She pays the rest in cash');
    await made.setProps({ hold: hold({ id: 'stripe:2' }) });
    expect(field(made).element.value).toBe('');
    await made.setProps({ hold: hold() });
    expect(field(made).element.value).toBe('She pays the rest in cash');
    // The list is read anew, as by a press on a head of its table.
    made.unmount();
    expect(field(mount(HoldDetail, own)).element.value).toBe('She pays the rest in cash');
  });
});

describe('the list of holds', () => {
  it('goes on showing the hold that somebody looks at when it is sorted or filtered, and the first one where that is gone', async () => {
    const [luc, maya] = [hold(), hold({ id: 'stripe:2', customerName: 'Maya' })];
    listed = [luc, maya];
    await useHolds().read();
    const screen = mount(HoldsScreen, { global: { plugins }, attachTo: document.body });
    await flushPromises();
    const shown = () => screen.get('.detail').attributes('aria-label');
    expect(shown()).toContain('Luc');
    screen.getComponent(LongTable).vm.$emit('update:modelValue', maya.id);
    await flushPromises();
    expect(shown()).toContain('Maya');
    await useHolds().sortBy('staff');
    await flushPromises();
    expect(shown()).toContain('Maya');
    listed = [luc];
    await useHolds().ask({ provider: 'stripe' });
    await flushPromises();
    expect(shown()).toContain('Luc');
    screen.unmount();
  });

  it('is sorted by deadline, state, provider, staff, when placed, amount and customer by a press on a head of its table', async () => {
    const screen = mount(HoldsScreen, { global: { plugins }, attachTo: document.body });
    await flushPromises();
    const sorts: string[] = [];
    for (const button of screen.findAll('.sort')) {
      await button.trigger('click');
      const { by, down } = useHolds().question.sort!;
      sorts.push(`${by}${down ? ' down' : ''}: ${plain(button.text())}`);
    }
    expect(sorts).toEqual([
      'customer: Customer and visit',
      'provider: Card',
      'deadline: Lapses',
      'state: state',
      'staff: Plan, placed by',
      'placed down: date',
      'amount down: Held, $',
    ]);
    expect(asked.at(-1)).toMatchObject({ sort: { by: 'amount', down: true } });
    await useHolds().sortBy('state');
    await useHolds().sortBy('state');
    await screen.vm.$nextTick();
    expect(screen.findAll('[aria-sort]').map((head) => head.attributes('aria-sort'))).toEqual(['descending']);
    screen.unmount();
  });
});

describe('tomorrow', () => {
  it('is the next day of the calendar, also in the night in which the clocks change', () => {
    const night = Date.parse('2026-11-01T00:30:00-04:00');
    const deadline = { at: Date.parse('2026-11-02T09:00:00-05:00'), estimated: false } as const;
    const context = { language: 'en', timeZone, now: night, dayName: (at: number) => dayName(at, timeZone) } as const;
    expect(plain(deadlineWords(deadline, context))).toBe('Tomorrow, 9:00 a.m.');
  });
});
