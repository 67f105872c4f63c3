import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SessionState } from '../../../src-main/contract/staff.ts';
import { chooseSecrets } from '../../../src-main/secrets/choose.ts';
import { atWork, open, opensAgain, signIn, type OpenDesk } from './desk.ts';
import { ownKeyring, whyNoKeyring, type OwnKeyring } from './own-keyring.ts';
import { openTown, type Town } from './town.ts';

const why = whyNoKeyring();
const root = join(import.meta.dirname, '../../..');

describe.skipIf(why !== null)(`the system’s own keychain${why ? ` (left out: ${why})` : ''}`, () => {
  let town: Town;
  let keyring: OwnKeyring;
  let folder: string;
  const desks: OpenDesk[] = [];

  beforeAll(async () => {
    keyring = await ownKeyring();
    town = await openTown();
  }, 60_000);
  afterAll(async () => {
    await town.close();
    keyring.stop();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fails-closed-'));
  });
  afterEach(async () => {
    for (const own of desks.splice(0)) await own.close();
    rmSync(folder, { recursive: true });
  });

  /** As the app starts: nothing of an earlier start is in memory. */
  async function opened(): Promise<OpenDesk> {
    const own = await open(town, { folder, secrets: chooseSecrets('test', join(folder, 'test')) });
    desks.push(own);
    return own;
  }

  test('locked: nobody signs in, nothing leaves; unlocked again: the same PIN opens the desk and a charge goes through', async () => {
    const first = await opened();
    await signIn(first);
    await first.call('settings.setStripeKey', { key: town.sandbox.stripeKey });
    const { username, password } = town.sandbox.paysafeKey;
    const accounts = town.sandbox.paysafeAccounts;
    await first.call('settings.setPaysafeKey', { username, password, mode: 'test', accounts });
    await atWork(first, town);
    await first.close();
    desks.length = 0;

    keyring.lock();
    const own = await opened();
    expect((await own.status()).moneyShut).toBe('keychain_locked');
    const { staff } = await own.call<SessionState>('session.state');
    expect(await own.refusal('session.signIn', { staffId: staff[0]?.id, pin: '615784' })).toEqual({
      code: 'keychain_locked',
    });
    const mark = await town.mark();
    expect(await own.charge()).toMatchObject({ ok: false, failure: { code: 'not_signed_in' } });
    expect(await town.changesSince(mark)).toEqual([]);

    await keyring.unlock();
    await signIn(own);
    await opensAgain(own, town);
  }, 120_000);
});

describe.skipIf(process.platform !== 'linux')('a PC without any keychain', () => {
  test('opens the desk in words: no owner can be made, no key kept, nothing ordered', () => {
    const folder = mkdtempSync(join(tmpdir(), 'fails-closed-'));
    const { DBUS_SESSION_BUS_ADDRESS: _bus, DISPLAY: _display, ...env } = process.env;
    const call = (name: string, input: object): unknown => {
      const args = ['tools/desk.ts', 'call', name, JSON.stringify(input), '--mode', 'test', '--data', folder];
      const given = { cwd: root, encoding: 'utf8', env: { ...env, XDG_RUNTIME_DIR: folder } } as const;
      try {
        return JSON.parse(execFileSync(process.execPath, args, { ...given, stdio: ['ignore', 'pipe', 'ignore'] }));
      } catch (refusal) {
        // The desk command ends with 1 when a call is refused; what it says is on its output all the same.
        return JSON.parse((refusal as { stdout: string }).stdout);
      }
    };
    try {
      expect(call('desk.status', {})).toMatchObject({ ok: true, value: { moneyShut: 'keychain_unavailable' } });
      const owner = { name: 'Hélène', pin: '615784', house: 'Atelier Fleury', desk: 'Accueil 1' };
      expect(call('session.createOwner', owner)).toEqual({ ok: false, failure: { code: 'keychain_unavailable' } });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);
});
