import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openKeychain } from '../../../src-main/secrets/keychain.ts';
import { makeHeadKeeper } from '../../../src-main/secrets/head-keeper.ts';
import type { SecretBox } from '../../../src-main/secrets/secret-store.ts';

const account = 'test/stripe.key';
const secret = 'made-up-value-of-this-test';

/** A keychain whose native part answers with that error. */
function failing(message: string): SecretBox {
  const fail = async (): Promise<never> => {
    throw new Error(message);
  };
  return openKeychain({ load: async () => ({ getPassword: fail, setPassword: fail, deletePassword: fail }) });
}

describe('a keychain that cannot be used', () => {
  test.each([
    ['Cannot autolaunch D-Bus without X11 $DISPLAY', 'keychain_unavailable'],
    ['The name org.freedesktop.secrets was not provided by any .service files', 'keychain_unavailable'],
    ['Cannot create an item in a locked collection', 'keychain_locked'],
    ['Prompt was dismissed', 'keychain_locked'],
    ['User interaction is not allowed.', 'keychain_locked'],
    ['User canceled the operation.', 'keychain_locked'],
    ['Access denied', 'keychain_locked'],
    ['something never heard of', 'keychain_unavailable'],
  ])('%s is said as %s, without the secret', async (message, code) => {
    const box = failing(message);
    for (const asked of [box.get(account), box.set(account, secret), box.forget(account)]) {
      const error: unknown = await asked.then(
        () => null,
        (thrown: unknown) => thrown,
      );
      expect(error).toMatchObject({ name: 'SecretTrouble', code });
      expect(String(error)).not.toContain(secret);
    }
  });

  test('one that waits for a password that nobody types is locked', async () => {
    const never = () => new Promise<never>(() => undefined);
    const box = openKeychain({
      patience: 5,
      load: async () => ({ getPassword: never, setPassword: never, deletePassword: never }),
    });
    await expect(box.get(account)).rejects.toMatchObject({ code: 'keychain_locked' });
  });

  test('a locked one that answers as if nothing was stored is still told from an empty one', async () => {
    const held = new Map<string, string>();
    let locked = true;
    const native = {
      getPassword: async (_service: string, name: string) => (locked ? null : (held.get(name) ?? null)),
      setPassword: async (_service: string, name: string, value: string) => {
        if (locked) throw new Error('Cannot create an item in a locked collection');
        held.set(name, value);
      },
      deletePassword: async (_service: string, name: string) => held.delete(name),
    };
    const box = openKeychain({ load: async () => native, absentMayBeLocked: true });
    await expect(box.get(account)).rejects.toMatchObject({ code: 'keychain_locked' });
    locked = false;
    expect(await box.get(account)).toBeNull();
    expect(held.size).toBe(0);
  });

  test('is asked one thing at a time: two questions at once would take away each other’s probe', async () => {
    let [now, most] = [0, 0];
    const one = async <T>(answer: T): Promise<T> => {
      now += 1;
      most = Math.max(most, now);
      await Promise.resolve();
      now -= 1;
      return answer;
    };
    const box = openKeychain({
      load: async () => ({
        getPassword: () => one(null),
        setPassword: () => one(undefined),
        deletePassword: () => one(true),
      }),
      absentMayBeLocked: true,
    });
    await Promise.all([box.get('test/stripe.key'), box.get('test/paysafe.key'), box.get('live/stripe.key')]);
    expect(most).toBe(1);
  });

  test('one whose native part cannot be loaded is not available', async () => {
    const box = openKeychain({
      load: async () => {
        throw new Error('libsecret-1.so.0: cannot open shared object file');
      },
    });
    await expect(box.get(account)).rejects.toMatchObject({ code: 'keychain_unavailable' });
  });

  test.skipIf(process.platform !== 'linux')('for real: without a D-Bus the app says so and goes on', () => {
    const keychain = JSON.stringify(join(import.meta.dirname, '../../../src-main/secrets/keychain.ts'));
    const script = `
      import { openKeychain } from ${keychain};
      for (const ask of [(box) => box.get('test/stripe.key'), (box) => box.set('test/stripe.key', '${secret}')])
        await ask(openKeychain()).then(() => console.log('worked'), (error) => console.log(error.name, error.code));`;
    const { DBUS_SESSION_BUS_ADDRESS: _bus, DISPLAY: _display, ...env } = process.env;
    const said = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
      env: { ...env, XDG_RUNTIME_DIR: import.meta.dirname },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    expect(said.trim().split('\n')).toEqual([
      'SecretTrouble keychain_unavailable',
      'SecretTrouble keychain_unavailable',
    ]);
  });
});

const why = whyNoKeyring();

/** The real keychain is tried where a session bus has an unlocked Secret Service. */
function whyNoKeyring(): string | null {
  if (process.platform !== 'linux') return 'tried on Linux only';
  if (!process.env['DBUS_SESSION_BUS_ADDRESS']) return 'DBUS_SESSION_BUS_ADDRESS names no session bus';
  const script = `
    import keytar from 'keytar';
    const name = 'comptoir-probe';
    await keytar.setPassword('Comptoir test', name, 'made-up');
    await keytar.deletePassword('Comptoir test', name);`;
  const cwd = import.meta.dirname;
  const tried = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { cwd, timeout: 30_000 });
  return tried.status === 0 ? null : 'the session bus has no unlocked keyring';
}

describe.skipIf(why !== null)(`the real keychain${why ? ` (left out: ${why})` : ''}`, () => {
  const box = openKeychain();
  afterEach(() => box.forget('test/paysafe.key'));

  test('keeps a secret under its own name, gives it back and forgets it', async () => {
    await box.forget('test/paysafe.key');
    expect(await box.get('test/paysafe.key')).toBeNull();
    await box.set('test/paysafe.key', 'made-up é, 6,95 $');
    await box.set('test/paysafe.key', 'made-up é, 1 234,50 $');
    expect(await openKeychain().get('test/paysafe.key')).toBe('made-up é, 1 234,50 $');
    expect(await box.get('live/paysafe.key')).toBeNull();
    await box.forget('test/paysafe.key');
    await box.forget('test/paysafe.key');
    expect(await box.get('test/paysafe.key')).toBeNull();
  });

  test('remembers how far the audit of a folder had come, also for the next start', async () => {
    const keeper = makeHeadKeeper(box, 'test', '/a/folder/of/this/test');
    await keeper.forget();
    expect(await keeper.read()).toBeNull();
    await keeper.write('{"lines":12}');
    expect(await makeHeadKeeper(openKeychain(), 'test', '/a/folder/of/this/test').read()).toBe('{"lines":12}');
    await keeper.forget();
    expect(await keeper.read()).toBeNull();
  });
});
