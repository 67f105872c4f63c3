import type { Failure } from '../../contract/failure.ts';
import { refused } from '../../contract/failure.ts';
import { LedgerTrouble } from '../../payments/ports.ts';
import { SecretTrouble, type SecretStore } from '../../secrets/secret-store.ts';
import type { KeyedMode, KeySafe } from './provider-keys.ts';

/** Provider keys in the OS keychain, by the closed list of names of the secret store. */
export function makeKeySafe(secrets: SecretStore): KeySafe {
  return {
    get: (mode, provider) => secrets.get(`${mode}/${provider}.key`),
    set: (mode, provider, value) => secrets.set(`${mode}/${provider}.key`, value),
    async forget(mode, provider) {
      await secrets.forget(`${mode}/${provider}.key`);
      // The key of its card fields is of no use without it.
      if (provider === 'paysafe') await secrets.forget(`${mode}/paysafe.card-key`);
    },
  };
}

/** Paysafe's key for card fields, under a name of its own. */
export function makeCardKeySafe(secrets: SecretStore): {
  get(mode: KeyedMode): Promise<string | null>;
  set(mode: KeyedMode, value: string): Promise<void>;
} {
  return {
    get: (mode) => secrets.get(`${mode}/paysafe.card-key`),
    set: (mode, value) => secrets.set(`${mode}/paysafe.card-key`, value),
  };
}

/** A keychain that cannot be used, in words for staff; null for any other error. */
export function safeTrouble(error: unknown): Failure | null {
  return error instanceof SecretTrouble ? refused(error.code).failure : null;
}

/** Without a keychain the audit is still chained, only without a key of the house: money is shut then in any case. */
export async function auditKeyOf(secrets: SecretStore): Promise<Buffer | SecretTrouble> {
  try {
    return await secrets.auditKey();
  } catch (error) {
    if (error instanceof SecretTrouble) return error;
    throw error;
  }
}

/** A trouble of the records or the keychain that a call ran into, as its reply; null for a fault of ours. */
export function deskTroubleOf(error: unknown): Failure | null {
  return error instanceof LedgerTrouble ? refused(error.code).failure : safeTrouble(error);
}
