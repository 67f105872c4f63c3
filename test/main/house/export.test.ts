import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DayView } from '../../../src-main/contract/day-end.ts';
import type { AuditLine } from '../../../src-main/contract/desk-status.ts';
import type { ExportEnd } from '../../../src-main/contract/export.ts';
import { textFileAt } from '../../../src-main/shell/text-file.ts';
import { putManyOrders, type ManyOrders } from '../../support/many-orders.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

// A whole desk without its window and sixty thousand orders of a year: the file is read again, and adds up to what the records say.
const many = 60_000;
const from = Date.UTC(2026, 0, 5, 15);
const year = { from: '2026-01-01', to: '2026-11-30' };
let salon: Salon;
let desk: SalonDesk;
let folder: string;
let sums: ManyOrders;
let whole: { readonly columns: readonly string[]; readonly rows: readonly string[][] };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'comptoir-export-'));
  salon = await openSalon('export');
  desk = await salon.desk('Front 1', { openTextFile: (name) => textFileAt(join(folder, name)) });
  await desk.rooms.close();
  const key = createHash('sha256').update('audit').digest();
  const file = join(salon.folder('Front 1'), 'ledger.db');
  sums = await putManyOrders(file, { many, key, at: (place) => from + place * 400_000 });
  desk = await salon.desk('Front 1', { openTextFile: (name) => textFileAt(join(folder, name)) });
  await desk.signIn('Sylvie');
}, 240_000);
afterAll(async () => {
  await salon.close();
  rmSync(folder, { recursive: true, force: true });
});

const payments = (first: string, last: string) => ({ list: 'payments', from: first, to: last });
const made = (name: string): string => readFileSync(join(folder, name), 'utf8');
function sumOf(rows: readonly string[][], place: number, decimal: string): number {
  return rows.reduce((sum, row) => sum + Math.round(Number((row[place] ?? '').replace(decimal, '.')) * 100), 0);
}
function rowsOf(text: string, delimiter: string): string[][] {
  return parse(text, { bom: true, delimiter, record_delimiter: '\r\n' });
}

