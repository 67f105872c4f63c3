import { mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { nextTick } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BillImportLine, BillImportResult, ImportFile } from '../../src-main/contract/bill-import.ts';
import { done, refused, type Reply } from '../../src-main/contract/failure.ts';
import { setDesk } from '../../src-renderer/desk.ts';
import ImportBillsScreen from '../../src-renderer/screens/bill-import/ImportBillsScreen.vue';
import { useBillImport } from '../../src-renderer/stores/bill-import.ts';
import { useSession } from '../../src-renderer/stores/session.ts';
import { language } from '../../src-renderer/wording/language.ts';

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

let asked: { readonly name: string; readonly input: unknown }[];
let answers: Record<string, Reply<unknown>>;
let tell: (payload: unknown) => void;
let screen: VueWrapper;

async function settled(): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
  await nextTick();
}
const button = (text: string) => {
  const found = screen.findAll('button').find((one) => one.text().startsWith(text));
  if (!found) throw new Error(`No button says ${text}: ${screen.text()}`);
  return found;
};
async function press(text: string): Promise<void> {
  await button(text).trigger('click');
  await settled();
}
async function chooseColumn(label: string, value: string): Promise<void> {
  const field = screen.findAll('label').find((one) => one.text() === label);
  await screen.find(`#${field?.attributes('for')}`).setValue(value);
}
async function shown(verbs: readonly string[] = ['find', 'bill', 'import']): Promise<void> {
  useSession().state = { signedIn: { id: 's', name: 'Sylvie', role: 'manager', verbs }, timeZone: 'UTC' } as never;
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:rest(.*)*', component: { template: '<p />' } }],
  });
  screen = mount(ImportBillsScreen, { global: { plugins: [router] }, attachTo: document.body });
  await settled();
}

beforeEach(() => {
  setActivePinia(createPinia());
  asked = [];
  answers = { 'billImport.choose': done({ file: file() }) };
  tell = () => undefined;
  setDesk({
    calls: new Proxy(
      {},
      {
        get: (_none, name: string) => async (input: unknown) => {
          asked.push({ name, input });
          return answers[name] ?? refused('unknown_call');
        },
      },
    ),
    on: (name, listener) => {
      if (name === 'billImport.progress') tell = listener;
      return () => undefined;
    },
  });
});
afterEach(() => {
  screen.unmount();
  setDesk(null);
  language.value = 'en';
});

describe('what the columns of a file say', () => {
  it('is asked for until there is a customer, a day and a total, and the order of days that read two ways', async () => {
    await shown();
    await press('Choose a file');
    expect(screen.text()).toContain('bookings.csv · 3 lines');
    expect(screen.findAll('select')).toHaveLength(10);
    const look = () => button('Look at the lines').attributes('aria-description');
    expect(look()).toBe('Say how the days are written.');
    await screen.find('input[value=day_first]').setValue(true);
    expect(look()).toBeUndefined();
    await chooseColumn('Total', '');
    expect(look()).toBe('Choose the column of the total.');
    // A column without a name has its place.
    await chooseColumn('Total', '3');
    expect(screen.find('thead').text()).toContain('Column 4Total');

    answers['billImport.preview'] = done(result([line(2)]));
    await press('Look at the lines');
    expect(asked.at(-1)).toEqual({
      name: 'billImport.preview',
      input: { fileId: 'file-1', mapping: { columns: { ...none, total: 3 }, dayOrder: 'day_first' } },
    });
  });

  it('another column of days is another question; one that tells its order is not asked about', async () => {
    await shown();
    await press('Choose a file');
    await screen.find('input[value=day_first]').setValue(true);
    await chooseColumn('Day of the visit', '3');
    expect(screen.find('input[type=radio]').exists()).toBe(false);
    expect(useBillImport().mapping?.dayOrder).toBe('month_first');
    await chooseColumn('Day of the visit', '1');
    expect(useBillImport().mapping?.dayOrder).toBeNull();
    expect(useBillImport().gap).toBe('dayOrder');
  });

  it('says in French when nothing tells how the letters are written, and when it is as the last time', async () => {
    language.value = 'fr';
    answers['billImport.choose'] = done({ file: file({ encoding: 'windows-1252', remembered: true }) });
    await shown();
    await press('Choisir un fichier');
    expect(screen.text()).toContain('il est lu en Windows-1252');
    expect(screen.text()).toContain('Comme pour le dernier fichier');
  });

  it('stays as it is when nothing is chosen in the system’s dialog, or what was chosen cannot be read', async () => {
    answers['billImport.choose'] = done({ file: null });
    await shown();
    await press('Choose a file');
    expect(screen.text()).toContain('Choose a file');
    answers['billImport.choose'] = refused('csv_unreadable');
    await press('Choose a file');
    expect(screen.find('[role=alert]').text()).toContain('cannot be read as a CSV');
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
  const pills = () => screen.findAll('[aria-pressed]').map((pill) => pill.text());

  it('are counted before anything is written; the button says how many bills, and what happened is told per line', async () => {
    answers['billImport.choose'] = done({ file: file({ dayOrders: ['clear', 'clear', 'clear', 'clear'] }) });
    answers['billImport.preview'] = done(result(lines));
    await shown();
    await press('Choose a file');
    await press('Look at the lines');
    expect(pills()).toEqual(['All5', 'New2', 'Already here1', 'Bad ones2', 'Customer not found1']);
    await press('Bad ones');
    const text = screen.find('textarea').element as HTMLTextAreaElement;
    expect(text.value).toBe(
      'Line 4\tClient 4\t“1.234” may be thousands or a fraction.\nLine 6 to 9\tA quotation mark is out of place or not closed.',
    );
    answers['billImport.run'] = done(
      result(lines.map((one) => (one.result === 'new' ? { ...one, result: 'added' as const } : one))),
    );
    await press('Import 2 bills');
    expect(screen.text()).toContain('2 bills imported. 2 lines are bad and make no bill.');
    expect(pills()).toEqual(['All5', 'Imported2', 'Already here1', 'Bad ones2', 'Customer not found1']);
    expect(asked.filter(({ name }) => name === 'billImport.run')).toHaveLength(1);
  });

  it('that are all here already leave nothing to import, and the button says so', async () => {
    answers['billImport.preview'] = done(result([line(2, { result: 'known' })]));
    await shown();
    const store = useBillImport();
    await store.choose();
    store.setOrder('day_first');
    await store.look();
    await settled();
    expect(button('Import 0 bills').attributes('aria-description')).toBe('No line is new.');
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true }));
    await settled();
    expect(asked.map(({ name }) => name)).not.toContain('billImport.run');
  });

  it('are counted while they are written, and an answer that comes after the desk changed hands is nobody’s', async () => {
    let answer: (reply: Reply<unknown>) => void = () => undefined;
    answers['billImport.preview'] = done(result(lines));
    answers['billImport.run'] = new Promise((later) => (answer = later)) as never;
    await shown();
    const store = useBillImport();
    await store.choose();
    store.setOrder('day_first');
    await store.look();
    await settled();
    const running = store.run();
    tell({ done: 1, of: 2 });
    await settled();
    expect(screen.text()).toContain('1 of 2 written');
    store.reset();
    answer(done(result(lines)));
    await running;
    expect(store.result).toBeNull();
    expect(store.step).toBe('choose');
  });

  it('of somebody who may not import are never asked for', async () => {
    await shown(['find', 'bill']);
    await press('Choose a file');
    expect(asked).toEqual([]);
    expect(button('Choose a file').attributes('aria-description')).toContain('bring customers or bills in');
  });
});
