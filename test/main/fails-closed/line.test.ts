import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OperationDetail, OperationView } from '../../../src-main/contract/operation.ts';
import type { ProviderName } from '../../../src-main/contract/provider.ts';
import { rests } from '../../../src-main/house/loop.ts';
import { atWork, failsClosed, open, opensAgain, signIn, type DeskOptions, type OpenDesk } from './desk.ts';
import { movedClock, type MovedClock } from './moved-clock.ts';
import { keychainInHand, type KeychainInHand } from './keychain-in-hand.ts';
import { addressesOf, openTown, type Town } from './town.ts';

let town: Town;
let folder: string;
let secrets: KeychainInHand;
/** of every desk here: what a desk does after a rest, it does once that time is over */
let time: MovedClock;
const desks: OpenDesk[] = [];

beforeAll(async () => {
  town = await openTown();
}, 60_000);
afterAll(() => town.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fails-closed-'));
  secrets = keychainInHand(town.sandbox);
  time = movedClock();
});
afterEach(async () => {
  town.clearFaults();
  for (const own of desks.splice(0)) await own.close();
  rmSync(folder, { recursive: true });
});

async function opened(more: Partial<DeskOptions> = {}): Promise<OpenDesk> {
  const own = await open(town, { folder, secrets, time, ...more });
  desks.push(own);
  return own;
}
/** A desk that knows its customers from an earlier day, and starts where the line is as given. */
async function startedWith(addresses: Partial<Record<ProviderName, string>>): Promise<OpenDesk> {
  const before = await opened();
  await atWork(before, town);
  await before.close();
  desks.length = 0;
  const own = await opened({ addresses });
  await signIn(own);
  return own;
}
const health = async (own: OpenDesk) => (await own.status()).providers.map((provider) => provider.health);
const operationOf = async (own: OpenDesk, { id }: OperationView) =>
  (await own.call<OperationDetail>('payments.get', { operationId: id })).operation;

/** Lets the desk ask in vain, round after round, until its next question is planned well ahead. @returns when it is planned */
async function plannedWellAhead(own: OpenDesk, order: OperationView): Promise<number> {
  let planned = 0;
  const ahead = async (): Promise<boolean> => {
    const { state } = await operationOf(own, order);
    planned = state.name === 'unknown' ? state.nextAskAt : 0;
    if (planned - time.now() > 12_000) return true;
    time.pass(rests.complete / 4);
    return false;
  };
  await expect.poll(ahead, { timeout: 40_000, interval: 20 }).toBe(true);
  return planned;
}

/** A port where nobody listens. */
async function deadAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return `http://127.0.0.1:${port}`;
}

describe('a desk without a line', () => {
  test('refuses every order before it is written, and reads the lists of its last day', async () => {
    const dead = await deadAddress();
    const own = await startedWith({ stripe: dead, paysafe: dead });
    await failsClosed(own, town, 'offline');
    const list = { states: [], provider: null, staffId: null, day: null, offset: 0, limit: 50 };
    expect(await own.call('payments.list', list)).toMatchObject({ total: 0 });
    await expect.poll(() => health(own), { timeout: 10_000 }).toEqual(['unreachable', 'unreachable']);
  }, 60_000);

  test.each([
    ['whose name nobody knows', 'https://provider.invalid'],
    ['to which no way leads', 'https://[2001:db8::1]'],
  ])(
    'to a provider %s refuses a charge in the same words',
    async (_what, address) => {
      const own = await startedWith({ stripe: address, paysafe: address });
      expect(await own.charge()).toEqual({ ok: false, failure: { code: 'offline', facts: { provider: 'stripe' } } });
    },
    60_000,
  );

  test('to one provider only goes on charging at the other', async () => {
    const own = await startedWith({ ...addressesOf(town), stripe: await deadAddress() });
    expect(await own.charge('stripe')).toMatchObject({ failure: { code: 'offline', facts: { provider: 'stripe' } } });
    expect(await own.charge('paysafe')).toMatchObject({ ok: true, value: { state: { name: 'done' } } });
  }, 60_000);
});

describe('a line that is lost and comes back', () => {
  const cut = (): void => town.fault('drop-before', '.*', { times: 1_000_000 });

  test('refuses until it is back, and then sends nothing by itself', async () => {
    const own = await opened();
    await atWork(own, town);
    cut();
    await own.call('desk.refresh');
    await failsClosed(own, town, 'offline');
    const mark = await town.mark();
    town.clearFaults();
    time.pass(rests.trouble);
    await expect.poll(() => health(own), { timeout: 20_000 }).toEqual(['ok', 'ok']);
    expect(await town.changesSince(mark)).toEqual([]);
    await opensAgain(own, town);
  }, 60_000);

  test('is tried at the very press of an order: nobody waits for the lists to notice', async () => {
    const own = await opened();
    await atWork(own, town);
    cut();
    await own.call('desk.refresh');
    expect(await health(own)).toEqual(['unreachable', 'unreachable']);
    town.clearFaults();
    expect(await own.charge()).toMatchObject({ ok: true, value: { state: { name: 'done' } } });
  }, 60_000);

  test.each(['stripe', 'paysafe'] as const)(
    'asks %s at once what became of a charge, long before its planned time',
    async (provider) => {
      const own = await opened();
      await atWork(own, town);
      const amount = provider === 'stripe' ? 4111 : 4222;
      const mark = await town.mark();
      town.fault('drop-after', provider === 'stripe' ? '/payment_intents$' : '/auths$', { method: 'POST' });
      cut();
      const reply = await own.charge(provider, amount);
      if (!reply.ok) throw new Error(reply.failure.code);
      expect(reply.value.state.name).toBe('unknown');
      await own.call('desk.refresh');
      const plannedAt = await plannedWellAhead(own, reply.value);
      town.clearFaults();
      // The desk looks whether the line is back.
      time.pass(rests.trouble);
      const state = async () => (await operationOf(own, reply.value)).state;
      await expect.poll(state, { timeout: 30_000, interval: 20 }).toMatchObject({ name: 'done' });
      expect((await operationOf(own, reply.value)).updatedAt).toBeLessThan(plannedAt);
      expect(await town.taken(provider, amount, mark)).toBe(1);
    },
    60_000,
  );
});

describe('a PC that wakes', () => {
  test('asks at once what became of what was open, and reads its lists', async () => {
    const own = await opened();
    await atWork(own, town);
    town.fault('drop-after', '/payment_intents$', { method: 'POST' });
    town.fault('drop-before', '/payment_intents', { times: 1_000_000 });
    const reply = await own.charge('stripe', 4333);
    if (!reply.ok) throw new Error(reply.failure.code);
    await plannedWellAhead(own, reply.value);
    town.clearFaults();
    await own.desk.wake();
    expect((await operationOf(own, reply.value)).state).toMatchObject({ name: 'done', moved: { charged: 4333 } });
  }, 60_000);
});

test('a desk whose provider never answers still closes at once: nobody waits for a list', async () => {
  const own = await opened();
  await atWork(own, town);
  town.fault('hang', '.*', { method: 'GET', times: 1_000_000 });
  void own.desk.call('desk.refresh', {});
  const mark = await town.mark();
  await expect.poll(async () => (await own.status()).providers.some(({ syncing }) => syncing)).toBe(true);
  const began = performance.now();
  await own.close();
  desks.length = 0;
  // The time-out of a request is a minute.
  expect(performance.now() - began).toBeLessThan(20_000);
  expect(await town.changesSince(mark)).toEqual([]);
}, 90_000);
