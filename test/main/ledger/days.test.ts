import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger, type HouseLedger } from '../../../src-main/ledger/ledger.ts';
import { foldDay } from '../../../src-main/payments/day-figures.ts';
import { putManyOrders } from '../../support/many-orders.ts';

const at = Date.UTC(2026, 10, 20, 15);
const key = createHash('sha256').update('days').digest();
const clock = { now: () => at, steady: () => 0 };
const random = { id: (length: number) => 'z'.repeat(length) };
const day = { from: at - 3_600_000, to: at + 3_600_000 };
let folder: string;
let file: string;
let ledger: HouseLedger | null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'comptoir-days-'));
  file = join(folder, 'ledger.db');
});
afterEach(async () => {
  await ledger?.close();
  ledger = null;
  rmSync(folder, { recursive: true, force: true });
});
async function open(): Promise<HouseLedger> {
  ledger = await openLedger({ file }, { clock, random, auditKey: key });
  return ledger;
}
async function folded(books: HouseLedger) {
  const fold = foldDay();
  for await (const { rows, damaged } of books.days.orders(day)) fold.orders(rows, damaged);
  return fold;
}

describe('the orders of a day', () => {
  it('are all there once, also when hundreds were given in the same millisecond', async () => {
    const { collected, moved } = await putManyOrders(file, { many: 603, key, at: () => at });
    const books = await open();
    const fold = await folded(books);
    expect(fold.counts()).toEqual({ orders: 603, moved, open: 0, damaged: 0 });
    expect(fold.totals()[0]?.whole.collected).toBe(collected);
    expect(await books.days.count(day)).toBe(603);
  });

  it('end where the next day begins', async () => {
    await putManyOrders(file, { many: 10, key, at: (place) => (place < 4 ? day.to - 1 : day.to) });
    expect((await folded(await open())).counts().orders).toBe(4);
  });

  it('that were changed by hand are no money, and are counted as such; money is shut', async () => {
    await putManyOrders(file, { many: 30, key, at: () => at });
    const sound = await open();
    const before = (await folded(sound)).totals()[0]?.whole.collected ?? 0;
    await sound.close();
    const database = new Database(file);
    database.exec("UPDATE operation SET amount = 999999 WHERE id LIKE '%000001'");
    database.close();
    const books = await open();
    const fold = await folded(books);
    expect(fold.counts()).toMatchObject({ orders: 30, damaged: 1 });
    expect(fold.totals()[0]?.whole.collected).toBe(before - 1001);
    expect(books.trouble()).toMatchObject({ code: 'records_damaged' });
  });
});
