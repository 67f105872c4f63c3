import { sql, type Kysely, type Transaction } from 'kysely';
import type { TrailLine } from '../contract/operation.ts';
import type { Operation } from '../payments/operation.ts';
import type { PlanOf } from '../payments/order.ts';
import { LedgerTrouble, type Advance, type Ledger, type NewOperation } from '../payments/ports.ts';
import { openingOf, useOpening } from './approved.ts';
import { consentRow, stillCovers } from './consents.ts';
import { passOnWords } from './hold-words.ts';
import { advancedColumns, operationOf, operationRow } from './operation-row.ts';
import { hasMoved, standingPage } from './page-links.ts';
import { rowReader } from './reading.ts';
import { carriedOutRows, repeatedRows, repeatsOf, stopsHere } from './repeated.ts';
import type { SealedRows } from './sealed-rows.ts';
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
export function makeOperations(store: Store): Ledger {
  const read = rowReader(store, 'operation', operationOf);

  return {
    byTicket: (ticket) => store.read((db) => oneBy(db, 'ticket', ticket).then(read.maybe)),
    byId: (id) => store.read((db) => oneBy(db, 'id', id).then(read.maybe)),

    open: (given, trail, audit, unless, seen, approved) =>
      store.write(async (transaction, rows) => {
        const unsound = store.unsound();
        if (unsound) throw unsound;
        const operation: Operation = { ...given, version: 1 };
        if (unless) {
          const repeats = await stopsHere(transaction, rows, { unless, read: read.one });
          const holder = repeats.length > 0 ? await holderOf(transaction, operation) : undefined;
          if (holder) return { busy: read.one(holder) };
          if (repeats.length > 0) return { repeats };
        }
        const page = await pageOf(transaction, rows, operation);
        if (page) return { page };
        // Two desks that saw the same bill left to pay: the second one looks at it again. The same click twice is one order.
        if (seen && (await hasMoved(transaction, seen))) {
          const holder = await holderOf(transaction, operation);
          return holder ? { busy: read.one(holder) } : { changed: seen.billId };
        }
        const gone = await consentGone(transaction, rows, operation);
        if (gone !== null) return { consent: gone };
        const opening = approved ? await openingOf(transaction, rows, { approved, operation }) : null;
        if (typeof opening === 'string') {
          // Used by this very order, when it was given a moment ago.
          const given = await holderOf(transaction, operation);
          return given ? { busy: read.one(given) } : { approval: opening };
        }
        // Between losing to a row and reading it that row may have ended: then there is room, and this one is tried again.
        for (let attempt = 0; attempt < 5; attempt += 1) {
          if (await rows.insert('operation', operationRow(operation, trail))) {
            if (opening) await useOpening(transaction, rows, { opening, operation });
            await noteCause(rows, operation);
            rows.audit(audit);
            return { opened: operation };
          }
          const holder = await holderOf(transaction, operation);
          if (holder) return { busy: read.one(holder) };
        }
        throw new Error(`Operation ${operation.id} could not be written: its own id is taken`);
      }),

    advance: (step) =>
      store.write(async (transaction, rows) => {
        const after = afterStep(step);
        const stored = await rows.held('operation', after.id);
        if (!stored) throw new Error(`There is no operation ${after.id} to advance`);
        if (stored.version !== step.operation.version) return { written: false, operation: read.one(stored) };
        // Before the row is changed: whoever opens an order holds the consent first and then meets this row, so that none waits for the other.
        const followUp = step.followUp && (await asItBegins(transaction, rows, step.followUp));
        await rows.change('operation', stored, {
          ...advancedColumns(after),
          trail: stored.trail + trailText(step.trail),
        });
        await noteAgreed(rows, after);
        await passOn(transaction, rows, after);
        if (followUp) await insertFollowUp(rows, followUp, step.at);
        if (step.audit) rows.audit(step.audit);
        if (step.followUpAudit) rows.audit(step.followUpAudit);
        return { written: true, operation: after };
      }),

    note: (operationId, trail) =>
      store.write(async (_transaction, rows) => {
        const stored = await rows.held('operation', operationId);
        if (!stored) throw new Error(`There is no operation ${operationId} to note on`);
        await rows.change('operation', stored, { trail: stored.trail + trailText(trail) });
      }),

    openOperations: () =>
      store.read(async (db) => {
        const rows = await db.selectFrom('operation').selectAll().where(onGuard).where(stillOpen).execute();
        // Few are ever open. Put in order there, SQLite would go through every order by its time instead of these by their own index.
        return read.some(rows).toSorted((one, other) => one.createdAt - other.createdAt);
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

/** The part of an order that takes or holds money: itself, or the hold that a release makes room for. */
function takingOf(plan: Operation['plan']): Pick<PlanOf<'charge' | 'hold'>, 'cause' | 'amount'> | null {
  if (plan.kind === 'charge' || plan.kind === 'hold') return plan;
  return plan.kind === 'release' ? (plan.replacement ?? null) : null;
}

/** The consent it would be taken under, where that was withdrawn or used up since it was judged; else null. */
async function consentGone(
  transaction: Transaction<Tables>,
  rows: SealedRows,
  { plan }: Pick<Operation, 'plan'>,
): Promise<string | null> {
  const taking = takingOf(plan);
  const consentId = taking?.cause?.consentId ?? null;
  if (!taking || consentId === null) return null;
  return (await stillCovers(transaction, rows, { consentId, amount: taking.amount.amount })) ? null : consentId;
}

/** A page on which the bill of this order may still be paid. Whoever makes such a page holds the same bill in its own commit. */
async function pageOf(
  transaction: Transaction<Tables>,
  rows: SealedRows,
  { plan }: Operation,
): Promise<string | undefined> {
  const billId = takingOf(plan)?.cause?.billId;
  if (!billId) return undefined;
  await rows.held('bill', billId);
  return (await standingPage(transaction, billId))?.id;
}

/** Beside the row, what it is for, so that a bill finds its operations. */
async function noteCause(rows: SealedRows, { id, plan }: Operation): Promise<void> {
  const cause = 'cause' in plan ? plan.cause : undefined;
  if (!cause || (cause.billId === null && cause.consentId === null)) return;
  const { purpose, billId, consentId } = cause;
  await rows.insert('operation_cause', { operation_id: id, purpose, bill_id: billId, consent_id: consentId });
}

/** A card or account that is kept now, with what the client agreed to beside it: in the commit that says so, once, whatever crashes. */
async function noteAgreed(rows: SealedRows, { id, plan, state, ...operation }: Operation): Promise<void> {
  if (plan.kind !== 'save_card' && plan.kind !== 'save_bank_account') return;
  if (plan.agreed === null || state.name !== 'done' || state.reference === '') return;
  const { staffId, staffName, desk, provider } = operation;
  const row = consentRow({
    ...{ id: `consent-${id}`, cardId: `${provider}:${state.reference}`, customerId: `${provider}:${plan.customerRef}` },
    ...{ ...plan.agreed, currency: plan.currency, scanId: null },
    // A card is typed beside the text itself; words about an account are read out, and somebody hears the yes.
    ...(plan.kind === 'save_card' ? { channel: 'page', witness: null } : { channel: 'verbal', witness: plan.witness }),
    ...{ at: state.at, staffId, staffName, desk, withdrawn: null, version: 1 },
  });
  await rows.insert('consent', row);
}

/** A hold with a target is one that took the place of another: what the house means to do is said of this one from now on. */
async function passOn(
  transaction: Transaction<Tables>,
  rows: SealedRows,
  { kind, targetId, state, provider }: Operation,
): Promise<void> {
  if (kind !== 'hold' || targetId === null || state.name !== 'done' || state.reference === '') return;
  const to = `${provider}:${state.reference}`;
  await unlessDamaged(() => passOnWords(transaction, rows, { from: targetId, to }), undefined);
}

/** A damaged row beside it never keeps what became of an order from being written; from its being met on, no new one is opened. */
async function unlessDamaged<T>(work: () => Promise<T>, instead: T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LedgerTrouble && error.code === 'records_damaged') return instead;
    throw error;
  }
}

async function holderOf(
  transaction: Transaction<Tables>,
  { ticket, guard }: Operation,
): Promise<OperationTable | undefined> {
  const same = ticket === null ? undefined : await oneBy(transaction, 'ticket', ticket);
  if (same) return same;
  return transaction.selectFrom('operation').selectAll().where('guard', '=', guard).where(onGuard).executeTakeFirst();
}

/** A next step as it is written: a hold whose consent went while the step before it was under way is not placed. */
async function asItBegins(
  transaction: Transaction<Tables>,
  rows: SealedRows,
  followUp: NewOperation,
): Promise<NewOperation> {
  if (followUp.state.name !== 'open') return followUp;
  // Of a consent that was tampered with nobody can say that it still covers anything.
  if ((await unlessDamaged(() => consentGone(transaction, rows, followUp), 'damaged')) === null) return followUp;
  return { ...followUp, state: { name: 'not_done', at: followUp.createdAt, why: 'consent_gone' } };
}

async function insertFollowUp(rows: SealedRows, followUp: NewOperation, at: number): Promise<void> {
  const trail: TrailLine[] = [{ at, what: 'written', detail: { by: followUp.staffName } }];
  const operation: Operation = { ...followUp, version: 1 };
  if (await rows.insert('operation', operationRow(operation, trail))) return noteCause(rows, operation);
  // The step before held this guard until this very commit: somebody else having it means that these two do not belong together.
  throw new Error(`The next step ${followUp.id} could not be written: ${followUp.guard} is taken`);
}
