import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';
import { done, type Reply } from '../../src-main/contract/failure.ts';
import type { SessionState, Verb } from '../../src-main/contract/staff.ts';
import { setDesk } from '../../src-renderer/desk.ts';
import DialogHost from '../../src-renderer/screens/dialogs/DialogHost.vue';
import HistorySection from '../../src-renderer/screens/settings/HistorySection.vue';
import { useSession } from '../../src-renderer/stores/session.ts';
import { language } from '../../src-renderer/wording/language.ts';

interface Asked {
  readonly name: string;
  readonly input: { readonly [field: string]: unknown };
}
let asked: Asked[];
let shown: VueWrapper[];
const exported = { saved: true, name: 'historique-2026-11-20.csv', lines: 3, cancelled: false };
let missing: object;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  setActivePinia(createPinia());
  [asked, shown, missing] = [[], [], { damaged: 0, unsound: false, left: 0 }];
  const answers: Record<string, () => Reply<unknown>> = {
    'history.list': () => done({ rows: [], more: false }),
    'history.people': () => done({ people: [{ id: 'st-2', name: 'Maude' }] }),
    'lists.export': () => done({ ...exported, ...missing }),
  };
  const calls = new Proxy(
    {},
    {
      get: (_none, name: string) => async (input: Asked['input']) => {
        asked.push({ name, input });
        return answers[name]?.() ?? done({});
      },
    },
  );
  setDesk({ calls, on: () => () => undefined });
});
afterEach(() => {
  for (const one of shown) one.unmount();
  setDesk(null);
  vi.useRealTimers();
  language.value = 'en';
});

async function section(verbs: readonly Verb[] = ['history', 'export']): Promise<VueWrapper> {
  useSession().state = {
    ...{ timeZone: 'America/Toronto', currency: 'CAD', staff: [] },
    signedIn: { id: 'st-1', name: 'Sylvie', role: 'manager', verbs },
  } as unknown as SessionState;
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:rest(.*)*', component: { template: '<p />' } }],
  });
  const page = mount(HistorySection, { global: { plugins: [router] }, attachTo: document.body });
  shown = [page, mount(DialogHost, { global: { plugins: [router] }, attachTo: document.body })];
  await flushPromises();
  return page;
}
const says = (): string => (document.body.textContent ?? '').replace(/[\u00a0\u202f\s]+/g, ' ');
const lists = (): Asked['input'][] => asked.filter(({ name }) => name === 'history.list').map(({ input }) => input);
async function type(page: VueWrapper, label: string, text: string): Promise<void> {
  const id = page
    .findAll('label')
    .find((one) => one.text() === label)
    ?.attributes('for');
  await page.get(`[id="${id}"]`).setValue(text);
  vi.advanceTimersByTime(300);
  await flushPromises();
}
async function press(name: string): Promise<void> {
  const found = [...document.querySelectorAll('button')].filter((one) => one.textContent?.trim().startsWith(name));
  found.at(-1)?.click();
  await flushPromises();
}

describe('the history in Settings', () => {
  it('asks for exactly what the filters say, and for nothing while a day is half typed', async () => {
    const page = await section();
    await type(page, 'Who', 'st-2');
    await type(page, 'About what', 'holds');
    await type(page, 'Outcome', 'declined');
    await type(page, 'Customer', 'Zoé');
    await type(page, 'From the day', '2026-11-01');
    const question = {
      ...{ search: '', staff: 'st-2', topic: 'holds', outcome: 'declined', customer: 'Zoé' },
      ...{ from: '2026-11-01', to: null },
    };
    expect(lists().at(-1)).toEqual({ ...question, before: null, limit: 100 });
    const so = lists().length;
    await type(page, 'To the day', '2026-10');
    expect(says()).toContain('Days as 2026-11-20, the first one first.');
    await type(page, 'To the day', '2026-10-31');
    expect(lists()).toHaveLength(so);
    expect(says()).toContain('No line is as the filters ask.');
    await press('Clear the filters');
    expect(lists().at(-1)).toEqual({ search: '', before: null, limit: 100 });
    expect((page.find('.day input').element as HTMLInputElement).value).toBe('');
  });

  it('is exported as it is filtered, with the filters in words, and says in both languages what is missing', async () => {
    const page = await section();
    await type(page, 'About what', 'money');
    await type(page, 'Who', 'nobody');
    await press('Export');
    expect(says()).toContain('As it is filtered: Nobody signed in · about: Charges and refunds');
    missing = { damaged: 2, unsound: false, left: 0 };
    await press('Export');
    const question = { search: '', topic: 'money', staff: 'nobody' };
    expect(asked.at(-1)).toEqual({
      name: 'lists.export',
      input: { asked: { list: 'history', question }, form: 'csv', language: 'en' },
    });
    expect(says()).toContain('is not complete: 3 lines, 2 records cannot be read and are not in it.');
    language.value = 'fr';
    await flushPromises();
    expect(says()).toContain('n’est pas complet : 3 lignes, 2 inscriptions illisibles n’y sont pas.');
  });

  it('is not exported by whom the house does not let', async () => {
    await section(['history']);
    await press('Export');
    expect(says()).not.toContain('The whole list, no filter set.');
  });
});
