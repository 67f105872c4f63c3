import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SessionState } from '../../../src-main/contract/staff.ts';
import { atWork, everyOrder, freshTicket, ledgerOf, open, opensAgain, signIn, type OpenDesk } from './desk.ts';
import { cardHands } from '../../support/card-hands.ts';
import { keychainInHand, type KeychainInHand } from './keychain-in-hand.ts';
import { openTown, type Town } from './town.ts';

let town: Town;
let folder: string;
const desks: OpenDesk[] = [];

beforeAll(async () => {
  town = await openTown();
}, 60_000);
afterAll(() => town.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fails-closed-'));
});
afterEach(async () => {
  for (const own of desks.splice(0)) await own.close();
  rmSync(folder, { recursive: true });
});

async function opened(secrets: KeychainInHand): Promise<OpenDesk> {
  const own = await open(town, { folder, secrets });
  desks.push(own);
  return own;
}
/** The keychain of another start of the app: what was read before is not in memory any more. */
async function afterARestart(): Promise<KeychainInHand> {
  const before = keychainInHand(town.sandbox);
  await atWork(await opened(before), town);
  await desks.splice(0)[0]?.close();
  return before.again();
}

describe.each(['keychain_locked', 'keychain_unavailable'] as const)(
  'a keychain that is not to be had (%s)',
  (state) => {
    test('opens the desk all the same: nobody signs in, nothing is ordered, and it says why', async () => {
      const secrets = await afterARestart();
      secrets.state = state;
      const own = await opened(secrets);
      expect((await own.status()).moneyShut).toBe(state);
      const { staff } = await own.call<SessionState>('session.state');
      expect(staff).toMatchObject([{ name: 'Hélène' }]);
      expect(await own.refusal('session.signIn', { staffId: staff[0]?.id, pin: '615784' })).toEqual({ code: state });
      const mark = await town.mark();
      for (const [what, name, input] of everyOrder(town))
        expect((await own.refusal(name, input)).code, what).toBe('not_signed_in');
      expect(await town.changesSince(mark)).toEqual([]);
    }, 60_000);

    test('takes orders once it can be used, and seals what is written from then on with the house’s key', async () => {
      const secrets = await afterARestart();
      secrets.state = state;
      const own = await opened(secrets);
      secrets.state = 'open';
      await signIn(own);
      await opensAgain(own, town);
      const database = new Database(ledgerOf(folder), { readonly: true });
      const seals = database.prepare<[], { seal: string }>('SELECT seal FROM operation').all();
      database.close();
      expect(seals.map(({ seal }) => seal.slice(0, 2))).toEqual(['k2']);
    }, 60_000);

    test('at the very first start makes no owner whose PIN could not be checked tomorrow', async () => {
      const secrets = keychainInHand(town.sandbox);
      secrets.state = state;
      const own = await opened(secrets);
      const owner = { name: 'Hélène', pin: '615784', house: 'Atelier Fleury', desk: 'Accueil 1' };
      expect(await own.refusal('session.createOwner', owner)).toEqual({ code: state });
      expect(await own.call('session.state')).toMatchObject({ firstStart: true });
      secrets.state = 'open';
      await signIn(own);
    }, 60_000);
  },
);

test('a locked keychain is asked once at the start, not once for each secret: every question may open a window', async () => {
  const secrets = keychainInHand(town.sandbox);
  secrets.state = 'keychain_locked';
  const asked: number[] = [];
  const own = await open(town, { folder, secrets, addresses: {}, timers: false });
  asked.push(secrets.asked);
  await own.close();
  expect(asked).toEqual([1]);
});

test('a keychain that is locked while the desk works stops nothing: its keys were read when it was open', async () => {
  const secrets = keychainInHand(town.sandbox);
  const own = await opened(secrets);
  await atWork(own, town);
  secrets.state = 'keychain_locked';
  await opensAgain(own, town);
  expect(await own.refusal('settings.checkKey', { provider: 'stripe' })).toEqual({ code: 'keychain_locked' });
}, 60_000);

test.each(['keychain_locked', 'keychain_unavailable'] as const)(
  'a Paysafe card is not typed while the keychain keeps its key (%s): that is said, and not that the key is missing',
  async (state) => {
    const secrets = keychainInHand(town.sandbox);
    const hands = cardHands(town.sandbox);
    const own = await open(town, { folder, secrets, cardWindow: hands });
    desks.push(own);
    await atWork(own, town);
    const { customerId } = town.standing.paysafe;
    const wish = () => ({ ticket: freshTicket(), customerId, language: 'fr', agreement: null });
    expect(await own.refusal('cardWindow.open', wish())).toEqual({ code: 'card_key_missing' });
    const { singleUseUsername, singleUsePassword } = town.sandbox.paysafeKey;
    await own.call('settings.setCardKey', { username: singleUseUsername, password: singleUsePassword });
    secrets.state = state;
    const said = { code: state, facts: { of: 'card_key' } };
    expect(await own.refusal('cardWindow.open', wish())).toEqual(said);
    expect(await own.refusal('settings.cardKey')).toEqual(said);
    expect(hands.shown).toEqual([]);
    secrets.state = 'open';
    expect(await own.call('settings.cardKey')).toEqual({ configured: true, embedded: false });
    expect(await own.call('cardWindow.open', wish())).toMatchObject({ state: { name: 'open' } });
    // Nothing else had stopped.
    expect((await own.status()).moneyShut).toBeNull();
  },
  60_000,
);
