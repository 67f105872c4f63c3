import { unknownCause } from '../contract/bill.ts';
import type { Operation } from '../payments/operation.ts';
import { creditIdOf } from './payout-matches.ts';
import { trailOf, trailText } from './trail.ts';
import { sealedTables, type SealedTable, type Unsealed } from './sealed-tables.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

// Row by row, what a file that was set aside has more of or in a newer state. Each of these answers whether it changed something.

/** As a new row; one that is there stays as it is. */
export function bringNew<T extends SealedTable>(store: Store, table: T, row: Tables[T]): Promise<boolean> {
  return store.write((_transaction, rows) => rows.insert(table, row));
}

/** As a new row, or as the newer state of the same one. */
export function bringOperation(
  store: Store,
  { operation, row, at }: { readonly operation: Operation; readonly row: Tables['operation']; readonly at: number },
): Promise<boolean> {
  return store.write(async (_transaction, rows) => {
    const present = await rows.held('operation', operation.id);
    const trail = trailText([...trailOf(row.trail), { at, what: 'taken_over', detail: {} }]);
    if (!present) return rows.insert('operation', { ...row, trail });
    if (present.version >= row.version || present.repeat_key !== row.repeat_key) return false;
    await rows.change('operation', present, { ...unsealed('operation', row), trail });
    return true;
  });
}

/** @param same where the bill is here under another id, this is noted: theirs to ours */
export function bringBill(store: Store, row: Tables['bill'], same: Map<string, string>): Promise<boolean> {
  return store.write(async (transaction, rows) => {
    const present = await rows.held('bill', row.id);
    if (present) {
      if (present.version >= row.version) return false;
      await rows.change('bill', present, unsealed('bill', row));
      return true;
    }
    if (await rows.insert('bill', row)) return true;
    if (row.source_ref === null) return false;
    const other = await transaction
      .selectFrom('bill')
      .select('id')
      .where('source', '=', row.source)
      .where('source_ref', '=', row.source_ref)
      .executeTakeFirst();
    if (other) same.set(row.id, other.id);
    return false;
  });
}

/** A statement with whether it was taken back there: its lines would count again otherwise. */
export function bringStatement(store: Store, row: Tables['statement']): Promise<boolean> {
  return store.write(async (_transaction, rows) => {
    const present = await rows.held('statement', row.id);
    if (!present) return rows.insert('statement', row);
    if (present.withdrawn_at !== null || row.withdrawn_at === null) return false;
    await rows.change('statement', present, { withdrawn_by: row.withdrawn_by, withdrawn_at: row.withdrawn_at });
    return true;
  });
}

/** Money that was noted on a bill must not vanish: it would be asked for twice. */
export function bringCredit(
  store: Store,
  row: Tables['bill_credit'],
  same: ReadonlyMap<string, string>,
): Promise<boolean> {
  return bringNew(store, 'bill_credit', { ...row, bill_id: same.get(row.bill_id) ?? row.bill_id });
}

/** A decision about what was given back elsewhere; one that takes another back only where that other one is here as it was. */
export function bringGivenBack(
  store: Store,
  row: Tables['given_back'],
  same: ReadonlyMap<string, string>,
): Promise<boolean> {
  return store.write(async (_transaction, rows) => {
    const undone = row.undoes === null ? null : await rows.held('given_back', row.undoes);
    if (undone === undefined || (undone && (undone.payment_id !== row.payment_id || undone.amount !== row.amount)))
      return false;
    return rows.insert('given_back', { ...row, bill_id: same.get(row.bill_id) ?? row.bill_id });
  });
}

/**
 * A decision about a line of a payout; one that takes another back takes that one's credit along, as it did there. What was decided of the same line at
 * the same turn here and otherwise there stays as it is here: taking that other decision back must not take ours along.
 */
export function bringPayoutMatch(
  store: Store,
  row: Tables['payout_match'],
  { same, undone }: { readonly same: ReadonlyMap<string, string>; readonly undone: Tables['payout_match'] | null },
): Promise<boolean> {
  const here = (theirs: Tables['payout_match']): Tables['payout_match'] => ({
    ...theirs,
    bill_id: theirs.bill_id && (same.get(theirs.bill_id) ?? theirs.bill_id),
  });
  return store.write(async (_transaction, rows) => {
    const held = row.undoes === null ? null : await rows.held('payout_match', row.undoes);
    if (held === undefined || (held && !(undone && isSameDecision(held, here(undone))))) return false;
    if (!(await rows.insert('payout_match', here(row)))) return false;
    const credit = held ? await rows.held('bill_credit', creditIdOf(held.id)) : undefined;
    if (credit) await rows.remove('bill_credit', credit);
    return true;
  });
}

function isSameDecision(one: Tables['payout_match'], other: Tables['payout_match']): boolean {
  const facts = ['id', 'line_id', 'kind', 'bill_id', 'payment_id', 'amount', 'currency', 'decided_by', 'at'] as const;
  return facts.every((name) => one[name] === other[name]);
}

