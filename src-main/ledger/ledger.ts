import { sql, type Kysely } from 'kysely';
import { LedgerTrouble, type Clock, type Ledger, type Random } from '../payments/ports.ts';
import { makeAuditBook, type AuditBook } from './audit.ts';
import { makeBillBook, type BillBook } from './bills.ts';
import { makeConsentBook, type ConsentBook } from './consents.ts';
import { makeKeyBook, type KeyBook } from './keys.ts';
import { makeLinkBook, type LinkBook } from './links.ts';
import { migrate } from './migrate.ts';
import { makeNicknameBook, type NicknameBook } from './nicknames.ts';
import { makeOperationLists, type OperationLists } from './operation-lists.ts';
import { makeOperations } from './operations.ts';
import { watchPlace } from './place.ts';
import { openPostgres } from './postgres.ts';
import { makeRegistry, type Registry } from './registry.ts';
import { makeSealer } from './seal.ts';
import { makeSettingBook, type SettingBook } from './settings.ts';
import { openSqlite } from './sqlite.ts';
import { makeStaffBook, type StaffBook } from './staff-rows.ts';
import { makeStore } from './store.ts';
import type { Tables } from './tables.ts';
import { asLedgerTrouble } from './trouble.ts';

/** A file of this house, or a PostgreSQL database that several desks share. `sqlite`: the library's version, where it is not asked itself. */
export type LedgerPlace =
  { readonly file: string; readonly sqlite?: string } | { readonly postgres: string; readonly schema?: string };

export interface LedgerParts {
  readonly clock: Clock;
  readonly random: Random;
  /** the house's audit key; without it edits by hand are not told from our own writes, flipped bits still are */
  readonly auditKey?: Buffer | null;
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
  readonly consents: ConsentBook;
  /** when the records were opened and found sound, unix ms */
  verified(): number;
  /** the house's audit key, when the keychain could only be opened after the records were */
  useKey(auditKey: Buffer): void;
  /** why money may not move: the last write failed, or a row is damaged; null when all is well */
  trouble(): LedgerTrouble | null;
  /** Makes one small durable commit, to find out whether a full disk or a lost line is over. Answers `trouble()` afterwards. */
  probe(): Promise<LedgerTrouble | null>;
  close(): Promise<void>;
}

/**
 * Opens the records, makes them when absent and brings them to this version.
 * @throws LedgerTrouble records_damaged, records_newer, records_locked, records_unwritable or sqlite_old: then nothing may be sent
 */
export async function openLedger(where: LedgerPlace, parts: LedgerParts): Promise<HouseLedger> {
  const db = await openDatabase(where);
  try {
    await migrate(db);
  } catch (error) {
    await db.destroy();
    throw asLedgerTrouble(error) ?? error;
  }
  const ground = 'file' in where ? { place: watchPlace(where.file), saveLog: () => intoTheFile(db) } : null;
  const store = makeStore(db, ground);
  const sealer = makeSealer(parts.auditKey ?? null);
  const verifiedAt = parts.clock.now();
  return {
    operations: { ...makeOperations(store, sealer), ...makeOperationLists(store, sealer) },
    audit: makeAuditBook(store, sealer),
    staff: makeStaffBook(store),
    settings: makeSettingBook(store),
    registry: makeRegistry(store),
    links: makeLinkBook(store, parts.random),
    nicknames: makeNicknameBook(store),
    keys: makeKeyBook(store),
    bills: makeBillBook(store, sealer),
    consents: makeConsentBook(store, sealer),
    verified: () => verifiedAt,
    useKey: (auditKey) => sealer.use(auditKey),
    trouble: () => store.trouble(),
    async probe() {
      try {
        await store.write((transaction) => sql`UPDATE audit_head SET only_row = only_row`.execute(transaction));
      } catch (error) {
        if (!(error instanceof LedgerTrouble)) throw error;
      }
      return store.trouble();
    },
    close: () => db.destroy(),
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
