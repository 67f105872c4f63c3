import type { Failure } from '../contract/failure.ts';

/** What a key turned out to be when it was tried at its provider. */
export type CheckedKey =
  | {
      readonly ok: true;
      readonly mode: 'test' | 'live';
      readonly kind: 'restricted' | 'secret' | 'server';
      readonly business: string | null;
      /** the provider's own id of the account that the key is of; null where it does not tell, or has none */
      readonly account: string | null;
      readonly permissions: readonly { readonly name: string; readonly granted: 'yes' | 'no' | 'unknown' }[];
    }
  | { readonly ok: false; readonly failure: Failure };
