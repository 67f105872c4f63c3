import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { nextTick } from 'vue';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { done, refused, type Reply } from '../../src-main/contract/failure.ts';
import type { Repeat } from '../../src-main/contract/repeat.ts';
import type { SessionState } from '../../src-main/contract/staff.ts';
import { setDesk } from '../../src-renderer/desk.ts';
import StepInGuard from '../../src-renderer/screens/dialogs/StepInGuard.vue';
import { useSession } from '../../src-renderer/stores/session.ts';
import { useStatus } from '../../src-renderer/stores/status.ts';

const now = Date.UTC(2026, 10, 20, 16, 42);
const person = (id: string, name: string, role: 'front_desk' | 'manager' | 'owner', lockedOut = false) => ({
  id,
  name,
  role,
  active: true,
  lockedOut,
  mayStepIn: role !== 'front_desk',
  mayApprove: role !== 'front_desk',
});
const repeat: Repeat = {
  id: 'op-1',
  kind: 'charge',
  provider: 'stripe',
  amount: { amount: 8000, currency: 'CAD' },
  at: now - 180_000,
  from: 'records',
  staffName: 'Maude Gagnon',
  desk: 'Desk 2',
  state: 'done',
};
let asked: Record<string, unknown>[];
let answer: (input: Record<string, unknown>) => Reply<unknown>;

function guard(more: Partial<{ repeats: readonly Repeat[]; amount: { amount: number; currency: string } }> = {}) {
  const made: VueWrapper = mount(StepInGuard, {
    props: {
      modelValue: null,
      'onUpdate:modelValue': (modelValue: string | null) => void made.setProps({ modelValue }),
      repeats: [repeat],
      kind: 'charge',
      targetId: 'stripe:cus_1',
      amount: { amount: 8000, currency: 'CAD' },
      ticket: 'ticket-0000000000000001',
      ...more,
    },
  });
  return made;
}
const pinField = (made: VueWrapper) => made.get<HTMLInputElement>('input[type=password]');
const reasonField = (made: VueWrapper) => made.get<HTMLInputElement>('input[maxlength="200"]');
const given = (made: VueWrapper): unknown => (made.props() as { modelValue: unknown }).modelValue;
async function type(made: VueWrapper, pin: string, reason = 'second visit'): Promise<void> {
  await reasonField(made).setValue(reason);
  await pinField(made).setValue(pin);
}
async function give(made: VueWrapper): Promise<void> {
  await made.get('form').trigger('submit');
  await flushPromises();
  await nextTick();
}

beforeEach(() => {
  setActivePinia(createPinia());
  asked = [];
  answer = () => done({ id: 'step-1', staffName: 'Sylvie Arcand', until: now + 300_000 });
  setDesk({
    calls: {
      'staff.stepIn': async (input) => {
        asked.push(input as Record<string, unknown>);
        return answer(input as Record<string, unknown>);
      },
    },
    on: () => () => undefined,
  });
  useStatus().now = now;
  useSession().state = {
    timeZone: 'America/Toronto',
    staff: [
      person('st-1', 'Maude Gagnon', 'front_desk'),
      person('st-2', 'Sylvie Arcand', 'manager'),
      person('st-3', 'Hélène Fleury', 'owner'),
      person('st-4', 'Karim Benali', 'manager', true),
    ],
    signedIn: { id: 'st-1', name: 'Maude Gagnon', role: 'front_desk', verbs: ['charge'] },
    demoPins: null,
  } as unknown as SessionState;
});
afterEach(() => setDesk(null));

