import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chooseSecrets } from '../../../src-main/secrets/choose.ts';
import { openFileSecrets } from '../../../src-main/secrets/file-secrets.ts';
import { makeHeadKeeper } from '../../../src-main/secrets/head-keeper.ts';
import { SecretTrouble, type SecretAccount, type SecretBox } from '../../../src-main/secrets/secret-store.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'secrets-'));
  file = join(folder, 'demo-secrets.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A keychain in memory that can be taken away. */
function memoryKeychain(): SecretBox & { gone: boolean; readonly held: Map<string, string> } {
  const held = new Map<string, string>();
  const box = {
    gone: false,
    held,
    async get(account: SecretAccount) {
      if (box.gone) throw new SecretTrouble('keychain_unavailable', 'no keychain');
      return held.get(account) ?? null;
    },
    async set(account: SecretAccount, value: string) {
      if (box.gone) throw new SecretTrouble('keychain_unavailable', 'no keychain');
      held.set(account, value);
    },
    async forget(account: SecretAccount) {
      held.delete(account);
    },
  };
  return box;
}

describe('the secrets of the demo house', () => {
  test('are kept in a file that only this user can read', async () => {
    const box = openFileSecrets(file);
    expect(await box.get('demo/pin.pepper')).toBeNull();
    await box.set('demo/pin.pepper', 'made-up pepper');
    await box.set('demo/audit.key', 'made-up key');
    expect(await openFileSecrets(file).get('demo/pin.pepper')).toBe('made-up pepper');
    if (process.platform !== 'win32') expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
    await box.forget('demo/pin.pepper');
    await box.forget('demo/pin.pepper');
    expect(await box.get('demo/pin.pepper')).toBeNull();
    expect(await box.get('demo/audit.key')).toBe('made-up key');
  });

  test.each(['demo/stripe.key', 'demo/paysafe.key', 'test/stripe.key', 'live/paysafe.key', 'live/pin.pepper'] as const)(
    '%s is never put in a file',
    async (account) => {
      await expect(openFileSecrets(file).set(account, 'made-up')).rejects.toMatchObject({
        code: 'keychain_unavailable',
      });
      expect(existsSync(file)).toBe(false);
    },
  );

  test('written at the same moment are all kept', async () => {
    const box = openFileSecrets(file);
    await Promise.all([
      box.set('demo/pin.pepper', 'a'),
      box.set('demo/audit.key', 'b'),
      box.set('demo/pin.pepper', 'c'),
    ]);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ 'demo/pin.pepper': 'c', 'demo/audit.key': 'b' });
  });

  test('a broken file is said to be unreadable, not empty: an empty one would make every PIN worthless', async () => {
    writeFileSync(file, '{"demo/pin.pepper": "half a li');
    const box = openFileSecrets(file);
    await expect(box.get('demo/pin.pepper')).rejects.toBeInstanceOf(SecretTrouble);
    await expect(box.set('demo/audit.key', 'x')).rejects.toBeInstanceOf(SecretTrouble);
    expect(readFileSync(file, 'utf8')).toBe('{"demo/pin.pepper": "half a li');
  });
});

describe('how far the audit had come', () => {
  test('is remembered for each folder by itself, and forgotten by itself', async () => {
    const keychain = memoryKeychain();
    const [salon, clinic] = [
      makeHeadKeeper(keychain, 'test', '/data/salon'),
      makeHeadKeeper(keychain, 'test', '/data/clinic'),
    ];
    expect(await salon.read()).toBeNull();
    await salon.write('salon, line 12');
    await clinic.write('clinic, line 5');
    await salon.write('salon, line 13');
    expect([await salon.read(), await clinic.read()]).toEqual(['salon, line 13', 'clinic, line 5']);
    expect(await makeHeadKeeper(keychain, 'live', '/data/salon').read()).toBeNull();
    await salon.forget();
    await salon.forget();
    expect([await salon.read(), await clinic.read()]).toEqual([null, 'clinic, line 5']);
    await clinic.forget();
    expect(keychain.held.size).toBe(0);
  });

  test('of many folders the longest unused is given up: an entry of a keychain is small', async () => {
    const keychain = memoryKeychain();
    const house = (count: number) => makeHeadKeeper(keychain, 'test', `/data/${count}`);
    for (let count = 0; count < 9; count += 1) await house(count).write('x'.repeat(150));
    expect(await house(0).read()).toBeNull();
    expect(await house(1).read()).not.toBeNull();
    expect(keychain.held.get('test/audit.head')?.length).toBeLessThan(2500);
  });

  test('a broken entry is written anew, and a shut keychain says so', async () => {
    const keychain = memoryKeychain();
    keychain.held.set('test/audit.head', '[["half');
    const keeper = makeHeadKeeper(keychain, 'test', '/data/salon');
    expect(await keeper.read()).toBeNull();
    await keeper.write('line 1');
    expect(await keeper.read()).toBe('line 1');
    keychain.gone = true;
    await expect(keeper.read()).rejects.toBeInstanceOf(SecretTrouble);
    await expect(keeper.write('line 2')).rejects.toBeInstanceOf(SecretTrouble);
  });
});

describe('the secrets of a desk', () => {
  test('the demo house works without a keychain; a test key there is refused, and put nowhere else', async () => {
    const keychain = memoryKeychain();
    keychain.gone = true;
    const secrets = chooseSecrets('demo', folder, keychain);
    expect(await secrets.pepper()).toHaveLength(32);
    expect(await secrets.auditKey()).toHaveLength(32);
    await expect(secrets.set('test/stripe.key', 'made-up')).rejects.toMatchObject({ code: 'keychain_unavailable' });
    expect(readFileSync(file, 'utf8')).not.toContain('stripe');
  });

  test('pepper and audit key are made once, differ, and are there at the next start', async () => {
    const keychain = memoryKeychain();
    const first = chooseSecrets('live', folder, keychain);
    const [pepper, again, key] = [await first.pepper(), await first.pepper(), await first.auditKey()];
    expect(again.equals(pepper)).toBe(true);
    expect(key.equals(pepper)).toBe(false);
    expect((await chooseSecrets('live', folder, keychain).pepper()).equals(pepper)).toBe(true);
    expect((await chooseSecrets('test', folder, keychain).pepper()).equals(pepper)).toBe(false);
    expect(existsSync(file)).toBe(false);
  });

  test('of two first questions at once only one pepper is made', async () => {
    const secrets = chooseSecrets('live', folder, memoryKeychain());
    const [a, b] = await Promise.all([secrets.pepper(), secrets.pepper()]);
    expect(a.equals(b)).toBe(true);
  });

  test('a keychain that was locked is asked again after it was opened', async () => {
    const keychain = memoryKeychain();
    keychain.gone = true;
    const secrets = chooseSecrets('live', folder, keychain);
    await expect(secrets.pepper()).rejects.toMatchObject({ code: 'keychain_unavailable' });
    keychain.gone = false;
    expect(await secrets.pepper()).toHaveLength(32);
  });

  test('a keychain that forgets what it was given is no keychain', async () => {
    const forgetful: SecretBox = { get: async () => null, set: async () => undefined, forget: async () => undefined };
    await expect(chooseSecrets('live', folder, forgetful).pepper()).rejects.toMatchObject({
      code: 'keychain_unavailable',
    });
  });

  test('something else in the place of the pepper is refused, not used', async () => {
    const keychain = memoryKeychain();
    keychain.held.set('live/pin.pepper', 'c2hvcnQ=');
    await expect(chooseSecrets('live', folder, keychain).pepper()).rejects.toBeInstanceOf(SecretTrouble);
  });
});
