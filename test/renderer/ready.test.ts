import { mount, flushPromises, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';
import { done, refused, type Reply } from '../../src-main/contract/failure.ts';
import type { PageLinkView } from '../../src-main/contract/page-link.ts';
import type { ReadyList, ReadyReason, ReadyRow } from '../../src-main/contract/ready.ts';
import type { SessionState } from '../../src-main/contract/staff.ts';
import { setDesk } from '../../src-renderer/desk.ts';
import { dayUnlessToday } from '../../src-renderer/format/dates.ts';
import ReadyScreen from '../../src-renderer/screens/ready/ReadyScreen.vue';
import { useDialog } from '../../src-renderer/stores/dialog.ts';
import { useReady } from '../../src-renderer/stores/ready.ts';
import { useSession } from '../../src-renderer/stores/session.ts';
import { language } from '../../src-renderer/wording/language.ts';
import { reasonWords } from '../../src-renderer/wording/ready.ts';

const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');
const row = (id: string, more: Partial<ReadyRow> = {}): ReadyRow => ({
  billId: `bill-${id}`,
  code: 'B-7F3K2',
  customerId: `stripe:${id}`,
  customerName: `Client ${id}`,
  email: null,
  language: 'fr',
  visit: { day: '2026-11-21', time: '10:15', service: 'Cut', withWhom: 'Léa' },
  currency: 'CAD',
  remaining: 10_000,
  card: null,
  reasons: [{ is: 'no_card' }],
  next: 'make_link',
  profileId: null,
  mayLink: true,
  link: null,
  ...more,
});
const good = (id: string): ReadyRow => row(id, { reasons: [], next: 'none', mayLink: false });
const listOf = (rows: readonly ReadyRow[]): ReadyList => ({
  from: '2026-11-21',
  to: '2026-11-21',
  rows: [...rows],
  asOf: Date.now(),
});
const page = (id: string, name: 'open' | 'failed' = 'open'): { link: PageLinkView; address: null } => ({
  link: {
    id,
    provider: 'stripe',
    kind: 'card',
    customerId: null,
    customerName: 'Client',
    billId: null,
    billCode: null,
    purpose: 'future_visits',
    amount: null,
    chosen: null,
    currency: 'CAD',
    save: 'always',
    consent: null,
    language: 'fr',
    state: name === 'open' ? { name, expiresAt: 2 } : { name, at: 1, code: 'x' },
    createdAt: 1,
    staffName: 'Maude',
    desk: 'Front 1',
    askedAt: null,
  },
  address: null,
});

interface Asked {
  readonly name: string;
  readonly input: { readonly [field: string]: unknown };
}
let asked: Asked[];
let answer: (one: Asked) => Reply<unknown> | Promise<Reply<unknown>>;
let shown: VueWrapper | null;
beforeEach(() => {
  setActivePinia(createPinia());
  asked = [];
  shown = null;
  answer = () => done({});
  setDesk({
    calls: new Proxy(
      {},
      {
        get: (_none, name: string) => async (input: Asked['input']) => {
          asked.push({ name, input });
          return answer({ name, input });
        },
      },
    ),
    on: () => () => undefined,
  });
});
afterEach(() => {
  shown?.unmount();
  setDesk(null);
  language.value = 'en';
});
const made = (): Asked[] => asked.filter(({ name }) => name === 'links.make');

async function screen(rows: readonly ReadyRow[], links: (one: Asked) => Reply<unknown> = () => done(page('link-1'))) {
  answer = (one) => (one.name === 'bills.ready' ? done(listOf(rows)) : links(one));
  useSession().state = {
    timeZone: 'America/Toronto',
    signedIn: { id: 'st-1', name: 'Maude', role: 'front_desk', verbs: ['find', 'make_link'] },
  } as unknown as SessionState;
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:rest(.*)*', component: { template: '<p />' } }],
  });
  shown = mount(ReadyScreen, { global: { plugins: [router] }, attachTo: document.body });
  await flushPromises();
  return { page: shown, router };
}
const press = (key: string, more: object = {}): boolean =>
  window.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true, ...more }));

