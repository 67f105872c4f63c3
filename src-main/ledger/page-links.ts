import { sql, type Kysely, type Transaction } from 'kysely';
import type { BillSeen } from '../payments/bill.ts';
import type { LinkAdvance, LinkLedger } from '../payments/link-ports.ts';
import type { PageLink } from '../payments/page-link.ts';
import { consentRow } from './consents.ts';
import { changingColumns, pageLinkOf, pageLinkRow } from './page-link-row.ts';
import { rowReader } from './reading.ts';
import type { SealedRows } from './sealed-rows.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';
import { trailText } from './trail.ts';

export type PageLinkBook = LinkLedger;

/** Written out as in the index: with parameters SQLite could not know that it applies. */
const standing = sql<boolean>`state_name IN ('preparing', 'open', 'processing', 'needs_person')`;
const unsettled = sql<boolean>`operation.state_name IN ('open', 'unknown', 'needs_person')`;
const mostListed = 50;

/** Pages prepared for clients: every write is one durable commit. */
export function makePageLinkBook(store: Store): PageLinkBook {
  const read = rowReader(store, 'page_link', pageLinkOf);
  const one = (db: Kysely<Tables>, column: 'id' | 'ticket', value: string) =>
    db.selectFrom('page_link').selectAll().where(column, '=', value).executeTakeFirst();

  return {
    byId: (id) => store.read(async (db) => read.maybe(await one(db, 'id', id))),
    byTicket: (ticket) => store.read(async (db) => read.maybe(await one(db, 'ticket', ticket))),

    add: (given, { trail, audit, seen }) =>
      store.write(async (transaction, rows) => {
        const unsound = store.unsound();
        if (unsound) throw unsound;
        const known = await one(transaction, 'ticket', given.ticket);
        if (known) return { known: read.one(known) };
        if (given.billId !== null) {
          // Whoever charges this bill holds the same row in its own commit: neither can miss the other.
          await rows.held('bill', given.billId);
          const other = await standingPage(transaction, given.billId);
          if (other) return { standing: read.one(other) };
          if (seen && (await hasMoved(transaction, seen))) return { billBusy: true };
        }
        const link: PageLink = { ...given, version: 1 };
        if (!(await rows.insert('page_link', pageLinkRow(link, trail))))
          throw new Error(`Page ${link.id} could not be written: its id is taken`);
        rows.audit(audit);
        return { added: link };
      }),

    advance: (advance) =>
      store.write(async (_transaction, rows) => {
        const { link, step, at, audit } = advance;
        const stored = await rows.held('page_link', link.id);
        if (!stored) throw new Error(`There is no page ${link.id} to advance`);
        if (stored.version !== link.version) return { written: false, link: read.one(stored) };
        const after: PageLink = {
          ...link,
          sessionRef: step.sessionRef,
          state: step.state,
          customerId: link.customerId ?? madeThere(link.plan, step.state),
          updatedAt: at,
          version: link.version + 1,
        };
        await rows.change('page_link', stored, {
          ...changingColumns(after),
          trail: stored.trail + trailText(step.trail),
        });
        await bring(rows, advance);
        if (audit) rows.audit(audit);
        return { written: true, link: after };
      }),

    note: (id, trail) =>
      store.write(async (_transaction, rows) => {
        const stored = await rows.held('page_link', id);
        if (!stored) throw new Error(`There is no page ${id} to note on`);
        await rows.change('page_link', stored, { trail: stored.trail + trailText(trail) });
      }),

    live: () =>
      store.read(async (db) => {
        const rows = await db.selectFrom('page_link').selectAll().where(standing).orderBy('created_at').execute();
        return read.some(rows).filter(({ state }) => state.name !== 'needs_person');
      }),

    standingOf: (billId) =>
      store.read(async (db) => {
        const found = await db
          .selectFrom('page_link')
          .selectAll()
          .where('bill_id', '=', billId)
          .where(standing)
          .execute();
        return found.map((row) => read.one(row));
      }),

    list: ({ customerIds, billId, all = false }) =>
      store.read(async (db) => {
        const most = all ? Number.MAX_SAFE_INTEGER : mostListed;
        const newest = db.selectFrom('page_link').selectAll().orderBy('created_at', 'desc').limit(most);
        const rows =
          billId !== null
            ? await newest.where('bill_id', '=', billId).execute()
            : customerIds.length > 0
              ? await newest.where('customer_id', 'in', customerIds).execute()
              : await newest.where(standing).execute();
        return read.some(rows);
      }),
  };
}

/** A page of that bill that money may still come from, if there is one. Asked in the commit that would take money otherwise. */
export function standingPage(
  transaction: Transaction<Tables>,
  billId: string,
): Promise<Tables['page_link'] | undefined> {
  return transaction
    .selectFrom('page_link')
    .selectAll()
    .where('bill_id', '=', billId)
    .where(standing)
    .executeTakeFirst();
}

/** Whether something of the bill is not known yet, or more stands in it than was counted. Asked by whoever holds its row. */
export async function hasMoved(
  transaction: Transaction<Tables>,
  { billId, operations, credits, decisions = 0 }: BillSeen,
): Promise<boolean> {
  const own = await transaction
    .selectFrom('operation_cause')
    .innerJoin('operation', 'operation.id', 'operation_cause.operation_id')
    .select((eb) => [
      eb.fn.countAll<number>().as('count'),
      sql<number>`sum(CASE WHEN ${unsettled} THEN 1 ELSE 0 END)`.as('open'),
    ])
    .where('operation_cause.bill_id', '=', billId)
    .executeTakeFirstOrThrow();
  const noted = await transaction
    .selectFrom('bill_credit')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('bill_id', '=', billId)
    .executeTakeFirstOrThrow();
  const decided = await transaction
    .selectFrom('given_back')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('bill_id', '=', billId)
    .executeTakeFirstOrThrow();
  const matchedNoMore = await transaction
    .selectFrom('payout_match')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('bill_id', '=', billId)
    .where('kind', '=', 'undone')
    .executeTakeFirstOrThrow();
  const now = [own.count, noted.count, Number(decided.count) + Number(matchedNoMore.count)];
  const before = [operations, credits, decisions];
  return Number(own.open ?? 0) > 0 || now.some((count, at) => Number(count) !== before[at]);
}

/** The customer that the provider made of whoever used the page. */
function madeThere({ provider }: PageLink['plan'], state: PageLink['state']): string | null {
  return state.name === 'completed' && state.customerRef !== null ? `${provider}:${state.customerRef}` : null;
}

/** What a completed page brings, exactly once: the unique index of payments on bills, and the version of the page, see to it. */
async function bring(rows: SealedRows, { link, credit, consent, at }: LinkAdvance): Promise<void> {
  if (credit && link.billId !== null) {
    const { id, amount, paymentId, note } = credit;
    const noted = { kind: 'provider', credited_by: link.staffName, at } as const;
    await rows.insert('bill_credit', { id, bill_id: link.billId, amount, payment_id: paymentId, note, ...noted });
  }
  const agreed = link.plan.consent;
  if (consent && agreed) {
    const { id, cardId, customerId } = consent;
    const { staffId, staffName, desk, plan } = link;
    const row = consentRow({
      ...{ id, cardId, customerId, ...agreed, language: plan.language, currency: plan.currency },
      ...{ channel: 'page', witness: null, scanId: null, at, staffId, staffName, desk, withdrawn: null, version: 1 },
    });
    await rows.insert('consent', row);
  }
}
