import type * as Keytar from 'keytar';
import { SecretTrouble, type SecretAccount, type SecretBox } from './secret-store.ts';

const service = 'Comptoir';
/** An entry of no meaning, written and taken away to find out whether the keychain is open. */
const probe = 'probe';

/** What the keychain says when it is there and shut: Linux (Secret Service), macOS, Windows. */
const lockedWords = [
  /locked/i,
  /dismissed/i,
  /prompt/i,
  /cancell?ed/i,
  /interaction is not allowed/i,
  /denied|not authorized|authorization/i,
];

type Native = Pick<typeof Keytar, 'getPassword' | 'setPassword' | 'deletePassword'>;

export interface KeychainOptions {
  /** how long a question may wait, ms: a locked keychain may be waiting for somebody to type its password */
  readonly patience?: number;
  /** the native part; by default keytar, loaded when first needed */
  readonly load?: () => Promise<Native>;
  /** libsecret answers a locked entry like an absent one: only a write tells them apart */
  readonly absentMayBeLocked?: boolean;
}

/** The operating system's keychain: Keychain on macOS, Credential Manager on Windows, Secret Service on Linux. */
export function openKeychain({
  patience = 30_000,
  load = loadKeytar,
  absentMayBeLocked = process.platform === 'linux',
}: KeychainOptions = {}): SecretBox {
  let last: Promise<unknown> = Promise.resolve();
  /** One question at a time: two at once share the probe entry, and libsecret loses entries it is asked about while they go. */
  async function ask<T>(account: SecretAccount, question: (keytar: Native) => Promise<T>): Promise<T> {
    const own = last.then(() => within(patience, load().then(question)));
    // The next one waits for the end of this one, whichever it is; its outcome belongs to who asked.
    last = own.catch(() => undefined);
    try {
      return await own;
    } catch (error) {
      throw inWords(account, error);
    }
  }
  return {
    get: (account) =>
      ask(account, async (keytar) => {
        const found = await keytar.getPassword(service, account);
        if (found === null && absentMayBeLocked) {
          await keytar.setPassword(service, probe, probe);
          await keytar.deletePassword(service, probe);
        }
        return found;
      }),
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
