import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BillView } from '../../src-main/contract/bill.ts';
import { done, refused, type Reply } from '../../src-main/contract/failure.ts';
import type { RecordsView } from '../../src-main/contract/records.ts';
import type { SessionState, Verb } from '../../src-main/contract/staff.ts';
import { setDesk } from '../../src-renderer/desk.ts';
import BillElsewhereDialog from '../../src-renderer/screens/dialogs/BillElsewhereDialog.vue';
import PaysafeKeyForm from '../../src-renderer/screens/settings/PaysafeKeyForm.vue';
import RecordsGap from '../../src-renderer/screens/settings/RecordsGap.vue';
import StripeKeyForm from '../../src-renderer/screens/settings/StripeKeyForm.vue';
import { useSession } from '../../src-renderer/stores/session.ts';
import { language } from '../../src-renderer/wording/language.ts';

// A backup was put back, and a provider has not said yet what happened since.
let asked: { readonly name: string; readonly input: Record<string, unknown> }[];
let answer: (name: string, input: Record<string, unknown>) => Reply<unknown>;
let shown: VueWrapper[];
beforeEach(() => {
  setActivePinia(createPinia());
  [asked, shown, answer] = [[], [], () => done({})];
  const calls = new Proxy(
    {},
    {
      get: (_none, name: string) => async (input: Record<string, unknown>) => {
        asked.push({ name, input });
        return answer(name, input);
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

const may = (...verbs: Verb[]): void => {
  useSession().state = {
    ...{ timeZone: 'America/Toronto', currency: 'CAD', mode: 'test', staff: [] },
    signedIn: { id: 'st-1', name: 'Sylvie', role: 'manager', verbs },
  } as unknown as SessionState;
};
const keep = (own: VueWrapper): VueWrapper => {
  shown.push(own);
  return own;
};
const text = (): string => (document.body.textContent ?? '').replace(/[\u00a0\u202f\s]+/g, ' ');
const tick = (): HTMLInputElement | null => document.body.querySelector('input[type="checkbox"]');
async function press(words: string): Promise<void> {
  const found = [...document.body.querySelectorAll('button')].find((one) => one.textContent?.includes(words));
  if (!found) throw new Error(`No button says ${words}`);
  found.click();
  await flushPromises();
}
async function tickIt(): Promise<void> {
  tick()?.click();
  await flushPromises();
}

describe('cash on a bill that may have been paid at a provider that was not asked', () => {
  const bill = { id: 'bill-1', code: 'B-12345', customerName: 'Zoé', remaining: 8_000, currency: 'CAD' };
  const open = () =>
    keep(
      mount(BillElsewhereDialog, {
        props: { open: true, bill: bill as unknown as BillView },
        attachTo: document.body,
      }),
    );
  const refusing = (_name: string, input: Record<string, unknown>) =>
    input['madeSure'] === true ? done({}) : refused('gap_credit', { provider: 'paysafe' });

  it('is noted by a manager who ticks that it was not', async () => {
    may('bill', 'resolve');
    answer = refusing;
    open();
    await flushPromises();
    expect(tick()).toBeNull();
    await press('Note');
    expect(text()).toContain('may have been paid at Paysafe since');
    await tickIt();
    await press('Note');
    expect(asked.filter(({ name }) => name === 'bills.credit').map(({ input }) => input['madeSure'])).toEqual([
      false,
      true,
    ]);
  });

  it('is not noted by the front desk, which reads what to do meanwhile', async () => {
    may('bill');
    answer = refusing;
    open();
    await flushPromises();
    await press('Note');
    expect(text()).toContain('keep the amount on paper');
    expect(tick()).toBeNull();
  });
});

describe('a key of perhaps another account', () => {
  it.each(['en', 'fr'] as const)('says in %s what its word would do, and what the tick means', async (spoken) => {
    language.value = spoken;
    may('keys');
    answer = () => refused('key_gap_account', { provider: 'stripe', number: 'acct_1Ours' });
    const form = keep(mount(StripeKeyForm, { attachTo: document.body }));
    await form.find('input').setValue('rk_test_madeUp');
    await form.find('form').trigger('submit');
    await flushPromises();
    expect(text()).toMatch(/acct_1Ours.*(charged twice|débités deux fois)/);
    expect(text()).toMatch(/(This account is meant|Ce compte est voulu)/);
    await tickIt();
    await form.find('input').setValue('rk_test_madeUp');
    await form.find('form').trigger('submit');
    await flushPromises();
    const tried = asked.filter(({ name }) => name === 'settings.setStripeKey');
    expect(tried.map(({ input }) => input['otherAccount'])).toEqual([false, true]);
  });

  it('at Paysafe is ticked in the same way', async () => {
    may('keys');
    answer = () => refused('key_gap_account', { provider: 'paysafe', number: '' });
    const accounts = [{ number: '1001', currency: 'CAD', kind: 'card' as const }];
    const form = keep(mount(PaysafeKeyForm, { props: { accounts }, attachTo: document.body }));
    const [name, password] = form.findAll('input');
    await name?.setValue('madeUp');
    await password?.setValue('madeUp');
    await form.find('form').trigger('submit');
    await flushPromises();
    expect(text()).toContain('This account is meant');
  });

  it('that is at the desk already is named in Records as the reason why it was not asked', () => {
    may('records', 'restore');
    const gap: NonNullable<RecordsView['gap']> = {
      ...{ backupAt: Date.UTC(2026, 10, 20), restoredAt: Date.UTC(2026, 10, 20, 1), by: 'Sylvie' },
      owed: [{ provider: 'stripe', key: 'other' }],
    };
    keep(mount(RecordsGap, { props: { gap }, attachTo: document.body }));
    expect(text()).toContain('Nothing shows that Stripe’s key at this desk is of the account of the house’s orders');
    expect(text(), 'it has a key, so it is used').not.toContain('does not use Stripe');
  });
});
