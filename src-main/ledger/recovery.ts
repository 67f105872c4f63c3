import type { Transaction } from 'kysely';
import { unknownCause } from '../contract/bill.ts';
import type { TrailLine } from '../contract/operation.ts';
import type { Operation } from '../payments/operation.ts';
import type { Cause } from '../payments/order.ts';
import type { AuditEntry, NewOperation } from '../payments/ports.ts';
import { operationOf, operationRow } from './operation-row.ts';
import { recount } from './recount.ts';
import type { SealedRows } from './sealed-rows.ts';
import { wrongWith } from './sealed-tables.ts';
import { soundOperation } from './sound-operations.ts';
import type { Store } from './store.ts';
import { surveyRecords, type Survey } from './survey.ts';
import type { OperationTable, Tables } from './tables.ts';
import { takeOver, type TakenOver } from './take-over.ts';

/** A run that builds records anew, by its id; unix ms. */
export interface RecoveryRun {
  readonly id: string;
  readonly at: number;
}

/** How an operation is written anew. */
export interface Rewriting {
  readonly trail: readonly TrailLine[];
  readonly run: RecoveryRun;
}

/** What is written when records are built anew from what the providers and other files say. A sound row is never written over. */
export interface RecoveryBook {
  survey(): Promise<Survey>;
  /** `there`: a row of this id or key is there already, and stays as it is. What it was for is written beside it in the same commit. */
  write(operation: NewOperation, about: Rewriting): Promise<'written' | 'there'>;
  /** Puts this operation in the place of a damaged row, whose text is kept aside as it was found. `sound`: it is not damaged. */
  replace(id: string, operation: NewOperation, about: Rewriting): Promise<'replaced' | 'sound' | 'gone'>;
  /** Takes over what another file of these records has more of; see take-over.ts. */
  takeOver(file: string, asked: { readonly since: number; readonly at: number }): Promise<TakenOver>;
  /** Charges and holds that were for a bill, and nobody could say for which. Newest first. */
  unsettled(): Promise<Operation[]>;
  /** Says what one of those was for; null: for none of the bills that are here. False when that was said already. */
  settle(operationId: string, billId: string | null, line: AuditEntry | null): Promise<boolean>;
  /** Once every order that the records name is there and sound, they are what the records add up to; see recount.ts. */
  recount(line: (found: { readonly rows: number; readonly before: number }) => AuditEntry): Promise<boolean>;
}

