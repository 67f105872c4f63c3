import { sql, type Kysely } from 'kysely';
import { LedgerTrouble, type Clock, type Ledger, type Random } from '../payments/ports.ts';
import { admit } from './admit.ts';
import { readHead } from './audit-head.ts';
import { makeApprovalBook, type ApprovalBook } from './approvals.ts';
import { makeAuditBook, type AuditBook } from './audit.ts';
import { lineOf, lineRowOf, type BillRunLine } from './bill-run-row.ts';
import { makeBillBook, type BillBook } from './bills.ts';
import { makeCardEventBook, type CardEventBook } from './card-events.ts';
import { makeGivenBackBook, type GivenBackBook } from './given-back.ts';
import { makePayoutMatchBook, type PayoutMatchBook } from './payout-matches.ts';
import { makeStatementBook, type StatementBook } from './statements.ts';
import { makeMissedCaptureBook, type MissedCaptureBook } from './missed-captures.ts';
import { makeLapsedHoldBook, type LapsedHoldBook } from './lapsed-holds.ts';
import { makeConsentBook, type ConsentBook } from './consents.ts';
import { holdLineOf, holdLineRowOf, type HoldRunLine } from './hold-run-row.ts';
import { makeHoldWords, type HoldWords } from './hold-words.ts';
import { makeDayBook, type DayBook } from './days.ts';
import { makeDayEndBook, type DayEndBook } from './day-ends.ts';
import { makeKeyBook, type KeyBook } from './keys.ts';
import { makeLinkBook, type LinkBook } from './links.ts';
import { makeLookout } from './lookout.ts';
import { isBehind, migrate } from './migrate.ts';
import { makePageLinkBook, type PageLinkBook } from './page-links.ts';
import { makePayerBook, type PayerBook } from './payers.ts';
import { makeBillClosingBook, type BillClosingBook } from './bill-closings.ts';
import { makeMissedBook, type MissedBook } from './missed-visits.ts';
import { makeNicknameBook, type NicknameBook } from './nicknames.ts';
import { makeOperationLists, type OperationLists } from './operation-lists.ts';
import { makeOperations } from './operations.ts';
import { watchPlace } from './place.ts';
import { openPostgres } from './postgres.ts';
import type { Damage, RecordsCheck } from './records-check.ts';
import { makeRecoveryBook, type RecoveryBook } from './recovery.ts';
import { makeRegistry, type Registry } from './registry.ts';
import { makeHeadMemory, type HeadKeeper } from './remembered-head.ts';
import { makeRunBook, type RunBook } from './runs.ts';
import { makeSealer } from './seal.ts';
import { makeSettingBook, type SettingBook } from './settings.ts';
import { oddInSchema } from './schema.ts';
import { openSqlite } from './sqlite.ts';
import { makeStaffBook, type StaffBook } from './staff-rows.ts';
import { makeStore } from './store.ts';
import type { Tables } from './tables.ts';
import { asLedgerTrouble, isSqliteError } from './trouble.ts';

/** A file of this house, or a PostgreSQL database that several desks share. `sqlite`: the library's version, where it is not asked itself. */
export type LedgerPlace =
  { readonly file: string; readonly sqlite?: string } | { readonly postgres: string; readonly schema?: string };

export interface LedgerParts {
  readonly clock: Clock;
  readonly random: Random;
  /**
   * The house's key: what rows and audit are sealed with. Records that have one are shut for money, and for every writing, while it is not at hand.
   * A house that never had one is sealed without: flipped bits are noticed then, edits by hand are not.
   */
  readonly auditKey?: Buffer | null;
  /** where the end of the audit is remembered outside the records; without it an older copy of the file is not told from the newer */
  readonly head?: HeadKeeper | null;
  /** told once of each damaged record */
  readonly onDamage?: (damage: Damage) => void;
  /** Another desk is running on these records: they are read, and not brought to this version under its feet. */
  readonly guest?: boolean;
  /** the built look-worker.ts; without it `check` reads in this thread, in slices */
  readonly lookWorker?: URL | null;
}

