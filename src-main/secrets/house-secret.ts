import { randomBytes } from 'node:crypto';
import type { Mode } from '../contract/provider.ts';
import { SecretTrouble, type SecretBox } from './secret-store.ts';

const length = 32;

/**
 * A secret that the house makes for itself: the pepper of its PINs, the key of its audit, 32 bytes. Made at the first call where
 * there is none, then kept in memory. The answer throws SecretTrouble where the keychain cannot be used.
 */
export function makeHouseSecret(
  store: SecretBox,
  mode: Mode,
  name: 'pin.pepper' | 'audit.key',
  make: () => Buffer = () => randomBytes(length),
): () => Promise<Buffer> {
  let kept: Promise<Buffer> | null = null;

  async function load(): Promise<Buffer> {
    const account = `${mode}/${name}` as const;
    const found = await store.get(account);
    if (found !== null) return decoded(found);
    const made = make();
    await store.set(account, made.toString('base64'));
    // Read back: a keychain that forgets would make every PIN worthless at the next start.
    const again = await store.get(account);
    if (again === null || !decoded(again).equals(made)) {
      throw new SecretTrouble('keychain_unavailable', `The keychain did not keep ${account}.`);
    }
    return made;
  }

  return () => {
    kept ??= load().catch((error: unknown) => {
      // Not kept: the next call asks again, perhaps after somebody unlocked the keychain.
      kept = null;
      throw error;
    });
    return kept;
  };
}

function decoded(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== length) throw new SecretTrouble('keychain_unavailable', 'The keychain holds something else.');
  return bytes;
}