export function makeRecoveryBook(store: Store): RecoveryBook {
  const { sealer } = store;
  return {
    survey: () => surveyRecords(store),

    write: (given, about) =>
      store.write(async (transaction, rows) => {
        const operation = await withKnownCause({ ...given, version: 1 }, { transaction, rows, about });
        if (await isThere(transaction, operation)) return 'there';
        // A ticket that another row has is somebody's own: this one goes without.
        const fits = operation.ticket === null || !(await ticketTaken(transaction, operation.ticket));
        const row = operationRow(fits ? operation : { ...operation, ticket: null }, about.trail);
        return (await rows.insert('operation', row)) ? 'written' : 'there';
      }),

    replace: (id, given, about) =>
      store.write(async (transaction, rows) => {
        const stored = await transaction.selectFrom('operation').selectAll().where('id', '=', id).executeTakeFirst();
        if (!stored) return 'gone';
        if (soundOperation(stored, sealer)) return 'sound';
        await keepAside(rows, { table: 'operation', id, row: stored, run: about.run });
        const ticket =
          given.ticket !== null && !(await ticketTaken(transaction, given.ticket, id)) ? given.ticket : null;
        const operation = await withKnownCause(
          { ...given, id, ticket, version: versionAfter(stored) },
          { transaction, rows, about },
        );
        await rows.mend('operation', stored, operationRow(operation, about.trail));
        return 'replaced';
      }),

    takeOver: (file, asked) => takeOver(store, { file, ...asked }),

    unsettled: () =>
      store.read(async (db) => {
        const found = await db
          .selectFrom('operation')
          .innerJoin('operation_cause', 'operation_cause.operation_id', 'operation.id')
          .selectAll('operation')
          .where('operation_cause.bill_id', '=', unknownCause)
          .orderBy('operation.created_at', 'desc')
          .execute();
        return found.flatMap((row) => soundOperation(row, sealer) ?? []);
      }),

    settle: (operationId, billId, line) =>
      store.write(async (_transaction, rows) => {
        const [cause, row] = [
          await rows.held('operation_cause', operationId),
          await rows.held('operation', operationId),
        ];
        if (!cause || !row || cause.bill_id !== unknownCause) return false;
        await rows.change('operation_cause', cause, { bill_id: billId });
        const { plan } = operationOf(row);
        if ('cause' in plan && plan.cause)
          await rows.change('operation', row, { plan: JSON.stringify({ ...plan, cause: { ...plan.cause, billId } }) });
        if (line) rows.audit(line);
        return true;
      }),

    recount: (line) => recount(store, line),
  };

  /** What an operation was for may be known although its own row was damaged or gone: that counts, and else what is said now. */
  async function withKnownCause(
    operation: Operation,
    {
      transaction,
      rows,
      about,
    }: { readonly transaction: Transaction<Tables>; readonly rows: SealedRows; readonly about: Rewriting },
  ): Promise<Operation> {
    const { id, plan } = operation;
    if (plan.kind !== 'charge' && plan.kind !== 'hold') return operation;
    const stored = await transaction
      .selectFrom('operation_cause')
      .selectAll()
      .where('operation_id', '=', id)
      .executeTakeFirst();
    if (stored && wrongWith(sealer, 'operation_cause', stored) === null) {
      const { purpose, bill_id: billId, consent_id: consentId } = stored;
      return { ...operation, plan: { ...plan, cause: { purpose: purpose as Cause['purpose'], billId, consentId } } };
    }
    const { cause } = plan;
    if (!cause || (cause.billId === null && cause.consentId === null)) return operation;
    const row = { operation_id: id, purpose: cause.purpose, bill_id: cause.billId, consent_id: cause.consentId };
    if (!stored) await rows.insert('operation_cause', row);
    else {
      await keepAside(rows, { table: 'operation_cause', id, row: stored, run: about.run });
      await rows.mend('operation_cause', stored, row);
    }
    return operation;
  }
}

async function keepAside(
  rows: SealedRows,
  found: { readonly table: string; readonly id: string; readonly row: object; readonly run: RecoveryRun },
): Promise<void> {
  const { table, id, row, run } = found;
  await rows.insert('damaged_row', {
    id: `${run.id}/${table}/${id}`,
    table_name: table,
    row_id: id,
    row_text: JSON.stringify(row),
    found_at: run.at,
    run_id: run.id,
  });
}

/** The version may be what was damaged: whoever still holds the old row in hand must not win against the new one. */
function versionAfter({ version }: OperationTable): number {
  return Number.isSafeInteger(version) && version >= 1 && version < 1_000_000 ? version + 1 : 1_000_000;
}

/** How far back a row of the same key is looked for that was written while the provider was being read. */
const meanwhileMs = 24 * 3_600_000;

async function isThere(
  transaction: Transaction<Tables>,
  { id, provider, plan, createdAt }: Operation,
): Promise<boolean> {
  const same = await transaction
    .selectFrom('operation')
    .select('id')
    .where((eb) =>
      eb.or([
        eb('id', '=', id),
        // By the index of the newest: older rows of this key are known to whoever asks.
        eb.and([
          eb('created_at', '>=', createdAt - meanwhileMs),
          eb('created_at', '<=', createdAt + meanwhileMs),
          eb('repeat_key', '=', plan.key),
          eb('provider', '=', provider),
        ]),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  return same !== undefined;
}

async function ticketTaken(transaction: Transaction<Tables>, ticket: string, besides = ''): Promise<boolean> {
  const holder = await transaction
    .selectFrom('operation')
    .select('id')
    .where('ticket', '=', ticket)
    .where('id', '!=', besides)
    .executeTakeFirst();
  return holder !== undefined;
}
