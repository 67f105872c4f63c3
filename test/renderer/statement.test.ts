import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { done, refused, type Reply } from '../../src-main/contract/failure.ts';
import type {
  StatementFile,
  StatementLine,
  StatementMapping,
  StatementResult,
} from '../../src-main/contract/statement.ts';
import StatementScreen from '../../src-renderer/screens/statement/StatementScreen.vue';
import { useStatement } from '../../src-renderer/stores/statement.ts';
import { language } from '../../src-renderer/wording/language.ts';
import { FileOnScreen } from './file-on-screen.ts';

const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ').replace(/\s+/g, ' ');
const none: StatementMapping['columns'] = {
  ...{ day: 0, amount: 1, kind: null, status: null, id: null, reference: 3, fee: null },
  ...{ currency: null, payout: null, description: null },
};
const file = (more: Partial<StatementFile> = {}): StatementFile => ({
  id: 'file-1',
  name: 'paysafe-november.csv',
  encoding: 'utf-8',
  separator: ',',
  headers: ['Date', 'Amount', 'Type', 'Merchant Ref', 'Note'],
  first: [{ line: 2, cells: ['2026-11-20', '80.00', 'Settlement', 'CPT-1', ''] }],
  lines: 6,
  mapping: { columns: none, dayOrder: null, kinds: [], statuses: [] },
  remembered: false,
  dayOrders: ['clear', 'clear', 'clear', 'clear', 'ask'],
  words: [null, null, ['Settlement', 'Refund', ''], null, null],
  signs: [],
  ...more,
});
const line = (number: number, more: Partial<StatementLine> = {}): StatementLine => ({
  line: number,
  lastLine: number,
  result: 'new',
  why: null,
  field: null,
  value: null,
  day: '2026-11-20',
  kind: 'payment',
  amount: 8000,
  currency: 'CAD',
  reference: `CPT-${number}`,
  paysafeId: `tx-${number}`,
  ...more,
});
const lines = [
  line(2),
  line(3, { kind: 'refund', amount: -2000 }),
  line(4, { result: 'known' }),
  line(5, { result: 'skipped', kind: 'skip' }),
  line(6, { result: 'bad', why: 'amount_ambiguous', field: 'amount', value: '1.234', amount: null, kind: null }),
];
const result = (all: StatementLine[], more: Partial<StatementResult> = {}): StatementResult => ({
  lines: all,
  found: { matched: 1, explained: 0, before: 0, odd: 1, twice: 0, other: 0 },
  sums: [{ currency: 'CAD', amount: 6000, fees: 262 }],
  stopped: false,
  ...more,
});
const added = lines.map((one) => (one.result === 'new' ? { ...one, result: 'added' as const } : one));

let on: FileOnScreen;
beforeEach(() => {
  on = new FileOnScreen('statements.progress');
  on.answers['statements.choose'] = done({ file: file() });
});
afterEach(() => on.close());
const shown = (verbs: readonly string[] = ['find', 'import']): Promise<void> => on.show(StatementScreen, verbs);
const says = (): string => plain(on.screen.text());
const lookShut = (): string | undefined => on.button('Look at the lines').attributes('aria-description');
async function looked(all: StatementResult = result(lines)): Promise<void> {
  on.answers['statements.preview'] = done(all);
  await shown();
  await on.press('Choose a file');
  await on.press('Look at the lines');
}

