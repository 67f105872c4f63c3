import { sql, type Kysely, type RawBuilder, type Transaction } from 'kysely';
import type { TrailLine } from '../contract/operation.ts';
import type { Operation } from '../payments/operation.ts';
import { LedgerTrouble, type Advance, type Ledger, type NewOperation } from '../payments/ports.ts';
import { appendAudit } from './audit.ts';
import { advancedRow, mustBeSealed, operationOf, operationRow } from './operation-row.ts';
import { carriedOutRows, repeatedRows, repeatsOf, stopsHere } from './repeated.ts';
import type { Sealer } from './seal.ts';
import type { Store } from './store.ts';
import type { OperationTable, Tables } from './tables.ts';
import { trailText } from './trail.ts';

/**
 * Operations that keep their guard: still asked about, or waiting for a person who says what is true. Written out as in the index:
 * with parameters SQLite could not know that it applies.
 */
export const onGuard = sql<boolean>`state_name IN ('open', 'unknown', 'needs_person')`;
const stillOpen = sql<boolean>`state_name IN ('open', 'unknown')`;

const failed = sql<boolean>`state_name IN ('declined', 'rejected', 'not_done')`;

/** The engine's part of the ledger: every write is one durable commit. */
export function makeOperations(store: Store, sealer: Sealer): Ledger {
  const read = readerOf(store, sealer);

  return {
    byTicket: (ticket) => store.read((db) => oneBy(db, 'ticket', ticket).then(read.maybe)),
    byId: (id) => store.read((db) => oneBy(db, 'id', id).then(read.maybe)),

    open: (given, trail, audit, unless) =>
      store.write(async (transaction) => {
        const unsound = store.unsound();
        if (unsound) throw unsound;
        const operation: Operation = { ...given, version: 1 };
        if (unless) {
          const repeats = await stopsHere(transaction, unless, read.one);
          const holder = repeats.length > 0 ? await holderOf(transaction, operation) : undefined;
          if (holder) return { busy: read.one(holder) };
          if (repeats.length > 0) return { repeats };
        }
        // Between losing to a row and reading it that row may have ended: then there is room, and this one is tried again.
        for (let attempt = 0; attempt < 5; attempt += 1) {
          if (await insert(transaction, operation, trail, sealer)) {
            await appendAudit(transaction, audit, sealer);
            return { opened: operation };
          }
          const holder = await holderOf(transaction, operation);
          if (holder) return { busy: read.one(holder) };
        }
        throw new Error(`Operation ${operation.id} could not be written: its own id is taken`);
      }),

    advance: (step) =>
      store.write(async (transaction) => {
        const after = afterStep(step);
        const stored = await oneBy(transaction, 'id', after.id);
        if (!stored) throw new Error(`There is no operation ${after.id} to advance`);
        if (stored.version !== step.operation.version) return { written: false, operation: read.one(stored) };
        // What is built upon must be what was written: a new seal over a changed row would make it look sound.
        read.sound(stored);
        const written = await transaction
          .updateTable('operation')
          .set({ ...advancedRow(stored, after, sealer), trail: withMore(step.trail) })
          .where('id', '=', after.id)
          .where('version', '=', step.operation.version)
          .executeTakeFirst();
        if (written.numUpdatedRows !== 1n)
          return { written: false, operation: await present(transaction, after.id, read) };
        if (step.followUp) await insertFollowUp(transaction, step.followUp, step.at, sealer);
        if (step.audit) await appendAudit(transaction, step.audit, sealer);
        return { written: true, operation: after };
      }),

    note: (operationId, trail) =>
      store.write(async (transaction) => {
        const noted = await transaction
          .updateTable('operation')
          .set({ trail: withMore(trail) })
          .where('id', '=', operationId)
          .executeTakeFirst();
        if (noted.numUpdatedRows !== 1n) throw new Error(`There is no operation ${operationId} to note on`);
      }),

    openOperations: () =>
      store.read(async (db) => {
        const rows = await db
          .selectFrom('operation')
          .selectAll()
          .where(onGuard)
          .where(stillOpen)
          .orderBy('created_at')
          .execute();
        return read.some(rows);
      }),

    attempts: (guard, kind) =>
      store.read(async (db) => {
        const found = await db
          .selectFrom('operation')
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .where('guard', '=', guard)
          .where('kind', '=', kind)
          .where(failed)
          .executeTakeFirstOrThrow();
        return found.count;
      }),

    repeated: (question) => store.read(async (db) => repeatsOf(question, read.some(await repeatedRows(db, question)))),
    carriedOut: (guard) => store.read(async (db) => read.some(await carriedOutRows(db, guard))),
  };
}

