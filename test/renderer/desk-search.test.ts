import { flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';
import type { CustomerRow } from '../../src-main/contract/customer.ts';
import { done, refused, type Reply } from '../../src-main/contract/failure.ts';
import { setDesk } from '../../src-renderer/desk.ts';
import DeskSearch from '../../src-renderer/screens/shell/DeskSearch.vue';

const row = (id: string, name: string): CustomerRow => ({ id, name, phone: null, email: null }) as CustomerRow;

/** The search box of a desk whose answers come when the test says so. */
async function searchBox() {
  const waiting = new Map<string, (reply: Reply<unknown>) => void>();
  const find = ({ search }: { readonly search: string }) =>
    new Promise((answer: (reply: Reply<unknown>) => void) => waiting.set(search, answer));
  setDesk({
    calls: new Proxy(
      {},
      {
        get: (_none, name: string) =>
          name === 'customers.list' ? find : async () => await Promise.resolve(refused('unknown_id')),
      },
    ),
    on: () => () => undefined,
  });
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:pathMatch(.*)*', component: { render: () => null } }],
  });
  await router.push('/start');
  const box = mount(DeskSearch, { global: { plugins: [router] }, attachTo: document.body });
  const field = box.get('input');
  return {
    type: async (text: string) => await field.setValue(text),
    enter: async () => await field.trigger('keydown', { key: 'Enter' }),
    answer: async (text: string, rows: readonly CustomerRow[]) => {
      waiting.get(text)?.(done({ rows }));
      await flushPromises();
    },
    at: async () => {
      await flushPromises();
      return router.currentRoute.value.path;
    },
  };
}

describe('Enter in the search box', () => {
  beforeEach(() => setActivePinia(createPinia()));
  afterEach(() => setDesk(null));

  it('before the answer waits for it, as a scanner and a quick hand need', async () => {
    const box = await searchBox();
    await box.type('roy');
    await box.enter();
    expect(await box.at()).toBe('/start');
    await box.answer('roy', [row('stripe:roy', 'Zoé Roy')]);
    expect(await box.at()).toBe('/customers/stripe:roy');
  });

  it('never opens somebody who was found for the letters before', async () => {
    const box = await searchBox();
    await box.type('r');
    await box.answer('r', [row('stripe:abel', 'Abel Raymond')]);
    await box.type('roy');
    await box.enter();
    expect(await box.at()).toBe('/start');
    await box.answer('roy', [row('stripe:roy', 'Zoé Roy')]);
    expect(await box.at()).toBe('/customers/stripe:roy');
  });

  it('is forgotten when something else is typed meanwhile', async () => {
    const box = await searchBox();
    await box.type('roy');
    await box.enter();
    await box.type('royer');
    await box.answer('roy', [row('stripe:roy', 'Zoé Roy')]);
    await box.answer('royer', [row('stripe:royer', 'Luc Royer')]);
    expect(await box.at()).toBe('/start');
    await box.enter();
    expect(await box.at()).toBe('/customers/stripe:royer');
  });
});