describe('what the columns of a statement say', () => {
  it('is asked for until a line has a day, an amount, and something to be known again by', async () => {
    await shown();
    expect(says()).toContain('Paysafe publishes no payouts.');
    await on.press('Choose a file');
    expect(says()).toContain('paysafe-november.csv · 6 lines');
    expect(lookShut()).toBeUndefined();
    await on.choose('Merchant reference', '');
    expect(lookShut()).toBe('Choose the column of Paysafe’s id, or of the merchant reference.');
    await on.choose('Paysafe’s id', '3');
    expect(lookShut()).toBeUndefined();
    await on.choose('Amount', '');
    expect(lookShut()).toBe('Choose the column of the amount.');
    await on.choose('Amount', '1');
    await on.choose('Day', '4');
    expect(lookShut()).toBe('Say how the days are written.');
    await on.screen.find('input[value=month_first]').setValue(true);
    on.answers['statements.preview'] = done(result(lines));
    await on.press('Look at the lines');
    expect(on.asked.at(-1)).toEqual({
      name: 'statements.preview',
      input: {
        fileId: 'file-1',
        mapping: {
          ...{ columns: { ...none, day: 4, id: 3, reference: null }, dayOrder: 'month_first', kinds: [], statuses: [] },
        },
      },
    });
  });

  it('is not guessed of the kinds: each word of the column, an empty one too, is given a meaning by a person', async () => {
    await shown();
    await on.press('Choose a file');
    expect(says()).toContain('Without a column of kinds, an amount above zero is a payment');
    await on.choose('Kind of movement', '2');
    expect(says()).not.toContain('Without a column of kinds');
    expect(lookShut()).toBe('Say what each word of the kinds means.');
    await on.choose('Settlement', 'payment');
    await on.choose('Refund', 'refund');
    expect(lookShut()).toBe('Say what each word of the kinds means.');
    await on.choose('(empty)', 'skip');
    expect(lookShut()).toBeUndefined();
    expect(useStatement().mapping?.kinds).toEqual([
      { word: 'Settlement', is: 'payment' },
      { word: 'Refund', is: 'refund' },
      { word: '', is: 'skip' },
    ]);
    // A meaning can be taken away again, and then the lines cannot be looked at.
    await on.choose('Refund', '');
    expect(lookShut()).toBe('Say what each word of the kinds means.');
    // The words of another column are other words, and nothing said of the first one is sent along.
    await on.choose('Kind of movement', '');
    expect(useStatement().mapping?.kinds).toEqual([]);
    expect(lookShut()).toBeUndefined();
  });

  it('cannot be kinds where a column has too many words, or sentences, and the lines are not looked at', async () => {
    await shown();
    await on.press('Choose a file');
    const why = 'This column has too many words, or too long ones, to be the kind of movement.';
    await on.choose('Kind of movement', '1');
    expect(lookShut()).toContain(why);
    await on.ctrlEnter();
    expect(on.asked.map(({ name }) => name)).not.toContain('statements.preview');
  });

  it('is asked of other money by the signs that its amounts have: what is written without one comes in or goes out', async () => {
    const signs = [
      { word: 'Settlement', sign: 'plus' as const },
      { word: 'Monthly', sign: 'plus' as const },
      { word: 'Reserve', sign: 'minus' as const },
      { word: 'Adjustment', sign: 'both' as const },
    ];
    const words = [null, null, ['Settlement', 'Monthly', 'Reserve', 'Adjustment', 'Nil'], null, null];
    const mapping = { columns: { ...none, kind: 2 }, dayOrder: null, kinds: [], statuses: [] };
    on.answers['statements.choose'] = done({
      file: file({ words, mapping, signs: [{ kind: 2, amount: 1, words: signs }] }),
    });
    await shown();
    await on.press('Choose a file');
    const offered = (word: string) =>
      on
        .field(word)
        .findAll('option')
        .filter((option) => option.text().startsWith('Other'))
        .map((option) => `${option.text()}: ${option.attributes('value')}`);
    expect(offered('Monthly')).toEqual(['Other money, comes in: other_signed', 'Other money, goes out: other_turned']);
    expect(offered('Reserve')).toEqual(['Other money, comes in: other_turned', 'Other money, goes out: other_signed']);
    const bySign = ['Other money, below zero goes out: other_signed', 'Other money, above zero goes out: other_turned'];
    expect(offered('Adjustment')).toEqual(bySign);
    expect(offered('Nil')).toEqual(bySign);
    await on.choose('Monthly', 'other_turned');
    expect(useStatement().mapping?.kinds).toEqual([{ word: 'Monthly', is: 'other_turned' }]);
  });

  it('is asked of a status: what did not move money is kept nowhere', async () => {
    const words = [null, null, null, null, ['COMPLETED', 'FAILED', 'PENDING']];
    const statuses = [{ word: 'COMPLETED', is: 'moved' as const }];
    const mapping = { columns: { ...none, status: 4 }, dayOrder: null, kinds: [], statuses };
    on.answers['statements.choose'] = done({ file: file({ words, mapping }) });
    await shown();
    await on.press('Choose a file');
    expect((on.field('COMPLETED').element as HTMLSelectElement).value).toBe('moved');
    expect(lookShut()).toBe('Say of each status whether money moved.');
    await on.choose('FAILED', 'not_moved');
    await on.choose('PENDING', 'not_moved');
    expect(lookShut()).toBeUndefined();
    await on.choose('Status', '1');
    expect(lookShut()).toContain('too many words, or too long ones, to be a status');
    await on.choose('Status', '4');
    expect(useStatement().mapping?.statuses).toEqual(statuses);
    await on.choose('Status', '');
    expect(useStatement().mapping?.statuses).toEqual([]);
    expect(lookShut()).toBeUndefined();
  });

  it('is as for the last file, with what its words mean; a word that was not there then is asked about', async () => {
    const kinds = [{ word: 'Settlement', is: 'payment' as const }];
    const mapping = { columns: { ...none, kind: 2 }, dayOrder: null, kinds, statuses: [] };
    on.answers['statements.choose'] = done({ file: file({ remembered: true, mapping }) });
    await shown();
    await on.press('Choose a file');
    expect(says()).toContain('As for the last file with these columns.');
    expect((on.field('Settlement').element as HTMLSelectElement).value).toBe('payment');
    expect(lookShut()).toBe('Say what each word of the kinds means.');
    await on.choose('Kind of movement', '');
    await on.choose('Kind of movement', '2');
    expect(useStatement().mapping?.kinds).toEqual(kinds);
  });
});

