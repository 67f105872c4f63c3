import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SecretTrouble, type SecretAccount, type SecretBox } from './secret-store.ts';

const demoOnly: readonly SecretAccount[] = ['demo/pin.pepper', 'demo/audit.key', 'demo/audit.head'];

/**
 * The demo house's own secrets in a file that only this user can read, so that it works without a keychain. Provider keys, and
 * anything of another mode, are refused: a file is no place for them.
 */
export function openFileSecrets(file: string): SecretBox {
  // One change after the other: each rewrites the whole file.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work, work);
    turn = mine.catch(() => undefined);
    return mine;
  };

  return {
    get: (account) => inTurn(async () => (await read(file))[account] ?? null),
    set: (account, value) =>
      inTurn(async () => {
        if (!demoOnly.includes(account)) {
          throw new SecretTrouble('keychain_unavailable', `${account} belongs in a keychain, not in a file.`);
        }
        await write(file, { ...(await read(file)), [account]: value });
      }),
    forget: (account) =>
      inTurn(async () => {
        const { [account]: gone, ...rest } = await read(file);
        if (gone !== undefined) await write(file, rest);
      }),
  };
}

async function read(file: string): Promise<Record<string, string>> {
  try {
    return parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (isAbsent(error)) return {};
    throw new SecretTrouble('keychain_unavailable', 'The demo house cannot read its own secrets.', { cause: error });
  }
}

function parse(text: string): Record<string, string> {
  const found: unknown = JSON.parse(text);
  if (typeof found !== 'object' || found === null) throw new TypeError('Not a list of secrets');
  const entries = Object.entries(found).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(entries);
}

/** Whole or not at all: written beside, on the disk, then put in place. */
async function write(file: string, secrets: Record<string, string>): Promise<void> {
  const beside = `${file}.new`;
  try {
    const handle = await open(beside, 'w', 0o600);
    try {
      await handle.writeFile(JSON.stringify(secrets));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
    await syncFolder(dirname(file));
  } catch (error) {
    throw new SecretTrouble('keychain_unavailable', 'The demo house cannot write its own secrets.', { cause: error });
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder; there a rename is kept by the file system itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
