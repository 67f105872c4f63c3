import Database from 'better-sqlite3';
import { Kysely, sql } from 'kysely';
import { LedgerTrouble } from '../payments/ports.ts';
import { openLedger, putTogether, type HouseLedger, type LedgerParts, type LedgerPlace } from './ledger.ts';
import { migrate } from './migrate.ts';
import { OneByOneDialect } from './one-by-one.ts';
import type { Damage } from './records-check.ts';
import { salvageFrom, type Salvage } from './salvage.ts';
import { makeSealer } from './seal.ts';
import { keptStatements } from './sqlite.ts';
import type { Tables } from './tables.ts';

/**
 * Opens the records of a house whatever state they are in, so that its desk opens. Records that cannot be used (no database, damaged pages, a newer
 * version, a folder that cannot be written) are left where they are, byte for byte, and what can be read of them is held in memory: `trouble()` says
 * why money is shut, `held` what was saved. Somebody can still sign in and read; nothing of money, people, keys or names is written.
 */
export async function openLedgerAnyway(where: LedgerPlace, parts: LedgerParts): Promise<HouseLedger> {
  try {
    return await openLedger(where, parts);
  } catch (error) {
    // A full disk, another program on the file, a newer version: somebody can mend that and try again; nothing needs to be saved.
    if (!(error instanceof LedgerTrouble) || !holdable.has(error.code)) throw error;
    return holdRecords(where, parts, error);
  }
}

const holdable: ReadonlySet<LedgerTrouble['code']> = new Set(['records_damaged', 'records_on_network']);

async function holdRecords(where: LedgerPlace, parts: LedgerParts, trouble: LedgerTrouble): Promise<HouseLedger> {
  const sealer = makeSealer(parts.auditKey ?? null);
  // A file on a network drive is not even opened: that alone would write beside it.
  const mayRead = 'file' in where && trouble.code !== 'records_on_network';
  const saved: Salvage = mayRead ? salvageFrom(where.file, sealer) : { rows: [], lines: [] };
  const database = new Database(':memory:');
  const db = new Kysely<Tables>({
    dialect: new OneByOneDialect({ database: keptStatements(database, 'BEGIN IMMEDIATE') }),
  });
  await migrate(db);
  // The audit of memory begins where the file's could be read to; nothing vouches for it, and nothing is built on it.
  await db.transaction().execute(async (transaction) => {
    for (const { table, row } of saved.rows) {
      const insert = transaction.insertInto(table).values(row as never);
      await insert.onConflict((conflict) => conflict.doNothing()).execute();
    }
    for (const line of saved.lines) await transaction.insertInto('audit').values(line).execute();
    const last = saved.lines.reduce((most, { id }) => Math.max(most, id), 0);
    await sql`UPDATE audit_head SET line_count = ${last}`.execute(transaction);
  });
  const damage: Damage = { table: 'file', id: trouble.message.slice(0, 200), why: 'file' };
  parts.onDamage?.(damage);
  const ledger = await putTogether(
    db,
    { shared: false, file: null },
    { ...parts, head: null, onDamage: () => undefined },
  );
  const refuse = async (): Promise<never> => {
    throw trouble;
  };
  return {
    ...ledger,
    operations: { ...ledger.operations, open: refuse, advance: refuse, note: refuse },
    staff: { ...ledger.staff, add: refuse, update: refuse },
    links: { ...ledger.links, link: refuse, unlink: refuse },
    nicknames: { ...ledger.nicknames, set: refuse },
    keys: { ...ledger.keys, set: refuse, forget: refuse },
    recovery: {
      ...ledger.recovery,
      write: refuse,
      replace: refuse,
      takeOver: refuse,
      settle: refuse,
      recount: refuse,
    },
    bills: { ...ledger.bills, add: refuse, addMany: refuse, change: refuse, credit: refuse },
    givenBack: { ...ledger.givenBack, decide: refuse, undo: refuse },
    dayEnds: { ...ledger.dayEnds, add: refuse },
    payoutMatches: { ...ledger.payoutMatches, match: refuse, explain: refuse, undo: refuse },
    statements: { ...ledger.statements, begin: refuse, add: refuse, withdraw: refuse },
    missed: { ...ledger.missed, note: refuse, takeBack: refuse },
    closings: { ...ledger.closings, close: refuse, reopen: refuse },
    cardEvents: { ...ledger.cardEvents, add: refuse },
    lapsedHolds: { ...ledger.lapsedHolds, note: refuse },
    missedCaptures: { ...ledger.missedCaptures, note: refuse },
    billRuns: { ...ledger.billRuns, start: refuse, begin: refuse, refuse, rest: refuse, resume: refuse },
    holdRuns: { ...ledger.holdRuns, start: refuse, begin: refuse, refuse, rest: refuse, resume: refuse },
    holdWords: { ...ledger.holdWords, plan: refuse, note: refuse, saveView: refuse, removeView: refuse },
    approvals: { ...ledger.approvals, prepare: refuse, decide: refuse, withdraw: refuse, voided: refuse },
    pageLinks: { ...ledger.pageLinks, add: refuse, advance: refuse, note: refuse },
    consents: { ...ledger.consents, add: refuse, addAll: refuse, withdraw: refuse, addText: refuse },
    payers: { ...ledger.payers, add: refuse, revoke: refuse },
    held: { rows: saved.rows.length },
    trouble: () => trouble,
    damage: () => [damage],
    probe: async () => trouble,
    check: async () => ({ sound: false, damage: [damage], at: parts.clock.now() }),
    useKey: async () => trouble,
    rememberHead: async () => undefined,
    acceptEnd: refuse,
  };
}
