import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { nextTick, ref } from 'vue';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BillRow, BillView } from '../../src-main/contract/bill.ts';
import { done, refused, type Reply } from '../../src-main/contract/failure.ts';
import { setDesk } from '../../src-renderer/desk.ts';
import { daysLater, longVisitDay, visitDay, visitTime } from '../../src-renderer/format/visits.ts';
import { useChargedBill } from '../../src-renderer/screens/dialogs/charged-bill.ts';
import type { Phase } from '../../src-renderer/screens/dialogs/order-flow.ts';
import BillPayments from '../../src-renderer/screens/bills/BillPayments.vue';
import GivenBackNotice from '../../src-renderer/screens/bills/GivenBackNotice.vue';
import BillTable from '../../src-renderer/screens/today/BillTable.vue';
import { useSession } from '../../src-renderer/stores/session.ts';
import { useStatus } from '../../src-renderer/stores/status.ts';
import type { SessionState } from '../../src-main/contract/staff.ts';
import { language } from '../../src-renderer/wording/language.ts';

const row = (id: string, more: Partial<BillRow> = {}): BillRow => ({
  id,
  code: 'B-7F3K2',
  customerId: `stripe:${id}`,
  customerName: `Client ${id}`,
  visit: { day: '2026-11-20', time: '10:15', service: 'Cut', withWhom: 'Léa' },
  currency: 'CAD',
  total: 21_270,
  tax: null,
  tips: 0,
  paid: 5000,
  coming: 0,
  remaining: 16_270,
  over: 0,
  held: 0,
  givenBack: 0,
  closed: null,
  state: 'due',
  missed: null,
  next: 'charge',
  card: {
    id: 'stripe:pm',
    label: { kind: 'card', brand: 'visa', lastFour: '4821', nickname: null },
    expiryState: 'ok',
    consent: 'not_asked',
    capEach: null,
  },
  cardsUnread: false,
  source: 'hand',
  note: null,
  version: 1,
  ...more,
});
const view = (more: Partial<BillRow> = {}): BillView => ({
  ...row('bill-1', more),
  lines: [],
  credits: [],
  givenBackFound: [],
  elsewhere: [],
  givenBackDecided: [],
  matched: [],
  operations: [],
  cancelled: null,
  createdAt: 1,
  createdBy: 'Maude',
});
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

let asked: { readonly name: string; readonly input: unknown }[];
let answer: (name: string) => Reply<unknown>;
beforeEach(() => {
  setActivePinia(createPinia());
  asked = [];
  answer = () => done(view());
  setDesk({
    calls: new Proxy(
      {},
      {
        get: (_none, name: string) => async (input: unknown) => {
          asked.push({ name, input });
          return answer(name);
        },
      },
    ),
    on: () => () => undefined,
  });
});
afterEach(() => {
  setDesk(null);
  language.value = 'en';
});

