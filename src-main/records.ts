import { join } from 'node:path';
import { refused, type Failure } from './contract/failure.ts';
import type { Mode } from './contract/provider.ts';
import { finishRestore } from './ledger/backups/swap.ts';
import { lockDesk, type DeskLock } from './ledger/desk-lock.ts';
import { openLedgerAnyway } from './ledger/held-ledger.ts';
import type { HouseLedger } from './ledger/ledger.ts';
import type { HeadKeeper } from './ledger/remembered-head.ts';
import type { Log } from './log/log.ts';
import type { Clock, Random } from './payments/ports.ts';
import { makeHeadKeeper } from './secrets/head-keeper.ts';
import { SecretTrouble, type SecretStore } from './secrets/secret-store.ts';

export interface RecordsOptions {
  readonly folder: string;
  readonly mode: Mode;
  readonly clock: Clock;
  readonly random: Random;
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly secrets: SecretStore;
  /** as it was found in the keychain just now */
  readonly auditKey: Buffer | SecretTrouble;
  readonly log: Log;
  /** the version of SQLite, where the library itself is not asked */
  readonly sqliteVersion?: string;
  /** the built look-worker.ts; null: the look through all records runs in this thread, in slices */
  readonly lookWorker?: URL | null;
}

/** The ledger of one folder with what stands around it: the key of its seals, what is remembered of its end, and the one desk that may act on it. */
export interface OpenRecords {
  readonly ledger: HouseLedger;
  /** this desk may act: send, write, ask about open operations. False beside another running desk, until that one ends. */
  acting(): boolean;
  /** why no money may move and nothing of the house be changed, as far as the records say */
  shut(): Failure | null;
  /** From time to time: a disk that was full may have room again, a keychain that was locked may be open. */
  tend(): Promise<void>;
  /** The keychain was shut when these records were opened, and is open now: they are judged with the key, and with what it remembers of their end. */
  useKey(auditKey: Buffer): Promise<void>;
  /** Remembers how far the audit has come, outside the records. Never on an order's way. */
  remember(): Promise<void>;
  /** Looks through everything, calmly, and says in the log what is damaged. */
  look(): Promise<void>;
  close(): Promise<void>;
}

export const lockFileOf = (folder: string): string => join(folder, 'desk.lock');
export const ledgerFileOf = (folder: string): string => join(folder, 'ledger.db');
export const rememberEveryMs = 3 * 60_000;
export const lookEveryMs = 6 * 60 * 60_000;
/** Lists and buttons first: the look through everything begins when the desk has been open for a moment. */
export const firstLookAfterMs = 10_000;

/** Opens them whatever state they are in: a desk that cannot open cannot mend its records either. */
export async function openRecords(options: RecordsOptions): Promise<OpenRecords> {
  const lock = lockDesk(lockFileOf(options.folder), options.clock.now());
  try {
    return await openUnder(lock, options);
  } catch (error) {
    // Somebody may mend what stood in the way and try again: this process must not stand in its own way then.
    lock.release();
    throw error;
  }
}

async function openUnder(lock: DeskLock, options: RecordsOptions): Promise<OpenRecords> {
  const { folder, mode, clock, random, secrets, log } = options;
  const guest = !lock.held();
  if (guest) log.warn('another desk is running on these records', { detail: lock.holder() });
  // A restore that a power cut fell into is brought to its end first. Its end of the audit was accepted before it was decided (compose.ts).
  else await finishRestore(ledgerFileOf(folder));
  const keeper = makeHeadKeeper(secrets, mode, folder);
  // A keychain that is shut is asked once, not once for each secret: every question may open a window.
  let keychainShut = options.auditKey instanceof SecretTrouble ? options.auditKey : null;
  const head: HeadKeeper = {
    ...keeper,
    async read() {
      if (keychainShut) throw keychainShut;
      return keeper.read();
    },
  };
  const opening = openLedgerAnyway(
    {
      file: ledgerFileOf(folder),
      ...(options.sqliteVersion === undefined ? {} : { sqlite: options.sqliteVersion }),
    },
    {
      clock,
      random,
      auditKey: options.auditKey instanceof SecretTrouble ? null : options.auditKey,
      head,
      guest,
      lookWorker: options.lookWorker ?? null,
      onDamage: ({ table, id, why }) => log.warn('a damaged record', { table, id, why }),
    },
  );
  const ledger = await opening.catch((error: unknown) => {
    // Whoever tries again, here or at another desk, must not find a desk that never opened.
    lock.release();
    throw error;
  });
  const trouble = ledger.trouble();
  if (trouble) log.error('records', trouble);

  async function useKey(key: Buffer): Promise<void> {
    keychainShut = null;
    await ledger.useKey(key);
  }
  async function remember(): Promise<void> {
    if (lock.held()) await ledger.rememberHead();
  }

  return {
    ledger,
    acting: () => lock.held(),
    shut() {
      const now = ledger.trouble();
      if (now) return refused(now.code).failure;
      return lock.held() ? null : refused('records_in_use').failure;
    },
    async tend() {
      const now = ledger.trouble();
      if (!now || !lock.held()) return;
      const key = now.code === 'records_key_missing' ? await auditKeyOf(secrets) : null;
      if (key) await useKey(key);
      else await ledger.probe();
    },
    useKey,
    remember,
    async look() {
      if (!lock.held()) return;
      const begun = clock.steady();
      const found = await ledger.check();
      const ms = Math.round(clock.steady() - begun);
      if (found.sound) log.info('records looked through', { rows: found.rows, lines: found.auditLines, ms });
      else log.warn('records are damaged', { count: found.damage.length, ms });
    },
    async close() {
      await remember().catch((error: unknown) => log.error('remembering the audit', error));
      await ledger.close();
      lock.release();
    },
  };
}

/** Without a keychain a new house is still sealed, only without a key of its own: money is shut then in any case. */
async function auditKeyOf(secrets: SecretStore): Promise<Buffer | null> {
  try {
    return await secrets.auditKey();
  } catch (error) {
    if (error instanceof SecretTrouble) return null;
    throw error;
  }
}
