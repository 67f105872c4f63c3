import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openLedgerAnyway } from '../../../src-main/ledger/held-ledger.ts';
import { openLedger, type HouseLedger } from '../../../src-main/ledger/ledger.ts';
import { fillHouse } from './full-house.ts';
import { auditOf, countingRandom, newCharge, setClock, written } from './ground.ts';

const parts = { clock: setClock(), random: countingRandom(), auditKey: Buffer.alloc(32, 7) };
const everything = { states: [], provider: null, staffId: null, from: null, to: null, offset: 0, limit: 100 };

let folder: string;
let file: string;
let ledger: HouseLedger;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'held-'));
  file = join(folder, 'ledger.db');
  const sound = await openLedger({ file }, parts);
  await fillHouse(sound, 30);
  await sound.close();
});
afterEach(async () => {
  await ledger.close();
  rmSync(folder, { recursive: true });
});

/** Opens the file as it is now, and answers what it held before. */
async function opened(code: string): Promise<Buffer> {
  const before = readFileSync(file);
  ledger = await openLedgerAnyway({ file }, parts);
  expect(ledger.trouble()).toMatchObject({ code });
  expect(ledger.held).not.toBeNull();
  return before;
}

/** Money, people, keys and names stay as they are; somebody may still come in, and is written down as far as that goes. */
async function onlyReads(code: string): Promise<void> {
  const refused = { code };
  await expect(ledger.operations.open(newCharge(), written, auditOf())).rejects.toMatchObject(refused);
  await expect(ledger.nicknames.set('stripe:c1', 'Verte')).rejects.toMatchObject(refused);
  await expect(ledger.links.unlink('stripe:a')).rejects.toMatchObject(refused);
  await expect(ledger.staff.update('staff-1', { active: false })).rejects.toMatchObject(refused);
  const match = { lineId: 'stripe:txn_9', amount: 1, currency: 'CAD', by: 'Maya', at: 9 };
  const explained = ledger.payoutMatches.explain(
    { match, reason: 'Carte-cadeau', turn: 0, statementLine: null },
    auditOf(),
  );
  await expect(explained).rejects.toMatchObject(refused);
  await expect(ledger.statements.add('statement-1', [])).rejects.toMatchObject(refused);
  const [end] = await ledger.dayEnds.ofDay('2026-11-20');
  if (end) await expect(ledger.dayEnds.add({ ...end, id: '2026-11-20/9' }, auditOf())).rejects.toMatchObject(refused);
  const stranger = { id: 'x', name: 'Ève', role: 'owner', active: true, pinHash: 'h', wrongTries: 0 } as const;
  const first = ledger.staff.add({ ...stranger, lockedUntil: null, createdAt: 9 }, { onlyFirst: true });
  await expect(first).rejects.toMatchObject(refused);
  await ledger.audit.write(auditOf('sign_in', { outcome: 'done' }));
  expect((await ledger.audit.list({ search: 'sign_in', before: null, limit: 1 })).rows).toHaveLength(1);
  expect(await ledger.check()).toMatchObject({ sound: false, damage: [{ table: 'file' }] });
  expect(await ledger.probe()).toMatchObject(refused);
}

function spoil(change: (bytes: Buffer) => void): void {
  const bytes = readFileSync(file);
  change(bytes);
  writeFileSync(file, bytes);
}

/** The page where the rows of a table begin. */
function rootPage(table: string): number {
  const database = new Database(file, { readonly: true });
  const page = database.prepare<[], number>(`SELECT rootpage FROM sqlite_schema WHERE name = '${table}'`).pluck().get();
  database.close();
  return page ?? 0;
}

describe('records that cannot be used', () => {
  test('with a page of one table torn, the rest is read, and the file is left as it is', async () => {
    const page = rootPage('profile');
    spoil((bytes) => bytes.fill(0xa5, (page - 1) * 4096, page * 4096));
    const before = await opened('records_damaged');
    expect((await ledger.staff.list()).map(({ name }) => name)).toEqual(['Maya', 'Noé']);
    expect((await ledger.operations.list(everything)).rows.length).toBeGreaterThan(30);
    expect(await ledger.settings.get('house')).toMatchObject({ house: 'Salon Élise' });
    expect(await ledger.registry.allProfiles()).toEqual([]);
    expect(ledger.held?.rows).toBeGreaterThan(40);
    await onlyReads('records_damaged');
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('with rows that were edited as well, those are not shown', async () => {
    const database = new Database(file);
    database.exec(`UPDATE staff SET role = 'owner' WHERE id = 'staff-2'`);
    database.close();
    const page = rootPage('profile');
    spoil((bytes) => bytes.fill(0xa5, (page - 1) * 4096, page * 4096));
    await opened('records_damaged');
    expect((await ledger.staff.list()).map(({ name }) => name)).toEqual(['Maya']);
  });

  test('that are no database hold nothing, and the file is left as it is', async () => {
    writeFileSync(file, 'this was a photograph of the salon\n'.repeat(200));
    const before = await opened('records_damaged');
    expect(ledger.held).toEqual({ rows: 0 });
    expect(await ledger.staff.list()).toEqual([]);
    await onlyReads('records_damaged');
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test.each([
    ['an index that no longer forbids two orders on one target', 'DROP INDEX operation_guard'],
    ['a trigger that writes by itself', 'CREATE TRIGGER t AFTER INSERT ON nickname BEGIN DELETE FROM staff; END'],
    ['a table less', 'DROP TABLE nickname'],
    ['a column more', 'ALTER TABLE operation ADD COLUMN extra TEXT'],
  ])('with %s are not used, and still read', async (_name, statement) => {
    const database = new Database(file);
    database.exec(statement);
    database.close();
    await opened('records_damaged');
    expect(await ledger.staff.list()).toHaveLength(2);
    await onlyReads('records_damaged');
  });

  test('of a newer version are left as they are: somebody updates this desk, nothing needs to be saved', async () => {
    const database = new Database(file);
    database.exec(`INSERT INTO migration (name) VALUES ('0099-from-tomorrow')`);
    database.close();
    await expect(openLedgerAnyway({ file }, parts)).rejects.toMatchObject({ code: 'records_newer' });
  });

  test('that are sound are simply opened', async () => {
    ledger = await openLedgerAnyway({ file }, parts);
    expect(ledger.held).toBeNull();
    expect(ledger.trouble()).toBeNull();
  });

  test('another program’s database is not made ours', async () => {
    rmSync(file);
    const database = new Database(file);
    database.exec('CREATE TABLE photographs (id INTEGER PRIMARY KEY, name TEXT)');
    database.close();
    const before = await opened('records_damaged');
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});
