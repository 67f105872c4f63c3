import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HoldQuestion } from '../../../src-main/contract/hold-review.ts';
import { chosenHolds, countHolds, freeHolds } from '../../../src-main/house/holds/hold-choice.ts';
import type { World } from '../../../src-main/house/world.ts';
import { openMirror, type Mirror } from '../../../src-main/mirror/mirror.ts';
import { day, holdOf, noon } from '../mirror/rows-of-a-house.ts';

// What the window may tick, of a real list and of records that say which holds are being checked.
let mirror: Mirror;
let busy: readonly string[];
let late: readonly string[];
let planned: readonly string[];
let world: World;
const none = async (): Promise<Map<string, never>> => new Map<string, never>();
const open: HoldQuestion = { filter: 'open', provider: null };

beforeEach(async () => {
  mirror = await openMirror({ file: ':memory:', workerUrl: null });
  [busy, late, planned] = [[], [], []];
  world = {
    mirror,
    clock: { now: () => noon },
    settings: { now: () => ({ timeZone: 'UTC', currency: 'CAD', paysafeHoldDays: 7, paysafeCardDays: [] }) },
    sync: { stripe: { status: () => ({ syncedAt: noon }) }, paysafe: { status: () => ({ syncedAt: noon }) } },
    ledger: {
      operations: {
        openOperations: async () => busy.map((targetId) => ({ targetId })),
        busy: async () => new Map([...busy, ...late].map((id) => [id, 'op'])),
        placedBy: none,
        holdsByKeys: async () => [],
      },
      bills: { creditedMany: none, byIds: async () => [] },
      holdWords: { plansOf: none, notesOf: none, planned: async () => planned },
    },
  } as unknown as World;
});
afterEach(() => mirror.close());

const holdsOf = (count: number, given: object = {}) =>
  mirror.put({
    payments: Array.from({ length: count }, (_, at) =>
      holdOf(`stripe:h${String(at).padStart(4, '0')}`, null, { captureBefore: noon + day + at * 1000, ...given }),
    ),
  });
const freeIds = async (question: HoldQuestion = open): Promise<string[]> => {
  const reply = await freeHolds(world, question);
  return reply.ok ? reply.value.rows.map(({ id }) => id) : [];
};
const counted = async (question: HoldQuestion = open) => {
  const reply = await countHolds(world, question);
  return reply.ok ? [reply.value.matching, reply.value.free] : [];
};
const looked = async (question: HoldQuestion, ids: readonly string[]) => {
  const reply = await chosenHolds(world, { question, ids });
  return reply.ok ? { ...reply.value, rows: reply.value.rows.map(({ id, state }) => `${id} ${state}`) } : null;
};

describe('holds that can be ticked', () => {
  it('are counted and found without those that are being checked, though more than one run takes match', async () => {
    await holdsOf(900);
    busy = Array.from({ length: 450 }, (_, at) => `stripe:h${String(at * 2).padStart(4, '0')}`);
    expect(await counted()).toEqual([900, 450]);
    const ids = await freeIds();
    expect([ids.length, ids[0], ids.at(-1)]).toEqual([450, 'stripe:h0001', 'stripe:h0899']);
    busy = ['stripe:h0000', 'stripe:no-hold'];
    expect(await counted()).toEqual([900, 899]);
    expect([(await freeIds()).length, (await freeIds())[0]]).toEqual([500, 'stripe:h0001']);
  });

  it('of a plan are counted among those of that plan', async () => {
    await holdsOf(4);
    [planned, busy] = [
      ['stripe:h0001', 'stripe:h0002'],
      ['stripe:h0002', 'stripe:h0003'],
    ];
    expect(await counted({ ...open, plan: 'capture' })).toEqual([2, 1]);
    expect(await freeIds({ ...open, plan: 'capture' })).toEqual(['stripe:h0001']);
    expect(await counted({ ...open, plan: 'none' })).toEqual([2, 1]);
    expect(await freeIds({ ...open, plan: 'none' })).toEqual(['stripe:h0000']);
  });

  it('are none of those that lapsed or are being checked, nor one whose order began just now', async () => {
    await holdsOf(2);
    [busy, late] = [['stripe:h0000'], ['stripe:h0001']];
    expect(await counted({ ...open, filter: 'checking' })).toEqual([1, 0]);
    expect(await freeIds({ ...open, filter: 'checking' })).toEqual([]);
    expect(await freeIds()).toEqual([]);
    await holdsOf(2, { captureBefore: noon - day });
    expect(await counted({ ...open, filter: 'lapsed' })).toEqual([2, 0]);
    expect(await freeIds({ ...open, filter: 'lapsed' })).toEqual([]);
  });
});

describe('ticked holds that are looked at again', () => {
  it('are as they are now, without one that was captured, and those that the filter finds are named', async () => {
    await mirror.put({
      payments: [
        holdOf('stripe:now', null, { captureBefore: noon + 1000 }),
        holdOf('stripe:later', null, { captureBefore: noon + 9 * day }),
        holdOf('paysafe:there', null, { at: noon - day }),
        holdOf('stripe:lapsed', null, { captureBefore: noon - 1000 }),
        holdOf('stripe:gone', null, { state: 'paid', capturable: 0, taken: 8000 }),
        holdOf('stripe:unticked', null, { captureBefore: noon + 1000 }),
      ],
    });
    const ids = ['stripe:now', 'stripe:later', 'paysafe:there', 'stripe:lapsed', 'stripe:gone'];
    const found = await looked({ filter: 'today', provider: 'stripe' }, ids);
    expect(found?.rows.toSorted()).toEqual([
      'paysafe:there open',
      'stripe:lapsed lapsed',
      'stripe:later open',
      'stripe:now open',
    ]);
    expect(found?.listed).toEqual(['stripe:now']);
    expect((await looked({ filter: 'lapsed', provider: null }, ids))?.listed).toEqual(['stripe:lapsed']);
    planned = ['stripe:later', 'stripe:unticked'];
    expect((await looked({ ...open, plan: 'capture' }, ids))?.listed).toEqual(['stripe:later']);
  });
});
