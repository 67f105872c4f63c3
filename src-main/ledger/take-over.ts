import { existsSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import {
  bringApproval,
  bringApprovalLine,
  bringBill,
  bringCause,
  bringClosing,
  bringConsent,
  bringCredit,
  bringGivenBack,
  bringMissed,
  bringNew,
  bringOperation,
  bringPayoutMatch,
  bringStatement,
  bringPayer,
  bringPerson,
  bringPlan,
} from './bring-over.ts';
import { identitySetting } from './identity.ts';
import { isKeyed } from './seal.ts';
import { wrongWith, type SealedTable } from './sealed-tables.ts';
import { soundOperation } from './sound-operations.ts';
import type { Store } from './store.ts';
import { hintsOf, type DamagedOperation } from './survey.ts';
import type { Tables } from './tables.ts';

/** What was taken over from a file that was set aside; `damaged`: operations of it that are not what was written. */
export interface TakenOver {
  readonly operations: number;
  readonly profiles: number;
  readonly transactions: number;
  /** bills, new or in their newer state, and what was noted on bills as paid otherwise */
  readonly bills: number;
  readonly credits: number;
  /** consents, new or withdrawn since */
  readonly consents: number;
  readonly damaged: readonly DamagedOperation[];
  /** rows of the other tables that are not what was written: bills, credits, consents and the like that stayed behind */
  readonly damagedOthers: number;
  /** false: the file is no database any more, or only a part of it could be read */
  readonly readable: boolean;
}

export interface TakingOver {
  readonly file: string;
  /** only operations that were written since; unix ms */
  readonly since: number;
  readonly at: number;
}

const rowsAtOnce = 400;
/** A clock that was set right in between must not hide a row. */
const marginMs = 24 * 3_600_000;

/**
 * Brings what was written after a backup into the records that were restored from it, out of the file that was set aside: every row whose seal is right,
 * as it was, or in its newer state. Operations with what they were for, bills and what was noted on them, consents and their being withdrawn, people
 * who may not come in any more, and what the house knows at Paysafe. What is damaged there is left there. Done twice it changes nothing.
 */
export async function takeOver(store: Store, { file, since, at }: TakingOver): Promise<TakenOver> {
  const { sealer } = store;
  const found = { operations: 0, profiles: 0, transactions: 0, bills: 0, credits: 0, consents: 0 };
  const damaged: DamagedOperation[] = [];
  let damagedOthers = 0;
  let readable = true;
  let database: Database.Database | null = null;

  /** Only with the house's own seal: a row sealed without its key could be anybody's. */
  const isSound = <T extends SealedTable>(table: T, row: Tables[T]): boolean =>
    (!sealer.keyed() || isKeyed(row.seal)) && wrongWith(sealer, table, row) === null;

  async function each<T extends SealedTable>(
    aside: Database.Database,
    table: T,
    bring: (row: Tables[T]) => Promise<boolean>,
    count: (brought: number) => void = () => undefined,
  ): Promise<void> {
    readable &&= await eachRow<Tables[T]>(aside, { table, where: '1', values: [] }, async (row) => {
      if (!isSound(table, row)) damagedOthers += 1;
      else if (await bring(row)) count(1);
    });
  }

  // Somebody threw it away, and perhaps its folder with it: there is nothing to read.
  if (!existsSync(file)) return { ...found, damaged, damagedOthers, readable: false };
  try {
    database = new Database(file, { readonly: true, fileMustExist: true });
    const aside = database;
    if (await isOthers(store, aside)) return { ...found, damaged, damagedOthers, readable: false };
    const from = since - marginMs;
    for (const ended of [true, false]) {
      // Those that have ended first: they free the guard that a newer one holds.
      const which = ended ? 'NOT IN' : 'IN';
      const where = `updated_at >= ? AND state_name ${which} ('open', 'unknown', 'needs_person')`;
      const asked = { table: 'operation', where, values: [from] };
      readable &&= await eachRow<Tables['operation']>(aside, asked, async (row) => {
        const operation = isSound('operation', row) ? soundOperation(row, sealer) : null;
        if (operation === null) damaged.push(hintsOf(row));
        else if (await bringOperation(store, { operation, row, at })) found.operations += 1;
      });
    }
    await each(
      aside,
      'profile',
      (row) => bringNew(store, 'profile', row),
      () => (found.profiles += 1),
    );
    await each(
      aside,
      'provider_transaction',
      (row) => bringNew(store, 'provider_transaction', row),
      () => (found.transactions += 1),
    );
    await each(aside, 'customer_link', (row) => bringNew(store, 'customer_link', row));
    await each(aside, 'nickname', (row) => bringNew(store, 'nickname', row));
    await each(aside, 'staff', (row) => bringPerson(store, row));
    // A bill that a file or a booking brought in again meanwhile has another id here: what belongs to it goes there.
    const sameBill = new Map<string, string>();
    await each(
      aside,
      'bill',
      (row) => bringBill(store, row, sameBill),
      () => (found.bills += 1),
    );
    // Before the credits: a payment that was matched with one bill, taken back and matched with another stands on that other one.
    const matches = new Map<string, Tables['payout_match']>();
    await each(aside, 'payout_match', (row) => {
      matches.set(row.id, row);
      return bringPayoutMatch(store, row, { same: sameBill, undone: matches.get(row.undoes ?? '') ?? null });
    });
    await each(
      aside,
      'bill_credit',
      (row) => bringCredit(store, row, sameBill),
      () => (found.credits += 1),
    );
    await each(aside, 'given_back', (row) => bringGivenBack(store, row, sameBill));
    await each(aside, 'missed_visit', (row) => bringMissed(store, row, sameBill));
    await each(aside, 'bill_closing', (row) => bringClosing(store, row, sameBill));
    // A page that is open still asks Stripe what became of it.
    await each(aside, 'page_link', (row) => bringNew(store, 'page_link', row));
    // Interrupted, as after any restart: what was sent has its operation, and the rest waits for a person.
    await each(aside, 'bill_run', (row) => bringNew(store, 'bill_run', row));
    await each(aside, 'bill_run_line', (row) => bringNew(store, 'bill_run_line', row));
    await each(aside, 'hold_plan', (row) => bringPlan(store, row));
    for (const table of ['hold_run', 'hold_run_line', 'hold_note', 'hold_view'] as const)
      await each(aside, table, (row) => bringNew(store, table, row));
    await each(aside, 'card_event', (row) => bringNew(store, 'card_event', row));
    await each(aside, 'lapsed_hold', (row) => bringNew(store, 'lapsed_hold', row));
    await each(aside, 'missed_capture', (row) => bringNew(store, 'missed_capture', row));
    await each(aside, 'statement', (row) => bringStatement(store, row));
    await each(aside, 'statement_line', (row) => bringNew(store, 'statement_line', row));
    await each(aside, 'approval', (row) => bringApproval(store, row));
    await each(aside, 'approval_line', (row) => bringApprovalLine(store, row));
    await each(aside, 'day_ends', (row) => bringNew(store, 'day_ends', row));
    await each(aside, 'operation_cause', (row) => bringCause(store, row, sameBill));
    await each(aside, 'payer_grant', (row) => bringPayer(store, row));
    await each(aside, 'consent_text', (row) => bringNew(store, 'consent_text', row));
    await each(aside, 'consent_scan', (row) => bringNew(store, 'consent_scan', row));
    await each(
      aside,
      'consent',
      (row) => bringConsent(store, row),
      () => (found.consents += 1),
    );
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    readable = false;
  } finally {
    database?.close();
  }
  return { ...found, damaged, damagedOthers, readable };
}

/** Another house's records had been put in the place of ours by hand, perhaps with the same keychain: nothing of them is ours. */
async function isOthers(store: Store, aside: Database.Database): Promise<boolean> {
  const own = await store.read((db) =>
    db.selectFrom('setting').select('value').where('name', '=', identitySetting).executeTakeFirst(),
  );
  const theirs = aside
    .prepare<[string], string>('SELECT value FROM setting WHERE name = ?')
    .pluck()
    .get(identitySetting);
  return own !== undefined && theirs !== undefined && own.value !== theirs;
}

/** Every row that can be read, a few at a time. False when some could not: pages that are torn take the rows on them along. */
async function eachRow<Row>(
  database: Database.Database,
  asked: { readonly table: string; readonly where: string; readonly values: readonly unknown[] },
  work: (row: Row) => Promise<void>,
): Promise<boolean> {
  let last: number;
  try {
    last = database.prepare<[], number | null>(`SELECT max(rowid) FROM ${asked.table}`).pluck().get() ?? 0;
  } catch (error) {
    // The root of this one table is torn, or it is not there: the others are still read.
    if (!(error instanceof Database.SqliteError)) throw error;
    return false;
  }
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
