import type * as Keytar from 'keytar';
import { SecretTrouble, type SecretAccount, type SecretBox } from './secret-store.ts';

const service = 'Comptoir';

/** What the keychain says when it is there and shut: Linux (Secret Service), macOS, Windows. */
const lockedWords = [
  /locked/i,
  /dismissed/i,
  /prompt/i,
  /cancell?ed/i,
  /interaction is not allowed/i,
  /denied|not authorized|authorization/i,
];

export interface KeychainOptions {
  /** how long a question may wait, ms: a locked keychain may be waiting for somebody to type its password */
  readonly patience?: number;
  /** the native part; by default keytar, loaded when first needed */
  readonly load?: () => Promise<Pick<typeof Keytar, 'getPassword' | 'setPassword' | 'deletePassword'>>;
}

/** The operating system's keychain: Keychain on macOS, Credential Manager on Windows, Secret Service on Linux. */
export function openKeychain({ patience = 30_000, load = loadKeytar }: KeychainOptions = {}): SecretBox {
  async function ask<T>(
    account: SecretAccount,
    question: (keytar: Awaited<ReturnType<typeof load>>) => Promise<T>,
  ): Promise<T> {
    try {
      return await within(patience, load().then(question));
    } catch (error) {
      throw inWords(account, error);
    }
  }
  return {
    get: (account) => ask(account, (keytar) => keytar.getPassword(service, account)),
    set: (account, value) => ask(account, (keytar) => keytar.setPassword(service, account, value)),
    forget: (account) =>
      ask(account, async (keytar) => {
        await keytar.deletePassword(service, account);
      }),
  };
}

async function loadKeytar(): Promise<typeof Keytar> {
  // A CommonJS package: its functions are on the default export.
  const loaded = (await import('keytar')) as typeof Keytar & { readonly default?: typeof Keytar };
  return loaded.default ?? loaded;
}

class NoAnswer extends Error {}

async function within<T>(patience: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new NoAnswer('The keychain did not answer')), patience);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function inWords(account: SecretAccount, error: unknown): SecretTrouble {
  const said = error instanceof Error ? error.message : String(error);
  const locked = error instanceof NoAnswer || lockedWords.some((word) => word.test(said));
  return new SecretTrouble(
    locked ? 'keychain_locked' : 'keychain_unavailable',
    `The keychain could not be used for ${account}: ${said}`,
    { cause: error },
  );
}
