import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BillImportLine, BillImportResult, ImportFile } from '../../src-main/contract/bill-import.ts';
import { done, refused, type Reply } from '../../src-main/contract/failure.ts';
import ImportBillsScreen from '../../src-renderer/screens/bill-import/ImportBillsScreen.vue';
import { useBillImport } from '../../src-renderer/stores/bill-import.ts';
import { language } from '../../src-renderer/wording/language.ts';
import { FileOnScreen } from './file-on-screen.ts';

const none = {
  customer: 0,
  name: null,
  day: 1,
  time: null,
  service: null,
  withWhom: null,
  total: 2,
  tax: null,
  deposit: null,
  reference: null,
};
const file = (more: Partial<ImportFile> = {}): ImportFile => ({
  id: 'file-1',
  name: 'bookings.csv',
  encoding: 'utf-8',
  separator: ';',
  headers: ['Client', 'Date', 'Total', ''],
  first: [{ line: 2, cells: ['Zoë', '05/06/2026', '80', 'x'] }],
  lines: 3,
  mapping: { columns: none, dayOrder: null },
  remembered: false,
  dayOrders: ['clear', 'ask', 'clear', 'month_first'],
  ...more,
});
const line = (number: number, more: Partial<BillImportLine> = {}): BillImportLine => ({
  line: number,
  lastLine: number,
  result: 'new',
  why: null,
  field: null,
  value: null,
  sameAs: null,
  customer: 'found',
  name: `Client ${number}`,
  day: '2026-06-05',
  total: 8000,
  deposit: null,
  bill: null,
  ...more,
});
const result = (lines: BillImportLine[], more: Partial<BillImportResult> = {}): BillImportResult => ({
  lines,
  currency: 'CAD',
  filling: false,
  stopped: false,
  ...more,
});

let on: FileOnScreen;
const press = (text: string): Promise<void> => on.press(text);
const button = (text: string) => on.button(text);
const shown = (verbs?: readonly string[]): Promise<void> => on.show(ImportBillsScreen, verbs);

beforeEach(() => {
  on = new FileOnScreen('billImport.progress');
  on.answers['billImport.choose'] = done({ file: file() });
});
afterEach(() => on.close());

describe('what the columns of a file say', () => {
  it('is asked for until there is a customer, a day and a total, and the order of days that read two ways', async () => {
    await shown();
    await press('Choose a file');
    expect(on.screen.text()).toContain('bookings.csv · 3 lines');
    expect(on.screen.findAll('select')).toHaveLength(10);
    const look = () => button('Look at the lines').attributes('aria-description');
    expect(look()).toBe('Say how the days are written.');
    await on.screen.find('input[value=day_first]').setValue(true);
    expect(look()).toBeUndefined();
    await on.choose('Total', '');
    expect(look()).toBe('Choose the column of the total.');
    // A column without a name has its place.
    await on.choose('Total', '3');
    expect(on.screen.find('thead').text()).toContain('Column 4Total');

    on.answers['billImport.preview'] = done(result([line(2)]));
    await press('Look at the lines');
    expect(on.asked.at(-1)).toEqual({
      name: 'billImport.preview',
      input: { fileId: 'file-1', mapping: { columns: { ...none, total: 3 }, dayOrder: 'day_first' } },
    });
  });

  it('another column of days is another question; one that tells its order is not asked about', async () => {
    await shown();
    await press('Choose a file');
    await on.screen.find('input[value=day_first]').setValue(true);
    await on.choose('Day of the visit', '3');
    expect(on.screen.find('input[type=radio]').exists()).toBe(false);
    expect(useBillImport().mapping?.dayOrder).toBe('month_first');
    await on.choose('Day of the visit', '1');
    expect(useBillImport().mapping?.dayOrder).toBeNull();
    expect(useBillImport().gap).toBe('dayOrder');
  });

  it('says in French when nothing tells how the letters are written, and when it is as the last time', async () => {
    language.value = 'fr';
    on.answers['billImport.choose'] = done({ file: file({ encoding: 'windows-1252', remembered: true }) });
    await shown();
    await press('Choisir un fichier');
    expect(on.screen.text()).toContain('il est lu en Windows-1252');
    expect(on.screen.text()).toContain('Comme pour le dernier fichier');
  });

  it('stays as it is when nothing is chosen in the system’s dialog, or what was chosen cannot be read', async () => {
    on.answers['billImport.choose'] = done({ file: null });
    await shown();
    await press('Choose a file');
    expect(on.screen.text()).toContain('Choose a file');
    on.answers['billImport.choose'] = refused('csv_unreadable');
    await press('Choose a file');
    expect(on.screen.find('[role=alert]').text()).toContain('cannot be read as a CSV');
  });
});

