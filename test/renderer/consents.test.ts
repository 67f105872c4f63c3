import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { nextTick, ref } from 'vue';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConsentCover, Purpose } from '../../src-main/contract/consent.ts';
import { done, type Reply } from '../../src-main/contract/failure.ts';
import { setDesk } from '../../src-renderer/desk.ts';
import { useChargedConsent, type ChargedConsent } from '../../src-renderer/screens/dialogs/charged-consent.ts';

// What stands behind a charge while its amount is typed: main's word, never the window's guess.
type Asked = { readonly amount: { readonly amount: number }; answer: (reply: Reply<ConsentCover>) => void };
let asked: Asked[];
let mounted: VueWrapper | null = null;
const over: ConsentCover = {
  rule: 'manager',
  consent: null,
  refusal: { code: 'consent_over_cap', facts: { most: 5000, currency: 'CAD' } },
  fact: 'consent_over_cap balance stripe:pm_1',
};
const covered: ConsentCover = { rule: 'manager', consent: null, refusal: null, fact: null };

beforeEach(() => {
  setActivePinia(createPinia());
  asked = [];
  setDesk({
    calls: {
      'consents.cover': (input) =>
        new Promise((answer) => asked.push({ ...(input as Asked), answer: answer as Asked['answer'] })),
    },
    on: () => () => undefined,
  });
});
afterEach(() => {
  mounted?.unmount();
  setDesk(null);
});

const amount = ref(6324);
const purpose = ref<Purpose>('balance');
function dialog(): ChargedConsent {
  let made: ChargedConsent | null = null;
  mounted = mount({
    setup() {
      made = useChargedConsent(() => ({
        cardId: 'stripe:pm_1',
        purpose: purpose.value,
        amount: { amount: amount.value, currency: 'CAD' },
      }));
      return () => null;
    },
  });
  if (!made) throw new Error('not mounted');
  return made;
}
async function answer(index: number, cover: ConsentCover): Promise<void> {
  asked[index]?.answer(done(cover));
  await flushPromises();
  await nextTick();
}

describe('the consent behind a charge', () => {
  it('is asked of main for this very amount; nothing can be pressed before the answer', async () => {
    amount.value = 6324;
    const consent = dialog();
    await flushPromises();
    expect(asked.map((one) => one.amount.amount)).toEqual([6324]);
    expect(consent.shut.value).not.toBeNull();
    await answer(0, over);
    expect(consent.shut.value).toBeNull();
    expect(consent.guard.value?.fact).toBe(over.fact);
    expect(consent.instead.value).toBe(5000);
    expect(consent.sentence.value).toContain('$50.00');
  });

  it('of an amount typed before says nothing of the one typed now', async () => {
    amount.value = 6324;
    const consent = dialog();
    await flushPromises();
    amount.value = 5000;
    await nextTick();
    await flushPromises();
    // The first answer comes last.
    await answer(1, covered);
    await answer(0, over);
    expect(consent.guard.value).toBeNull();
    expect(consent.shut.value).toBeNull();
  });

  it('that nobody may pass over shuts the charge, with why', async () => {
    amount.value = 6324;
    const consent = dialog();
    await flushPromises();
    await answer(0, { ...over, rule: 'never', fact: null });
    expect(consent.guard.value).toBeNull();
    expect(consent.shut.value).not.toBeNull();
  });
});