describe('the visits of tomorrow', () => {
  it('are counted: how many of how many are ready, and what the others have left to pay', async () => {
    const { page: made1 } = await screen([row('a'), good('b'), good('c')]);
    expect(plain(made1.text())).toContain('2 of 3 visits are ready');
    expect(plain(made1.text())).toContain('1 visit to settle, for $100.00');
    expect(plain(made1.text())).toContain('No card saved');
    expect(useReady().toSettle).toBe(1);
  });

  it('say that everybody is ready, with how many, and offer no link', async () => {
    const { page: all } = await screen([good('a'), good('b')]);
    expect(all.text()).toContain('Everybody is ready: 2 visits.');
    expect(all.text()).not.toContain('Make ');
  });

  it('say that there are none, with the button that makes one', async () => {
    const { page: none } = await screen([]);
    expect(none.text()).toContain('No visit with something left to pay on these days.');
    await none.get('.none button').trigger('click');
    expect(useDialog().open).toMatchObject({ kind: 'bill', day: '2026-11-21' });
  });

  it('that cannot be read say why, and offer to try again; the last known stay', async () => {
    const { page: known } = await screen([row('a')]);
    answer = () => refused('offline', { provider: 'stripe' });
    await useReady().read();
    await flushPromises();
    expect(known.get('[role=alert]').text()).toContain('Try again');
    expect(known.text()).toContain('Client a');
  });

  it('are asked for the days that are chosen, and for tomorrow alone once the screen is left', async () => {
    const { page: week } = await screen([row('a')]);
    await week.findAll('.pill')[2]?.trigger('click');
    expect(asked.findLast(({ name }) => name === 'bills.ready')?.input).toEqual({ days: 7 });
    week.unmount();
    shown = null;
    expect(useReady().days).toBe(1);
  });
});

describe('the row in focus', () => {
  it('offers its next step: a link opens the dialog of links for that customer, for a day', async () => {
    await screen([row('a'), row('b')]);
    press('F7');
    expect(useDialog().open).toEqual({
      kind: 'link',
      customerId: 'stripe:a',
      customerName: 'Client a',
      use: 'card',
      minutes: 1440,
    });
  });

  it('opens the customer where no page can be made, and the link that stands already', async () => {
    const { page: two, router } = await screen([
      row('a', { next: 'open_customer', mayLink: false }),
      row('b', { next: 'show_link', link: { id: 'link-9', until: 5 } }),
    ]);
    await two.get('.act').trigger('click');
    await flushPromises();
    expect(router.currentRoute.value.path).toBe('/customers/stripe:a');
    await two.get('tbody tr:nth-child(2)').trigger('click');
    await two.get('.act').trigger('click');
    expect(useDialog().open).toMatchObject({ kind: 'link', linkId: 'link-9' });
  });

  it('says until when a link is open, with the day when that is not today', async () => {
    const now = Date.UTC(2026, 10, 20, 18);
    const context = { language: 'en', timeZone: 'America/Toronto', now } as const;
    expect(dayUnlessToday(now + 5 * 3_600_000, context)).toBeNull();
    expect(dayUnlessToday(now + 14 * 3_600_000, context)).toBe('tomorrow');
    expect(dayUnlessToday(now + 14 * 3_600_000, { ...context, language: 'fr' })).toBe('demain');
    expect(plain(dayUnlessToday(now + 40 * 3_600_000, context) ?? '')).toBe('Sun, Nov 22');
  });

  it('goes down with the arrow, and Space takes it out of those a link is made for', async () => {
    const { page: two } = await screen([row('a'), row('b')]);
    await two.get('tbody tr:nth-child(1)').trigger('keydown', { key: 'ArrowDown' });
    await two.get('tr[aria-selected=true]').trigger('keydown', { key: ' ' });
    expect(two.get('tr[aria-selected=true]').text()).toContain('Client b');
    expect(two.text()).toContain('Make 1 link');
  });
});

