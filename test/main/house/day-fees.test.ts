import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DayView } from '../../../src-main/contract/day-end.ts';
import type { AskedList, ExportEnd } from '../../../src-main/contract/export.ts';
import { textFileAt } from '../../../src-main/shell/text-file.ts';
import { stripeTill } from '../../gateways/stripe-till.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

// What Stripe keeps of a day's payments is known some time after them: what was known when the day was closed is written, and of how many.
const day = '2026-11-20';
let salon: Salon;
let desk: SalonDesk;
let folder: string;
const people: { customerId: string; cardId: string }[] = [];
let tickets = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'comptoir-day-fees-'));
  salon = await openSalon('fees of a day');
  const till = stripeTill(salon.sandbox);
  for (let made = 0; made < 3; made += 1) {
    const { customerRef, cardRef } = await till.save();
    people.push({ customerId: `stripe:${customerRef}`, cardId: `stripe:${cardRef}` });
  }
  desk = await salon.desk('Front 1', { openTextFile: (name) => textFileAt(join(folder, name)) });
  await desk.must('desk.refresh', {});
  await desk.signIn('Sylvie');
}, 60_000);
afterAll(async () => {
  await salon.close();
  rmSync(folder, { recursive: true, force: true });
});

const charge = (amount: number): Promise<unknown> => {
  tickets += 1;
  return desk.must('payments.charge', {
    ticket: `ticket-of-fees-${String(tickets).padStart(8, '0')}`,
    ...people.pop(),
    amount: { amount, currency: 'CAD' },
    tip: null,
    note: null,
    receiptEmail: null,
  });
};
const show = (): Promise<DayView> => desk.must<DayView>('dayEnd.show', { day });
const askStripe = (): Promise<unknown> => desk.must('dayEnd.payouts', { day, read: true });
async function sheet(asked: AskedList): Promise<Record<string, string>[]> {
  const end = await desk.must<ExportEnd>('lists.export', { asked, form: 'csv', language: 'en' });
  return parse(readFileSync(join(folder, end.name)), { bom: true, columns: true });
}

describe('the fees of a closed day', () => {
  it('are written with its totals as far as they were known then, and stay as they were written', async () => {
    await charge(10_000);
    await charge(2000);
    await askStripe();
    salon.pass(60_000);
    await charge(3000);
    const { mark } = await show();
    const { id: toStaffId } = await desk.staff('Maude');
    await desk.must('dayEnd.handOver', { day, mark, toStaffId, note: null });
    salon.pass(1000);
    const closed = await desk.must<DayView>('dayEnd.close', { day, mark, note: null });
    // 2.9 % and 30 cents of each that Stripe had told by then.
    const known = { currency: 'CAD', fees: 408, net: 11_592, known: 2, of: 3 };
    expect(closed.entries.map(({ kind, fees }) => [kind, fees])).toEqual([
      ['handed_over', null],
      ['closed', [known]],
    ]);
    await askStripe();
    const later = await show();
    expect(later.standing?.fees).toEqual([known]);
    expect(later.changedSince).toBe(false);
  });

  it('are in the file of what was written, and in that of the day while it is closed', async () => {
    const written = await sheet({ list: 'day_ends', from: day, to: day });
    expect(written.map((row) => [row['What'], row['Fee'], row['Net'], row['Fees known']])).toEqual([
      ['Handed over by Sylvie', '', '', ''],
      ['Closed by Sylvie', '4.08', '115.92', '2 of 3'],
    ]);
    const closing = async () =>
      (await sheet({ list: 'day', day }))
        .filter((row) => row['By'] === 'As written at closing')
        .map((row) => [row['What'], row['Payments'], row['Amount'], row['Currency']]);
    expect(await closing()).toEqual([
      ['Fees, known for 2 of 3', '2', '-4.08', 'CAD'],
      ['Net', '2', '115.92', 'CAD'],
    ]);
    salon.pass(1000);
    await desk.must('dayEnd.reopen', { day, reason: 'a client came back' });
    expect(await closing()).toEqual([]);
  });
});