describe('an export of sixty thousand orders', () => {
  it.each([
    { language: 'en', delimiter: ',', decimal: '.', moved: 'Moved', tip: 'Tip' },
    { language: 'fr', delimiter: ';', decimal: ',', moved: 'Bougé', tip: 'Pourboire' },
  ])(
    'read again adds up to the cent to what the records say ($language)',
    async ({ language, ...form }) => {
      const end = await desk.must<ExportEnd>('lists.export', {
        asked: { list: 'payments', ...year },
        form: 'csv',
        language,
      });
      expect(end).toMatchObject({ saved: true, lines: many, damaged: 0, cancelled: false });
      const [columns = [], ...rows] = rowsOf(made(end.name), form.delimiter);
      if (language === 'en') whole = { columns, rows };
      expect(rows).toHaveLength(many);
      expect(new Set(rows.map((row) => row.at(-1))).size).toBe(many);
      expect(sumOf(rows, columns.indexOf(form.moved), form.decimal)).toBe(sums.collected);
      expect(sumOf(rows, columns.indexOf(form.tip), form.decimal)).toBe(sums.tips);
      expect(existsSync(join(folder, `${end.name}.part`))).toBe(false);
      if (process.platform !== 'win32') expect(statSync(join(folder, end.name)).mode & 0o077).toBe(0);
    },
    120_000,
  );

  it('of one day opens in a French spreadsheet, and is the sum that the day itself says', async () => {
    const day = { from: '2026-03-03', to: '2026-03-03' };
    const end = await desk.must<ExportEnd>('lists.export', {
      asked: { list: 'payments', ...day },
      form: 'csv',
      language: 'fr',
    });
    const text = made(end.name);
    expect(text.startsWith('\u{FEFF}')).toBe(true);
    const [columns = [], ...rows] = rowsOf(text, ';');
    expect(columns.slice(0, 4)).toEqual(['Date', 'Heure', 'Référence', 'Quoi']);
    const { totals, counts } = await desk.must<DayView>('dayEnd.show', { day: day.from });
    expect(counts).toEqual({ orders: rows.length, moved: (rows.length / 6) * 4, open: 0, damaged: 0 });
    expect(sumOf(rows, columns.indexOf('Bougé'), ',')).toBe(totals[0]?.whole.collected);
    // What looks like a formula is words, and names with marks in them come back as they were.
    const cells = rows.flat();
    expect(cells.filter((cell) => /^[=+@\t\r]/.test(cell))).toEqual([]);
    expect(cells.filter((cell) => cell.startsWith('-') && !/^-\d+,\d\d$/.test(cell))).toEqual([]);
    expect(cells).toContain('\'=HYPERLINK("http://x","y")');
    expect(cells).toContain('O’Brien; fils');
  });

  it('tells how far it is, and is in the history with its number of lines', async () => {
    const told = desk.events.filter(({ name }) => name === 'lists.step').map(({ payload }) => payload);
    expect(told.length).toBeGreaterThan(20);
    expect(told.at(-1)).toMatchObject({ of: many });
    const { rows } = await desk.must<{ rows: AuditLine[] }>('history.list', { search: '', before: null, limit: 5 });
    const line = rows.find(({ detail }) => detail['lines'] === many);
    expect(line).toMatchObject({ what: 'export', staffName: 'Sylvie', detail: { ...year, lines: many } });
  });

  it('as they are filtered has just those, adds up to what they moved, and says by what they were chosen', async () => {
    const { columns, rows: all } = whole;
    expect(all).toHaveLength(many);
    const [state, provider] = [columns.indexOf('State'), columns.indexOf('Provider')];
    const wanted = all.filter((row) => row[provider] === 'Stripe' && row[state] === 'Declined by the bank');
    expect(wanted.length).toBeGreaterThan(0);
    expect(wanted.length).toBeLessThan(all.length);
    const only = { states: ['declined'], provider: 'stripe', staffId: null };
    const end = await desk.must<ExportEnd>('lists.export', {
      asked: { list: 'payments', ...year, only },
      ...{ form: 'csv', language: 'en' },
    });
    expect(end).toMatchObject({ saved: true, lines: wanted.length, damaged: 0 });
    expect(rowsOf(made(end.name), ',').slice(1)).toEqual(wanted);
    expect(
      await desk.must<ExportEnd>('lists.export', {
        asked: { list: 'payments', ...year, only: { states: [], provider: null, staffId: 'nobody-here' } },
        ...{ form: 'csv', language: 'en' },
      }),
    ).toMatchObject({ saved: true, lines: 0 });
  }, 240_000);

  it('that is cancelled leaves nothing, not even a part; the next one begins anew', async () => {
    const going = desk.call<ExportEnd>('lists.export', {
      asked: payments('2026-01-01', '2026-10-31'),
      form: 'csv',
      language: 'en',
    });
    expect(
      await desk.refusal('lists.export', { asked: { list: 'payments', ...year }, form: 'csv', language: 'en' }),
    ).toMatchObject({
      code: 'export_running',
    });
    await desk.must('lists.cancel', {});
    const end = await going;
    expect(end).toMatchObject({ ok: true, value: { saved: false, cancelled: true } });
    expect(existsSync(join(folder, 'payments-2026-01-01_2026-10-31.csv'))).toBe(false);
    expect(existsSync(join(folder, 'payments-2026-01-01_2026-10-31.csv.part'))).toBe(false);
    const one = await desk.must<ExportEnd>('lists.export', {
      asked: payments('2026-01-05', '2026-01-05'),
      form: 'csv',
      language: 'en',
    });
    expect(one.lines).toBeGreaterThan(50);
    expect(rowsOf(made(one.name), ',')).toHaveLength(one.lines + 1);
  }, 60_000);

  it('is a manager’s; nobody’s without a place for it', async () => {
    await desk.signIn('Maude');
    expect(
      await desk.refusal('lists.export', { asked: { list: 'payments', ...year }, form: 'csv', language: 'en' }),
    ).toMatchObject({
      code: 'not_allowed',
    });
  });
});
