import type { Kysely } from 'kysely';
import { describe, expect, it } from 'vitest';
import { makeSealer } from '../../../src-main/ledger/seal.ts';
import { makeStore } from '../../../src-main/ledger/store.ts';
import type { Tables } from '../../../src-main/ledger/tables.ts';

/** A database whose writes end as a test says; `null`: written. */
function records(...ends: (string | null)[]) {
  const world = { tried: 0, saved: 0, place: 'in_place' as 'in_place' | 'file_gone' | 'log_gone' };
  const end = (): void => {
    const code = ends[Math.min(world.tried, ends.length - 1)] ?? null;
    world.tried += 1;
    if (code !== null) throw Object.assign(new Error(code), { code });
  };
  const transaction = {
    execute: async <T>(work: (given: unknown) => Promise<T>): Promise<T> => {
      end();
      return work(null);
    },
  };
  const store = makeStore({ transaction: () => transaction } as unknown as Kysely<Tables>, {
    sealer: makeSealer(null),
    shared: false,
    ground: { place: () => world.place, saveLog: async () => void (world.saved += 1) },
    onDamage: () => undefined,
  });
  const write = (): Promise<string> =>
    store.write(async () => 'written').catch((error: unknown) => (error as { code: string }).code);
  return { store, write, world };
}

describe('records that could not be written', () => {
  it.each(['SQLITE_FULL', 'SQLITE_READONLY', 'SQLITE_CANTOPEN', 'SQLITE_IOERR_SHMSIZE', 'ECONNREFUSED', '53100'])(
    'for a reason that passes (%s) are tried again, and all is well once that works',
    async (code) => {
      const { store, write } = records(code, null);
      expect(await write()).toBe('records_unwritable');
      expect(store.trouble()?.code).toBe('records_unwritable');
      expect(await write()).toBe('written');
      expect(store.trouble()).toBeNull();
    },
  );

  it.each(['SQLITE_IOERR_WRITE', 'SQLITE_IOERR_FSYNC', 'SQLITE_IOERR'])(
    'because the disk itself failed (%s) are not tried a second time: what is on it is not known any more',
    async (code) => {
      const { store, write, world } = records(code, null);
      expect(await write()).toBe('records_fault');
      expect(await write()).toBe('records_fault');
      expect([world.tried, store.trouble()?.code]).toEqual([1, 'records_fault']);
    },
  );

  it.each(['SQLITE_CORRUPT', 'SQLITE_NOTADB'])('because they are damaged (%s) are left alone', async (code) => {
    const { write, world } = records(code, null);
    expect([await write(), await write(), world.tried]).toEqual(['records_damaged', 'records_damaged', 1]);
  });

  it('because another program holds them wait their turn, a bounded time, and say so', async () => {
    const { store, write, world } = records('SQLITE_BUSY');
    expect(await write()).toBe('records_locked');
    expect(store.trouble()?.code).toBe('records_locked');
    expect(world.tried).toBe(400);
    const free = records('SQLITE_BUSY', 'SQLITE_BUSY', null);
    expect([await free.write(), free.world.tried]).toEqual(['written', 3]);
  });

  it('because they are gone are written again when they are back', async () => {
    const { write, world } = records(null);
    world.place = 'file_gone';
    expect([await write(), world.saved]).toEqual(['records_gone', 0]);
    world.place = 'in_place';
    expect(await write()).toBe('written');
  });

  it('because only their log is gone are saved once and then left alone, also when a log lies there again', async () => {
    const { write, world } = records(null);
    world.place = 'log_gone';
    expect([await write(), await write(), world.saved]).toEqual(['records_gone', 'records_gone', 1]);
    world.place = 'in_place';
    expect(await write()).toBe('records_gone');
  });
});
