import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OperationDetail, OperationView } from '../../../src-main/contract/operation.ts';
import { atWork, failsClosed, listsAreRead, open, opensAgain, signIn, type OpenDesk } from './desk.ts';
import { keychainInHand, type KeychainInHand } from './keychain-in-hand.ts';
import { smallDisk, whyNoDisk, type SmallDisk } from './small-disk.ts';
import { openTown, type Town } from './town.ts';

const why = whyNoDisk();

describe.skipIf(why !== null)(`a desk whose disk is full or read-only${why ? ` (left out: ${why})` : ''}`, () => {
  let town: Town;
  let disk: SmallDisk;
  let secrets: KeychainInHand;
  const desks: OpenDesk[] = [];

  beforeAll(async () => {
    town = await openTown();
  }, 60_000);
  afterAll(() => town.close());
  beforeEach(() => {
    disk = smallDisk(24);
    secrets = keychainInHand(town.sandbox);
  });
  afterEach(async () => {
    town.sandbox.faults.latency = 0;
    disk.free();
    for (const own of desks.splice(0)) await own.close();
    disk.remove();
  });

  async function atCounter(): Promise<OpenDesk> {
    const own = await open(town, { folder: disk.folder, secrets });
    desks.push(own);
    await atWork(own, town);
    return own;
  }

  test('refuses every order before it is sent, reads on, and opens money again by itself once there is room', async () => {
    const own = await atCounter();
    disk.fill();
    await failsClosed(own, town, 'records_unwritable');
    expect((await own.status()).moneyShut).toBe('records_unwritable');
    disk.free();
    await opensAgain(own, town);
  }, 60_000);

  test.each(['stripe', 'paysafe'] as const)(
    'that fills up while a charge is at %s: not shown as failed, never sent twice, and known once there is room',
    async (provider) => {
      const own = await atCounter();
      const amount = provider === 'stripe' ? 3133 : 3155;
      const mark = await town.mark();
      town.sandbox.faults.latency = 1500;
      const charging = own.charge(provider, amount);
      await expect.poll(() => own.desk.openOperations(), { timeout: 10_000, interval: 10 }).toBe(1);
      disk.fill();
      const reply = await charging;
      town.sandbox.faults.latency = 0;
      // The provider has the money; what it said could not be written, so it is not said either.
      expect(reply).toMatchObject({ ok: true, value: { state: { name: 'open' } } });
      expect(await town.changesSince(mark)).toHaveLength(1);
      expect((await own.status()).moneyShut).toBe('records_unwritable');
      await listsAreRead(own);
      disk.free();
      const { id } = (reply as { value: OperationView }).value;
      const state = async () => (await own.call<OperationDetail>('payments.get', { operationId: id })).operation.state;
      await expect
        .poll(state, { timeout: 30_000, interval: 200 })
        .toMatchObject({ name: 'done', moved: { charged: amount } });
      // At Stripe the same request under its own key may have gone out again, and was answered from memory there.
      expect(await town.taken(provider, amount, mark)).toBe(1);
      await opensAgain(own, town);
    },
    90_000,
  );

  test.each(['full', 'read-only'] as const)(
    'that is %s at the start does not open, and opens with all its records once that is mended',
    async (what) => {
      const before = await atCounter();
      expect(await before.charge()).toMatchObject({ ok: true, value: { state: { name: 'done' } } });
      await before.close();
      desks.length = 0;
      if (what === 'full') disk.fill();
      else disk.writeProtect(true);
      await expect(open(town, { folder: disk.folder, secrets })).rejects.toMatchObject({ code: 'records_unwritable' });
      disk.writeProtect(false);
      disk.free();
      const own = await open(town, { folder: disk.folder, secrets });
      desks.push(own);
      await signIn(own);
      const list = { states: [], provider: null, staffId: null, day: null, offset: 0, limit: 50 };
      expect(await own.call('payments.list', list)).toMatchObject({ rows: [{ state: { name: 'done' } }] });
      await opensAgain(own, town);
    },
    60_000,
  );
});
