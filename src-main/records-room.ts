import { join } from 'node:path';
import type { Failure } from './contract/failure.ts';
import type { Mode } from './contract/provider.ts';
import type { RecordsWork } from './contract/records.ts';
import type { RebuildWorld } from './house/records/rebuild.ts';
import { openRecordsDesk, type RecordsDesk } from './house/records/records-desk.ts';
import type { RecordsKeeping } from './house/records/records-keeping.ts';
import { makeBackupJobs } from './ledger/backups/jobs.ts';
import { ownBackups } from './ledger/backups/make.ts';
import { stampOf } from './ledger/backups/names.ts';
import { asideFolder, asideName } from './ledger/backups/swap.ts';
import { keepIdentity, type RecordsIdentity } from './ledger/identity.ts';
import { isOnNetwork } from './ledger/network-drive.ts';
import type { Clock, Random } from './payments/ports.ts';
import { firstLookAfterMs, ledgerFileOf, lookEveryMs, rememberEveryMs, type OpenRecords } from './records.ts';
import { SecretTrouble, type SecretStore } from './secrets/secret-store.ts';

export interface RecordsRoomParts {
  readonly options: RecordsRoomOptions;
  readonly records: OpenRecords;
  desk(): string;
  rebuildWorld(): Omit<RebuildWorld, 'ledger' | 'clock' | 'random'>;
  tell(work: RecordsWork): void;
  changed(bills?: readonly string[]): void;
  clockWrong(): Failure | null;
  trouble(what: string, error: unknown): void;
}

/** What of a desk's options concerns its records. */
export interface RecordsRoomOptions {
  readonly folder: string;
  readonly mode: Mode;
  readonly clock: Clock;
  readonly random: Random;
  readonly secrets: SecretStore;
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** the built entry of ledger/backups/worker.ts; absent or null: backups are made in this thread */
  readonly backupWorker?: URL | null;
  /** the system's own window asks for a folder; null: none was chosen; absent: there is no window */
  readonly chooseFolder?: () => Promise<string | null>;
  /** puts the records that were made ready in the place of the present ones; closes these rooms and opens new ones */
  readonly swapRecords: (stamp: string) => Promise<void>;
}

const backupCheckEveryMs = 10 * 60_000;
/** The day begins with lists, not with a copy of yesterday. */
const backupAfterStartMs = 20_000;
const gapEveryMs = 60_000;

/** The care for the records of one mode's folder, with its files and threads. */
export async function openRecordsRoom(parts: RecordsRoomParts): Promise<RecordsDesk> {
  const { records, options } = parts;
  const { ledger } = records;
  const { folder, mode, random, clock } = options;
  const identity = await keepIdentity(ledger.settings, {
    mode,
    beside: join(folder, 'house.json'),
    ledgerId: await ledger.id(),
    // What is only held, shut, or another desk's to write is read and left as it is.
    mayWrite: records.shut() === null,
  });
  return openRecordsDesk({
    ...parts,
    ledger,
    acting: () => records.acting(),
    clock,
    keeping: makeKeeping({ ...options, ledgerFile: ledgerFileOf(folder), identity }),
    rebuildWorld: () => ({ ...parts.rebuildWorld(), ledger, clock, random }),
  });
}

/**
 * What runs by itself: the end of the audit is remembered, all records are looked through, a copy is made each day, and after a restore what happened
 * since is searched for.
 */
export function tendRecords(
  records: Pick<OpenRecords, 'remember' | 'look'>,
  care: RecordsDesk,
  every: (ms: number, what: string, work: () => Promise<unknown>, firstAfter?: number) => void,
): void {
  every(rememberEveryMs, 'remembering the audit', () => records.remember());
  every(lookEveryMs, 'look through the records', () => records.look(), firstLookAfterMs);
  every(gapEveryMs, 'gap after a restore', () => care.closeGap());
  every(backupCheckEveryMs, 'backup', () => care.backUpWhenDue(), backupAfterStartMs);
}

interface KeepingParts extends Omit<RecordsRoomOptions, 'wait' | 'random'> {
  readonly ledgerFile: string;
  readonly identity: RecordsIdentity | null;
}

/** The files and threads behind the care for the records, put together for one mode's folder. */
function makeKeeping(parts: KeepingParts): RecordsKeeping {
  const { ledgerFile, identity, clock, mode } = parts;
  const folder = join(parts.folder, 'backups');
  const jobs = makeBackupJobs(parts.backupWorker ?? null, () => clock.now());
  const folderOf = (place: 'here' | 'second', second: string | null): string =>
    place === 'second' && second !== null ? second : folder;
  return {
    backups: async (second) => (identity ? jobs.list({ folder, second, identity }) : []),
    async newestAt() {
      if (!identity) return null;
      const all = await ownBackups(folder, identity);
      return all.length === 0 ? null : Math.max(...all.map(({ at }) => at));
    },
    async make(second) {
      if (!identity) return { made: false, why: 'records_damaged' };
      const auditKey = await keyOf(parts.secrets);
      if (auditKey instanceof SecretTrouble) return { made: false, why: auditKey.code };
      return jobs.make({ ledgerFile, identity, folder, second, at: clock.now(), auditKey });
    },
    async prepare(backup, second, note) {
      if (!identity) return 'backup_other_house';
      const auditKey = await keyOf(parts.secrets);
      if (auditKey instanceof SecretTrouble) return auditKey.code;
      const prepared = await jobs.prepare({
        ledgerFile,
        source: join(folderOf(backup.place, second), backup.name),
        identity,
        auditKey,
        note: { ...note, mode, aside: asideName(stampOf(note.restoredAt)) },
      });
      return prepared.ready ? null : prepared.why;
    },
    swap: (restoredAt) => parts.swapRecords(stampOf(restoredAt)),
    asideFile: (name) => join(asideFolder(ledgerFile), name),
    chooseFolder: parts.chooseFolder ?? (async () => null),
    isOnNetwork: (path) => isOnNetwork(path),
  };
}

/** Without the house's key nobody can tell whether a file holds its records. */
async function keyOf(secrets: Pick<SecretStore, 'auditKey'>): Promise<Buffer | SecretTrouble> {
  try {
    return await secrets.auditKey();
  } catch (error) {
    if (error instanceof SecretTrouble) return error;
    throw error;
  }
}
