import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { done, refused, type Reply } from '../../src-main/contract/failure.ts';
import type { RecordsView } from '../../src-main/contract/records.ts';
import type { SessionState, Verb } from '../../src-main/contract/staff.ts';
import { setDesk } from '../../src-renderer/desk.ts';
import RecordsGap from '../../src-renderer/screens/settings/RecordsGap.vue';
import { useSession } from '../../src-renderer/stores/session.ts';
import { useStatus } from '../../src-renderer/stores/status.ts';
import { language } from '../../src-renderer/wording/language.ts';

// A backup was put back, and what happened since is not all known: which provider is waited for, and what can be done about it.
type Gap = NonNullable<RecordsView['gap']>;
const now = Date.UTC(2026, 10, 27, 16, 42);
const gapOf = (...owed: Gap['owed']): Gap => ({ backupAt: now - 7_200_000, restoredAt: now, by: 'Hélène', owed });
const plain = (text: string): string => text.replaceAll(/[\s\u00a0\u202f]+/g, ' ').trim();
let asked: { readonly name: string; readonly input: unknown }[];
let answer: Reply<unknown>;
let shown: VueWrapper | null = null;

beforeEach(() => {
  setActivePinia(createPinia());
  [asked, answer] = [[], done({ doing: null, progress: null })];
  const hear = (name: string) => async (input: unknown) => {
    asked.push({ name, input });
    return answer;
  };
  const names = ['records.rebuild', 'records.without', 'records.view'];
  setDesk({ calls: Object.fromEntries(names.map((name) => [name, hear(name)])), on: () => () => undefined });
  useStatus().now = now;
});
afterEach(() => {
  shown?.unmount();
  shown = null;
  setDesk(null);
  language.value = 'en';
});
function show(gap: Gap, verbs: readonly Verb[] = ['restore']): () => string {
  useSession().state = {
    ...{ timeZone: 'America/Toronto', currency: 'CAD' },
    signedIn: { id: 'st-1', name: 'Hélène', role: 'owner', verbs },
  } as unknown as SessionState;
  const made = mount(RecordsGap, { props: { gap }, attachTo: document.body });
  shown = made;
  return () => plain(document.body.textContent ?? '');
}
const button = (word: string): HTMLButtonElement => {
  const found = [...document.querySelectorAll('button')].find((one) => plain(one.textContent).startsWith(word));
  if (!found) throw new Error(`There is no button ${word}`);
  return found;
};
async function press(word: string): Promise<void> {
  button(word).click();
  await flushPromises();
}

describe('after a restore', () => {
  it('it is said which provider has not told what happened since, and the owner may ask it again at once', async () => {
    const says = show(gapOf({ provider: 'stripe', key: 'yes' }));
    expect(says()).toContain('The backup of Fri, Nov 27, 9:42 a.m. was restored, and Stripe has not said yet');
    expect(says()).not.toContain('has no key');
    await press('Ask again now');
    expect(asked.map(({ name }) => name)).toContain('records.rebuild');
    language.value = 'fr';
    await flushPromises();
    expect(says()).toContain('La copie du ven. 27 nov., 9 h 42 a été remise en place, et Stripe n’a pas encore dit');
    expect(says()).toContain('Redemander maintenant');
  });

  it('payments are off as a whole while both are waited for, and nobody but the owner asks', () => {
    const says = show(gapOf({ provider: 'stripe', key: 'yes' }, { provider: 'paysafe', key: 'unread' }), ['find']);
    expect(says()).toContain('Payments are off until what happened since is found again.');
    expect(says()).toContain('The keychain of this PC does not give Paysafe’s key.');
    expect(button('Ask again now').getAttribute('aria-description')).toContain('owner');
  });

  it('why it could not be asked is said as it came', async () => {
    const says = show(gapOf({ provider: 'stripe', key: 'yes' }));
    answer = refused('offline', { provider: 'stripe' });
    await press('Ask again now');
    expect(says()).toContain('No line. Nothing was sent.');
  });

  it('a provider without a key can be gone on without, in two steps: what that means is read first', async () => {
    const says = show(gapOf({ provider: 'stripe', key: 'yes' }, { provider: 'paysafe', key: 'no' }));
    expect(says()).toContain('Paysafe has no key at this desk, so it cannot be asked.');
    await press('The house does not use Paysafe');
    expect(says()).toContain('Only if no money ever moved at Paysafe: bills are charged again without asking it.');
    expect(asked).toEqual([]);
    await press('Cancel');
    expect(says()).not.toContain('Only if no money ever moved');
    await press('The house does not use Paysafe');
    await press('We do not use Paysafe');
    expect(asked).toContainEqual({ name: 'records.without', input: { provider: 'paysafe' } });
    language.value = 'fr';
    await flushPromises();
    expect(says()).toContain('Paysafe n’a pas de clé à ce poste');
  });

  it('one that has a key, or whose key the keychain holds back, is nothing to go on without', () => {
    const says = show(gapOf({ provider: 'stripe', key: 'yes' }, { provider: 'paysafe', key: 'unread' }));
    expect(says()).not.toContain('The house does not use');
  });
});