describe('lines of a file', () => {
  const lines = [
    line(2),
    line(3, { customer: 'not_found', name: 'Nadia' }),
    line(4, { result: 'bad', why: 'amount_ambiguous', field: 'total', value: '1.234', day: null, total: null }),
    line(5, { result: 'known', bill: { id: 'bill-5', code: 'B-5', differs: true } }),
    line(6, { lastLine: 9, result: 'bad', why: 'quotes', name: '' }),
  ];

  it('are counted before anything is written; the button says how many bills, and what happened is told per line', async () => {
    on.answers['billImport.choose'] = done({ file: file({ dayOrders: ['clear', 'clear', 'clear', 'clear'] }) });
    on.answers['billImport.preview'] = done(result(lines));
    await shown();
    await press('Choose a file');
    await press('Look at the lines');
    expect(on.pills()).toEqual(['All5', 'New2', 'Already here1', 'Bad ones2', 'Customer not found1']);
    await press('Bad ones');
    const text = on.screen.find('textarea').element as HTMLTextAreaElement;
    expect(text.value).toBe(
      'Line 4\tClient 4\t“1.234” may be thousands or a fraction.\nLine 6 to 9\tA quotation mark is out of place or not closed.',
    );
    on.answers['billImport.run'] = done(
      result(lines.map((one) => (one.result === 'new' ? { ...one, result: 'added' as const } : one))),
    );
    await press('Import 2 bills');
    expect(on.screen.text()).toContain('2 bills imported. 2 lines are bad and make no bill.');
    expect(on.pills()).toEqual(['All5', 'Imported2', 'Already here1', 'Bad ones2', 'Customer not found1']);
    expect(on.asked.filter(({ name }) => name === 'billImport.run')).toHaveLength(1);
  });

  it('that are all here already leave nothing to import, and the button says so', async () => {
    on.answers['billImport.preview'] = done(result([line(2, { result: 'known' })]));
    await shown();
    const store = useBillImport();
    await store.choose();
    store.setOrder('day_first');
    await store.look();
    await on.settled();
    expect(button('Import 0 bills').attributes('aria-description')).toBe('No line is new.');
    await on.ctrlEnter();
    expect(on.asked.map(({ name }) => name)).not.toContain('billImport.run');
  });

  it('are counted while they are written, and an answer that comes after the desk changed hands is nobody’s', async () => {
    let answer: (reply: Reply<unknown>) => void = () => undefined;
    on.answers['billImport.preview'] = done(result(lines));
    on.answers['billImport.run'] = new Promise((later) => (answer = later));
    await shown();
    const store = useBillImport();
    await store.choose();
    store.setOrder('day_first');
    await store.look();
    await on.settled();
    const running = store.run();
    on.tell({ done: 1, of: 2 });
    await on.settled();
    expect(on.screen.text()).toContain('1 of 2 written');
    store.reset();
    answer(done(result(lines)));
    await running;
    expect(store.result).toBeNull();
    expect(store.step).toBe('choose');
  });

  it('of somebody who may not import are never asked for', async () => {
    await shown(['find', 'bill']);
    await press('Choose a file');
    expect(on.asked).toEqual([]);
    expect(button('Choose a file').attributes('aria-description')).toContain('bring customers, bills or statements in');
  });
});
