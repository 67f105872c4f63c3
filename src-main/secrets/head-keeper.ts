import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { Mode } from '../contract/provider.ts';
import type { SecretBox } from './secret-store.ts';

/** Remembers one text for a folder of records: how far its audit had come. */
export interface FolderMemory {
  /** null when there is none. @throws SecretTrouble */
  read(): Promise<string | null>;
  /** @throws SecretTrouble */
  write(text: string): Promise<void>;
  /** Also fine when there is none. @throws SecretTrouble */
  forget(): Promise<void>;
}

/** Windows keeps at most 2,560 bytes in one entry of its keychain: one user has few houses. */
const mostFolders = 8;

/**
 * A mode's records may lie in several folders of one user (`--data`), and a keychain has one entry for all: a short list, the last written last, of which
 * the oldest falls out.
 * @param folder where the records are; the list has only a digest of it
 */
export function makeHeadKeeper(box: SecretBox, mode: Mode, folder: string): FolderMemory {
  const account = `${mode}/audit.head` as const;
  const name = createHash('sha256').update(resolve(folder)).digest('base64url').slice(0, 12);

  async function others(): Promise<readonly (readonly [string, string])[]> {
    return (await entries()).filter(([one]) => one !== name);
  }
  async function entries(): Promise<readonly (readonly [string, string])[]> {
    const text = await box.get(account);
    return text === null ? [] : listOf(text);
  }

  return {
    read: async () => (await entries()).find(([one]) => one === name)?.[1] ?? null,
    write: async (text) => box.set(account, JSON.stringify([...(await others()).slice(1 - mostFolders), [name, text]])),
    async forget() {
      const left = await others();
      await (left.length === 0 ? box.forget(account) : box.set(account, JSON.stringify(left)));
    },
  };
}

/** Something else in that place is no list: it will be written anew. */
function listOf(text: string): readonly (readonly [string, string])[] {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return [];
  }
  if (!Array.isArray(found)) return [];
  return found.filter(
    (one): one is [string, string] =>
      Array.isArray(one) && one.length === 2 && typeof one[0] === 'string' && typeof one[1] === 'string',
  );
}
