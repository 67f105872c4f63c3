import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { atWork, failsClosed, open, opensAgain, signIn, type DeskOptions, type OpenDesk } from './desk.ts';
import { keychainInHand, type KeychainInHand } from './keychain-in-hand.ts';
import { openTown, type Town } from './town.ts';

const day = 86_400_000;
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
  town.clearFaults();
  for (const own of desks.splice(0)) await own.close();
  rmSync(folder, { recursive: true });
});

async function opened(more: Partial<DeskOptions> = {}): Promise<OpenDesk> {
  const own = await open(town, { folder, secrets, ...more });
  desks.push(own);
  return own;
}
async function atCounter(more: Partial<DeskOptions> = {}): Promise<OpenDesk> {
  const own = await opened(more);
  await atWork(own, town);
  return own;
}
const offBy = (ms: number) => ({
  code: 'clock_wrong',
  facts: { ms: expect.toSatisfy((found: number) => Math.abs(found - ms) < 60_000) },
});

describe('a PC whose clock is wrong', () => {
  test.each([
    ['a month behind', -30 * day],
    ['a month ahead', 30 * day],
    ['half an hour ahead', day / 48],
  ])(
    'by %s takes no order, says by how much, and takes them again once it is set right',
    async (_what, ahead) => {
      await (await atCounter()).close();
      desks.length = 0;
      const clock = { ahead };
      const own = await opened({ clock });
      await signIn(own);
      // The first answer to anything tells it; what is caught before any answer is the next test.
      await expect.poll(async () => (await own.status()).moneyShut, { timeout: 20_000 }).toBe('clock_wrong');
      await failsClosed(own, town, 'clock_wrong');
      const { moneyShut, clockOffMs } = await own.status();
      expect([moneyShut, Math.round((clockOffMs ?? 0) / 60_000)]).toEqual(['clock_wrong', Math.abs(ahead) / 60_000]);
      clock.ahead = 0;
      await opensAgain(own, town);
    },
    60_000,
  );

  test.each([
    ['stripe', -30 * day],
    ['paysafe', 30 * day],
  ] as const)(
    'is caught at the first order at %s, before that provider has answered anything',
    async (provider, ahead) => {
      await (await atCounter()).close();
      desks.length = 0;
      // The lists are on their way and do not arrive.
      for (const path of ['/v1/(events|customers|payment_intents)', '/customervault/v1', '/cardpayments/v1'])
        town.fault('hang', path, { method: 'GET', times: 1_000_000 });
      const own = await opened({ clock: { ahead }, requestTimeoutMs: 5_000 });
      await signIn(own);
      const mark = await town.mark();
      expect((await own.status()).moneyShut).toBeNull();
      expect(await own.charge(provider)).toEqual({ ok: false, failure: offBy(30 * day) });
      expect([await town.changesSince(mark), await town.greetingsSince(mark)]).toEqual([[], 1]);
      expect(await own.desk.openOperations()).toBe(0);
      town.clearFaults();
    },
    60_000,
  );

  test('by a few minutes works like every other', async () => {
    const own = await atCounter({ clock: { ahead: 4 * 60_000 } });
    await opensAgain(own, town);
  }, 60_000);
});

describe('a clock that is set while the desk runs', () => {
  test.each([
    ['back by a day', -day],
    ['ahead by a month', 30 * day],
  ])(
    '%s is noticed at the next order, which does not leave',
    async (_what, step) => {
      const clock = { ahead: 0 };
      const own = await atCounter({ clock });
      clock.ahead = step;
      // A clock that jumped ahead looks like an idle month: the desk is locked by then.
      await signIn(own);
      const mark = await town.mark();
      expect(await own.charge()).toEqual({ ok: false, failure: offBy(Math.abs(step)) });
      expect(await town.changesSince(mark)).toEqual([]);
      clock.ahead = 0;
      await opensAgain(own, town);
    },
    60_000,
  );

  test('by some minutes, as the system itself does, costs one question and stops nothing', async () => {
    const clock = { ahead: 0 };
    const own = await atCounter({ clock });
    clock.ahead = -5 * 60_000;
    const mark = await town.mark();
    expect(await own.charge('stripe', 1500)).toMatchObject({ ok: true, value: { state: { name: 'done' } } });
    expect(await own.charge('stripe', 1600)).toMatchObject({ ok: true, value: { state: { name: 'done' } } });
    expect(await town.greetingsSince(mark)).toBe(1);
  }, 60_000);
});

test('with a right clock and a line no order costs more than its own request', async () => {
  const own = await atCounter();
  const mark = await town.mark();
  for (const provider of ['stripe', 'paysafe', 'stripe'] as const)
    expect(await own.charge(provider, 1700)).toMatchObject({ ok: true, value: { state: { name: 'done' } } });
  expect(await town.greetingsSince(mark)).toBe(0);
  expect(await town.changesSince(mark)).toHaveLength(3);
}, 60_000);