describe('lines of a statement', () => {
  it('are counted before anything is kept, with what our records say of the new ones; a bad one stands first, and it is said that it is not kept', async () => {
    await looked();
    expect(on.pills()).toEqual(['All5', 'New2', 'Here before1', 'No money moved1', 'Cannot be read1']);
    expect(says()).toContain('1 line cannot be read and will not be kept: no payout will show it');
    expect(says()).toContain('What our records say of the new ones');
    expect(says()).toContain('Match 1');
    expect(says()).toContain('Not explained 1');
    expect(says()).toContain('Together $60.00, fees $2.62');
    await on.press('Cannot be read');
    expect((on.screen.find('textarea').element as HTMLTextAreaElement).value).toBe(
      'Line 6\tCPT-6\t“1.234” may be thousands or a fraction.',
    );
    expect(on.asked.map(({ name }) => name)).not.toContain('statements.run');
  });

  it('without a merchant reference are named by Paysafe’s id, and called that', async () => {
    const bad = { result: 'bad', why: 'no_day', field: 'day' } as const;
    await looked(result([line(2, bad), line(3, { ...bad, reference: null }), line(4, { reference: null })]));
    await on.press('Cannot be read');
    const [one, other] = (on.screen.find('textarea').element as HTMLTextAreaElement).value.split('\n');
    expect(one).toMatch(/^Line 2\tCPT-2\t/);
    expect(other).toMatch(/^Line 3\tPaysafe’s id tx-3\t/);
    expect(says()).toContain('Merchant reference');
  });

  it('are brought in by one button that says how many; then what was kept and what was not, and the way to the payouts', async () => {
    await looked();
    on.answers['statements.run'] = done(result(added));
    await on.press('Bring in 2 lines');
    expect(on.asked.filter(({ name }) => name === 'statements.run')).toHaveLength(1);
    expect(says()).toContain('2 lines are brought in.');
    expect(says()).toContain('1 line could not be read and was not kept: no payout shows it.');
    expect(says()).toContain('What our records say of those brought in');
    await on.press('See the payouts at Day end');
    await flushPromises();
    expect(on.router?.currentRoute.value.fullPath).toBe('/day-end#day-payouts');
    expect(useStatement().step).toBe('choose');
  });

  it('without a column of fees, or in two currencies, are summed up for what they are', async () => {
    const sums = [
      { currency: 'CAD', amount: 6000, fees: null },
      { currency: 'USD', amount: 1200, fees: null },
    ];
    await looked(result(lines, { sums }));
    expect(says()).toContain('Together $60.00, no column says the fees');
    expect(says()).toContain('Together US$12.00, no column says the fees');
  });

  it('that are all here already leave nothing to bring in, and the button says so', async () => {
    await looked(result([line(2, { result: 'known' })], { sums: [] }));
    expect(on.button('Bring in 0 lines').attributes('aria-description')).toBe('No line is new.');
    await on.ctrlEnter();
    expect(on.asked.map(({ name }) => name)).not.toContain('statements.run');
  });

  it('are counted while they are written; a desk that is closed in the middle is no file that is all there', async () => {
    await looked();
    let answer: (reply: Reply<unknown>) => void = () => undefined;
    on.answers['statements.run'] = new Promise((later) => (answer = later));
    await on.ctrlEnter();
    on.tell({ done: 1, of: 2 });
    await on.settled();
    expect(says()).toContain('1 of 2 written');
    answer(done(result(added, { stopped: true })));
    await on.settled();
    expect(says()).toContain('The desk was closed in the middle. Choose the file again');
    expect(says()).not.toContain('2 lines are brought in.');
  });

  it('that were not reached when the desk was closed stay new, beside those that were', async () => {
    await looked();
    const half = added.map((one) => (one.line === 3 ? { ...one, result: 'new' as const } : one));
    on.answers['statements.run'] = done(result(half, { stopped: true }));
    await on.press('Bring in 2 lines');
    expect(on.pills()).toEqual(['All5', 'New1', 'Brought in1', 'Here before1', 'No money moved1', 'Cannot be read1']);
  });

  it('say why they cannot be read: an amount that names another currency is not called a word for one', async () => {
    const odd = line(2, {
      result: 'bad',
      why: 'currency',
      field: 'amount',
      value: 'US$12',
      amount: null,
      ...{ reference: null, paysafeId: null },
    });
    await looked(result([odd]));
    await on.press('Cannot be read');
    expect((on.screen.find('textarea').element as HTMLTextAreaElement).value).toBe(
      'Line 2\tAmount: of “US$12” the currency cannot be told.',
    );
  });

  it('of a file that is not at hand any more are chosen again, and why is said', async () => {
    await looked();
    on.answers['statements.run'] = refused('csv_forgotten');
    await on.press('Bring in 2 lines');
    expect(on.screen.find('[role=alert]').text()).toContain('The file is not at hand any more.');
    expect(on.button('Choose a file').exists()).toBe(true);
  });

  it('of somebody who may not import are never asked for', async () => {
    await shown(['find']);
    await on.press('Choose a file');
    expect(on.asked).toEqual([]);
    expect(on.button('Choose a file').attributes('aria-description')).toContain(
      'bring customers, bills or statements in',
    );
  });

  it('are said in French too', async () => {
    language.value = 'fr';
    on.answers['statements.preview'] = done(result(lines));
    await shown();
    await on.press('Choisir un fichier');
    await on.choose('Genre de mouvement', '2');
    await on.choose('(vide)', 'skip');
    expect(says()).toContain('Dites ce que veut dire chaque mot de la colonne du genre.');
    await on.choose('Settlement', 'payment');
    await on.choose('Refund', 'refund');
    await on.press('Voir les lignes');
    expect(says()).toContain('1 ligne est illisible et ne sera pas gardée : aucun versement ne la montrera');
    expect(says()).toContain('Ensemble 60,00 $, frais 2,62 $');
    expect(on.button('Ajouter 2 lignes').exists()).toBe(true);
  });
});
