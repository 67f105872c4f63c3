import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { migrate } from '../../src-main/ledger/migrate.ts';
import { makeApprovalBook } from '../../src-main/ledger/approvals.ts';
import { makeAuditBook } from '../../src-main/ledger/audit.ts';
import { holdLineOf, holdLineRowOf } from '../../src-main/ledger/hold-run-row.ts';
import { makeRunBook } from '../../src-main/ledger/runs.ts';
import { makeBillBook, type Bill } from '../../src-main/ledger/bills.ts';
import { operationOf } from '../../src-main/ledger/operation-row.ts';
import { makeOperationLists } from '../../src-main/ledger/operation-lists.ts';
import { makeOperations } from '../../src-main/ledger/operations.ts';
import { pageLinkOf } from '../../src-main/ledger/page-link-row.ts';
import { makePageLinkBook } from '../../src-main/ledger/page-links.ts';
import { makeSealer } from '../../src-main/ledger/seal.ts';
import { sealAll } from '../../src-main/ledger/sealing.ts';
import { makeStore } from '../../src-main/ledger/store.ts';
import type { Tables } from '../../src-main/ledger/tables.ts';
import type { BillSeen } from '../../src-main/payments/bill.ts';
import type { LinkLedger } from '../../src-main/payments/link-ports.ts';
import type { Operation } from '../../src-main/payments/operation.ts';
import type { PageLink } from '../../src-main/payments/page-link.ts';
import type { Ledger } from '../../src-main/payments/ports.ts';
import type { HoldBooks } from '../support/hold-house.ts';
import { memoryPages } from '../support/memory-pages.ts';
import { memoryLedger } from '../support/memory-ledger.ts';

/** The records of a house, with all that is in them. */
export interface HouseRecords {
  /** orders; where the house makes pages for bills, one that charges a bill finds its page */
  readonly ledger: Ledger;
  readonly pages: PageRecords;
  all(): Promise<readonly Operation[]>;
  close(): void;
}

/** Records in which holds are captured together, and a second person's yes is kept: the ledger itself. */
export interface HoldRecords extends HouseRecords {
  readonly books: HoldBooks;
}

/** Pages, and what is paid of the bills they are for. */
export interface PageRecords {
  readonly links: LinkLedger;
  all(): Promise<readonly PageLink[]>;
  /** charges of a bill, and what stands on it otherwise */
  ofBill(
    billId: string,
  ): Promise<{ readonly operations: readonly Operation[]; readonly credits: readonly { readonly amount: number }[] }>;
  /** cash; false when more stands in the bill than was seen */
  credit(billId: string, credit: { readonly id: string; readonly amount: number }, seen?: BillSeen): Promise<boolean>;
}

/** The ledger's promises without a database: most afternoons, for there are many. */
export function recordsInMemory(): HouseRecords {
  const ledger = memoryLedger();
  const pages = memoryPages(ledger.all);
  const own = (billId: string): Operation[] =>
    ledger.all().filter(({ plan }) => 'cause' in plan && plan.cause?.billId === billId);
  return {
    ledger: pages.beside(ledger),
    pages: {
      links: pages,
      all: async () => pages.all(),
      ofBill: async (billId) => ({ operations: own(billId), credits: pages.credits(billId) }),
      credit: async (billId, { amount }, seen) => pages.credit(billId, { amount, paymentId: null }, seen),
    },
    all: async () => ledger.all(),
    close: () => undefined,
  };
}

/** The ledger itself on SQLite without a disk: rows, indexes, seals and all. `bills`: those that it has. */
export async function recordsInSqlite(bills: readonly Bill[] = []): Promise<HoldRecords> {
  const database = new Database(await migrated);
  const db = dbOn(database);
  const store = makeStore(db, { sealer: makeSealer(null), shared: false, ground: null, onDamage: () => undefined });
  const ledger = makeOperations(store);
  const book = makeBillBook(store);
  for (const bill of bills) await book.add(bill);
  const all = async (): Promise<readonly Operation[]> => {
    const rows = await db.selectFrom('operation').selectAll().orderBy('created_at').orderBy('id').execute();
    return rows.map(operationOf);
  };
  return {
    ledger,
    books: {
      operations: { ...ledger, ...makeOperationLists(store) },
      holdRuns: makeRunBook(store, {
        ...{ run: 'hold_run', line: 'hold_run_line', lineOf: holdLineOf, lineRowOf: holdLineRowOf },
      }),
      approvals: makeApprovalBook(store),
      bills: book,
      audit: makeAuditBook(store),
      trouble: () => store.unsound(),
    },
    pages: {
      links: makePageLinkBook(store),
      async all() {
        const rows = await db.selectFrom('page_link').selectAll().orderBy('created_at').orderBy('id').execute();
        return rows.map(pageLinkOf);
      },
      async ofBill(billId) {
        const ids = new Set((await book.operations([billId])).get(billId));
        const operations = (await all()).filter(({ id }) => ids.has(id));
        return { operations, credits: (await book.credits([billId])).get(billId) ?? [] };
      },
      credit: (billId, { id, amount }, seen) =>
        book.credit(billId, { id, kind: 'cash', amount, paymentId: null, note: null, by: 'Maude', at: 0 }, seen),
    },
    all,
    close: () => database.close(),
  };
}

function dbOn(database: Database.Database): Kysely<Tables> {
  // An afternoon says the same few sentences again and again: each is prepared once.
  const prepared = new Map<string, Database.Statement>();
  const prepare = (sentence: string): Database.Statement => {
    const known = prepared.get(sentence) ?? database.prepare(sentence);
    prepared.set(sentence, known);
    return known;
  };
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: { prepare, close: () => database.close() } }) });
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
