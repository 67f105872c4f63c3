import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { atWork, failsClosed, ledgerOf, open, opensAgain, signIn, type OpenDesk } from './desk.ts';
import { keychainInHand, type KeychainInHand } from './keychain-in-hand.ts';
import { openTown, type Town } from './town.ts';

let town: Town;
let folder: string;
let secrets: KeychainInHand;
const desks: OpenDesk[] = [];
const others: Database.Database[] = [];

beforeAll(async () => {
  town = await openTown();
}, 60_000);
afterAll(() => town.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fails-closed-'));
  secrets = keychainInHand(town.sandbox);
});
afterEach(async () => {
  for (const other of others.splice(0)) other.close();
  for (const own of desks.splice(0)) await own.close();
  rmSync(folder, { recursive: true });
});

async function opened(): Promise<OpenDesk> {
  const own = await open(town, { folder, secrets });
  desks.push(own);
  return own;
}

/** Another program that takes hold of the records, as a backup or a repair tool does. */
function otherProgram(hold: string): Database.Database {
  const other = new Database(ledgerOf(folder));
  others.push(other);
  other.exec(hold);
  return other;
}

describe('records that another program holds', () => {
  test('while the desk runs: every order is refused in their own words, and money opens when they are let go', async () => {
    const own = await opened();
    await atWork(own, town);
    const other = otherProgram('BEGIN IMMEDIATE');
    await failsClosed(own, town, 'records_locked');
    expect((await own.status()).moneyShut).toBe('records_locked');
    other.exec('ROLLBACK');
    await opensAgain(own, town);
  }, 60_000);

  test('for a moment only: the order waits its turn and goes through', async () => {
    const own = await opened();
    await atWork(own, town);
    const other = otherProgram('BEGIN IMMEDIATE');
    const mark = await town.mark();
    let settled = false;
    const charging = own.charge().finally(() => (settled = true));
    await own.call('desk.today');
    expect([settled, await town.changesSince(mark)]).toEqual([false, []]);
    other.exec('COMMIT');
    expect(await charging).toMatchObject({ ok: true, value: { state: { name: 'done' } } });
    expect(await town.changesSince(mark)).toEqual(['POST /v1/payment_intents']);
  }, 60_000);

  test('from before the start: the desk opens for reading and says so before the first click', async () => {
    const first = await opened();
    await atWork(first, town);
    await first.close();
    desks.length = 0;
    const other = otherProgram('BEGIN IMMEDIATE');
    const own = await opened();
    const shut = async () => (await own.status()).moneyShut;
    await expect.poll(shut, { timeout: 15_000 }).toBe('records_locked');
    other.exec('ROLLBACK');
    await signIn(own);
    await opensAgain(own, town);
  }, 60_000);
});

describe('records that cannot be opened at all', () => {
  test('because another program holds them: refused after a bounded wait, in their own words, and opened once they are let go', async () => {
    const own = await opened();
    await own.close();
    desks.length = 0;
    const other = otherProgram('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT');
    await expect(opened()).rejects.toMatchObject({ code: 'records_locked' });
    other.close();
    // Nothing of the first try is left open: the same process may try again.
    expect((await (await opened()).status()).moneyShut).toBeNull();
  }, 30_000);

  test('because a newer Comptoir wrote them: left byte for byte as they were', async () => {
    await (await opened()).close();
    desks.length = 0;
    otherProgram(`INSERT INTO migration (name) VALUES ('0099-from-tomorrow')`).close();
    const before = readFileSync(ledgerOf(folder));
    await expect(opened()).rejects.toMatchObject({ code: 'records_newer' });
    expect(readFileSync(ledgerOf(folder)).equals(before)).toBe(true);
  });

  test.each(['3.40.1', '3.52.9'])('because SQLite %s could damage them: not even made', async (sqliteVersion) => {
    await expect(open(town, { folder, sqliteVersion })).rejects.toMatchObject({ code: 'sqlite_old' });
    expect(new Database(ledgerOf(folder), { readonly: true }).pragma('schema_version', { simple: true })).toBe(0);
    await (await opened()).close();
    desks.length = 0;
    await expect(open(town, { folder, sqliteVersion })).rejects.toMatchObject({ code: 'sqlite_old' });
  });
});