describe('the list of the day', () => {
  const table = (rows: readonly BillRow[], shut: string | null = null): VueWrapper =>
    mount(BillTable, {
      props: { rows, shut, mayCharge: true, ticked: new Set<string>(), mayTick: () => true },
      attachTo: document.body,
    });
  const focusedRow = (made: VueWrapper): string => plain(made.get('tr[aria-selected=true]').text());

  it('puts the action on the first visit that can be charged, and on no other', () => {
    const made = table([row('a', { state: 'paid', remaining: 0, next: 'none' }), row('b'), row('c')]);
    expect(focusedRow(made)).toContain('Client b');
    expect(made.findAll('.act').map((button) => plain(button.text()))).toEqual(['Charge $162.70F2']);
    made.unmount();
  });

  it('charges by F2 whom it was shown for, also when somebody before them comes due meanwhile or they paid elsewhere', async () => {
    const made = table([row('b'), row('c')]);
    const pressed = (): unknown[] => {
      document.dispatchEvent(new KeyboardEvent('keydown', { key: 'F2', bubbles: true }));
      return (made.emitted<[BillRow]>('charge') ?? []).map(([{ id }]) => id);
    };
    await made.setProps({ rows: [row('a'), row('b'), row('c')] });
    expect(focusedRow(made)).toContain('Client b');
    expect(pressed()).toEqual(['b']);
    await made.setProps({ rows: [row('a'), row('b', { state: 'paid', remaining: 0, next: 'none' }), row('c')] });
    expect(pressed()).toEqual(['b']);
    made.unmount();
  });

  describe('with a visit that is over', () => {
    const label = (made: VueWrapper): string[] =>
      made.findAll('tr[aria-selected=true] button[aria-label]').map((button) => button.attributes('aria-label') ?? '');
    const signIn = (verbs: readonly string[]): void => {
      useStatus().now = Date.UTC(2026, 10, 20, 23, 52);
      const signedIn = { id: 'st-1', name: 'Maude', role: 'front_desk', verbs };
      useSession().state = { timeZone: 'America/Toronto', currency: 'CAD', signedIn } as unknown as SessionState;
    };

    it('closes its bill with one press, as it is shown, and opens it again with another', async () => {
      signIn(['bill']);
      answer = () => done({});
      const made = table([row('a', { version: 4 })]);
      expect(label(made)).toContain('Close the bill of Client a');
      await made.get('button[aria-label="Close the bill of Client a"]').trigger('click');
      const closed = { by: 'Maude', at: Date.UTC(2026, 10, 21, 0, 52) };
      await made.setProps({ rows: [row('a', { version: 4, closed })] });
      const again = made.get('button[aria-label="Reopen the bill of Client a"]');
      expect(plain(again.attributes('title') ?? '')).toBe('Closed by Maude, 7:52 p.m. · Reopen');
      await again.trigger('click');
      expect(asked.map(({ name, input }) => ({ name, input }))).toEqual([
        { name: 'bills.close', input: { id: 'a', version: 4 } },
        { name: 'bills.reopen', input: { id: 'a', version: 4 } },
      ]);
      made.unmount();
    });

    it('shows on other rows that they are closed; a visit that is off, missed or still to come is not to be closed', () => {
      signIn(['bill']);
      const closed = { by: 'Maude', at: Date.UTC(2026, 10, 21, 0, 52) };
      const made = table([row('a'), row('b', { closed })]);
      expect(plain(made.get('tbody tr:nth-child(2) [role=img]').attributes('aria-label') ?? '')).toBe(
        'Closed by Maude, 7:52 p.m.',
      );
      made.unmount();
      const tomorrow = { ...row('a').visit, day: '2026-11-21' };
      for (const more of [{ state: 'cancelled' }, { visit: tomorrow }] as const) {
        const other = table([row('a', more)]);
        expect(label(other)).not.toContain('Close the bill of Client a');
        other.unmount();
      }
    });

    it('is closed by nobody who may not write bills', () => {
      signIn([]);
      const made = table([row('a')]);
      expect(label(made)).not.toContain('Close the bill of Client a');
      made.unmount();
    });
  });

  it('keeps the focus where it is when that visit was paid', async () => {
    const made = table([row('a'), row('b')]);
    await made.get('tbody tr:nth-child(1) td').trigger('click');
    await made.setProps({ rows: [row('a', { state: 'paid', remaining: 0, next: 'none' }), row('b')] });
    expect(focusedRow(made)).toContain('Client a');
    expect(made.findAll('.act')).toHaveLength(0);
    made.unmount();
  });

  it('F2 charges the focused visit; not while money is shut, and not one that is being checked', async () => {
    const press = (): boolean => window.dispatchEvent(new KeyboardEvent('keydown', { key: 'F2', cancelable: true }));
    const made = table([row('a')]);
    press();
    await made.setProps({ shut: 'Payments are off.' });
    press();
    await made.setProps({ shut: null, rows: [row('a', { state: 'checking', next: 'look' })] });
    press();
    expect(made.emitted('charge')).toHaveLength(1);
    expect(made.text()).toContain('Open bill');
    made.unmount();
  });

  it('says of nobody that they have no card before their cards were read', () => {
    const [unread, none] = [{ card: null, cardsUnread: true }, { card: null }].map((more) =>
      table([row('a'), row('b', more)]),
    );
    expect(unread?.text()).toContain('Reading cards…');
    expect(none?.text()).toContain('No card saved');
    unread?.unmount();
    none?.unmount();
  });
});

