import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { createMemoryHistory, createRouter, type Router } from 'vue-router';
import type { DayView } from '../../src-main/contract/day-end.ts';
import { done, type Reply } from '../../src-main/contract/failure.ts';
import type { MatchCandidates, PayoutsView } from '../../src-main/contract/payouts.ts';
import type { SessionState, Verb } from '../../src-main/contract/staff.ts';
import { setDesk } from '../../src-renderer/desk.ts';
import DayEndScreen from '../../src-renderer/screens/day-end/DayEndScreen.vue';
import DialogHost from '../../src-renderer/screens/dialogs/DialogHost.vue';
import { useSession } from '../../src-renderer/stores/session.ts';
import { language } from '../../src-renderer/wording/language.ts';
import { closed, dayOf, payoutsOf } from './made-up-day.ts';

export const plain = (text: string | null): string => (text ?? '').replace(/[\u00a0\u202f]/g, ' ').replace(/\s+/g, ' ');

interface Asked {
  readonly name: string;
  readonly input: { readonly [field: string]: unknown };
}
/** What main answers, and what it was asked: a test changes the one and looks at the other. */
interface OnScreen {
  asked: Asked[];
  view: DayView;
  payouts: PayoutsView;
  alike: MatchCandidates['alike'];
  closing: () => Reply<unknown>;
  withdrawing: () => Reply<unknown>;
  router: Router;
}
const fresh = (): OnScreen => ({
  asked: [],
  view: dayOf(),
  payouts: payoutsOf([]),
  alike: null,
  closing: () => done(dayOf({ standing: closed, entries: [closed] })),
  withdrawing: () => done({ statementId: 'st-1' }),
  router: createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:rest(.*)*', component: { template: '<p />' } }],
  }),
});
export const on = fresh();
let shown: VueWrapper[] = [];

/** Before each test of a file: a desk of its own. */
export function beginDay(): void {
  setActivePinia(createPinia());
  Object.assign(on, fresh());
  const answers: Record<string, () => Reply<unknown>> = {
    'dayEnd.show': () => done(on.view),
    'dayEnd.week': () => done({ currency: 'CAD', days: [{ day: '2026-11-20', stripe: 398_560, paysafe: 0 }] }),
    'dayEnd.deadlines': () =>
      done({
        currency: 'CAD',
        days: [{ day: '2026-11-20', stripe: 16_000, paysafe: 0, count: 1 }],
        later: { stripe: 0, paysafe: 35_000, count: 2 },
      }),
    'dayEnd.payouts': () => done(on.payouts),
    'dayEnd.close': () => on.closing(),
    'statements.withdraw': () => on.withdrawing(),
    'payouts.candidates': () =>
      done({
        customerName: 'Ada Long',
        shut: null,
        alike: on.alike,
        rows: [
          {
            ...{ id: 'bill-1', code: 'B-7F3K', customerName: 'Ada Long', day: '2026-11-20', service: 'Coupe' },
            ...{ currency: 'CAD', total: 8000, remaining: 8000 },
          },
        ],
      }),
    'lists.export': () =>
      done({
        saved: true,
        name: 'payments-2026-11-20.csv',
        lines: 4,
        damaged: 0,
        unsound: false,
        left: 0,
        cancelled: false,
      }),
  };
  const calls = new Proxy(
    {},
    {
      get: (_none, name: string) => async (input: Asked['input']) => {
        on.asked.push({ name, input });
        return answers[name]?.() ?? done({});
      },
    },
  );
  setDesk({ calls, on: () => () => undefined });
}
/** Nothing is on the screen any more: somebody else comes. */
export function leave(): void {
  for (const one of shown) one.unmount();
  shown = [];
  document.body.replaceChildren();
}
/** After each test of a file. */
export function endDay(): void {
  leave();
  setDesk(null);
  language.value = 'en';
}

export async function screen(verbs: readonly Verb[] = ['find', 'close_day'], place = '/day-end') {
  useSession().state = {
    ...{ timeZone: 'America/Toronto', currency: 'CAD', staff: [] },
    signedIn: { id: 'st-1', name: 'Maude', role: 'front_desk', verbs },
  } as unknown as SessionState;
  await on.router.push(place);
  const page = mount(DayEndScreen, { global: { plugins: [on.router] }, attachTo: document.body });
  shown = [page, mount(DialogHost, { global: { plugins: [on.router] }, attachTo: document.body })];
  await flushPromises();
  return page;
}
export const says = (): string => plain(document.body.textContent);
export const button = (name: string): HTMLButtonElement => {
  const found = [...document.querySelectorAll('button')].filter((one) =>
    plain(one.textContent).trim().startsWith(name),
  );
  const last = found.at(-1);
  if (!last) throw new Error(`No button ${name}`);
  return last;
};
export async function press(name: string): Promise<void> {
  button(name).click();
  await flushPromises();
}
