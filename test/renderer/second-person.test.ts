import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { defineComponent, nextTick, ref } from 'vue';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { done, refused, type Reply } from '../../src-main/contract/failure.ts';
import type { SessionState } from '../../src-main/contract/staff.ts';
import { setDesk } from '../../src-renderer/desk.ts';
import { useSecondPerson, type SecondPersonNeeded } from '../../src-renderer/screens/dialogs/second-person.ts';
import SecondPerson from '../../src-renderer/screens/dialogs/SecondPerson.vue';
import { useSession } from '../../src-renderer/stores/session.ts';

const person = (id: string, name: string, role: 'front_desk' | 'manager' | 'owner', lockedOut = false) => ({
  id,
  name,
  role,
  active: true,
  lockedOut,
  mayStepIn: role !== 'front_desk',
  mayApprove: role !== 'front_desk',
});
const capture = (amount: number, note: string | null = null) =>
  ({ kind: 'capture', holdId: 'stripe:pi_1', amount: { amount, currency: 'CAD' }, note }) as const;
const view = (state: string, amount: number) => ({
  id: 'approval-1',
  state,
  version: state === 'approved' ? 2 : 1,
  lines: [{ amount: { amount, currency: 'CAD' } }],
  totals: [{ amount, currency: 'CAD' }],
  decided: state === 'approved' ? { staffId: 'st-2', staffName: 'Sylvie Arcand', at: 1, words: null } : null,
});
let asked: [string, Record<string, unknown>][];
let answers: Record<string, (input: Record<string, unknown>) => Reply<unknown>>;
const settled = async (): Promise<void> => {
  await flushPromises();
  await nextTick();
};

beforeEach(() => {
  setActivePinia(createPinia());
  asked = [];
  const amountOf = (input: Record<string, unknown>): number =>
    (input['order'] as ReturnType<typeof capture> | undefined)?.amount.amount ?? 60_000;
  answers = {
    'approvals.prepare': (input) => done(view('prepared', amountOf(input))),
    'approvals.approve': () => done(view('approved', 60_000)),
    'approvals.needed': ({ amount }) =>
      done({
        refusal:
          (amount as { amount: number }).amount >= 50_000 ? refused('needs_approval', { of: 'capture' }).failure : null,
      }),
  };
  const call = (name: string) => async (input: unknown) => {
    asked.push([name, input as Record<string, unknown>]);
    return answers[name]!(input as Record<string, unknown>);
  };
  setDesk({
    calls: Object.fromEntries(Object.keys(answers).map((name) => [name, call(name)])),
    on: () => () => undefined,
  });
  useSession().state = {
    timeZone: 'America/Toronto',
    staff: [
      person('st-1', 'Maude Gagnon', 'front_desk'),
      person('st-2', 'Sylvie Arcand', 'manager'),
      person('st-3', 'Hélène Fleury', 'owner'),
      person('st-4', 'Karim Benali', 'front_desk'),
      person('st-5', 'Noé Roy', 'manager', true),
    ],
    signedIn: { id: 'st-1', name: 'Maude Gagnon', role: 'front_desk', verbs: ['prepare'] },
    demoPins: null,
    approvals: ['capture'],
  } as unknown as SessionState;
});
afterEach(() => setDesk(null));

