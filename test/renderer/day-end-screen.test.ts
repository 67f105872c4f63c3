import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryHistory, createRouter, type Router } from 'vue-router';
import type { DayEntry, DayView } from '../../src-main/contract/day-end.ts';
import { done, refused, type Reply } from '../../src-main/contract/failure.ts';
import type { PayoutsView } from '../../src-main/contract/payouts.ts';
import type { SessionState, Verb } from '../../src-main/contract/staff.ts';
import { setDesk } from '../../src-renderer/desk.ts';
import DayEndScreen from '../../src-renderer/screens/day-end/DayEndScreen.vue';
import DialogHost from '../../src-renderer/screens/dialogs/DialogHost.vue';
import { useSession } from '../../src-renderer/stores/session.ts';
import { language } from '../../src-renderer/wording/language.ts';
import { at, totalsOf, dayOf, closed, checking, payoutsOf, brought, withStatement } from './made-up-day.ts';

const plain = (text: string | null): string => (text ?? '').replace(/[\u00a0\u202f]/g, ' ').replace(/\s+/g, ' ');
interface Asked {
  readonly name: string;
  readonly input: { readonly [field: string]: unknown };
}
let asked: Asked[];
let view: DayView;
let payouts: PayoutsView;
let closing: () => Reply<unknown>;
let withdrawing: () => Reply<unknown>;
let shown: VueWrapper[];
let router: Router;
beforeEach(() => {
  setActivePinia(createPinia());
  [asked, shown, view, payouts] = [[], [], dayOf(), payoutsOf([])];
  withdrawing = () => done({ statementId: 'st-1' });
  closing = () => done(dayOf({ standing: closed, entries: [closed] }));
  const answers: Record<string, () => Reply<unknown>> = {
    'dayEnd.show': () => done(view),
    'dayEnd.week': () => done({ currency: 'CAD', days: [{ day: '2026-11-20', stripe: 398_560, paysafe: 0 }] }),
    'dayEnd.deadlines': () =>
      done({
        currency: 'CAD',
        days: [{ day: '2026-11-20', stripe: 16_000, paysafe: 0, count: 1 }],
        later: { stripe: 0, paysafe: 35_000, count: 2 },
      }),
    'dayEnd.payouts': () => done(payouts),
    'dayEnd.close': () => closing(),
    'statements.withdraw': () => withdrawing(),
    'payouts.candidates': () =>
      done({
        customerName: 'Ada Long',
        shut: null,
        rows: [
          {
            ...{ id: 'bill-1', code: 'B-7F3K', customerName: 'Ada Long', day: '2026-11-20', service: 'Coupe' },
            ...{ currency: 'CAD', total: 8000, remaining: 8000 },
          },
        ],
      }),
    'lists.export': () =>
      done({
        saved: true,
        name: 'payments-2026-11-20.csv',
        lines: 4,
        damaged: 0,
        unsound: false,
        left: 0,
        cancelled: false,
      }),
  };
  const calls = new Proxy(
    {},
    {
      get: (_none, name: string) => async (input: Asked['input']) => {
        asked.push({ name, input });
        return answers[name]?.() ?? done({});
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

async function screen(verbs: readonly Verb[] = ['find', 'close_day'], place = '/day-end') {
  useSession().state = {
    ...{ timeZone: 'America/Toronto', currency: 'CAD', staff: [] },
    signedIn: { id: 'st-1', name: 'Maude', role: 'front_desk', verbs },
  } as unknown as SessionState;
  router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:rest(.*)*', component: { template: '<p />' } }],
  });
  await router.push(place);
  const page = mount(DayEndScreen, { global: { plugins: [router] }, attachTo: document.body });
  shown = [page, mount(DialogHost, { global: { plugins: [router] }, attachTo: document.body })];
  await flushPromises();
  return page;
}
const says = (): string => plain(document.body.textContent);
const button = (name: string): HTMLButtonElement => {
  const found = [...document.querySelectorAll('button')].filter((one) =>
    plain(one.textContent).trim().startsWith(name),
  );
  const last = found.at(-1);
  if (!last) throw new Error(`No button ${name}`);
  return last;
};
async function press(name: string): Promise<void> {
  button(name).click();
  await flushPromises();
}

describe('the end of a day', () => {
  it('says what came in, of how many orders, where a day ends, what is still held, and what is noted beside', async () => {
    await screen();
    for (const words of [
      'Day end, Friday, November 20',
      'A day runs from midnight to midnight, America/Toronto',
      '$3,985.60',
      '3 payments of 4 orders',
      '$1,344.49',
      'Nothing is open.',
      'Fees',
      '−88.21',
      'Cash',
      'Paysafe publishes no payouts',
      '31 of 31 lines',
    ])
      expect(says()).toContain(words);
    language.value = 'fr';
    await flushPromises();
    expect(says()).toContain('Fermeture de caisse, vendredi 20 novembre');
    expect(says()).toContain('3 985,60 $');
  });

  it('names what nobody knows yet first, and an earlier day that was not closed', async () => {
    view = dayOf({ open: [checking], openCount: 1, openBefore: '2026-11-18' });
    await screen();
    expect(says()).toContain('2 things first');
    expect(says()).toContain('1 payment still being checked');
    expect(says()).toContain('Zoë Kowalczyk, $241.93, asking Stripe since');
    expect(says()).toContain('Wednesday, November 18 was not closed');
    await press('Close the day');
    expect(says()).toContain('1 payment is not known yet. Say why the day is closed all the same.');
    // Without a word about it nothing is sent.
    await press('Close the day');
    expect(asked.some(({ name }) => name === 'dayEnd.close')).toBe(false);
  });

  it('is closed with what was looked at, and shows by whom; what moved since is said', async () => {
    await screen();
    await press('Close the day');
    expect(says()).toContain('$3,985.60 collected is written down with your name.');
    await press('Close the day');
    expect(asked.find(({ name }) => name === 'dayEnd.close')?.input).toEqual({
      day: '2026-11-20',
      mark: '4-8',
      note: null,
    });
    expect(says()).toContain('Closed by Maude');
    view = dayOf({ standing: closed, changedSince: true, totals: totalsOf(400_000), entries: [closed] });
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'F5', cancelable: true }));
    await flushPromises();
    expect(says()).toContain('Something moved since: now $4,000.00.');
    expect(button('Open the day again').getAttribute('aria-disabled')).toBe('true');
  });

  it('shows what was known of fees when it was closed, and says where nothing was known or written', async () => {
    const known = { currency: 'CAD', fees: 8821, net: 215_550, known: 14, of: 15 };
    const fees = (written: DayEntry['fees'], id: string): DayEntry => ({ ...closed, id, fees: written });
    view = dayOf({
      standing: closed,
      entries: [
        fees(null, 'a'),
        fees([known], 'b'),
        fees([{ ...known, known: 15 }], 'c'),
        fees([{ ...known, fees: 0, net: 0, known: 0 }], 'd'),
      ],
    });
    await screen();
    const facts = [...document.querySelectorAll('li.entry .second')].map((line) =>
      (line.textContent ?? '').split(' · '),
    );
    expect(facts.map((parts) => parts.filter((part) => part.startsWith('fees')).join())).toEqual([
      '',
      'fees $88.21, net $2,155.50 (known for 14 of 15)',
      'fees $88.21, net $2,155.50',
      'fees of 15 payments not known then',
    ]);
  });

  it('that moved meanwhile is read again and not closed', async () => {
    await screen();
    await press('Close the day');
    closing = () => refused('day_changed');
    await press('Close the day');
    expect(says()).toContain('Something moved since you looked. Look at the day again.');
    expect(asked.filter(({ name }) => name === 'dayEnd.show').length).toBeGreaterThan(1);
  });

  it('asks Stripe once when somebody comes to look; a line of a payout that is on nothing here is shown with its sum', async () => {
    const line = {
      id: 'txn_1',
      provider: 'stripe',
      amount: 9500,
      currency: 'CAD',
      at,
      why: 'not_here',
      paymentId: null,
      operationId: null,
      bill: null,
      may: 'bill',
      description: 'Gift card',
    } as const;
    payouts = payoutsOf([line]);
    await screen();
    expect(says()).toContain('1 line does not match');
    expect(says()).toContain('$95.00');
    expect(says()).toContain('Gift card · in Stripe’s payout and on nothing here');
    expect(asked.filter(({ name, input }) => name === 'dayEnd.payouts' && input['read'] === true)).toHaveLength(1);
  });

  it('says before closing how many lines are unmatched, which holds nothing up, and a manager matches one with a bill', async () => {
    const line = {
      ...{ id: 'txn_1', amount: 9500, currency: 'CAD', at, description: 'Gift card' },
      ...({ why: 'not_here', paymentId: null, operationId: null, bill: null, may: 'bill' } as const),
      provider: 'stripe' as const,
    };
    payouts = payoutsOf([line]);
    await screen();
    expect(says()).toContain('1 line of a payout is not matched');
    expect(says()).not.toContain('Nothing is open.');
    expect(button('Close the day').getAttribute('aria-disabled')).not.toBe('true');
    // The front desk sees it, and is told who may.
    expect(button('Match').getAttribute('aria-description')).toContain('Your role may not');
    for (const one of shown) one.unmount();
    document.body.innerHTML = '';
    await screen(['find', 'close_day', 'resolve']);
    await press('Match');
    expect(asked.find(({ name }) => name === 'payouts.candidates')?.input).toEqual({ lineId: 'txn_1', search: null });
    expect(says()).toContain('Ada Long · B-7F3K');
    const radio = document.querySelector<HTMLInputElement>('input[name="payout-bill"]');
    radio?.click();
    await flushPromises();
    expect(says()).toContain('$95.00 counts as paid on bill B-7F3K.');
    expect(says()).toContain('That is $15.00 more than the bill asks for.');
    await press('Match with B-7F3K');
    expect(asked.find(({ name }) => name === 'payouts.match')?.input).toEqual({
      ...{ lineId: 'txn_1', billId: 'bill-1', remaining: 8000 },
    });
  });

  it('names ours that is in no payout, and what a hand had matched, each with the way there or back', async () => {
    const decided = {
      ...{ id: 'txn_2', amount: 7000, currency: 'CAD', at, description: null, matchId: 'stripe:txn_2.1', by: 'Sylvie' },
      ...{ bill: null, reason: 'A gift card', decidedAt: at, provider: 'stripe' as const },
    };
    const [payout] = payoutsOf([]).payouts;
    if (!payout) throw new Error('no payout');
    payouts = {
      ...payoutsOf([]),
      payouts: [{ ...payout, matched: 30, explained: 1, decided: [decided] }],
      missing: [
        {
          ...{ operationId: 'op-9', customerName: 'Zoë Kowalczyk', amount: 4100, currency: 'CAD', at },
          ...{ why: 'not_paid_out', provider: 'stripe' },
        },
      ],
    };
    await screen(['find', 'resolve']);
    expect(says()).toContain('In no payout yet');
    expect(says()).toContain('$41.00');
    expect(says()).toContain('a later payout went without it');
    expect(says()).toContain('Not for a visit: A gift card');
    await press('Take this back');
    expect(asked.find(({ name }) => name === 'payouts.undo')?.input).toEqual({ matchId: 'stripe:txn_2.1' });
  });

  it('is exported by who may; the others are told who may', async () => {
    await screen();
    expect(button('Export').getAttribute('aria-description')).toContain('Your role may not export lists');
    for (const one of shown) one.unmount();
    document.body.innerHTML = '';
    await screen(['find', 'close_day', 'export']);
    await press('Export');
    await press('Export');
    expect(asked.find(({ name }) => name === 'lists.export')?.input).toEqual({
      asked: { list: 'payments', from: '2026-11-20', to: '2026-11-20' },
      form: 'csv',
      language: 'en',
    });
    expect(says()).toContain('payments-2026-11-20.csv is complete: 4 lines.');
  });
});

