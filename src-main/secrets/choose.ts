import { join } from 'node:path';
import type { Mode } from '../contract/provider.ts';
import { openFileSecrets } from './file-secrets.ts';
import { makeHouseSecret } from './house-secret.ts';
import { openKeychain } from './keychain.ts';
import type { SecretAccount, SecretBox, SecretStore } from './secret-store.ts';

/** The demo house's own secrets, in its folder. */
export const secretsFile = 'demo-secrets.json';

/**
 * Where secrets are kept: those of the demo house in a file of its folder, all others in the keychain, whichever mode this window
 * has: the demo's Settings may take a test key too.
 * @param folder this mode's own folder
 */
export function chooseSecrets(mode: Mode, folder: string, keychain: SecretBox = openKeychain()): SecretStore {
  const demo = openFileSecrets(join(folder, secretsFile));
  const of = (account: SecretAccount) => (account.startsWith('demo/') ? demo : keychain);
  const box: SecretBox = {
    get: (account) => of(account).get(account),
    set: (account, value) => of(account).set(account, value),
    forget: (account) => of(account).forget(account),
  };
  return {
    ...box,
    pepper: makeHouseSecret(box, mode, 'pin.pepper'),
    auditKey: makeHouseSecret(box, mode, 'audit.key'),
  };
}
