import { refused, type Failure } from '../../contract/failure.ts';
import type { ProviderName } from '../../contract/provider.ts';
import { SecretTrouble } from '../../secrets/secret-store.ts';
import type { Line } from '../line.ts';
import type { ProviderKeys } from '../keys/provider-keys.ts';

export interface MoneyShutParts {
  readonly records: {
    /** as far as the records and the desk they belong to say */
    shut(): Failure | null;
    tend(): Promise<void>;
    useKey(auditKey: Buffer): Promise<void>;
  };
  /** what happened since a backup that was put back, as far as it is not found again */
  gap(): { gapOpen(): boolean; owes(provider: ProviderName): boolean };
  readonly keys: Pick<ProviderKeys, 'shut' | 'load'>;
  readonly line: Pick<Line, 'clockWrong'>;
  /** as it was found when the records were opened */
  readonly auditKey: Buffer | SecretTrouble;
  readAuditKey(): Promise<Buffer | SecretTrouble>;
  changed(): void;
}

/** Why no money order may leave this desk now, or none for a provider: records, keychain or clock. Reading goes on. */
export interface MoneyShut {
  why(provider?: ProviderName): Failure | null;
  /** looks once more: somebody may have freed the disk or unlocked the keychain */
  lookAgain(): Promise<void>;
  /** The keychain can be used: what was sealed without the house's key stays so, what is written from now on is sealed with it. */
  unlocked(): Promise<void>;
  /** Answers the secret. Whoever opened the keychain for it has opened it for the records too. */
  afterReading<T>(secret: Promise<T>): Promise<T>;
}

export function makeMoneyShut(parts: MoneyShutParts): MoneyShut {
  const { records, keys, line } = parts;
  let { auditKey } = parts;

  async function unlocked(): Promise<void> {
    if (!(auditKey instanceof SecretTrouble)) return;
    auditKey = await parts.readAuditKey();
    if (!(auditKey instanceof SecretTrouble)) await records.useKey(auditKey);
    parts.changed();
  }

  return {
    why(provider) {
      // Keys and audit key lie in the same keychain; the demo house has only the second.
      const keychain = keys.shut() ?? (auditKey instanceof SecretTrouble ? refused(auditKey.code).failure : null);
      const shut = records.shut() ?? (parts.gap().gapOpen() ? refused('records_rebuilding').failure : null);
      // A locked keychain has the key of the records too: then it is the keychain that somebody must open.
      if (shut && !(keychain && shut.code === 'records_key_missing')) return shut;
      const owing = provider && parts.gap().owes(provider) ? refused('gap_provider', { provider }).failure : null;
      return keychain ?? line.clockWrong() ?? owing;
    },
    async lookAgain() {
      await records.tend();
      if (keys.shut()) await keys.load();
      else await unlocked();
      parts.changed();
    },
    unlocked,
    async afterReading(secret) {
      const value = await secret;
      await unlocked();
      return value;
    },
  };
}
