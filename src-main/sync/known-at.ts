import { knownUnderAnother } from '../contract/removal.ts';
import type { SyncMirror } from './ports.ts';

/**
 * Under which merchant account each Paysafe profile was last read: "no such profile" is true of everybody under another merchant's key, and says that
 * somebody was removed only where they had been known. Kept beside the copy of the lists, which says who was removed, and is lost with it.
 */
export interface KnownAt {
  /** The account that a reading begun now is of; null: there is no key. */
  readonly account: () => string | null;
  /** It was read, when `account` was this. A key that was put in meanwhile makes it nobody's. */
  note(ref: string, account: string | null): Promise<void>;
  /** Whether "no such profile" means that it was removed: it was known under an account that is here now, or nothing is known of it. */
  mayBelieveGone(ref: string): Promise<boolean>;
}

/** What a look-up says of a profile that was known under another merchant's account only. */
export const underAnother = { ok: false, why: 'permission', detail: knownUnderAnother } as const;

export const knownAtName = (ref: string): string => `paysafe.at.${ref}`;

/** @param accounts the numbers of the merchant accounts that the key here was let into, its first one first */
export function makeKnownAt(
  mirror: Pick<SyncMirror, 'keep' | 'kept'>,
  accounts: () => readonly string[] = () => [],
): KnownAt {
  const account = (): string | null => accounts()[0] ?? null;
  return {
    account,
    async note(ref, at) {
      if (at !== null && at === account()) await mirror.keep(knownAtName(ref), at);
    },
    async mayBelieveGone(ref) {
      const at = await mirror.kept(knownAtName(ref));
      return at === null || accounts().includes(at);
    },
  };
}