describe('the part in which a second person approves', () => {
  function part(amount = 60_000): VueWrapper {
    const made: VueWrapper = mount(SecondPerson, {
      props: {
        modelValue: null,
        'onUpdate:modelValue': (modelValue: unknown) => void made.setProps({ modelValue }),
        why: 'Needs a second person.',
        order: capture(amount),
        ticket: 'ticket-0000000000000001',
        shut: null,
      },
    });
    return made;
  }
  const given = (made: VueWrapper): unknown => (made.props() as { modelValue: unknown }).modelValue;
  async function approve(made: VueWrapper, pin = '7391'): Promise<void> {
    await made.get('input[type=password]').setValue(pin);
    await made.get('form').trigger('submit');
    await settled();
  }

  it('lists who may first, and beside the others why they may not: whoever prepared it, their role, locked out', () => {
    const made = part();
    const radios = made.findAll<HTMLInputElement>('input[type=radio]');
    expect(radios.map(({ element }) => [element.value, element.disabled])).toEqual([
      ['st-2', false],
      ['st-3', false],
      ['st-1', true],
      ['st-4', true],
      ['st-5', true],
    ]);
    for (const text of ['Prepared this: cannot approve it', 'Reception: cannot approve', 'Manager: locked out'])
      expect(made.text()).toContain(text);
  });

  it('choosing another person empties the PIN', async () => {
    const made = part();
    await made.get('input[type=password]').setValue('7391');
    await made.get('input[value=st-3]').setValue(true);
    expect(made.get<HTMLInputElement>('input[type=password]').element.value).toBe('');
  });

  it('whose approver is locked out while the PIN is typed gives it to nobody else', async () => {
    const made = part();
    await made.get('input[type=password]').setValue('7391');
    const session = useSession();
    const state = session.state as SessionState;
    const staff = state.staff.map((one) => (one.id === 'st-2' ? { ...one, lockedOut: true } : one));
    session.state = { ...state, staff };
    await settled();
    expect(made.get<HTMLInputElement>('input[value=st-3]').element.checked).toBe(true);
    expect(made.get<HTMLInputElement>('input[type=password]').element.value).toBe('');
    await made.get('form').trigger('submit');
    await settled();
    expect(asked).toEqual([]);
  });

  it('prepares and approves exactly what is shown; another amount or reason takes it back and says which', async () => {
    const made = part();
    await approve(made);
    expect(asked.map(([name]) => name)).toEqual(['approvals.prepare', 'approvals.approve']);
    expect(asked[0]?.[1]).toMatchObject({ ticket: 'ticket-0000000000000001', order: capture(60_000) });
    expect(asked[1]?.[1]).toEqual({ id: 'approval-1', version: 1, staffId: 'st-2', pin: '7391' });
    expect(given(made)).toMatchObject({ state: 'approved' });
    expect(made.text()).toContain('Sylvie Arcand approves');
    await made.setProps({ order: capture(60_001) });
    expect(given(made)).toBeNull();
    expect(made.text()).toContain('Amounts changed since Sylvie Arcand looked. Approve again.');
    await made.setProps({ order: capture(60_000) });
    await approve(made);
    await made.setProps({ order: capture(60_000, 'shorter') });
    expect(given(made)).toBeNull();
    expect(made.text()).toContain('Something changed since Sylvie Arcand looked. Approve again.');
  });

  it('a PIN that is not right approves nothing, stands in words, and is not kept in the field', async () => {
    answers['approvals.approve'] = () => refused('wrong_pin');
    const made = part();
    await approve(made, '0009');
    expect(given(made)).toBeNull();
    expect(made.get('[role=alert]').text()).toBe('That PIN is not right.');
    expect(made.get<HTMLInputElement>('input[type=password]').element.value).toBe('');
  });

  it('what is typed on while it is asked about was not approved', async () => {
    const made = part();
    let answer = (_reply: Reply<unknown>): void => undefined;
    const slow = new Promise<Reply<unknown>>((resolve) => (answer = resolve));
    answers['approvals.approve'] = () => slow as never;
    await approve(made);
    await made.setProps({ order: capture(70_000) });
    answer(done(view('approved', 60_000)));
    await settled();
    expect(given(made)).toBeNull();
  });

  it('left for later, it is prepared and nobody’s PIN is asked', async () => {
    const made = part();
    await made.findAll('button').at(-1)!.trigger('click');
    await settled();
    expect(asked.map(([name]) => name)).toEqual(['approvals.prepare']);
  });
});

describe('whether an order needs a second person', () => {
  function order(alone = true) {
    const amount = ref(60_000);
    let needed: SecondPersonNeeded | undefined;
    const host = defineComponent({
      setup() {
        needed = useSecondPerson(() => ({
          of: 'capture',
          targetId: 'stripe:pi_1',
          amount: { amount: amount.value, currency: 'CAD' },
          alone,
          applies: true,
        }));
        return () => null;
      },
    });
    mount(host);
    return { amount, second: needed! };
  }

  it('nothing can be pressed before main has said so, for each amount anew', async () => {
    const { amount, second } = order();
    expect(second.shut.value).toBe('Reading again…');
    await settled();
    expect(second.shut.value).toBe('A second person must approve this first.');
    amount.value = 100;
    // The part stays on screen until the answer is there.
    expect([second.why.value, second.shut.value]).toEqual(['Needs a second person.', 'Reading again…']);
    await settled();
    expect([second.why.value, second.shut.value]).toEqual([null, null]);
  });

  it('a house without a rule for it is asked nothing with each keystroke, and nobody waits', async () => {
    useSession().state = { ...useSession().state, approvals: ['refund'] } as SessionState;
    const { amount, second } = order();
    expect([second.why.value, second.shut.value]).toEqual([null, null]);
    amount.value = 700;
    await settled();
    expect([second.why.value, second.shut.value]).toEqual([null, null]);
    expect(asked).toEqual([]);
  });

  it('what was approved is forgotten with the very keystroke that changes the amount, below the limit too', async () => {
    const { amount, second } = order();
    await settled();
    second.approval.value = view('approved', 60_000) as never;
    expect(second.shut.value).toBeNull();
    amount.value = 100;
    expect(second.approval.value).toBeNull();
  });

  it('whoever may not do it alone needs one for every amount', async () => {
    const { amount, second } = order(false);
    amount.value = 100;
    await settled();
    expect(second.why.value).toBe('Needs a second person.');
  });
});
