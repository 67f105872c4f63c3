import type { Transaction } from 'kysely';
import type { TrailLine } from '../contract/operation.ts';
import type { Operation } from '../payments/operation.ts';
import type { NewOperation } from '../payments/ports.ts';
import { operationRow } from './operation-row.ts';
import type { Sealer } from './seal.ts';
import type { Store } from './store.ts';
import { surveyRecords, type Survey } from './survey.ts';
import type { OperationTable, Tables } from './tables.ts';
import { takeOver, type TakenOver } from './take-over.ts';
import { trailText } from './trail.ts';
import { isDamaged } from './whole-check.ts';

/** A run that builds records anew, by its id; unix ms. */
export interface RecoveryRun {
  readonly id: string;
  readonly at: number;
}

/** What is written when records are built anew from what the providers and other files say. A sound row is never written over. */
export interface RecoveryBook {
  survey(): Promise<Survey>;
  /** `there`: a row of this id or key is there already, and stays as it is. */
  write(operation: NewOperation, trail: readonly TrailLine[]): Promise<'written' | 'there'>;
  /** Puts this operation in the place of a damaged row, whose text is kept aside as it was found. `sound`: it is not damaged. */
  replace(
    id: string,
    operation: NewOperation,
    about: { readonly trail: readonly TrailLine[]; readonly run: RecoveryRun },
  ): Promise<'replaced' | 'sound' | 'gone'>;
  /** Takes over what another file of these records has more of; see take-over.ts. */
  takeOver(file: string, asked: { readonly since: number; readonly at: number }): Promise<TakenOver>;
}

export function makeRecoveryBook(store: Store, sealer: Sealer): RecoveryBook {
  return {
    survey: () => surveyRecords(store, sealer),

    write: (given, trail) =>
      store.write(async (transaction) => {
        const operation: Operation = { ...given, version: 1 };
        if (await isThere(transaction, operation)) return 'there';
        // A ticket that another row has is somebody's own: this one goes without.
        const fits = operation.ticket === null || !(await ticketTaken(transaction, operation.ticket));
        const row = operationRow(fits ? operation : { ...operation, ticket: null }, sealer);
        const result = await transaction
          .insertInto('operation')
          .values({ ...row, trail: trailText(trail) })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        return result.numInsertedOrUpdatedRows === 1n ? 'written' : 'there';
      }),

    replace: (id, given, { trail, run }) =>
      store.write(async (transaction) => {
        const stored = await transaction.selectFrom('operation').selectAll().where('id', '=', id).executeTakeFirst();
        if (!stored) return 'gone';
        if (!isDamaged(stored, sealer)) return 'sound';
        await transaction
          .insertInto('damaged_row')
          .values({
            id: `${run.id}/operation/${id}`,
            table_name: 'operation',
            row_id: id,
            row_text: JSON.stringify(stored),
            found_at: run.at,
            run_id: run.id,
          })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        const ticket =
          given.ticket !== null && !(await ticketTaken(transaction, given.ticket, id)) ? given.ticket : null;
        const operation: Operation = { ...given, id, ticket, version: versionAfter(stored) };
        await transaction
          .updateTable('operation')
          .set({ ...operationRow(operation, sealer), trail: trailText(trail) })
          .where('id', '=', id)
          .execute();
        return 'replaced';
      }),

    takeOver: (file, asked) => takeOver(store, sealer, { file, ...asked }),
  };
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
