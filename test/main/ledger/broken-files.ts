import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openLedger } from '../../../src-main/ledger/ledger.ts';
import { LedgerTrouble } from '../../../src-main/payments/ports.ts';
import { fillHouse } from './full-house.ts';
import { auditOf, countingRandom, doneState, newCharge, setClock, written } from './ground.ts';

const key = Buffer.alloc(32, 7);
const parts = { clock: setClock(), random: countingRandom(), auditKey: key };

/** The file of a house with something in every table: as it was an hour ago, and as it is now. */
export interface TwoFiles {
  readonly before: Buffer;
  readonly now: Buffer;
}

export async function makeHouse(folder: string, orders: number): Promise<TwoFiles> {
  const file = join(folder, 'house.db');
  const first = await openLedger({ file }, parts);
  await fillHouse(first, orders);
  await first.close();
  const before = readFileSync(file);
  const later = await openLedger({ file }, parts);
  for (const operation of await later.operations.openOperations()) {
    const audit = auditOf('charge', { outcome: 'done', detail: { operation: operation.id, state: 'done' } });
    await later.operations.advance({ operation, state: doneState(), trail: written, audit, followUp: null, at: 3 });
  }
  await later.settings.set('house', { house: 'Salon Élise', currency: 'CAD' });
  await later.nicknames.set('stripe:c1', null);
  await later.registry.putProfile({ ref: 'p1', merchantCustomerId: 'm-p1', addedAt: 1, lastReadAt: 9 });
  await later.operations.open(newCharge(), written, auditOf());
  await later.close();
  return { before, now: readFileSync(file) };
}

/** How a broken file was taken: refused at the door, money shut at once, found by the look, or not noticed and all facts as they were. */
export type Fate = 'opening' | 'start' | 'look' | 'no effect' | 'WRONG FACTS';

/** What a file says to whoever asks, by every table and every index; its own words when it cannot say. */
export function factsOf(file: string): string {
  const database = new Database(file, { readonly: true });
  try {
    const schema = database.prepare<[], { type: string; name: string; tbl_name: string; sql: string | null }>(
      'SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name',
    );
    const said: unknown[] = [schema.all()];
    for (const { type, name, tbl_name: table, sql } of schema.all()) {
      if (type === 'table')
        said.push(database.prepare(`SELECT rowid, * FROM ${name} NOT INDEXED ORDER BY rowid`).all());
      const where = /WHERE .*$/s.exec(sql ?? '')?.[0] ?? '';
      if (type === 'index') {
        const columns = database.prepare<[], { name: string }>(`PRAGMA index_info(${name})`).all();
        const asked = columns.map((column) => column.name).join(', ');
        said.push(
          database.prepare(`SELECT rowid, ${asked} FROM ${table} INDEXED BY ${name} ${where} ORDER BY ${asked}`).all(),
        );
      }
    }
    return JSON.stringify(said);
  } catch (error) {
    return String(error);
  } finally {
    database.close();
  }
}

/** Gives a house this file and sees what becomes of it. */
export async function fateOf(file: string, bytes: Buffer, truth: string): Promise<Fate> {
  for (const ending of ['', '-wal', '-shm']) rmSync(file + ending, { force: true });
  writeFileSync(file, bytes);
  try {
    const ledger = await openLedger({ file }, parts);
    try {
      if (ledger.trouble()) return 'start';
      if (!(await ledger.check()).sound) return 'look';
    } finally {
      await ledger.close();
    }
  } catch (error) {
    if (error instanceof LedgerTrouble) return 'opening';
    throw error;
  }
  copyFileSync(file, `${file}.looked`);
  const same = factsOf(`${file}.looked`) === truth;
  rmSync(`${file}.looked`);
  return same ? 'no effect' : 'WRONG FACTS';
}