describe('allowing what may be the same payment again', () => {
  it('says who did what a moment ago, its state, and who may not allow it and why', () => {
    const text = guard()
      .text()
      .replace(/\u00a0/g, ' ');
    expect(text).toContain('Desk 2 charged $80.00 to this person 3 minutes ago (Maude Gagnon).');
    expect(text).toContain('Charged');
    expect(text).toContain('Reception: may not');
    expect(text).toContain('Manager: locked out');
  });

  it('those who may not cannot be chosen; the first who may is', () => {
    const radios = guard().findAll<HTMLInputElement>('input[type=radio]');
    expect(radios.map(({ element }) => [element.value, element.disabled, element.checked])).toEqual([
      ['st-2', false, true],
      ['st-3', false, false],
      ['st-1', true, false],
      ['st-4', true, false],
    ]);
  });

  it('a manager at the desk is chosen first', () => {
    const session = useSession();
    if (session.state) session.state.signedIn = { id: 'st-3', name: 'Hélène Fleury', role: 'owner', verbs: [] };
    const checked = guard()
      .findAll<HTMLInputElement>('input[type=radio]')
      .find(({ element }) => element.checked);
    expect(checked?.element.value).toBe('st-3');
  });

  it('asks main for exactly this order over what is shown, and opens once it is allowed', async () => {
    const made = guard();
    await type(made, '7391', '  second visit ');
    await give(made);
    expect(asked).toEqual([
      {
        staffId: 'st-2',
        pin: '7391',
        reason: 'second visit',
        ticket: 'ticket-0000000000000001',
        kind: 'charge',
        targetId: 'stripe:cus_1',
        amount: { amount: 8000, currency: 'CAD' },
        billId: null,
        over: [{ why: 'repeat', fact: 'op-1' }],
      },
    ]);
    expect(given(made)).toBe('step-1');
    expect(made.text()).toContain('Sylvie Arcand allows');
    expect(made.find('input[type=password]').exists()).toBe(false);
  });

  it('without a reason or a whole PIN nothing is asked', async () => {
    const made = guard();
    await type(made, '739');
    await give(made);
    await type(made, '7391', ' x ');
    await give(made);
    expect(asked).toEqual([]);
    expect(made.get('button[type=submit]').attributes('aria-description')).toBe('Write why it is another one.');
  });

  it('choosing another person empties the PIN', async () => {
    const made = guard();
    await type(made, '7391');
    await made.findAll('input[type=radio]')[1]?.trigger('change');
    expect(pinField(made).element.value).toBe('');
    expect(given(made)).toBeNull();
  });

  it('a wrong PIN says so, is gone from the field, and opens nothing', async () => {
    answer = () => refused('wrong_pin');
    const made = guard();
    await type(made, '0009');
    await give(made);
    expect(pinField(made).element.value).toBe('');
    expect(made.get('[role=alert]').text()).toBe('That PIN is not right.');
    expect(given(made)).toBeNull();
  });

  it('a changed amount takes back what was allowed and says that it must be allowed again', async () => {
    const made = guard();
    await type(made, '7391');
    await give(made);
    await made.setProps({ amount: { amount: 8001, currency: 'CAD' } });
    expect(given(made)).toBeNull();
    expect(made.get('[role=alert]').text()).toBe('Something changed since Sylvie Arcand looked. Allow it again.');
    expect(pinField(made).element.value).toBe('');
  });

  it('so do another dialog, one more payment that came in, and five minutes', async () => {
    for (const change of [{ ticket: 'ticket-0000000000000002' }, { repeats: [{ ...repeat, id: 'op-2' }, repeat] }]) {
      const made = guard();
      await type(made, '7391');
      await give(made);
      await made.setProps(change);
      expect(given(made)).toBeNull();
    }
    const made = guard();
    await type(made, '7391');
    await give(made);
    useStatus().now = now + 300_000;
    await nextTick();
    expect(given(made)).toBeNull();
  });

  it('an amount typed on while main was asked is not allowed by the answer', async () => {
    const made = guard();
    await type(made, '7391');
    await made.get('form').trigger('submit');
    await made.setProps({ amount: { amount: 9000, currency: 'CAD' } });
    await flushPromises();
    expect(given(made)).toBeNull();
  });

  it('something main knows and this window does not is looked at before anybody allows it', async () => {
    answer = () => refused('repeat_needs_manager', { id: 'op-9' });
    const made = guard();
    await type(made, '7391');
    await give(made);
    expect(made.emitted('look')).toHaveLength(1);
    expect(given(made)).toBeNull();
  });

  it('shown anew after a lock, nothing typed or allowed is left', async () => {
    const made = guard();
    await type(made, '7391');
    await give(made);
    made.unmount();
    const again = mount(StepInGuard, {
      props: { ...made.props(), modelValue: 'step-1' } as never,
    });
    expect(again.emitted('update:modelValue')?.at(-1)).toEqual([null]);
    expect(again.get<HTMLInputElement>('input[type=password]').element.value).toBe('');
  });
});
