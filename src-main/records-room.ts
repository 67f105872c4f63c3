import { join } from 'node:path';
import type { Mode } from './contract/provider.ts';
import type { RecordsWork } from './contract/records.ts';
import type { RebuildWorld } from './house/rebuild.ts';
import { openRecordsDesk, type RecordsDesk } from './house/records-desk.ts';
import type { RecordsKeeping } from './house/records-keeping.ts';
import { makeBackupJobs } from './ledger/backups/jobs.ts';
import { ownBackups } from './ledger/backups/make.ts';
import { stampOf } from './ledger/backups/names.ts';
import { isOnNetwork } from './ledger/backups/network-drive.ts';
import { asideFolder, asideName } from './ledger/backups/swap.ts';
import { keepIdentity, type RecordsIdentity } from './ledger/identity.ts';
import type { HouseLedger } from './ledger/ledger.ts';
import type { Clock, Random } from './payments/ports.ts';
import { SecretTrouble, type SecretStore } from './secrets/secret-store.ts';

export interface RecordsRoomParts {
  readonly options: RecordsRoomOptions;
  readonly ledgerFile: string;
  readonly ledger: HouseLedger;
  desk(): string;
  rebuildWorld(): Omit<RebuildWorld, 'ledger' | 'clock' | 'random'>;
  tell(work: RecordsWork): void;
  changed(): void;
  trouble(what: string, error: unknown): void;
}

/** What of a desk's options concerns its records. */
export interface RecordsRoomOptions {
  readonly folder: string;
  readonly mode: Mode;
  readonly clock: Clock;
  readonly random: Random;
  readonly secrets: Pick<SecretStore, 'auditKey'>;
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** the built entry of ledger/backups/worker.ts; null: backups are made in this thread */
  readonly backupWorker: URL | null;
  /** the system's own window asks for a folder; null: none was chosen */
  readonly chooseFolder: () => Promise<string | null>;
  /** puts the records that were made ready in the place of the present ones; closes these rooms and opens new ones */
  readonly swapRecords: (stamp: string) => Promise<void>;
}

const backupCheckEveryMs = 10 * 60_000;
/** The day begins with lists, not with a copy of yesterday. */
const backupAfterStartMs = 20_000;
const gapEveryMs = 60_000;

/** The care for the records of one mode's folder, with its files and threads. */
export async function openRecordsRoom(parts: RecordsRoomParts): Promise<RecordsDesk> {
  const { ledger, options } = parts;
  const { folder, mode, random, clock } = options;
  const beside = join(folder, 'house.json');
  const identity = await keepIdentity(ledger.settings, { mode, random, beside });
  return openRecordsDesk({
    ...parts,
    clock,
    keeping: makeKeeping({ ...options, ledgerFile: parts.ledgerFile, identity }),
    rebuildWorld: () => ({ ...parts.rebuildWorld(), ledger, clock, random }),
  });
}

/** What runs by itself: the daily backup, and after a restore the search for what happened since. */
export function tendRecords(
  records: RecordsDesk,
  { wait }: Pick<RecordsRoomOptions, 'wait'>,
  loops: {
    readonly signal: AbortSignal;
    every(ms: number, what: string, work: () => Promise<unknown>): void;
  },
): void {
  loops.every(gapEveryMs, 'gap after a restore', () => records.closeGap());
  let first = true;
  loops.every(backupCheckEveryMs, 'backup', async () => {
    // Cut short when the desk closes: then there is nothing to do any more.
    if (first) await wait(backupAfterStartMs, loops.signal).catch(() => undefined);
    first = false;
    await records.backUpWhenDue();
  });
}

interface KeepingParts extends Omit<RecordsRoomOptions, 'wait' | 'random'> {
  readonly ledgerFile: string;
  readonly identity: RecordsIdentity;
}

/** The files and threads behind the care for the records, put together for one mode's folder. */
function makeKeeping(parts: KeepingParts): RecordsKeeping {
  const { ledgerFile, identity, clock, mode } = parts;
  const folder = join(parts.folder, 'backups');
  const jobs = makeBackupJobs(parts.backupWorker, () => clock.now());
  const folderOf = (place: 'here' | 'second', second: string | null): string =>
    place === 'second' && second !== null ? second : folder;
  return {
    backups: (second) => jobs.list({ folder, second, identity }),
    async newestAt() {
      const all = await ownBackups(folder, identity);
      return all.length === 0 ? null : Math.max(...all.map(({ at }) => at));
    },
    async make(second) {
      const auditKey = await keyOf(parts.secrets);
      if (auditKey instanceof SecretTrouble) return { made: false, why: auditKey.code };
      return jobs.make({ ledgerFile, identity, folder, second, at: clock.now(), auditKey });
    },
    async prepare(backup, second, note) {
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
    chooseFolder: parts.chooseFolder,
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
