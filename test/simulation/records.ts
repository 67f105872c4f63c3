import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { migrate } from '../../src-main/ledger/migrate.ts';
import { operationOf } from '../../src-main/ledger/operation-row.ts';
import { makeOperations } from '../../src-main/ledger/operations.ts';
import { makeSealer } from '../../src-main/ledger/seal.ts';
import { sealAll } from '../../src-main/ledger/sealing.ts';
import { makeStore } from '../../src-main/ledger/store.ts';
import type { Tables } from '../../src-main/ledger/tables.ts';
import type { Operation } from '../../src-main/payments/operation.ts';
import type { Ledger } from '../../src-main/payments/ports.ts';
import { memoryLedger } from '../support/memory-ledger.ts';

/** The records of a house, with all that is in them. */
export interface HouseRecords {
  readonly ledger: Ledger;
  all(): Promise<readonly Operation[]>;
  close(): void;
}

/** The ledger's promises without a database: most afternoons, for there are many. */
export function recordsInMemory(): HouseRecords {
  const ledger = memoryLedger();
  return { ledger, all: async () => ledger.all(), close: () => undefined };
}

/** The ledger itself on SQLite without a disk: rows, indexes, seals and all. */
export async function recordsInSqlite(): Promise<HouseRecords> {
  const database = new Database(await migrated);
  const db = dbOn(database);
  const store = makeStore(db, { sealer: makeSealer(null), shared: false, ground: null, onDamage: () => undefined });
  const ledger = makeOperations(store);
  return {
    ledger,
    async all() {
      const rows = await db.selectFrom('operation').selectAll().orderBy('created_at').orderBy('id').execute();
      return rows.map(operationOf);
    },
    close: () => database.close(),
  };
}

function dbOn(database: Database.Database): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
}

/** What a new house's file holds, made once. */
const migrated = (async (): Promise<Buffer> => {
  const database = new Database(':memory:');
  const db = dbOn(database);
  await migrate(db);
  // As a new house's records are sealed when they are first opened.
  const random = { id: (length: number) => 'h'.repeat(length) };
  await sealAll(db, { sealer: makeSealer(null), clock: { now: () => 0, steady: () => 0 }, random });
  const image = database.serialize();
  database.close();
  return image;
})();
