import { join } from 'node:path';
import type { Mode } from './contract/provider.ts';
import type { RecordsKeeping } from './house/records-keeping.ts';
import { makeBackupJobs } from './ledger/backups/jobs.ts';
import { ownBackups } from './ledger/backups/make.ts';
import { stampOf } from './ledger/backups/names.ts';
import { asideFolder, asideName } from './ledger/backups/swap.ts';
import type { RecordsIdentity } from './ledger/identity.ts';
import { isOnNetwork } from './ledger/network-drive.ts';
import type { Clock } from './payments/ports.ts';
import { SecretTrouble, type SecretStore } from './secrets/secret-store.ts';

export interface KeepingParts {
  readonly folder: string;
  readonly ledgerFile: string;
  readonly mode: Mode;
  readonly identity: RecordsIdentity;
  readonly clock: Clock;
  readonly secrets: Pick<SecretStore, 'auditKey'>;
  /** the built entry of ledger/backups/worker.ts; null: in this thread */
  readonly worker: URL | null;
  readonly chooseFolder: () => Promise<string | null>;
  readonly swapRecords: (stamp: string) => Promise<void>;
}

/** The files and threads behind the care for the records, put together for one mode's folder. */
export function makeKeeping(parts: KeepingParts): RecordsKeeping {
  const { ledgerFile, identity, clock, mode } = parts;
  const folder = join(parts.folder, 'backups');
  const jobs = makeBackupJobs(parts.worker, () => clock.now());
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
