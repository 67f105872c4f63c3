import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OperationDetail, OperationView } from '../../../src-main/contract/operation.ts';
import { atWork, failsClosed, ledgerOf, open, opensAgain, signIn, type OpenDesk } from './desk.ts';
import { keychainInHand, type KeychainInHand } from './keychain-in-hand.ts';
import { openTown, type Town } from './town.ts';

// Windows does not let go of a file that is open, so there none of this can happen.
describe.skipIf(process.platform === 'win32')('records that are taken away while the desk runs', () => {
  let town: Town;
  let folder: string;
  let secrets: KeychainInHand;
  const desks: OpenDesk[] = [];

  beforeAll(async () => {
    town = await openTown();
  }, 60_000);
  afterAll(() => town.close());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fails-closed-'));
    secrets = keychainInHand(town.sandbox);
  });
  afterEach(async () => {
    town.sandbox.faults.latency = 0;
    for (const own of desks.splice(0)) await own.close();
    rmSync(folder, { recursive: true });
  });

  async function opened(): Promise<OpenDesk> {
    const own = await open(town, { folder, secrets });
    desks.push(own);
    return own;
  }
  async function atCounter(): Promise<OpenDesk> {
    const own = await opened();
    await atWork(own, town);
    return own;
  }
  const away = (): string => join(folder, 'elsewhere');
  const takeAway = (): void => renameSync(join(folder, 'test'), away());
  const bringBack = (): void => renameSync(away(), join(folder, 'test'));
  const stateOf = async (own: OpenDesk, { id }: OperationView) =>
    (await own.call<OperationDetail>('payments.get', { operationId: id })).operation.state;

  test('folder and all: every order is refused before it is sent, and money opens when the folder is back', async () => {
    const own = await atCounter();
    takeAway();
    await failsClosed(own, town, 'records_gone');
    expect((await own.status()).moneyShut).toBe('records_gone');
    // Nothing is begun in its place: an empty house would know of nothing that is open.
    expect(existsSync(ledgerOf(folder))).toBe(false);
    bringBack();
    await opensAgain(own, town);
  }, 60_000);

  test('while a charge is at its provider: not shown as failed, and known when the folder is back', async () => {
    const own = await atCounter();
    const mark = await town.mark();
    town.sandbox.faults.latency = 1500;
    const charging = own.charge('stripe', 3166);
    await expect.poll(() => own.desk.openOperations(), { timeout: 10_000, interval: 10 }).toBe(1);
    takeAway();
    const reply = await charging;
    town.sandbox.faults.latency = 0;
    expect(reply).toMatchObject({ ok: true, value: { state: { name: 'open' } } });
    bringBack();
    const { value } = reply as { value: OperationView };
    await expect.poll(() => stateOf(own, value), { timeout: 30_000, interval: 200 }).toMatchObject({ name: 'done' });
    expect(await town.taken('stripe', 3166, mark)).toBe(1);
  }, 60_000);

  test.each(['-wal', '-shm'])(
    'only %s beside them: money stays shut until the desk is opened again, and nothing that was written is lost',
    async (ending) => {
      const own = await atCounter();
      const before = await own.charge();
      if (!before.ok) throw new Error(before.failure.code);
      rmSync(ledgerOf(folder) + ending);
      await failsClosed(own, town, 'records_gone');
      // Put into the file itself at once: not only when the desk is closed in an orderly way.
      expect(rowsInTheFile(ledgerOf(folder))).toEqual([{ id: before.value.id, state_name: 'done' }]);
      await own.desk.call('desk.refresh', {});
      expect((await own.status()).moneyShut).toBe('records_gone');
      await own.close();
      desks.length = 0;
      const again = await opened();
      await signIn(again);
      expect(await stateOf(again, before.value)).toMatchObject({ name: 'done', moved: { charged: 1234 } });
      await opensAgain(again, town);
    },
    60_000,
  );
});

/** What the file alone holds, without its log: all that a PC switched off now would leave. */
function rowsInTheFile(file: string): unknown[] {
  const copy = `${file}.copy`;
  copyFileSync(file, copy);
  const database = new Database(copy);
  const rows = database.prepare('SELECT id, state_name FROM operation').all();
  database.close();
  return rows;
}
