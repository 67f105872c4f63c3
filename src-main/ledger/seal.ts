import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';

/** keyless: right, but made without the house's key, which is at hand; unjudged: made with a key that is not at hand */
export type Verdict = 'good' | 'bad' | 'keyless' | 'unjudged';

/**
 * Digests that show when a row is not what we wrote: `k2:` with the house's key (an edit by hand cannot make it), `s2:` in a house without one (a
 * flipped bit is noticed: SQLite itself misses four of five). `k:` and `s:` are those of the first version, over other texts.
 */
export interface Sealer {
  keyed(): boolean;
  seal(text: string): string;
  /** @param seal what stands in its place: in a damaged file that may be anything */
  check(text: string, seal: unknown): Verdict;
  /** a seal of the first version: old audit lines have them for good, old operations until they are sealed anew */
  checkFirst(text: string, seal: unknown): Verdict;
  /** tells this key from another one and gives nothing of it away */
  mark(): string;
  /** The keychain was shut when the records were opened, and is open now. Null: this key is not that of the records, nothing can be judged with it. */
  useKey(key: Buffer | null): void;
}

/** @param key from the keychain, or null where there is none */
export function makeSealer(key: Buffer | null): Sealer {
  let secret: KeyObject | null = key && createSecretKey(key);
  const digest = (text: string, by: KeyObject | null): string =>
    by ? createHmac('sha256', by).update(text).digest('base64url') : hash('sha256', text, 'base64url');
  const seal = (text: string): string => `${secret ? 'k2' : 's2'}:${digest(text, secret)}`;

  function judge(text: string, given: unknown, keyed: string, plain: string): Verdict {
    if (typeof given !== 'string') return 'bad';
    if (given.startsWith(plain)) {
      if (given !== plain + digest(text, null)) return 'bad';
      return secret ? 'keyless' : 'good';
    }
    if (!given.startsWith(keyed)) return 'bad';
    if (!secret) return 'unjudged';
    return given === keyed + digest(text, secret) ? 'good' : 'bad';
  }

  return {
    keyed: () => secret !== null,
    seal,
    check: (text, given) => judge(text, given, 'k2:', 's2:'),
    checkFirst: (text, given) => judge(text, given, 'k:', 's:'),
    mark: () => seal('which key'),
    useKey(found) {
      secret = found && createSecretKey(found);
    },
  };
}

/** Made with a key: not by somebody who only has the file. */
export function isKeyed(seal: unknown): boolean {
  return typeof seal === 'string' && seal.startsWith('k');
}

export function isFirstVersion(seal: unknown): boolean {
  return typeof seal === 'string' && /^[ks]:/.test(seal);
}
