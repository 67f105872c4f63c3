import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditLine } from '../../../src-main/contract/desk-status.ts';
import type { ExportEnd } from '../../../src-main/contract/export.ts';
import type { HistoryQuestion } from '../../../src-main/contract/history.ts';
import { textFileAt } from '../../../src-main/shell/text-file.ts';
import { openSalon, salonPins, type Salon, type SalonDesk } from '../../support/salon.ts';

// A whole desk without its window: what was done, refused and mistyped on two days is asked for, and taken out as a file.
let salon: Salon;
let desk: SalonDesk;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'comptoir-history-'));
  salon = await openSalon('history');
  desk = await salon.desk('Front 1', { openTextFile: (name) => textFileAt(join(folder, name)) });
  await desk.signIn('Maude');
  expect(await desk.refusal('history.list', asked({}))).toMatchObject({ code: 'not_allowed' });
  await desk.must('bills.make', {
    ...{ customerId: null, customerName: '=SUM(A1); Zoë', day: '2026-11-20', time: null, service: 'Color' },
    ...{ withWhom: null, lines: [], total: 12_000, tax: null, note: null },
  });
  salon.pass(86_400_000);
  await desk.must('session.lock', {});
  const { id } = await desk.staff('Sylvie');
  expect((await desk.call('session.signIn', { staffId: id, pin: '000000' })).ok).toBe(false);
  await desk.signIn('Sylvie');
});
afterAll(async () => {
  await salon.close();
  rmSync(folder, { recursive: true, force: true });
});

function asked(question: Partial<HistoryQuestion>): object {
  return { search: '', ...question, before: null, limit: 100 };
}
async function lines(question: Partial<HistoryQuestion>): Promise<readonly AuditLine[]> {
  return (await desk.must<{ rows: AuditLine[] }>('history.list', asked(question))).rows;
}
async function file(question: Partial<HistoryQuestion>, language: 'en' | 'fr' = 'en') {
  const list = { list: 'history', question: { search: '', ...question } };
  const end = await desk.must<ExportEnd>('lists.export', { asked: list, form: 'csv', language });
  const text = readFileSync(join(folder, end.name), 'utf8');
  const options = { bom: true, delimiter: language === 'fr' ? ';' : ',', relax_column_count: true };
  const [columns = [], ...rows] = parse(text, options) as string[][];
  const row = (cells: readonly string[]) => Object.fromEntries(columns.map((name, at) => [name, cells[at] ?? '']));
  return { end, text, columns, rows: rows.map(row) };
}

describe('the history', () => {
  it('answers who, when, about what and how it ended, what was refused included', async () => {
    const maude = (await desk.staff('Maude')).id;
    const ofMaude = await lines({ staff: maude });
    expect(new Set(ofMaude.map(({ staffName }) => staffName))).toEqual(new Set(['Maude']));
    expect(ofMaude.map(({ what }) => what)).toEqual(expect.arrayContaining(['history.list', 'bill_made', 'sign_in']));
    expect((await lines({ topic: 'days', outcome: 'refused' })).map(({ what }) => what)).toEqual(['history.list']);
    expect((await lines({ topic: 'bills', customer: 'zoe' })).map(({ what }) => what)).toEqual(['bill_made']);
    expect(await lines({ customer: 'maude' })).toEqual([]);
    const second = await lines({ from: '2026-11-21', to: '2026-11-21', topic: 'people' });
    expect(second.map(({ what, outcome }) => `${what} ${outcome}`)).toContain('sign_in refused');
    expect(second.every(({ at }) => at >= salon.now())).toBe(true);
    expect(await desk.refusal('history.list', asked({ from: '2026-11-21', to: '2026-11-20' }))).toMatchObject({
      code: 'bad_input',
    });
    const { people } = await desk.must<{ people: { name: string }[] }>('history.people', {});
    expect(people.map(({ name }) => name)).toEqual(expect.arrayContaining(['Hélène', 'Sylvie', 'Maude']));
  });

  it('as it is filtered is a file that opens in Excel, oldest first, and no cell of it is a formula', async () => {
    const { end, rows, text, columns } = await file({ topic: 'bills' }, 'fr');
    expect(text.startsWith('\u{FEFF}Date;Heure;Qui;Poste;Quoi;Résultat;Client;Montant;Devise;')).toBe(true);
    expect(end).toMatchObject({ name: 'historique-2026-11-21.csv', lines: 1, damaged: 0, unsound: false });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ Quoi: 'Créer une facture', Client: "'=SUM(A1); Zoë" });
    expect(columns.at(-1)).toBe('Ligne');
  });

  it('in whole has every line of it, and says so in the history itself', async () => {
    const before = await lines({});
    const { rows, end } = await file({});
    expect(rows.map((row) => Number(row['Line']))).toEqual(before.map(({ id }) => id).toReversed());
    expect(end.lines).toBe(before.length);
    const [last] = await lines({});
    expect(last).toMatchObject({ what: 'export', detail: { list: 'history', lines: end.lines } });
    expect(JSON.stringify(rows)).not.toContain(salonPins.Maude);
  });

  it('that lost a line, or of which one cannot be read, says that it is not complete', async () => {
    await desk.rooms.close();
    const ledger = new DatabaseSync(join(salon.folder('Front 1'), 'ledger.db'));
    ledger.exec(`UPDATE audit SET detail = '{' WHERE id = 4`);
    ledger.close();
    desk = await salon.desk('Front 1', { openTextFile: (name) => textFileAt(join(folder, name)) });
    await desk.signIn('Sylvie');
    const { end, rows } = await file({});
    expect(end).toMatchObject({ saved: true, damaged: 1, unsound: true });
    expect(rows.at(-1)?.['Date']).toMatch(
      /^INCOMPLETE: \d+ lines, 1 record cannot be read and is not in it, the records/,
    );
  });
});