describe('charging what a bill has left', () => {
  async function charged(bill: BillView, amount: number | null) {
    answer = () => done(bill);
    const [typed, phase] = [ref(amount), ref<Phase>('choose')];
    const made = useChargedBill(bill.id, typed, () => phase.value);
    await made.read();
    return { made, typed, phase };
  }

  it('says what stays owed as the amount is typed, and refuses more than remains', async () => {
    const { made, typed } = await charged(view(), 10_000);
    expect(made.staysOwed.value).toBe(6270);
    expect(made.problem.value).toBeNull();
    typed.value = 16_271;
    expect(plain(made.problem.value ?? '')).toBe('Only $162.70 is left to pay.');
    expect(made.staysOwed.value).toBe(0);
  });

  it('is shut with the reason while a payment of it is not known, when it is cancelled, and when nothing is left', async () => {
    const why = async (more: Partial<BillRow>) => (await charged(view(more), 100)).made.shut.value;
    expect(await why({ state: 'checking' })).toBe('A payment of this bill is still being checked.');
    expect(await why({ state: 'cancelled' })).toBe('This bill is cancelled.');
    expect(await why({ state: 'paid', remaining: 0 })).toBe('Nothing is left to pay on this bill.');
    expect(await why({})).toBeNull();
  });

  it('is shut while another desk has something for it that is not on it, and says how much before anybody presses', async () => {
    const there = { paymentId: 'stripe:pi_1', provider: 'stripe', card: null, at: 1, amount: 3000 } as const;
    const of = (creditId: string | null) => ({ ...view(), elsewhere: [{ ...there, is: 'held' as const, creditId }] });
    const { made } = await charged(of(null), 100);
    expect(made.elsewhere.value.map(plain)).toEqual(['$30.00 is held for this bill at another desk.']);
    expect(made.shut.value).toBe('Open the bill first: it says what to do about it.');
    const on = await charged(of('credit-1'), 100);
    expect([on.made.elsewhere.value, on.made.shut.value]).toEqual([[], null]);
  });

  it('offers the rest only once main has said what is left, never from its own subtraction', async () => {
    const { made, phase } = await charged(view(), 10_000);
    expect(made.rest.value).toBeNull();
    answer = () => done(view({ paid: 15_000, remaining: 6270 }));
    phase.value = 'ended';
    await nextTick();
    expect(made.after.value).toBe('');
    await flushPromises();
    expect(plain(made.rest.value ?? '')).toBe('Charge the rest, $62.70');
    expect(plain(made.after.value)).toBe('$62.70 stays on the bill.');
  });
});

describe('what was given back of a bill’s deposit elsewhere', () => {
  const found = {
    paymentId: 'stripe:pi_1',
    provider: 'stripe',
    deposit: true,
    amount: 1200,
    how: 'given_back',
  } as const;
  const decision = {
    id: 'd-1',
    paymentId: 'stripe:pi_1',
    choice: 'counted',
    amount: 700,
    by: 'Sylvie',
    at: 1,
  } as const;
  function notice(bill: BillView, verbs: readonly string[]): VueWrapper {
    useSession().state = { signedIn: { verbs } } as unknown as SessionState;
    return mount(GivenBackNotice, { props: { bill, when: () => 'today' } });
  }

  it('is said to everybody, decided by a manager only, and what they press is exactly what they were shown', async () => {
    const bill = { ...view({ givenBack: 1200 }), givenBackFound: [found] };
    const front = notice(bill, ['find', 'bill']);
    expect(plain(front.text())).toContain('$12.00 of the deposit was given back outside Comptoir, on Stripe’s side.');
    expect(front.text()).toContain('What is left can be charged meanwhile.');
    expect(front.findAll('button')).toHaveLength(0);
    const manager = notice(bill, ['find', 'bill', 'resolve']);
    const [count, leave] = manager.findAll('button');
    expect([count, leave].map((button) => plain(button?.text() ?? ''))).toEqual([
      'Count $12.00 as given back',
      'Leave it as paid',
    ]);
    await count?.trigger('click');
    await flushPromises();
    await leave?.trigger('click');
    await flushPromises();
    const decided = { id: 'bill-1', paymentId: 'stripe:pi_1', amount: 1200 };
    expect(asked.filter(({ name }) => name === 'bills.decideGivenBack').map(({ input }) => input)).toEqual([
      { ...decided, choice: 'counted' },
      { ...decided, choice: 'left' },
    ]);
  });

  it('once decided says by whom, and can be taken back while it stands, by a manager', async () => {
    const undone = { by: 'Hélène', at: 2 };
    const bill = {
      ...view(),
      givenBackDecided: [
        { ...decision, undone: null },
        { ...decision, id: 'd-0', undone },
      ],
    };
    const made = notice(bill, ['find', 'resolve']);
    expect(plain(made.text())).toContain('$7.00 given back elsewhere, counted');
    expect(made.text()).toContain('Decided by Sylvie, today · taken back by Hélène, today');
    expect(made.findAll('button')).toHaveLength(1);
    await made.get('button').trigger('click');
    expect(asked.at(-1)).toEqual({ name: 'bills.undoGivenBack', input: { id: 'bill-1', decisionId: 'd-1' } });
    expect(notice(bill, ['find']).findAll('button')).toHaveLength(0);
  });

  it('stands on its row of the day, and a paid one is not called paid while nobody decided, in both languages', () => {
    const rows = [
      row('a', { givenBack: 1200 }),
      row('b', { state: 'paid', remaining: 0, next: 'look', givenBack: 500 }),
      row('c', { state: 'paid', remaining: 0, next: 'none' }),
    ];
    const texts = (['en', 'fr'] as const).map((one) => {
      language.value = one;
      const made = mount(BillTable, {
        props: { rows, shut: null, mayCharge: false, ticked: new Set<string>(), mayTick: () => false },
      });
      return made.findAll('tbody tr').map((line) => plain(line.text()));
    });
    expect(texts[0]?.[0]).toContain('$12.00 given back · Cut · Léa');
    expect(texts[0]?.[1]).toMatch(/\$5\.00 given back · .*Given back elsewhere$/);
    expect(texts[0]?.[2]).toMatch(/Paid$/);
    expect(texts[1]?.[0]).toContain('12,00 $ remboursés ·');
    expect(texts[1]?.[1]).toMatch(/Remboursé ailleurs$/);
  });

  it('is said where the rest is charged, which goes on', async () => {
    const bill = { ...view({ givenBack: 1200 }), givenBackFound: [found] };
    answer = () => done(bill);
    const made = useChargedBill(bill.id, ref(16_270), () => 'choose');
    await made.read();
    expect(made.givenBack.value.map(plain)).toEqual([
      '$12.00 of the deposit was given back outside Comptoir, on Stripe’s side.',
    ]);
    expect([made.shut.value, made.problem.value]).toEqual([null, null]);
  });
});