describe('links for all at once', () => {
  it('are made one after another, each with its own ticket, in the client’s language; one that fails stops no other', async () => {
    const rows = [row('a'), row('b', { language: null }), row('c')];
    await screen(rows, ({ input }) =>
      input['customerId'] === 'stripe:b' ? refused('link_needs_stripe') : done(page(`link-${made().length}`)),
    );
    press('Enter', { ctrlKey: true });
    await flushPromises();
    expect(made().map(({ input }) => [input['customerId'], input['language'], input['minutes']])).toEqual([
      ['stripe:a', 'fr', 1440],
      ['stripe:b', 'en', 1440],
      ['stripe:c', 'fr', 1440],
    ]);
    expect(new Set(made().map(({ input }) => input['ticket'])).size).toBe(3);
    expect(useReady().ended).toEqual({ made: 2, failed: 1, left: 0 });
    expect(plain(shown?.get('[role=status]').text() ?? '')).toContain('2 links made, 1 not made.');
  });

  it('a row that failed keeps its ticket: asked again, it is the same order', async () => {
    let offline = true;
    await screen([row('a')], () => (offline ? refused('offline', { provider: 'stripe' }) : done(page('link-1'))));
    press('Enter', { ctrlKey: true });
    await flushPromises();
    offline = false;
    press('Enter', { ctrlKey: true });
    await flushPromises();
    const [first, second] = made().map(({ input }) => input['ticket']);
    expect(second).toBe(first);
    expect(useReady().ended).toEqual({ made: 1, failed: 0, left: 0 });
  });

  it('stop between two when somebody says so', async () => {
    let give: (reply: Reply<unknown>) => void = () => undefined;
    await screen([row('a'), row('b'), row('c')]);
    answer = ({ name }) =>
      name === 'links.make' ? new Promise((resolve) => (give = resolve)) : done(listOf([row('a')]));
    press('Enter', { ctrlKey: true });
    await flushPromises();
    useReady().stop();
    give(done(page('link-1')));
    await flushPromises();
    expect(made()).toHaveLength(1);
    expect(useReady().ended).toEqual({ made: 1, failed: 0, left: 2 });
  });

  it('are one for a person who comes twice', async () => {
    await screen([row('a'), row('a2', { customerId: 'stripe:a' })]);
    press('Enter', { ctrlKey: true });
    await flushPromises();
    expect(made()).toHaveLength(1);
  });

  it('are for those alone for whom a page is the next step, until somebody ticks another', async () => {
    const { page: both } = await screen([
      row('a'),
      row('b', { reasons: [{ is: 'no_consent' }], next: 'ask_consent' }),
      row('c', { link: { id: 'link-1', until: 5 }, next: 'show_link' }),
    ]);
    expect(both.text()).toContain('Make 1 link');
    await both.get('tbody tr:nth-child(2) input').trigger('change');
    expect(both.text()).toContain('Make 2 links');
    expect(both.findAll('tbody input')).toHaveLength(2);
  });

  it('end with the person who began them: another who signs in finds no run', async () => {
    let give: (reply: Reply<unknown>) => void = () => undefined;
    await screen([row('a'), row('b')]);
    answer = ({ name }) =>
      name === 'links.make' ? new Promise((resolve) => (give = resolve)) : done(listOf([row('a')]));
    press('Enter', { ctrlKey: true });
    await flushPromises();
    useReady().reset();
    give(done(page('link-1')));
    await flushPromises();
    expect(made()).toHaveLength(1);
    expect(useReady().ended).toBeNull();
    expect(useReady().running).toBeNull();
  });
});

describe('the words of a reason', () => {
  const at = Date.UTC(2026, 9, 31, 16);
  const now = Date.UTC(2026, 10, 20, 16);
  it.each<[ReadyReason, string, string]>([
    [{ is: 'expired', month: 10, year: 2026 }, 'Card expired in October', 'Carte expirée en octobre'],
    [
      { is: 'expires_before', month: 1, year: 2027 },
      'Card expires before, in January 2027',
      'Carte expirée d’ici là, en janvier 2027',
    ],
    [{ is: 'over_cap', most: 20_000 }, 'Over its cap of $200.00', 'Dépasse son plafond de 200,00 $'],
    [{ is: 'removed' }, 'Card removed by Zoë', 'Carte retirée par Zoë'],
    [{ is: 'consent_ended', at }, 'Consent ended Oct 31', 'Consentement terminé le 31 oct.'],
    [{ is: 'declined', at }, 'Declined last time, Oct 31', 'Refusée la dernière fois, 31 oct.'],
  ])('%o', (reason, en, fr) => {
    const about = { customerName: 'Zoë Kowalczyk', currency: 'CAD' };
    const context = { timeZone: 'America/Toronto', now };
    expect(plain(reasonWords(reason, about, { ...context, language: 'en' }))).toBe(en);
    expect(plain(reasonWords(reason, about, { ...context, language: 'fr' }))).toBe(fr);
  });
});
