import type { Failure } from '../contract/failure.ts';
import { refused } from '../contract/failure.ts';
import { SecretTrouble, type SecretStore } from '../secrets/secret-store.ts';
import type { KeySafe } from './provider-keys.ts';

/** Provider keys in the OS keychain, by the closed list of names of the secret store. */
export function makeKeySafe(secrets: SecretStore): KeySafe {
  return {
    get: (mode, provider) => secrets.get(`${mode}/${provider}.key`),
    set: (mode, provider, value) => secrets.set(`${mode}/${provider}.key`, value),
    forget: (mode, provider) => secrets.forget(`${mode}/${provider}.key`),
  };
}

/** A keychain that cannot be used, in words for staff; null for any other error. */
export function safeTrouble(error: unknown): Failure | null {
  return error instanceof SecretTrouble ? refused(error.code).failure : null;
}