describe('a payment that somebody matched with the bill by a line of a payout', () => {
  const credit = { id: 'credit-m-1', kind: 'provider', amount: 5000, paymentId: 'stripe:pi_1', note: null } as const;
  const bill = {
    ...view({ state: 'paid', remaining: 0 }),
    credits: [
      { ...credit, by: 'Sylvie', at: 1 },
      { ...credit, id: 'credit-2', by: 'Sylvie', at: 1 },
    ],
    matched: [{ creditId: 'credit-m-1', matchId: 'm-1', by: 'Sylvie', at: 1 }],
  };
  const payments = (verbs: readonly string[]): VueWrapper => {
    useSession().state = { signedIn: { verbs }, timeZone: 'America/Toronto' } as unknown as SessionState;
    return mount(BillPayments, { props: { bill }, global: { stubs: { RouterLink: true } } });
  };

  it('says so with who did it, and a manager takes it back there, in both languages', async () => {
    const made = payments(['find', 'resolve']);
    expect(made.text()).toContain('Paid elsewhere, matched with a payout');
    expect(made.text()).toContain('Matched by Sylvie');
    expect(made.findAll('button').map((button) => button.text())).toEqual(['Take this back']);
    await made.get('button').trigger('click');
    expect(asked.at(-1)).toEqual({ name: 'payouts.undo', input: { matchId: 'm-1' } });
    language.value = 'fr';
    await nextTick();
    expect(made.text()).toContain('Payé ailleurs, rapproché d’un versement');
    language.value = 'en';
    expect(payments(['find']).get('button').attributes('aria-description')).toContain('Your role may not');
  });

  it('says why it could not be taken back', async () => {
    answer = () => refused('match_given_back');
    const made = payments(['find', 'resolve']);
    await made.get('button').trigger('click');
    await flushPromises();
    expect(made.find('[role=alert]').exists()).toBe(true);
  });
});

describe('a visit’s own day and time', () => {
  it('are the house’s words in both languages, whatever the time zone of the PC', () => {
    expect(plain(visitTime('10:15', 'en'))).toBe('10:15 a.m.');
    expect(plain(visitTime('16:05', 'fr'))).toBe('16 h 05');
    expect(longVisitDay('2026-11-20', 'fr')).toBe('Vendredi 20 novembre');
    expect(plain(visitDay('2025-11-20', { language: 'en', today: '2026-11-20' }))).toBe('Thu, Nov 20, 2025');
    expect(daysLater('2026-03-08', 1)).toBe('2026-03-09');
    expect(daysLater('2026-01-01', -1)).toBe('2025-12-31');
  });
});
