import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { OperationDetail, OperationView } from '../../../src-main/contract/operation.ts';
import { atWork, failsClosed, ledgerOf, listsAreRead, open, opensAgain, signIn, type OpenDesk } from './desk.ts';
import { keychainInHand } from './keychain-in-hand.ts';
import { openTown, type Town } from './town.ts';

/**
 * Records that become read-only under a running desk. Root may write whatever the rights of a folder say, and no disk is remounted while a file on it is
 * open for writing: so SQLite itself is told, on the desk's own connection, to refuse every write as it does in such a folder (SQLITE_READONLY).
 */
describe('a desk whose records become read-only while it runs', () => {
  let town: Town;
  let folder: string;
  let own: OpenDesk;
  let records: Database.Database;
  const writeProtect = (on: boolean): void => void records.pragma(`query_only = ${on ? 'ON' : 'OFF'}`);

  beforeAll(async () => {
    town = await openTown();
  }, 60_000);
  afterAll(() => town.close());
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'read-only-'));
    const opened = vi.spyOn(Database.prototype, 'pragma');
    own = await open(town, { folder, secrets: keychainInHand(town.sandbox) });
    const connections: readonly unknown[] = opened.mock.contexts;
    const found = connections.find(
      (one): one is Database.Database =>
        one instanceof Database && one.name === ledgerOf(folder) && one.open && !one.readonly,
    );
    opened.mockRestore();
    if (!found) throw new Error('The desk opened no records');
    records = found;
    await atWork(own, town);
  }, 60_000);
  afterEach(async () => {
    town.sandbox.faults.latency = 0;
    writeProtect(false);
    await own.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('refuses every order before it is sent, reads on, and opens money again by itself once they may be written', async () => {
    writeProtect(true);
    await failsClosed(own, town, 'records_unwritable');
    expect((await own.status()).moneyShut).toBe('records_unwritable');
    writeProtect(false);
    await opensAgain(own, town);
  }, 60_000);

  test.each(['stripe', 'paysafe'] as const)(
    'while a charge is at %s: not shown as failed, never sent twice, and known once they may be written',
    async (provider) => {
      const amount = provider === 'stripe' ? 3177 : 3199;
      const mark = await town.mark();
      town.sandbox.faults.latency = 1500;
      const charging = own.charge(provider, amount);
      await expect.poll(() => own.desk.openOperations(), { timeout: 10_000, interval: 10 }).toBe(1);
      writeProtect(true);
      const reply = await charging;
      town.sandbox.faults.latency = 0;
      expect(reply).toMatchObject({ ok: true, value: { state: { name: 'open' } } });
      expect(await town.changesSince(mark)).toHaveLength(1);
      expect((await own.status()).moneyShut).toBe('records_unwritable');
      await listsAreRead(own);
      writeProtect(false);
      const { id } = (reply as { value: OperationView }).value;
      const state = async () => (await own.call<OperationDetail>('payments.get', { operationId: id })).operation.state;
      await expect
        .poll(state, { timeout: 30_000, interval: 200 })
        .toMatchObject({ name: 'done', moved: { charged: amount } });
      expect(await town.taken(provider, amount, mark)).toBe(1);
      await opensAgain(own, town);
    },
    90_000,
  );
});

const ground = '/var/tmp';
const lock = (on: boolean, ...files: string[]): boolean =>
  spawnSync('chattr', [on ? '+i' : '-i', ...files]).status === 0;

/** Why no file can be closed to those who have it open already, or null: ext4 can, and only root may ask for it. */
function whyNoLock(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'needs root on Linux';
  const at = mkdtempSync(join(ground, 'lock-'));
  const file = join(at, 'one');
  const held = openSync(file, 'a');
  try {
    return lock(true, file) && refusesWrites(held) ? null : 'this disk cannot do it';
  } finally {
    closeSync(held);
    lock(false, file);
    rmSync(at, { recursive: true });
  }
}

function refusesWrites(held: number): boolean {
  try {
    writeSync(held, 'x');
    return false;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EPERM') return true;
    throw error;
  }
}

const why = whyNoLock();
describe.skipIf(why !== null)(
  `a desk whose files the disk itself closes to it${why ? ` (left out: ${why})` : ''}`,
  () => {
    test('refuses every order before it is sent and reads on; opened again once they may be written, it goes on', async () => {
      const town = await openTown();
      const folder = mkdtempSync(join(ground, 'read-only-'));
      const secrets = keychainInHand(town.sandbox);
      const files = ['', '-wal', '-shm'].map((end) => `${ledgerOf(folder)}${end}`);
      const own = await open(town, { folder, secrets });
      try {
        await atWork(own, town);
        expect(lock(true, ...files)).toBe(true);
        // To SQLite it is a disk that failed in the middle of a write: what is on it is known only once it is opened again.
        await failsClosed(own, town, 'records_fault');
        expect((await own.status()).moneyShut).toBe('records_fault');
        expect(lock(false, ...files)).toBe(true);
        expect((await own.status()).moneyShut).toBe('records_fault');
        await own.close();
        const again = await open(town, { folder, secrets });
        await signIn(again);
        await opensAgain(again, town);
        await again.close();
      } finally {
        lock(false, ...files);
        await own.close();
        await town.close();
        rmSync(folder, { recursive: true, force: true });
      }
    }, 60_000);
  },
);
