import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import type { BillView } from '../../src-main/contract/bill.ts';
import type { CustomerPage } from '../../src-main/contract/customer.ts';
import type { SessionState } from '../../src-main/contract/staff.ts';
import { useLinkChoice, type LinkAbout } from '../../src-renderer/screens/dialogs/link-choice.ts';
import { useSession } from '../../src-renderer/stores/session.ts';
import { language } from '../../src-renderer/wording/language.ts';

beforeEach(() => {
  setActivePinia(createPinia());
  useSession().state = {
    timeZone: 'America/Toronto',
    currency: 'CAD',
    paysafePages: true,
    signedIn: { id: 'st-1', name: 'Maude', role: 'front_desk', verbs: ['find', 'make_link'] },
  } as unknown as SessionState;
});
const about: LinkAbout = {
  ...{ customerId: 'stripe:a', customerName: 'Zoé Roy', billId: null, amount: null, use: 'amount', minutes: 120 },
} as const;
function choice(more: Partial<LinkAbout> = {}) {
  const made = useLinkChoice({ ...about, ...more }, (amount) => `$${amount / 100}`);
  made.person.value = { email: null, records: [{ provider: 'stripe' }, { provider: 'paysafe' }] } as CustomerPage;
  return made;
}
const bill = (more: Partial<BillView> = {}): BillView =>
  ({
    ...{ id: 'bill-1', code: 'B-1', currency: 'CAD', state: 'due', missed: null, remaining: 18_400, tax: 2_400 },
    visit: { day: '2026-11-20', time: null, service: 'Couleur', withWhom: null },
    lines: [
      { what: 'Coupe', amount: 6_000 },
      { what: '', amount: 10_000 },
    ],
    ...more,
  }) as unknown as BillView;
function type(made: ReturnType<typeof choice>, lines: readonly [string, number | null][]): void {
  lines.forEach(([what, amount], at) => {
    if (at > 0) made.typed.add();
    const line = made.typed.lines.value[at];
    if (!line) throw new Error(`There is no line ${at + 1}`);
    Object.assign(line, { what, amount });
  });
}

describe('what a page asks for', () => {
  it('is one amount with what it is for, or with the house’s word for it', () => {
    const made = choice();
    expect(made.shut.value).toBe('Enter an amount.');
    type(made, [['', 4000]]);
    expect([made.shut.value, made.asked.value]).toEqual([null, 4000]);
    expect(made.wish('ticket').price).toEqual({ is: 'lines', lines: [{ what: 'Visit', amount: 4000 }] });
  });

  it('is several lines, each with its text, and asks for what they come to', () => {
    const made = choice();
    type(made, [
      ['Coupe', 6000],
      [' Shampoing ', 3219],
      ['Pourboire', 500],
    ]);
    expect([made.shut.value, made.asked.value]).toEqual([null, 9719]);
    expect(made.wish('ticket').price).toEqual({
      is: 'lines',
      lines: [
        { what: 'Coupe', amount: 6000 },
        { what: 'Shampoing', amount: 3219 },
        { what: 'Pourboire', amount: 500 },
      ],
    });
    made.typed.remove(made.typed.lines.value[1]?.key ?? 0);
    expect([made.shut.value, made.asked.value]).toEqual([null, 6500]);
  });

  it('is not asked while a text is missing, an amount is zero or missing, or it is too much; each in both languages', () => {
    const cases: [[string, number | null][], string, string][] = [
      [
        [['', 0]],
        'Nothing to ask for: enter an amount above zero.',
        'Rien à demander : entrez un montant au-dessus de zéro.',
      ],
      [
        [
          ['Coupe', 100],
          ['', 200],
        ],
        'Say what line 2 is for.',
        'Dites pour quoi est la ligne 2.',
      ],
      [
        [
          ['', 100],
          ['Coupe', 200],
        ],
        'Say what line 1 is for.',
        'Dites pour quoi est la ligne 1.',
      ],
      [
        [
          ['Coupe', 100],
          ['Soin', null],
        ],
        'Enter the amount of line 2.',
        'Entrez le montant de la ligne 2.',
      ],
      [
        [
          ['Coupe', 100],
          ['Soin', 0],
        ],
        'Line 2 asks for nothing: enter an amount, or take it away.',
        'La ligne 2 ne demande rien : entrez un montant, ou enlevez-la.',
      ],
      [
        [
          ['Coupe', 99_999_999],
          ['Soin', 1],
        ],
        'A page asks for $999999.99 at most.',
        'Une page demande $999999.99 au plus.',
      ],
    ];
    for (const [lines, en, fr] of cases) {
      const made = choice();
      type(made, lines);
      language.value = 'en';
      expect(made.shut.value).toBe(en);
      language.value = 'fr';
      expect(made.shut.value?.replaceAll('\u00a0', ' ')).toBe(fr);
      language.value = 'en';
    }
  });

  it('never has more lines than a page takes, and never none', () => {
    const { typed } = choice();
    for (let times = 0; times < 60; times += 1) typed.add();
    expect([typed.lines.value.length, typed.mayAdd.value]).toEqual([40, false]);
    for (const { key } of typed.lines.value) typed.remove(key);
    expect(typed.lines.value).toHaveLength(1);
  });

  it('is one amount where the page is Paysafe’s: what was typed comes together in it', () => {
    const made = choice();
    type(made, [
      ['Coupe', 6000],
      ['Soin', 3000],
    ]);
    made.place('paysafe');
    expect([made.provider.value, made.typed.lines.value.length, made.asked.value]).toEqual(['paysafe', 1, 9000]);
  });

  it('for somebody who is not in the list goes with the address that is typed, or none; never half of one', () => {
    const made = choice({ billId: 'bill-1', customerId: null, use: 'remaining' });
    made.bill.value = bill();
    made.person.value = null;
    expect([made.asksEmail.value, made.shut.value, made.wish('t').email]).toEqual([true, null, null]);
    made.email.value = 'nadia@';
    expect(made.shut.value).toBe('This email address is not complete.');
    made.email.value = ' nadia@example.com ';
    expect([made.shut.value, made.wish('t').email]).toEqual([null, 'nadia@example.com']);
    expect(choice().asksEmail.value).toBe(false);
  });

  it('of a bill is never more than what is left of it, all lines together', () => {
    const made = choice({ billId: 'bill-1', use: 'deposit' });
    made.bill.value = bill();
    type(made, [
      ['Acompte', 18_000],
      ['Soin', 401],
    ]);
    expect(made.shut.value).toBe('Only $184 is left to pay.');
  });

  it('of a bill shows its own lines where they are exactly what is left, its taxes last; else one amount', () => {
    const made = choice({ billId: 'bill-1', use: 'remaining' });
    made.bill.value = bill();
    expect(made.ownLines.value).toEqual([
      { what: 'Coupe', amount: 6000 },
      { what: 'Couleur', amount: 10_000 },
      { what: 'Taxes (GST/QST)', amount: 2400 },
    ]);
    made.language.value = 'fr';
    expect(made.ownLines.value?.at(-1)?.what).toBe('Taxes (TPS/TVQ)');
    for (const more of [
      { remaining: 13_400 },
      { lines: [], tax: null },
      { missed: {} as never },
      { lines: Array.from({ length: 40 }, () => ({ what: 'Soin', amount: 400 })) },
    ]) {
      made.bill.value = bill(more);
      expect(made.ownLines.value).toBeNull();
    }
    made.bill.value = bill();
    made.use.value = 'invoice';
    expect(made.ownLines.value).toBeNull();
  });
});