describe('what Paysafe paid, from its statement', () => {
  it('stands beside what Stripe pays, each with its provider; a line names its day and no time, and is not opened at Stripe', async () => {
    payouts = withStatement();
    await screen(['find', 'resolve']);
    const [first, second] = [...document.querySelectorAll('#day-payouts > ul > li')].map((one) =>
      plain(one.textContent),
    );
    expect(first).toContain('Paysafe$684.12');
    expect(first).toContain('From a statement, Lot 4411, last day Thu, Nov 19');
    expect(first).toContain('1 line does not match');
    expect(first).toContain('Thu, Nov 19 · Web shop · on Paysafe’s statement and on nothing here');
    expect(first).not.toContain('p.m.');
    expect(first).not.toContain('in the bank');
    expect(first).not.toContain('Open at Stripe');
    expect(second).toContain('Stripe$2,911.40');
    expect(second).toContain('in the bank Fri, Nov 20');
    await press('Say why');
    const subtitle = plain(document.querySelector('[role=dialog]')?.textContent ?? '');
    expect(subtitle).toContain('Thu, Nov 19 · Web shop');
    expect(subtitle).not.toContain('12:00');
  });

  it('that no statement names is missing, with its provider; in French too', async () => {
    payouts = withStatement({
      missing: [
        {
          ...{ operationId: 'op-9', customerName: 'Zoë Kowalczyk', amount: 4100, currency: 'CAD', at },
          ...{ why: 'no_statement', provider: 'paysafe' },
        },
      ],
    });
    await screen();
    expect(says()).toContain('the statements of its days do not name it');
    expect(plain(document.querySelector('[aria-label="In no payout yet"]')?.textContent ?? '')).toContain('Paysafe');
    language.value = 'fr';
    await flushPromises();
    expect(says()).toContain('les relevés de ces jours-là ne le nomment pas');
    expect(says()).toContain('D’un relevé, Lot 4411, dernier jour jeu. 19 nov.');
    expect(says()).toContain('jeu. 19 nov. · Web shop · au relevé de Paysafe et sur rien ici');
  });

  it('is brought in by who may import; the others are told who may', async () => {
    await screen();
    expect(says()).toContain('Paysafe publishes no payouts: they are read from its statement');
    expect(button('Bring in a statement').getAttribute('aria-description')).toContain('Your role may not');
    for (const one of shown) one.unmount();
    document.body.innerHTML = '';
    await screen(['find', 'import']);
    await press('Bring in a statement');
    expect(router.currentRoute.value.path).toBe('/day-end/statement');
  });

  it('is taken back with its whole statement, by who may, once they were asked again', async () => {
    payouts = withStatement();
    await screen();
    expect(says()).toContain('paysafe-november.csv');
    expect(says()).toContain('12 lines, Thu, Nov 12 to Thu, Nov 19');
    expect(says()).toContain('Sylvie, Fri, Nov 20, 6:48 p.m.');
    expect(button('Take back').getAttribute('aria-description')).toContain('Your role may not');
    for (const one of shown) one.unmount();
    document.body.innerHTML = '';
    await screen(['find', 'resolve']);
    await press('Take back');
    expect(says()).toContain('paysafe-november.csv: its 12 lines go from the payouts. No money moves');
    expect(asked.some(({ name }) => name === 'statements.withdraw')).toBe(false);
    await press('Cancel');
    await press('Take back');
    withdrawing = () => refused('statement_decided');
    await press('Take the statement back');
    expect(asked.filter(({ name }) => name === 'statements.withdraw').map(({ input }) => input)).toEqual([
      { statementId: 'st-1' },
    ]);
    expect(says()).toContain('Somebody decided about lines of this statement. Take those decisions back first');
    withdrawing = () => done({ statementId: 'st-1' });
    payouts = payoutsOf([]);
    await press('Take back');
    await press('Take the statement back');
    expect(says()).not.toContain('paysafe-november.csv');
  });

  it('stays while somebody decided about a line of it, and its button says so', async () => {
    payouts = withStatement({ statements: [{ ...brought, decided: 1 }] });
    await screen(['find', 'resolve']);
    expect(button('Take back').getAttribute('aria-description')).toContain('Somebody decided about lines');
    await press('Take back');
    expect(says()).not.toContain('go from the payouts');
  });

  it('is what somebody comes to who has just brought it in', async () => {
    payouts = withStatement();
    await screen(['find'], '/day-end#day-payouts');
    expect(document.activeElement?.id).toBe('day-payouts');
  });
});
