import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { holdSorts, type ReviewedHold } from '../src-main/contract/hold-review.ts';
import { openMirror } from '../src-main/mirror/mirror.ts';
import type { Rooms } from '../src-main/rooms-options.ts';
import { must, openBenchHouse } from './house.ts';
import { manyCustomers } from './many-customers.ts';
import type { Provider } from './provider.ts';
import type { CustomerRecord, PaymentRecord } from '../src-main/payments/records.ts';
import { ledgerFileOf } from '../src-main/records.ts';
import { putBeingChecked, putHoldRecords } from './hold-records.ts';

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

/** A house whose lists hold so many people with a hold each, read a moment ago: two fifths at Paysafe, placed over four days, with what its records know of them. */
async function houseOf(
  count: number,
  { folder, provider }: { readonly folder: string; readonly provider: Provider },
): Promise<Rooms> {
  mkdirSync(folder, { recursive: true });
  const now = Date.now();
  const people: CustomerRecord[] = [];
  for (const { customers = [] } of manyCustomers(count, 1000))
    for (const [place, one] of customers.entries())
      people.push(place % 5 < 2 ? { ...one, id: `paysafe:${one.ref}`, provider: 'paysafe' } : one);
  const holds = people.map((person, place) => holdOf(person, { place, count, now }));
  await putHoldRecords(ledgerFileOf(folder), holds);
  const rooms = await openBenchHouse({
    folder,
    provider,
    wait: (ms, signal) => pause(ms, undefined, { signal: signal ?? AbortSignal.timeout(600_000) }),
  });
  const lists = await openMirror({ file: join(folder, 'mirror.db'), workerUrl: null });
  // The provider's own few holds, of which these records know nothing, would be a third of the small list and nothing of the large one.
  await lists.clear();
  for (let from = 0; from < count; from += 1000)
    await lists.put({ customers: people.slice(from, from + 1000), payments: holds.slice(from, from + 1000) });
  await lists.close();
  await putBeingChecked(ledgerFileOf(folder), holds);
  return rooms;
}

const brands = ['visa', 'mastercard', 'amex'] as const;

/** None has lapsed, and no two amounts, deadlines or days follow the order in which they are made. */
function holdOf(
  { id, provider, ref: customerRef }: CustomerRecord,
  { place, count, now }: { readonly place: number; readonly count: number; readonly now: number },
): PaymentRecord {
  const ref = `${provider === 'stripe' ? 'pi' : 'auth'}_${customerRef}`;
  const amount = 5_000 + ((place * 37) % 9_000);
  const at = now - Math.floor((((place * 7_919) % count) / count) * 4 * dayMs);
  return {
    ...{ id: `${provider}:${ref}`, provider, ref, customerId: id, cardId: null },
    card: { kind: 'card', brand: brands[place % 3] ?? 'visa', lastFour: String(1000 + (place % 9000)), nickname: null },
    ...{
      state: 'held',
      currency: 'CAD',
      authorized: amount,
      capturable: amount,
      taken: 0,
      refunded: 0,
      settlements: [],
    },
    ...{ at, captureBefore: provider === 'stripe' ? at + 7 * dayMs : null },
    ...{
      description: place % 2 === 0 ? 'Garantie de présence' : null,
      key: `key-${place}`,
      account: null,
      readAt: now,
    },
  };
}

const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
