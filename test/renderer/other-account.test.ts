import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { done, refused, type Reply } from '../../src-main/contract/failure.ts';
import type { SessionState } from '../../src-main/contract/staff.ts';
import { setDesk } from '../../src-renderer/desk.ts';
import PaysafeKeyForm from '../../src-renderer/screens/settings/PaysafeKeyForm.vue';
import StripeKeyForm from '../../src-renderer/screens/settings/StripeKeyForm.vue';
import { useSession } from '../../src-renderer/stores/session.ts';
import { language } from '../../src-renderer/wording/language.ts';

// A key that may be of another account than the one in which orders are open: it is stored only by somebody who says so, and types it again.
const plain = (text: string): string => text.replaceAll(/[\s\u00a0\u202f]+/g, ' ').trim();
let sent: unknown[];
let answer: Reply<unknown>;
let shown: VueWrapper | null = null;

beforeEach(() => {
  setActivePinia(createPinia());
  [sent, answer] = [[], done({})];
  const keep = async (input: unknown) => {
    sent.push(input);
    return answer;
  };
  const calls = {
    'settings.setStripeKey': keep,
    'settings.setPaysafeKey': keep,
    'settings.providers': async () => done({ providers: [] }),
  };
  setDesk({ calls, on: () => () => undefined });
  useSession().state = {
    ...{ timeZone: 'America/Toronto', currency: 'CAD', mode: 'test' },
    signedIn: { id: 'st-1', name: 'Hélène', role: 'owner', verbs: ['keys'] },
  } as unknown as SessionState;
});
afterEach(() => {
  shown?.unmount();
  shown = null;
  setDesk(null);
  language.value = 'en';
});
const says = (made: VueWrapper): string => plain(made.text());
const box = (made: VueWrapper) => made.find('input[type=checkbox]');
async function send(made: VueWrapper): Promise<void> {
  await made.get('form').trigger('submit');
  await flushPromises();
}

describe('a key of Stripe’s that may be of another account', () => {
  const type = (made: VueWrapper) => made.get('input[type=password]').setValue('rk_test_other');

  it('is not stored: it says what is at stake, the field is empty, and a tick is offered', async () => {
    const made = mount(StripeKeyForm, { attachTo: document.body });
    shown = made;
    expect(box(made).exists()).toBe(false);
    answer = refused('key_other_account', { provider: 'stripe', open: 1 });
    await type(made);
    await send(made);
    expect(says(made)).toContain('Orders at Stripe are still being checked');
    expect(says(made)).toContain('Nothing was changed.');
    expect(box(made).exists()).toBe(true);
    expect((made.get('input[type=password]').element as HTMLInputElement).value).toBe('');
    expect(made.emitted('close')).toBeUndefined();
    language.value = 'fr';
    await flushPromises();
    expect(says(made)).toContain('Des opérations chez Stripe sont encore en vérification');
    expect(says(made)).toContain('L’utiliser quand même');
  });

  it('is stored once that is ticked and the key typed again; the tick goes out with it and not before', async () => {
    const made = mount(StripeKeyForm, { attachTo: document.body });
    shown = made;
    answer = refused('key_other_account', { provider: 'stripe', open: 1 });
    await type(made);
    await send(made);
    await box(made).setValue(true);
    answer = done({});
    await type(made);
    await send(made);
    expect(sent).toEqual([
      { key: 'rk_test_other', otherAccount: false },
      { key: 'rk_test_other', otherAccount: true },
    ]);
    expect(made.emitted('close')).toHaveLength(1);
  });

  it('is another trouble where the key itself is refused: nothing is offered to be ticked', async () => {
    const made = mount(StripeKeyForm, { attachTo: document.body });
    shown = made;
    answer = refused('key_refused', { provider: 'stripe' });
    await type(made);
    await send(made);
    expect(box(made).exists()).toBe(false);
  });
});

it('the same of Paysafe: the pair is not stored before somebody ticks that and types it again', async () => {
  const accounts = [{ number: '1002345', currency: 'CAD', kind: 'card' as const }];
  const made = mount(PaysafeKeyForm, { props: { accounts }, attachTo: document.body });
  shown = made;
  const type = async (): Promise<void> => {
    const [user] = made.findAll('input').filter((field) => field.attributes('type') !== 'checkbox');
    await user?.setValue('test_house');
    await made.get('input[type=password]').setValue('B-qa2-0-secret');
  };
  answer = refused('key_other_account', { provider: 'paysafe', open: 2 });
  await type();
  await send(made);
  expect(says(made)).toContain('Orders at Paysafe are still being checked');
  await box(made).setValue(true);
  answer = done({});
  await type();
  await send(made);
  expect(sent).toMatchObject([
    { username: 'test_house', otherAccount: false },
    { username: 'test_house', otherAccount: true },
  ]);
  expect(made.emitted('close')).toHaveLength(1);
});
