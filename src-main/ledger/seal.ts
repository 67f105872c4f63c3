import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';

/**
 * Digests that show when a row is not what we wrote. `k:` with the house's key (an edit by hand cannot make it), `s:` without one
 * (a flipped bit is noticed: SQLite itself misses four of five).
 */
export interface Sealer {
  seal(text: string): string;
  /** unjudged: made with a key that is not at hand now (keychain locked) */
  check(text: string, seal: string): 'good' | 'bad' | 'unjudged';
}

/**
 * @param key from the keychain, or null where there is none now
 * `use`: the keychain was opened later; what is written from then on is sealed with its key
 */
export function makeSealer(key: Buffer | null): Sealer & { use(key: Buffer): void } {
  let secret = key && createSecretKey(key);
  const keyed = (text: string, by: KeyObject) => `k:${createHmac('sha256', by).update(text).digest('base64url')}`;
  const plain = (text: string) => `s:${hash('sha256', text, 'base64url')}`;
  return {
    use(found) {
      secret = createSecretKey(found);
    },
    seal: (text) => (secret ? keyed(text, secret) : plain(text)),
    check(text, seal) {
      if (seal.startsWith('s:')) return seal === plain(text) ? 'good' : 'bad';
      if (!seal.startsWith('k:')) return 'bad';
      if (!secret) return 'unjudged';
      return seal === keyed(text, secret) ? 'good' : 'bad';
    },
  };
}

/** Made with a key: not by somebody who only has the file. */
export function isKeyed(seal: string): boolean {
  return seal.startsWith('k:');
}
