import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openLedger, type HouseLedger } from '../../../src-main/ledger/ledger.ts';
import { first } from '../../../src-main/ledger/migrations/0001-first.ts';
import { operationRow } from '../../../src-main/ledger/operation-row.ts';
import { sealedTableNames, sealedTables } from '../../../src-main/ledger/sealed-tables.ts';
import { countingRandom, newCharge, setClock, written } from './ground.ts';

const key = Buffer.alloc(32, 7);
const mac = (values: unknown): string =>
  `k:${createHmac('sha256', key).update(JSON.stringify(values)).digest('base64url')}`;

let folder: string;
let file: string;
const opened: HouseLedger[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'old-'));
  file = join(folder, 'ledger.db');
  makeOldHouse();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((ledger) => ledger.close()));
  rmSync(folder, { recursive: true });
});

/** A file as the first version of Comptoir left it: two operations and two audit lines with its seals, people and settings without any. */
function makeOldHouse(): void {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.exec('CREATE TABLE migration (name TEXT PRIMARY KEY)');
  for (const statement of first.statements) database.exec(statement);
  database.exec(`INSERT INTO migration (name) VALUES ('0001-first')`);
  for (const id of ['op-old-1', 'op-old-2']) {
    const row = operationRow(
      { ...newCharge({ id, guard: `customer:${id}`, ticket: `ticket-of-${id}` }), version: 1 },
      written,
    );
    const { trail, ...sealed } = row;
    const values = [...Object.values(sealed), trail, mac(Object.values(sealed))];
    const columns = [...Object.keys(sealed), 'trail', 'seal'];
    database
      .prepare(`INSERT INTO operation (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`)
      .run(...values);
  }
  let chain = '';
  for (const id of [1, 2]) {
    const line = [
      id,
      5,
      'staff-1',
      'Maya',
      'Front 1',
      'charge',
      'started',
      JSON.stringify({ operation: `op-old-${id}` }),
    ];
    chain = mac([chain, ...line]);
    database
      .prepare('INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(...line, 'maya front 1 charge', chain);
  }
  database.prepare('UPDATE audit_head SET line_count = 2, chain = ?').run(chain);
  database.exec(`INSERT INTO staff VALUES ('staff-1', 'Maya', 'maya', 'owner', 1, 'hash', 0, NULL, 1)`);
  database.exec(`INSERT INTO setting VALUES ('house', '{"currency":"CAD"}')`);
  database.exec(
    `INSERT INTO provider_key VALUES ('stripe', 'test', 'secret', 'wxyz', NULL, '[]', '[]', NULL, 'Maya', 1)`,
  );
  database.close();
}

function tamper(statement: string): void {
  const database = new Database(file);
  database.exec(statement);
  database.close();
}

async function open(auditKey: Buffer | null = key): Promise<HouseLedger> {
  const ledger = await openLedger({ file }, { clock: setClock(42), random: countingRandom(), auditKey });
  opened.push(ledger);
  return ledger;
}

const history = async (ledger: HouseLedger) => (await ledger.audit.list({ search: '', before: null, limit: 10 })).rows;

describe('records of before the seals', () => {
  test('are sealed once, at the first opening, and the history says so', async () => {
    const ledger = await open();
    expect(ledger.trouble()).toBeNull();
    expect((await history(ledger)).map(({ what, detail }) => [what, detail])).toEqual([
      ['records_sealed', { rows: 5 }],
      ['charge', { operation: 'op-old-2' }],
      ['charge', { operation: 'op-old-1' }],
    ]);
    expect(await ledger.check()).toMatchObject({ sound: true, rows: 5, auditLines: 3 });
    await ledger.close();
    opened.length = 0;
    const again = await open();
    expect(await history(again)).toHaveLength(3);
    expect(await again.operations.openOperations()).toHaveLength(2);
    expect(await again.keys.get('stripe', 'test')).toMatchObject({ lastFour: 'wxyz' });
  });

  test('of which one was edited before get no seal over the edit: it stays damaged, and money shut', async () => {
    tamper(`UPDATE operation SET amount = 80 WHERE id = 'op-old-1'`);
    const ledger = await open();
    expect(ledger.damage()).toEqual([{ table: 'operation', id: 'op-old-1', why: 'edited' }]);
    expect(ledger.trouble()).toMatchObject({ code: 'records_damaged' });
    expect((await history(ledger))[0]).toMatchObject({ what: 'records_sealed', detail: { rows: 5, refused: 1 } });
  });

  test('whose history was edited before are read, and money stays shut', async () => {
    tamper(`UPDATE audit SET staff_name = 'Noor' WHERE id = 1`);
    const ledger = await open();
    expect(ledger.trouble()).toMatchObject({ code: 'records_damaged' });
    expect(await ledger.staff.list()).toHaveLength(1);
    const found = await ledger.check();
    if (!found.sound) expect(found.damage).toContainEqual({ table: 'audit', id: '1', why: 'edited' });
    expect(found.sound).toBe(false);
  });

  test('are not sealed while the keychain is shut, and are as soon as it is open', async () => {
    const ledger = await open(null);
    expect(ledger.trouble()).toMatchObject({ code: 'records_key_missing' });
    expect(await history(ledger)).toHaveLength(2);
    expect(await ledger.useKey(key)).toBeNull();
    expect(await ledger.check()).toMatchObject({ sound: true, rows: 5, auditLines: 3 });
  });
});

test('every column of every precious table is sealed: one that a later migration adds is not forgotten', async () => {
  await open();
  const database = new Database(file, { readonly: true });
  const precious = database
    .prepare<[], string>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('migration', 'audit', 'audit_head')`,
    )
    .pluck()
    .all();
  expect(precious.toSorted()).toEqual([...sealedTableNames].toSorted());
  for (const table of sealedTableNames) {
    const columns = database.prepare<[], string>(`SELECT name FROM pragma_table_info('${table}')`).pluck().all();
    expect(columns.toSorted(), table).toEqual([...sealedTables[table].columns, 'seal'].toSorted());
  }
  database.close();
});