/** What became of a visit that was missed, new or in its newer state. */
export function bringMissed(
  store: Store,
  row: Tables['missed_visit'],
  same: ReadonlyMap<string, string>,
): Promise<boolean> {
  const brought = { ...row, bill_id: same.get(row.bill_id) ?? row.bill_id };
  return bringNewer(store, 'missed_visit', { row: brought, key: brought.bill_id });
}

/** Whether a bill was closed, new or in its newer state; it counts only for the bill as it was closed there. */
export function bringClosing(
  store: Store,
  row: Tables['bill_closing'],
  same: ReadonlyMap<string, string>,
): Promise<boolean> {
  // A bill that was made anew here under another id is not the one that somebody looked at there.
  if (same.has(row.bill_id)) return Promise.resolve(false);
  return bringNewer(store, 'bill_closing', { row, key: row.bill_id });
}

/** What is meant to be done with a hold, new or as it was changed since. */
export function bringPlan(store: Store, row: Tables['hold_plan']): Promise<boolean> {
  return bringNewer(store, 'hold_plan', { row, key: row.hold_id });
}

function bringNewer<T extends 'missed_visit' | 'bill_closing' | 'hold_plan'>(
  store: Store,
  table: T,
  { row, key }: { readonly row: Tables[T]; readonly key: string },
): Promise<boolean> {
  return store.write(async (_transaction, rows) => {
    const present = await rows.held(table, key);
    if (!present) return rows.insert(table, row);
    if (present.version >= row.version) return false;
    await rows.change(table, present, unsealed(table, row));
    return true;
  });
}

/** What an operation was for. It may be here before the operation is: whoever finds that again finds this beside it. */
export function bringCause(
  store: Store,
  row: Tables['operation_cause'],
  same: ReadonlyMap<string, string>,
): Promise<boolean> {
  const brought = { ...row, bill_id: row.bill_id && (same.get(row.bill_id) ?? row.bill_id) };
  return store.write(async (_transaction, rows) => {
    const present = await rows.held('operation_cause', row.operation_id);
    if (!present) return rows.insert('operation_cause', brought);
    // Somebody had said since the backup which bill it was for.
    if (present.bill_id !== unknownCause || brought.bill_id === unknownCause) return false;
    await rows.change('operation_cause', present, unsealed('operation_cause', brought));
    return true;
  });
}

/** New, or withdrawn since the backup: a consent that somebody took back must not come to life again. */
export function bringConsent(store: Store, row: Tables['consent']): Promise<boolean> {
  return store.write(async (_transaction, rows) => {
    const present = await rows.held('consent', row.id);
    if (!present) return rows.insert('consent', row);
    if (present.version >= row.version) return false;
    await rows.change('consent', present, unsealed('consent', row));
    return true;
  });
}

/** New, or taken back since the backup: a card that somebody took back must not pay for others again. */
export function bringPayer(store: Store, row: Tables['payer_grant']): Promise<boolean> {
  return store.write(async (_transaction, rows) => {
    const present = await rows.held('payer_grant', row.id);
    if (!present) return rows.insert('payer_grant', row);
    if (present.version >= row.version) return false;
    await rows.change('payer_grant', present, unsealed('payer_grant', row));
    return true;
  });
}

/** New, or in its newer state: an approval that was used or sent back since the backup opens nothing again. */
export function bringApproval(store: Store, row: Tables['approval']): Promise<boolean> {
  return store.write(async (_transaction, rows) => {
    const present = await rows.held('approval', row.id);
    if (!present) return rows.insert('approval', row);
    if (present.version >= row.version) return false;
    await rows.change('approval', present, unsealed('approval', row));
    return true;
  });
}

/** New, or used since the backup. */
export function bringApprovalLine(store: Store, row: Tables['approval_line']): Promise<boolean> {
  return store.write(async (_transaction, rows) => {
    const present = await rows.held('approval_line', row.id);
    if (!present) return rows.insert('approval_line', row);
    if (present.operation_id !== null || row.operation_id === null) return false;
    await rows.change('approval_line', present, { operation_id: row.operation_id });
    return true;
  });
}

/** Somebody who is new, or who may not come in any more. Names, roles and PINs of before stay as the backup has them. */
export function bringPerson(store: Store, row: Tables['staff']): Promise<boolean> {
  return store.write(async (_transaction, rows) => {
    const present = await rows.held('staff', row.id);
    if (!present) return rows.insert('staff', row);
    if (present.active === 0 || row.active === 1) return false;
    await rows.change('staff', present, { active: 0 });
    return true;
  });
}

/** The stored facts alone, by the list they are sealed by: a file may have other columns. */
function unsealed<T extends SealedTable>(table: T, row: Tables[T]): Unsealed<T> {
  const columns: readonly string[] = sealedTables[table].columns;
  const values = row as unknown as Readonly<Record<string, unknown>>;
  return Object.fromEntries(columns.map((column) => [column, values[column]])) as Unsealed<T>;
}
