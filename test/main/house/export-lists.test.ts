import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AskedList, ExportEnd, ExportForm } from '../../../src-main/contract/export.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import { textFileAt } from '../../../src-main/shell/text-file.ts';
import { stripeTill } from '../../gateways/stripe-till.ts';
import { noPdfReader, pagesOfPdf } from '../../support/pdf-text.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

// A whole desk without its window: each list is taken out as it is shown, for a spreadsheet and on paper.
let salon: Salon;
let desk: SalonDesk;
let folder: string;
const reader = noPdfReader();
const cad = (amount: number) => ({ amount, currency: 'CAD' });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'comptoir-lists-'));
  salon = await openSalon('lists');
  const till = stripeTill(salon.sandbox);
  const [held, other] = [await till.save(), await till.save()];
  desk = await salon.desk('Front 1', { openTextFile: (name) => textFileAt(join(folder, name)) });
  await desk.must('desk.refresh', {});
  await desk.signIn('Sylvie');
  const customerId = `stripe:${held.customerRef}`;
  const hold = { ticket: 'ticket-of-the-only-hold', customerId, cardId: `stripe:${held.cardRef}`, amount: cad(8040) };
  const { state } = await desk.must<OperationView>('holds.place', { ...hold, note: null });
  const holdId = `stripe:${state.name === 'done' ? state.reference : ''}`;
  await desk.must('holds.note', { id: holdId, text: 'call 4242 4242 4242 4242 first' });
  const bill = { customerName: 'Élodie Côté-Tremblay', time: '10:15', service: 'Color', withWhom: 'Noé', lines: [] };
  for (const [day, total] of [
    ['2026-11-20', 12_345],
    ['2026-11-21', 6000],
  ] as const)
    await desk.must('bills.make', {
      ...bill,
      day,
      total,
      customerId: `stripe:${other.customerRef}`,
      tax: null,
      note: null,
    });
});
afterAll(async () => {
  await salon.close();
  rmSync(folder, { recursive: true, force: true });
});

async function made(asked: AskedList, form: ExportForm, language: 'en' | 'fr') {
  const end = await desk.must<ExportEnd>('lists.export', { asked, form, language });
  return { end, bytes: readFileSync(join(folder, end.name)) };
}
async function sheet(asked: AskedList, language: 'en' | 'fr' = 'en') {
  const { end, bytes } = await made(asked, 'csv', language);
  const rows: Record<string, string>[] = parse(bytes, {
    bom: true,
    delimiter: language === 'fr' ? ';' : ',',
    columns: true,
  });
  return { end, rows };
}
const customers: AskedList = { list: 'customers', search: '', filter: 'all' };
const holds: AskedList = { list: 'holds', question: { filter: 'open', provider: null } };

describe('a list as a file', () => {
  it('of customers has everybody, and of each card its last four digits', async () => {
    const { end, rows } = await sheet(customers);
    expect(end).toMatchObject({ name: 'customers-2026-11-20.csv', lines: 2, left: 0, damaged: 0 });
    expect(rows.map((row) => row['Cards'])).toEqual(['•••• 4242', '•••• 4242']);
    expect((await sheet({ ...customers, filter: 'holds' })).rows).toHaveLength(1);
    expect((await sheet({ ...customers, search: 'nobody' })).end.lines).toBe(0);
  });

  it('of holds has what is held, when it lapses and who placed it, and no card number that somebody noted', async () => {
    const { rows } = await sheet(holds, 'fr');
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      Bloqué: '80,40',
      Carte: 'Visa 4242',
      Par: 'Sylvie',
      Notes: 'call •••• first (Sylvie)',
    });
    expect(rows[0]?.['Expire']).toMatch(/^2026-11-\d\d \d\d:\d\d$/);
  });

  it('of the visits of a day and of those to come has what is left to pay, and what is wrong in words', async () => {
    const { rows } = await sheet({ list: 'bills', from: '2026-11-20', to: '2026-11-20' }, 'fr');
    expect(rows).toEqual([
      expect.objectContaining({ Total: '123,45', Solde: '123,45', Visite: 'Color', Heure: '10:15' }),
    ]);
    const ready = await sheet({ list: 'ready', days: 1 });
    expect(ready.end.name).toBe('ready-2026-11-21.csv');
    expect(ready.rows).toEqual([
      expect.objectContaining({ Remaining: '60.00', 'What is wrong': 'Never verified, as far as we know' }),
    ]);
  });

  it.skipIf(reader)(
    `on paper says what it is, how it was filtered, and that it is all of it${reader ? ` (skipped: ${reader})` : ''}`,
    async () => {
      for (const [asked, words] of [
        [customers, 'Customers and cards · Atelier The whole list, no filter set.'],
        [
          { ...customers, filter: 'holds' },
          'As it is filtered: Holds Made Friday, November 20, 2026, 4:42 p.m., by Sylvie. Times in UTC.',
        ],
        [holds, 'Tremblay'],
        [{ list: 'bills', from: '2026-11-20', to: '2026-11-20' }, '$123.45'],
        [{ list: 'ready', days: 3 }, 'Color'],
        [{ list: 'payments', from: '2026-11-20', to: '2026-11-20' }, 'Hold'],
        [{ list: 'day', day: '2026-11-20' }, 'A day in sums'],
        [{ list: 'day_ends', from: '2026-11-01', to: '2026-11-20' }, 'Closings and hand-overs'],
        [{ list: 'open_links' }, 'Open links'],
        [{ list: 'history', question: { search: '', topic: 'holds' } }, 'about: Holds'],
      ] as const) {
        const { end, bytes } = await made(asked, 'pdf', 'en');
        const text = pagesOfPdf(bytes).join(' ');
        expect(end.name).toMatch(/\.pdf$/);
        expect(text).toContain(words);
        expect(text).toContain(end.lines === 1 ? 'Complete: 1 line' : `Complete: ${end.lines} lines`);
        expect(text).toContain('Page 1 of 1');
        expect(text).not.toContain('4242 4242');
      }
    },
  );
});