/** Reads rows, and remembers that the records are damaged when one is not what was written. */
export function readerOf(
  store: Store,
  sealer: Sealer,
): {
  one(row: OperationTable): Operation;
  maybe(row: OperationTable | undefined): Operation | null;
  /** those that are sound: one damaged row shuts money, and hides no other row */
  some(rows: readonly OperationTable[]): Operation[];
  /** only the seal, where what it says is not needed */
  sound(row: OperationTable): void;
} {
  const remembering = <T>(look: () => T): T => {
    try {
      return look();
    } catch (error) {
      if (error instanceof LedgerTrouble) store.damaged(error);
      throw error;
    }
  };
  const one = (row: OperationTable): Operation => remembering(() => operationOf(row, sealer));
  return {
    one,
    maybe: (row) => (row ? one(row) : null),
    some: (rows) =>
      rows.flatMap((row) => {
        try {
          return [one(row)];
        } catch (error) {
          // Remembered above, and said on every screen; reading goes on.
          if (error instanceof LedgerTrouble) return [];
          throw error;
        }
      }),
    sound: (row) => remembering(() => mustBeSealed(row, sealer)),
  };
}

function afterStep({ operation, state, at }: Advance): Operation {
  return {
    ...operation,
    state,
    updatedAt: at,
    version: operation.version + 1,
  };
}

function oneBy(db: Kysely<Tables>, column: 'id' | 'ticket', value: string): Promise<OperationTable | undefined> {
  return db.selectFrom('operation').selectAll().where(column, '=', value).executeTakeFirst();
}

async function present(
  transaction: Transaction<Tables>,
  id: string,
  read: ReturnType<typeof readerOf>,
): Promise<Operation> {
  const row = await oneBy(transaction, 'id', id);
  if (!row) throw new Error(`There is no operation ${id} to advance`);
  return read.one(row);
}

/** False when the ticket, the guard or the id is taken: the unique indexes decide, also between desks. */
async function insert(
  transaction: Transaction<Tables>,
  operation: Operation,
  trail: readonly TrailLine[],
  sealer: Sealer,
): Promise<boolean> {
  const result = await transaction
    .insertInto('operation')
    .values({ ...operationRow(operation, sealer), trail: trailText(trail) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (result.numInsertedOrUpdatedRows !== 1n) return false;
  const cause = 'cause' in operation.plan ? operation.plan.cause : undefined;
  if (cause && (cause.billId !== null || cause.consentId !== null)) {
    const { purpose, billId, consentId } = cause;
    await transaction
      .insertInto('operation_cause')
      .values({ operation_id: operation.id, purpose, bill_id: billId, consent_id: consentId })
      .execute();
  }
  return true;
}

async function holderOf(
  transaction: Transaction<Tables>,
  { ticket, guard }: Operation,
): Promise<OperationTable | undefined> {
  const same = ticket === null ? undefined : await oneBy(transaction, 'ticket', ticket);
  if (same) return same;
  return transaction.selectFrom('operation').selectAll().where('guard', '=', guard).where(onGuard).executeTakeFirst();
}

async function insertFollowUp(
  transaction: Transaction<Tables>,
  followUp: NewOperation,
  at: number,
  sealer: Sealer,
): Promise<void> {
  const trail: TrailLine[] = [{ at, what: 'written', detail: { by: followUp.staffName } }];
  if (await insert(transaction, { ...followUp, version: 1 }, trail, sealer)) return;
  // The step before held this guard until this very commit: somebody else having it means that these two do not belong together.
  throw new Error(`The next step ${followUp.id} could not be written: ${followUp.guard} is taken`);
}

/** Added by the database itself, so that two who note at the same moment both keep their line. */
function withMore(trail: readonly TrailLine[]): RawBuilder<string> {
  return sql<string>`trail || ${trailText(trail)}`;
}
