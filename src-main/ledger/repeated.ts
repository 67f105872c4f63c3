import { sql, type Kysely, type Transaction } from 'kysely';
import type { Operation } from '../payments/operation.ts';
import type { RepeatQuestion, Unless } from '../payments/ports.ts';
import type { SealedRows } from './sealed-rows.ts';
import type { OperationTable, Tables } from './tables.ts';

/** What moved money or may have: a decline, a refusal or what is known never to have happened is no reason to wait. */
const movedOrMay = sql<boolean>`state_name IN ('open', 'unknown', 'pending', 'done', 'needs_person')`;
const carried = sql<boolean>`state_name IN ('done', 'pending')`;
const mostCarried = 20;
/** A desk whose clock is further off than a quarter of an hour is refused: two may be twice that apart. */
const mostApartMs = 30 * 60_000;

/** Rows of what a new order may be doing again, newest first. */
export async function repeatedRows(db: Kysely<Tables>, question: RepeatQuestion): Promise<OperationTable[]> {
  if (question.about === 'take' && question.customerIds.length === 0) return [];
  const since = question.about === 'take' && question.there ? question.since - mostApartMs : question.since;
  let found = db.selectFrom('operation').selectAll().where(movedOrMay).where('created_at', '>=', since);
  if (question.about === 'take') {
    found = found.where('customer_id', 'in', question.customerIds).where('kind', 'in', ['charge', 'hold']);
  } else {
    found = found.where('guard', '=', question.guard).where('kind', '=', 'refund');
    if (question.amount) {
      const { amount, currency } = question.amount;
      found = found.where('amount', '=', amount).where('currency', '=', currency);
    }
  }
  return found.orderBy('created_at', 'desc').orderBy('id', 'desc').execute();
}

/** Without what was too long ago by its provider's clock, what is known and belongs to the very bill that is asked about, and the hold that is replaced. */
export function repeatsOf(question: RepeatQuestion, found: readonly Operation[]): Operation[] {
  if (question.about !== 'take') return [...found];
  const { exceptBill, exceptKey, tipAlone } = question;
  return found.filter((operation) => {
    const { plan, state } = operation;
    if (!isSince(question, operation)) return false;
    if (state.name !== 'done' && state.name !== 'pending') return true;
    if (exceptKey && plan.key === exceptKey) return false;
    if (!exceptBill || !('cause' in plan) || plan.cause?.billId !== exceptBill) return true;
    return tipAlone === true && operation.amount !== null && operation.tip === operation.amount.amount;
  });
}

/** Where a provider's time was not known when it was written, or is not now, what desks whose clocks disagree may have meant counts. */
function isSince(
  { since, there }: Extract<RepeatQuestion, { about: 'take' }>,
  { provider, createdAt, providerClockAt }: Operation,
): boolean {
  const from = there?.[provider] ?? null;
  return from === null || providerClockAt === null
    ? createdAt >= (there ? since - mostApartMs : since)
    : providerClockAt >= from;
}

/**
 * The same question in the commit that would open the order. Desks that share these records take turns here, so that what another desk has just
 * finished is seen.
 */
export async function stopsHere(
  transaction: Transaction<Tables>,
  rows: Pick<SealedRows, 'alone'>,
  {
    unless: { question, passed },
    read,
  }: { readonly unless: Unless; readonly read: (row: OperationTable) => Operation },
): Promise<Operation[]> {
  await rows.alone();
  const found = repeatsOf(question, (await repeatedRows(transaction, question)).map(read));
  // What is not known yet stops everybody: no PIN makes it known.
  return found.filter(({ id, state }) => (state.name !== 'done' && state.name !== 'pending') || !passed.includes(id));
}

/** Rows of what was carried out on this guard, newest first. */
export function carriedOutRows(db: Kysely<Tables>, guard: string): Promise<OperationTable[]> {
  return db
    .selectFrom('operation')
    .selectAll()
    .where('guard', '=', guard)
    .where(carried)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(mostCarried)
    .execute();
}
