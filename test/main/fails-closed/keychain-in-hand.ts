import type { Sandbox } from '../../../src-main/sandbox/sandbox.ts';
import { makeHouseSecret } from '../../../src-main/secrets/house-secret.ts';
import {
  SecretTrouble,
  type SecretAccount,
  type SecretBox,
  type SecretStore,
} from '../../../src-main/secrets/secret-store.ts';

/** A keychain whose lock is in the hands of a test. */
export interface KeychainInHand extends SecretStore {
  state: 'open' | 'keychain_locked' | 'keychain_unavailable';
  /** how often it was asked: each question may put a window of the system before somebody's eyes */
  asked: number;
  /** the same keychain as the app finds it at its next start: nothing of it is in memory */
  again(): KeychainInHand;
}

/** @param with the keys of both sandboxes, as Settings would have stored them */
export function keychainInHand(sandbox: Pick<Sandbox, 'stripeKey' | 'paysafeKey' | 'paysafeAccounts'>): KeychainInHand {
  const about = { business: null, permissions: [], checkedAt: 1, addedBy: 'Hélène', addedAt: 1 };
  const { username, password } = sandbox.paysafeKey;
  const stripe = { ...about, kind: 'restricted', lastFour: 'eury', accounts: [], key: sandbox.stripeKey };
  const paysafe = { ...about, kind: 'server', lastFour: 'eury', accounts: sandbox.paysafeAccounts, username, password };
  return around(
    new Map<SecretAccount, string>([
      ['test/stripe.key', JSON.stringify(stripe)],
      ['test/paysafe.key', JSON.stringify(paysafe)],
    ]),
  );
}

function around(kept: Map<SecretAccount, string>): KeychainInHand {
  const asked = <T>(work: () => T): Promise<T> => {
    keychain.asked += 1;
    const { state } = keychain;
    return state === 'open' ? Promise.resolve(work()) : Promise.reject(new SecretTrouble(state, state));
  };
  const box: SecretBox = {
    get: (account) => asked(() => kept.get(account) ?? null),
    set: (account, value) => asked(() => void kept.set(account, value)),
    forget: (account) => asked(() => void kept.delete(account)),
  };
  const keychain: KeychainInHand = {
    ...box,
    state: 'open',
    asked: 0,
    again: () => around(kept),
    pepper: makeHouseSecret(box, 'test', 'pin.pepper'),
    auditKey: makeHouseSecret(box, 'test', 'audit.key'),
  };
  return keychain;
}