/** The precious records of one house in one mode. */
export interface HouseLedger {
  readonly operations: Ledger & OperationLists;
  readonly audit: AuditBook;
  readonly staff: StaffBook;
  readonly settings: SettingBook;
  readonly registry: Registry;
  readonly links: LinkBook;
  readonly nicknames: NicknameBook;
  readonly keys: KeyBook;
  readonly bills: BillBook;
  /** what was decided of money that was given back elsewhere */
  readonly givenBack: GivenBackBook;
  /** with which bills lines of payouts belong, and why some belong with none */
  readonly payoutMatches: PayoutMatchBook;
  /** what files say that Paysafe paid */
  readonly statements: StatementBook;
  readonly missed: MissedBook;
  readonly closings: BillClosingBook;
  readonly billRuns: RunBook<BillRunLine>;
  readonly holdRuns: RunBook<HoldRunLine>;
  /** what people mean to do with holds, what they noted of them, views of their list */
  readonly holdWords: HoldWords;
  readonly cardEvents: CardEventBook;
  readonly lapsedHolds: LapsedHoldBook;
  /** what the house's rule had due and did not capture */
  readonly missedCaptures: MissedCaptureBook;
  /** what waits for a second person, and what became of it */
  readonly approvals: ApprovalBook;
  /** what moved between two moments, from all that moves money */
  readonly days: DayBook;
  /** what was written when days were closed, opened again and handed over */
  readonly dayEnds: DayEndBook;
  readonly consents: ConsentBook;
  /** cards that may pay for somebody else than their owner */
  readonly payers: PayerBook;
  /** what is written when records are built anew */
  readonly recovery: RecoveryBook;
  /** the id that these records were given when they were made, sealed in the head of their audit; '' where there is none */
  id(): Promise<string>;
  readonly pageLinks: PageLinkBook;
  /** when the records were opened and what the day begins with was found sound, or when a whole look last found all of it so; unix ms */
  verified(): number;
  /** why money may not move: the last write failed, or a row is damaged; null when all is well */
  trouble(): LedgerTrouble | null;
  /** these are not the records themselves but what could be read of them, in memory; the file is where it was, untouched */
  readonly held: { readonly rows: number } | null;
  /** which records are damaged, as far as was met; for a view, and for whoever mends them */
  damage(): readonly Damage[];
  /** Makes one small durable commit, to find out whether a full disk or a lost line is over. Answers `trouble()` afterwards. */
  probe(): Promise<LedgerTrouble | null>;
  /**
   * Reads every record without anybody waiting for it. What it finds damaged shuts the money (`trouble()`), and found sound, what was said of damage
   * before is over; it throws only when the records cannot be read at all, or are closed meanwhile. Two callers at once share one look.
   */
  check(): Promise<RecordsCheck>;
  /** The keychain was shut when these records were opened, and is open now: judges them with the key. Answers `trouble()` afterwards. */
  useKey(auditKey: Buffer): Promise<LedgerTrouble | null>;
  /**
   * Remembers the end of the audit outside the records, when there is anything new. Never on an order's way: every few minutes and before closing. Not
   * done while something is damaged. @throws when the keychain cannot be used
   */
  rememberHead(): Promise<void>;
  /**
   * A person built these records anew after an older copy of them had been put in their place by hand: they are the house's from now on. Remembers their
   * end. False for records that are not an older state of those that were remembered, but others.
   * @throws when the keychain cannot be used: then they go on being taken for an old copy
   */
  acceptEnd(): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * Opens the records, makes them when absent, brings them to this version and looks at what the day begins with: open and newest operations, the end
 * of the audit, people, settings. Damaged rows do not throw: `trouble()` says that money is shut.
 * @throws LedgerTrouble records_damaged (no database, or not ours), records_newer, records_locked, records_unwritable, sqlite_old, records_in_use, records_on_network: then
 *   nothing may be sent
 */
export async function openLedger(where: LedgerPlace, parts: LedgerParts): Promise<HouseLedger> {
  const db = await openDatabase(where);
  try {
    if ('postgres' in where) {
      await migrate(db);
      return await putTogether(db, { shared: true, file: null }, parts);
    }
    await bringUp(db, parts.guest ?? false);
    return await putTogether(db, { shared: false, file: where.file }, parts);
  } catch (error) {
    await db.destroy();
    throw asLedgerTrouble(error) ?? (isSqliteError(error) ? brokenFile(error.message, error) : error);
  }
}

/** Brings a file to this version; one that is not built as ours are is left as it is. */
async function bringUp(db: Kysely<Tables>, guest: boolean): Promise<void> {
  if (guest && (await isBehind(db)))
    throw new LedgerTrouble('records_in_use', 'These records are of another version, and another desk runs on them.');
  await migrate(db);
  const odd = await oddInSchema(db);
  if (odd.length > 0) throw brokenFile(`not as we make them: ${odd.join(', ')}`);
}

/** What we say to a file of ours it always understands: that it does not means that its tables were changed. */
function brokenFile(why: string, cause?: Error): LedgerTrouble {
  return new LedgerTrouble('records_damaged', `The records cannot be used: ${why}`, { cause });
}

/** Everything around a database that is open and of this version. @param about its file, and whether desks share it */
export async function putTogether(
  db: Kysely<Tables>,
  about: { readonly shared: boolean; readonly file: string | null },
  parts: LedgerParts,
): Promise<HouseLedger> {
  const { clock, random } = parts;
  let auditKey = parts.auditKey ?? null;
  const sealer = makeSealer(auditKey);
  const onDamage = parts.onDamage ?? (() => undefined);
  const ground = about.file === null ? null : { place: watchPlace(about.file), saveLog: () => intoTheFile(db) };
  const store = makeStore(db, { sealer, shared: about.shared, ground, onDamage });
  const memory = makeHeadMemory(db, store, parts.head ?? null);
  const lookout = makeLookout({
    store,
    clock,
    file: about.file,
    worker: parts.lookWorker ?? null,
    key: () => (sealer.keyed() ? auditKey : null),
  });
  const judge = () => admit({ db, store, memory, clock, random });
  await judge();
  let verifiedAt = clock.now();
  return {
    operations: { ...makeOperations(store), ...makeOperationLists(store) },
    audit: makeAuditBook(store),
    staff: makeStaffBook(store),
    settings: makeSettingBook(store),
    registry: makeRegistry(store),
    links: makeLinkBook(store, random),
    nicknames: makeNicknameBook(store),
    keys: makeKeyBook(store),
    bills: makeBillBook(store),
    givenBack: makeGivenBackBook(store),
    payoutMatches: makePayoutMatchBook(store),
    statements: makeStatementBook(store),
    missed: makeMissedBook(store),
    closings: makeBillClosingBook(store),
    billRuns: makeRunBook(store, { run: 'bill_run', line: 'bill_run_line', lineOf, lineRowOf }),
    holdRuns: makeRunBook(store, {
      run: 'hold_run',
      line: 'hold_run_line',
      lineOf: holdLineOf,
      lineRowOf: holdLineRowOf,
    }),
    holdWords: makeHoldWords(store),
    cardEvents: makeCardEventBook(store),
    lapsedHolds: makeLapsedHoldBook(store),
    missedCaptures: makeMissedCaptureBook(store),
    approvals: makeApprovalBook(store),
    days: makeDayBook(store),
    dayEnds: makeDayEndBook(store),
    consents: makeConsentBook(store),
    payers: makePayerBook(store),
    recovery: makeRecoveryBook(store),
    id: () => store.read(readHead).then((head) => head?.ledger_id ?? ''),
    pageLinks: makePageLinkBook(store),
    verified: () => verifiedAt,
    held: null,
    trouble: () => store.trouble(),
    damage: () => store.damage(),
    async probe() {
      try {
        await store.write((transaction) => sql`UPDATE audit_head SET only_row = only_row`.execute(transaction));
      } catch (error) {
        if (!(error instanceof LedgerTrouble)) throw error;
      }
      return store.trouble();
    },
    async check() {
      const found = await lookout.check();
      if (found.sound) verifiedAt = found.at;
      return found;
    },
    async useKey(key) {
      auditKey = key;
      sealer.useKey(key);
      await judge();
      return store.trouble();
    },
    rememberHead: () => memory.remember(),
    async acceptEnd() {
      if (!(await memory.accept())) return false;
      store.accepted();
      await memory.remember();
      return true;
    },
    async close() {
      await lookout.stop();
      await db.destroy();
    },
  };
}

/** Moves all that the log holds into the file itself, on the disk when it returns. */
async function intoTheFile(db: Kysely<Tables>): Promise<void> {
  await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(db);
}

async function openDatabase(where: LedgerPlace): Promise<Kysely<Tables>> {
  try {
    return 'file' in where
      ? openSqlite(where.file, where.sqlite)
      : await openPostgres(where.postgres, where.schema ?? null);
  } catch (error) {
    throw asLedgerTrouble(error) ?? error;
  }
}
