import { setImmediate as turn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import type { Transaction } from 'kysely';
import { LedgerTrouble } from '../payments/ports.ts';
import type { Operation } from '../payments/operation.ts';
import { indexCause } from './cause-index.ts';
import { operationOf, operationRow } from './operation-row.ts';
import { isKeyed, type Sealer } from './seal.ts';
import type { Store } from './store.ts';
import { hintsOf, type DamagedOperation } from './survey.ts';
import type { OperationTable, Tables } from './tables.ts';
import { trailOf, trailText } from './trail.ts';

/** What was taken over from a file that was set aside; `damaged`: rows of it that are not what was written. */
export interface TakenOver {
  readonly operations: number;
  readonly profiles: number;
  readonly transactions: number;
  readonly damaged: readonly DamagedOperation[];
  /** false: the file is no database any more, or only a part of it could be read */
  readonly readable: boolean;
}

export interface TakingOver {
  readonly file: string;
  /** only what was written since; unix ms */
  readonly since: number;
  readonly at: number;
}

const rowsAtOnce = 400;
/** A clock that was set right in between must not hide a row. */
const marginMs = 24 * 3_600_000;

/**
 * Brings what was written after a backup into the records that were restored from it, out of the file that was set aside: every
 * operation whose seal is right, as it was, or in its newer state; and which payments and people the house knows at Paysafe. What is
 * damaged there is left there. Done twice it changes nothing.
 */
export async function takeOver(store: Store, sealer: Sealer, { file, since, at }: TakingOver): Promise<TakenOver> {
  const found = { operations: 0, profiles: 0, transactions: 0 };
  const damaged: DamagedOperation[] = [];
  let readable = true;
  let database: Database.Database | null = null;
  try {
    database = new Database(file, { readonly: true, fileMustExist: true });
    const aside = database;
    const from = since - marginMs;
    for (const ended of [true, false]) {
      // Those that have ended first: they free the guard that a newer one holds.
      const which = ended ? 'NOT IN' : 'IN';
      const where = `updated_at >= ? AND state_name ${which} ('open', 'unknown', 'needs_person')`;
      readable &&= await eachRow<OperationTable>(aside, { table: 'operation', where, values: [from] }, async (row) => {
        const operation = soundOf(row, sealer);
        if (operation === null) damaged.push(hintsOf(row));
        else if (await bring(store, sealer, { operation, row, at })) found.operations += 1;
      });
    }
    readable &&= await eachRow<Tables['profile']>(aside, { table: 'profile', where: '1', values: [] }, async (row) => {
      if (await bringProfile(store, row)) found.profiles += 1;
    });
    const all = { table: 'provider_transaction', where: '1', values: [] } as const;
    readable &&= await eachRow<Tables['provider_transaction']>(aside, all, async (row) => {
      if (await bringTransaction(store, row)) found.transactions += 1;
    });
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    readable = false;
  } finally {
    database?.close();
  }
  return { ...found, damaged, readable };
}

/** Every row that can be read, a few at a time. False when some could not: pages that are torn take the rows on them along. */
async function eachRow<Row>(
  database: Database.Database,
  asked: { readonly table: string; readonly where: string; readonly values: readonly unknown[] },
  work: (row: Row) => Promise<void>,
): Promise<boolean> {
  const last = database.prepare<[], number | null>(`SELECT max(rowid) FROM ${asked.table}`).pluck().get() ?? 0;
  const some = database.prepare<unknown[], Row>(
    `SELECT * FROM ${asked.table} WHERE rowid > ? AND rowid <= ? AND ${asked.where} ORDER BY rowid`,
  );
  let whole = true;
  for (let from = 0; from < last; from += rowsAtOnce) {
    let rows: Row[] = [];
    try {
      rows = some.all(from, from + rowsAtOnce, ...asked.values);
    } catch (error) {
      if (!(error instanceof Database.SqliteError)) throw error;
      whole = false;
    }
    for (const row of rows) await work(row);
    await turn();
  }
  return whole;
}

/** Only with the house's own seal: a row sealed without its key could be anybody's. */
function soundOf(row: OperationTable, sealer: Sealer): Operation | null {
  const keyed = isKeyed(sealer.seal(''));
  if (keyed && !isKeyed(row.seal)) return null;
  try {
    return operationOf(row, sealer);
  } catch (error) {
    if (error instanceof LedgerTrouble) return null;
    throw error;
  }
}

interface Bringing {
  readonly operation: Operation;
  readonly row: OperationTable;
  readonly at: number;
}

/** As a new row, or as the newer state of the same one. */
function bring(store: Store, sealer: Sealer, { operation, row, at }: Bringing): Promise<boolean> {
  return store.write(async (transaction) => {
    const present = await transaction
      .selectFrom('operation')
      .select(['version', 'repeat_key'])
      .where('id', '=', operation.id)
      .executeTakeFirst();
    const trail = trailText([...trailOf(row.trail), { at, what: 'taken_over', detail: {} }]);
    const values = { ...operationRow(operation, sealer), trail };
    if (!present) {
      const brought = await insert(transaction, values);
      if (brought) await indexCause(transaction, operation);
      return brought;
    }
    if (present.version >= operation.version || present.repeat_key !== row.repeat_key) return false;
    await transaction.updateTable('operation').set(values).where('id', '=', operation.id).execute();
    return true;
  });
}

async function insert(transaction: Transaction<Tables>, values: OperationTable): Promise<boolean> {
  const result = await transaction
    .insertInto('operation')
    .values(values)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

function bringProfile(store: Store, row: Tables['profile']): Promise<boolean> {
  return store.write(async (transaction) => {
    const values = transaction.insertInto('profile').values(row);
    const result = await values.onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
    return result.numInsertedOrUpdatedRows === 1n;
  });
}

function bringTransaction(store: Store, row: Tables['provider_transaction']): Promise<boolean> {
  return store.write(async (transaction) => {
    const values = transaction.insertInto('provider_transaction').values(row);
    const result = await values.onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
    return result.numInsertedOrUpdatedRows === 1n;
  });
}
