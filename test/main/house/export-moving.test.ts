import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TableCell } from '../../../src-main/contract/table-file.ts';
import { customersSource, holdsSource } from '../../../src-main/house/lists/export-lists.ts';
import type { Slice, Source } from '../../../src-main/house/lists/export-sources.ts';
import type { World } from '../../../src-main/house/world.ts';
import { openMirror, type Mirror } from '../../../src-main/mirror/mirror.ts';
import { customerOf, day, holdOf, noon } from '../mirror/rows-of-a-house.ts';

// Lists of the providers that others change while a file is made of them: with more rows than one slice has.
const many = { customers: 5100, holds: 2100 };
const saying = { language: 'en', timeZone: 'UTC', now: noon } as const;
const none = async (): Promise<Map<string, never>> => new Map<string, never>();
let mirror: Mirror;
let now: number;
let world: World;

beforeEach(async () => {
  now = noon;
  mirror = await openMirror({ file: ':memory:', workerUrl: null });
  world = {
    mirror,
    clock: { now: () => now },
    settings: { now: () => ({ timeZone: 'UTC', currency: 'CAD', paysafeHoldDays: 7, paysafeCardDays: [] }) },
    session: { people: { list: async () => [] } },
    sync: { stripe: { status: () => ({ syncedAt: noon }) }, paysafe: { status: () => ({ syncedAt: noon }) } },
    ledger: {
      operations: { openOperations: async () => [], busy: none, placedBy: none, holdsByKeys: async () => [] },
      bills: { creditedMany: none, byIds: async () => [] },
      holdWords: { plansOf: none, notesOf: none },
    },
  } as unknown as World;
});
afterEach(() => mirror.close());

/** The first cells of all rows, while `between` happens after the first slice. */
async function written(source: Source, between: () => Promise<void>): Promise<TableCell[]> {
  const slices: Slice[] = [];
  for await (const slice of source.slices()) {
    slices.push(slice);
    if (slices.length === 1) await between();
  }
  expect(slices.length).toBeGreaterThan(1);
  return slices.flatMap(({ cells }) => cells.map(([first]) => first ?? null));
}
const numbered = (count: number): string[] => Array.from({ length: count }, (_, at) => String(at).padStart(5, '0'));

describe('a file of a list that changes while it is written', () => {
  it.each(['', 'Client'])('has every customer of the moment it was begun (searched: "%s")', async (search) => {
    const ids = numbered(many.customers);
    await mirror.put({ customers: ids.map((at) => customerOf(`stripe:${at}`, { name: `Client ${at}` })) });
    const source = await customersSource(world, { list: 'customers', search, filter: 'all' }, saying);
    const names = await written(source, () =>
      mirror.put({
        customers: ['00003', '05050'].map((at) => customerOf(`stripe:${at}`, { deleted: true, name: `Client ${at}` })),
      }),
    );
    expect(names.map(String).toSorted()).toEqual(ids.map((at) => `Client ${at}`));
  });

  it('has every hold of the moment it was begun, though some are captured and others lapse meanwhile', async () => {
    const ids = numbered(many.holds);
    await mirror.put({
      customers: ids.map((at) => customerOf(`stripe:c${at}`, { name: `Client ${at}` })),
      payments: ids.map((at) =>
        holdOf(`stripe:h${at}`, `stripe:c${at}`, { captureBefore: noon + day + Number(at) * 1000 }),
      ),
    });
    const source = await holdsSource(world, { filter: 'open', provider: null }, saying);
    const names = await written(source, async () => {
      await mirror.put({
        payments: [holdOf('stripe:h00007', 'stripe:c00007', { state: 'paid', capturable: 0, taken: 8000 })],
      });
      now = noon + day + 3000;
    });
    expect(names).toEqual(ids.map((at) => `Client ${at}`));
  });
});
