import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';
import type { DeskStatus } from '../../src-main/contract/desk-status.ts';
import { done } from '../../src-main/contract/failure.ts';
import type { SessionState, Verb } from '../../src-main/contract/staff.ts';
import { setDesk } from '../../src-renderer/desk.ts';
import DialogHost from '../../src-renderer/screens/dialogs/DialogHost.vue';
import PaymentsScreen from '../../src-renderer/screens/payments/PaymentsScreen.vue';
import { useSession } from '../../src-renderer/stores/session.ts';
import { useStatus } from '../../src-renderer/stores/status.ts';
import { language } from '../../src-renderer/wording/language.ts';

interface Asked {
  readonly name: string;
  readonly input: unknown;
}
let asked: Asked[];
let shown: VueWrapper[];

beforeEach(() => {
  setActivePinia(createPinia());
  [asked, shown] = [[], []];
  const calls = new Proxy(
    {},
    {
      get: (_none, name: string) => async (input: unknown) => {
        asked.push({ name, input });
        return done(name === 'payments.list' ? { rows: [], total: 0, capped: false } : {});
      },
    },
  );
  setDesk({ calls, on: () => () => undefined });
});
afterEach(() => {
  for (const one of shown) one.unmount();
  setDesk(null);
  language.value = 'en';
});

/** @param day that runs in the house, as main says it */
async function screen(verbs: readonly Verb[], day = '2026-11-20'): Promise<VueWrapper> {
  useSession().state = {
    ...{ timeZone: 'America/Toronto', currency: 'CAD', staff: [{ id: 'st-2', name: 'Maude' }] },
    signedIn: { id: 'st-1', name: 'Sylvie', role: 'manager', verbs },
  } as unknown as SessionState;
  useStatus().now = Date.UTC(2026, 10, 20, 15);
  useStatus().status = { businessDay: day } as DeskStatus;
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:rest(.*)*', component: { template: '<p />' } }],
  });
  const page = mount(PaymentsScreen, { global: { plugins: [router] }, attachTo: document.body });
  shown = [page, mount(DialogHost, { global: { plugins: [router] }, attachTo: document.body })];
  await flushPromises();
  return page;
}
const says = (): string => (document.body.textContent ?? '').replace(/[\u00a0\u202f\s]+/g, ' ');
const exporting = (page: VueWrapper) => page.get('button[aria-label="Export"], button[aria-label="Exporter"]');
async function press(words: string): Promise<void> {
  const found = [...document.querySelectorAll('button')].filter((one) => one.textContent?.trim().startsWith(words));
  found.at(-1)?.click();
  await flushPromises();
}

describe('the list of payments', () => {
  it('goes into a file as it is filtered: of the last thirty days, or of the day that is looked at', async () => {
    const page = await screen(['find', 'export']);
    await exporting(page).trigger('click');
    await flushPromises();
    expect(says()).toContain('Every order of these days, declined and refused ones included.');
    await press('Close');

    const [state, provider, person] = page.findAll('select');
    await state?.setValue('declined');
    await provider?.setValue('stripe');
    await person?.setValue('st-2');
    await page.get('input[type=date]').setValue('2026-11-18');
    await exporting(page).trigger('click');
    await flushPromises();
    expect(says()).toContain('As it is filtered: Declined · Stripe · by Maude');
    expect(says()).toContain('Every order of these days that the filters find.');
    await press('Export');
    const only = { states: ['declined'], provider: 'stripe', staffId: 'st-2' };
    expect(asked.at(-1)).toEqual({
      name: 'lists.export',
      input: {
        asked: { list: 'payments', from: '2026-11-18', to: '2026-11-18', only },
        ...{ form: 'csv', language: 'en' },
      },
    });

    await press('Close');
    await page.get('input[type=date]').setValue('');
    language.value = 'fr';
    await exporting(page).trigger('click');
    await flushPromises();
    expect(says()).toContain('Selon les filtres : Refusés · Stripe · par Maude');
    await press('Exporter');
    expect(asked.at(-1)?.input).toMatchObject({ asked: { from: '2026-10-22', to: '2026-11-20' } });
  });

  it('proposes the days that the house counts: after midnight, before its day ends, that is still the evening’s', async () => {
    const page = await screen(['find', 'export'], '2026-11-19');
    await exporting(page).trigger('click');
    await flushPromises();
    await press('Export');
    expect(asked.at(-1)?.input).toMatchObject({ asked: { from: '2026-10-21', to: '2026-11-19' } });
  });

  it('tells the front desk who may make a file of it', async () => {
    const page = await screen(['find']);
    expect(exporting(page).attributes('aria-description')).toContain('Your role may not export lists');
  });
});
