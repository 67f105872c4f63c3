import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { holdSorts, type ReviewedHold } from '../src-main/contract/hold-review.ts';
import { openMirror } from '../src-main/mirror/mirror.ts';
import type { Rooms } from '../src-main/rooms-options.ts';
import { must, openBenchHouse } from './house.ts';
import { manyCustomers } from './many-customers.ts';
import type { Provider } from './provider.ts';
import type { PaymentRecord } from '../src-main/payments/records.ts';

/** As many as the window asks for at first. */
const page = 100;
const rounds = 200;
const warmUp = 20;
const dayMs = 86_400_000;

/** The first rows of a list of ten thousand holds over those of a hundred, as the window asks for them, turn by turn: by the order of the list. */
export async function firstRows(folder: string, provider: Provider): Promise<Readonly<Record<string, number>>> {
  const few = await houseOf(100, { folder: join(folder, 'few'), provider });
  const many = await houseOf(10_000, { folder: join(folder, 'many'), provider });
  const ratios: Record<string, number> = {};
  for (const by of holdSorts) {
    const [small, large]: [number[], number[]] = [[], []];
    const time = async (rooms: Rooms, into: number[]): Promise<void> => {
      const asked = { filter: 'open', provider: null, sort: { by, down: false }, offset: 0, limit: page };
      const begun = performance.now();
      const { rows } = must(await rooms.call('holds.list', asked)) as { rows: ReviewedHold[] };
      into.push(performance.now() - begun);
      if (rows.length !== page) throw new Error(`${rows.length} rows`);
    };
    for (let round = 0; round < rounds + warmUp; round += 1) {
      // Who comes second finds the processor warm: each is first every other time.
      const [first, second] = round % 2 === 0 ? [few, many] : [many, few];
      await time(first, first === few ? small : large);
      await time(second, second === few ? small : large);
    }
    ratios[by] = Math.round((median(large.slice(warmUp)) / median(small.slice(warmUp))) * 1000) / 1000;
  }
  await few.close();
  await many.close();
  return ratios;
}

/** A house whose lists hold so many people with a hold each, read a moment ago. */
async function houseOf(
  count: number,
  { folder, provider }: { readonly folder: string; readonly provider: Provider },
): Promise<Rooms> {
  mkdirSync(folder, { recursive: true });
  const rooms = await openBenchHouse({
    folder,
    provider,
    wait: (ms, signal) => pause(ms, undefined, { signal: signal ?? AbortSignal.timeout(600_000) }),
  });
  const lists = await openMirror({ file: join(folder, 'mirror.db'), workerUrl: null });
  const now = Date.now();
  let made = 0;
  for (const { customers = [] } of manyCustomers(count, 1000)) {
    const payments = customers.map(({ id }): PaymentRecord => {
      made += 1;
      const ref = `pi_${made}`;
      const amount = 5_000 + ((made * 37) % 9_000);
      return {
        ...{ id: `stripe:${ref}`, provider: 'stripe', ref, customerId: id, cardId: null },
        card: { kind: 'card', brand: 'visa', lastFour: '4242', nickname: null },
        ...{ state: 'held', currency: 'CAD', authorized: amount, capturable: amount, taken: 0, refunded: 0 },
        ...{ settlements: [], at: now - (made % 5) * dayMs, captureBefore: now + dayMs + made * 30_000 },
        ...{ description: 'Bench', key: `key-${made}`, account: null, readAt: now },
      } as const;
    });
    await lists.put({ customers, payments });
  }
  await lists.close();
  return rooms;
}

const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
