import { flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { done } from '../../src-main/contract/failure.ts';
import type { HoldListView, HoldQuestion } from '../../src-main/contract/hold-review.ts';
import { setDesk } from '../../src-renderer/desk.ts';
import HoldFilters from '../../src-renderer/screens/holds/HoldFilters.vue';
import { useHolds } from '../../src-renderer/stores/holds.ts';
import { useSession } from '../../src-renderer/stores/session.ts';
import { language } from '../../src-renderer/wording/language.ts';

const clinic: HoldQuestion = { filter: 'open', provider: 'paysafe', least: 5000 };
const view = (id: string, currency: string | null, question: HoldQuestion = clinic): HoldListView => ({
  ...{ id, name: `View ${id}`, staffName: 'Maude', question, currency },
});
let asked: { question: HoldQuestion; removed: string[] };

async function filters(views: readonly HoldListView[]) {
  useSession().state = { timeZone: 'UTC', currency: 'CAD', staff: [], signedIn: { verbs: ['hold'] } } as never;
  asked = { question: { filter: 'open', provider: null }, removed: [] };
  const counts = { matching: 0, free: 0, all: 0, open: 0, today: 0, twoDays: 0, lapsed: 0 };
  setDesk({
    calls: {
      'holds.list': async (input) => {
        const {
          offset: _offset,
          limit: _limit,
          ...question
        } = input as HoldQuestion & { offset: number; limit: number };
        asked.question = question;
        return done({ rows: [], asOf: 1 });
      },
      'holds.counts': async () => done(counts),
      'holds.views': async () => done({ views }),
      'holds.removeView': async (input) => {
        asked.removed.push((input as { id: string }).id);
        return done({ views: [] });
      },
    },
    on: () => () => undefined,
  });
  await useHolds().readViews();
  return mount(HoldFilters, { attachTo: document.body });
}
const choose = async (shown: Awaited<ReturnType<typeof filters>>, id: string): Promise<void> => {
  await shown.findAll('select').at(-1)?.setValue(id);
  await flushPromises();
};
const notice = (shown: Awaited<ReturnType<typeof filters>>): string =>
  (shown.find('[role=alert]').exists() ? shown.get('[role=alert]').text() : '').replace(/[\u00a0\u202f]/g, ' ');

beforeEach(() => setActivePinia(createPinia()));
afterEach(() => {
  setDesk(null);
  language.value = 'en';
  document.body.innerHTML = '';
});

describe('a view of the holds with amounts', () => {
  it('filters by them while the house takes money in their currency', async () => {
    const shown = await filters([view('a', 'CAD')]);
    await choose(shown, 'a');
    expect(asked.question).toEqual(clinic);
    expect(notice(shown)).toBe('');
  });

  it('in another currency than the house’s filters nothing, says why, and can be removed', async () => {
    const shown = await filters([view('a', 'EUR'), view('b', 'CAD')]);
    await choose(shown, 'a');
    expect(asked.question).toEqual({ filter: 'open', provider: null });
    expect(notice(shown)).toBe(
      'The amounts of “View a” are in EUR, and this house’s are in CAD. The view is not applied. Save it again under the same name, or remove it.',
    );
    language.value = 'fr';
    await flushPromises();
    expect(notice(shown)).toBe(
      'Les montants de « View a » sont en EUR, et ceux de l’établissement en CAD. La vue n’est pas appliquée. Enregistrez-la à nouveau sous le même nom, ou retirez-la.',
    );
    await choose(shown, 'b');
    expect([asked.question, notice(shown)]).toEqual([clinic, '']);
    await choose(shown, 'a');
    await shown.get('button.icon').trigger('click');
    expect(asked.removed).toEqual(['a']);
  });

  it('without amounts, or from before their currency was kept, is applied', async () => {
    const lapsing: HoldQuestion = { filter: 'today', provider: null };
    const shown = await filters([view('a', null, lapsing), view('b', null)]);
    await choose(shown, 'a');
    expect(asked.question).toEqual(lapsing);
    await choose(shown, 'b');
    expect([asked.question, notice(shown)]).toEqual([clinic, '']);
  });
});
