import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openLedger, type HouseLedger } from '../../../src-main/ledger/ledger.ts';
import { acceptHead, type HeadKeeper } from '../../../src-main/ledger/remembered-head.ts';
import { fillHouse } from './full-house.ts';
import { auditOf, countingRandom, newCharge, setClock, written } from './ground.ts';

const rolledBack = expect.objectContaining({ table: 'audit_head', why: 'rolled_back' });
const shut = { code: 'records_damaged' };

let folder: string;
let file: string;
let keeper: HeadKeeper & { held: string | null; shut: boolean; writes: number };
const opened: HouseLedger[] = [];
/** Each file gets an id of its own. */
let random: ReturnType<typeof countingRandom>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'head-'));
  file = join(folder, 'ledger.db');
  random = countingRandom();
  keeper = {
    held: null,
    shut: false,
    writes: 0,
    async read() {
      if (keeper.shut) throw new Error('the keychain is shut');
      return keeper.held;
    },
    async write(text) {
      if (keeper.shut) throw new Error('the keychain is shut');
      keeper.held = text;
      keeper.writes += 1;
    },
    async forget() {
      keeper.held = null;
    },
  };
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((ledger) => ledger.close()));
  rmSync(folder, { recursive: true });
});

async function open(where = file): Promise<HouseLedger> {
  const parts = { clock: setClock(), random, auditKey: Buffer.alloc(32, 7), head: keeper };
  const ledger = await openLedger({ file: where }, parts);
  opened.push(ledger);
  return ledger;
}

async function close(): Promise<void> {
  for (const ledger of opened.splice(0)) {
    await ledger.rememberHead();
    await ledger.close();
  }
}

/** A house of yesterday, a copy of it, and the house of today. */
async function twoDays(): Promise<void> {
  await fillHouse(await open());
  await close();
  copyFileSync(file, join(folder, 'yesterday.db'));
  const today = await open();
  await today.operations.open(newCharge(), written, auditOf());
  await close();
}

describe('yesterday’s copy of the records', () => {
  test('put in the place of today’s is noticed: money shuts, reading goes on', async () => {
    await twoDays();
    copyFileSync(join(folder, 'yesterday.db'), file);
    const ledger = await open();
    expect(ledger.damage()).toEqual([rolledBack]);
    expect(ledger.trouble()).toMatchObject(shut);
    expect(await ledger.staff.list()).toHaveLength(2);
    await expect(ledger.operations.open(newCharge(), written, auditOf())).rejects.toMatchObject(shut);
    // What was remembered is not given up for it.
    const remembered = keeper.held;
    await ledger.audit.write(auditOf('lock'));
    await ledger.rememberHead();
    expect(keeper.held).toBe(remembered);
  });

  test('is noticed as well when only a setting was changed since', async () => {
    await fillHouse(await open());
    await close();
    copyFileSync(file, join(folder, 'yesterday.db'));
    await (await open()).settings.set('house', { currency: 'USD' });
    await close();
    copyFileSync(join(folder, 'yesterday.db'), file);
    expect((await open()).damage()).toEqual([rolledBack]);
  });

  test('that has gone on another way since is noticed', async () => {
    await twoDays();
    copyFileSync(join(folder, 'yesterday.db'), file);
    const forget = keeper.held;
    keeper.held = null;
    const astray = await open();
    for (let index = 0; index < 5; index += 1) await astray.audit.write(auditOf('lock'));
    await astray.close();
    opened.length = 0;
    keeper.held = forget;
    expect((await open()).damage()).toEqual([rolledBack]);
  });

  test('put back on purpose is taken once somebody has accepted it', async () => {
    await twoDays();
    copyFileSync(join(folder, 'yesterday.db'), file);
    await acceptHead(keeper);
    const ledger = await open();
    expect(ledger.trouble()).toBeNull();
    await ledger.operations.open(newCharge(), written, auditOf());
    await close();
    expect((await open()).trouble()).toBeNull();
  });
});

describe('what is remembered of the records', () => {
  test('the records of another house in their place are noticed', async () => {
    await twoDays();
    const elsewhere = keeper.held;
    keeper.held = null;
    await fillHouse(await open(join(folder, 'other.db')));
    await close();
    keeper.held = elsewhere;
    copyFileSync(join(folder, 'other.db'), file);
    expect((await open()).damage()).toEqual([rolledBack]);
  });

  test('a house that is begun anew in an emptied folder is not damage: it shows that it is empty', async () => {
    await twoDays();
    rmSync(file);
    const ledger = await open();
    expect(ledger.trouble()).toBeNull();
    await fillHouse(ledger);
    await close();
    expect((await open()).trouble()).toBeNull();
  });

  test('is written when there is something new, and only then', async () => {
    const ledger = await open();
    await ledger.rememberHead();
    await ledger.rememberHead();
    expect(keeper.writes).toBe(1);
    await ledger.audit.write(auditOf('lock'));
    await ledger.rememberHead();
    expect(keeper.writes).toBe(2);
    // A start of the engine, an order: neither asks the keychain.
    await ledger.operations.open(newCharge(), written, auditOf());
    expect(keeper.writes).toBe(2);
  });

  test('a keychain that was shut at the start is compared with before anything is put in its place', async () => {
    await twoDays();
    copyFileSync(join(folder, 'yesterday.db'), file);
    keeper.shut = true;
    const ledger = await open();
    expect(ledger.trouble()).toBeNull();
    await expect(ledger.rememberHead()).rejects.toThrow('shut');
    keeper.shut = false;
    const before = keeper.held;
    await ledger.rememberHead();
    expect(keeper.held).toBe(before);
    expect(ledger.damage()).toEqual([rolledBack]);
  });

  test('something else in its place is not taken for nothing', async () => {
    await twoDays();
    keeper.held = '{"half":';
    expect((await open()).damage()).toEqual([rolledBack]);
  });

  test('records that were sealed once get no new seals when somebody takes them all away', async () => {
    await twoDays();
    const database = new Database(file);
    for (const table of ['staff', 'setting', 'profile', 'nickname']) database.exec(`UPDATE ${table} SET seal = ''`);
    database.exec(`UPDATE audit_head SET tally = '', key_mark = '', seal = ''`);
    database.close();
    const ledger = await open();
    expect(ledger.damage()).toContainEqual({ table: 'audit_head', id: '', why: 'unsealed' });
    expect(ledger.trouble()).toMatchObject(shut);
  });
});
