import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addressesFrom } from '../../../src-main/house/customers/addresses.ts';
import { standardSettings } from '../../../src-main/house/settings/house-settings.ts';
import { startRefusal, startTrouble, type StartTrouble } from '../../../src-main/house/start-trouble.ts';
import { startWords } from '../../../src-main/house/start-words.ts';
import { openLedger } from '../../../src-main/ledger/ledger.ts';
import { savedLanguage } from '../../../src-main/ledger/saved-language.ts';
import { LedgerTrouble } from '../../../src-main/payments/ports.ts';
import { startSandbox } from '../../../src-main/sandbox/sandbox.ts';
import { countedIds, handClock } from '../../support/clock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'start-trouble-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const parts = { clock: handClock(), random: countedIds() };
const thrownBy = async (work: () => unknown): Promise<unknown> => {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error('It did not throw');
};
const file = (): string => join(folder, 'ledger.db');
const coded = (code: string, more: object = {}): Error => Object.assign(new Error(code), { code, ...more });

describe('what keeps a desk from opening', () => {
  it('is found in the real errors of its parts', async () => {
    await (await openLedger({ file: file() }, parts)).close();
    const held = new Database(file());
    held.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT');
    expect(startTrouble(await thrownBy(() => openLedger({ file: file() }, parts)))).toBe('records_locked');
    held.exec(`INSERT INTO migration (name) VALUES ('0099-from-tomorrow')`);
    held.close();
    expect(startTrouble(await thrownBy(() => openLedger({ file: file() }, parts)))).toBe('records_newer');
    const old = await thrownBy(() => openLedger({ file: file(), sqlite: '3.40.1' }, parts));
    expect(startTrouble(old)).toBe('sqlite_old');
    writeFileSync(join(folder, 'photo.db'), 'a photograph of the salon\n'.repeat(200));
    expect(startTrouble(await thrownBy(() => openLedger({ file: join(folder, 'photo.db') }, parts)))).toBe(
      'records_damaged',
    );
    expect(startTrouble(await thrownBy(() => mkdirSync(join(file(), 'below'))))).toBe('folder_unwritable');
    const address = await thrownBy(() => addressesFrom({ COMPTOIR_STRIPE_URL: 'https://provider.example' }, 'test'));
    expect(startTrouble(address)).toBe('address_refused');
  });

  it('is no place for the demo’s providers where their port is taken, or where nothing may listen at all', async () => {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as { port: number };
    const about = { file: join(folder, 'sandbox.db'), seed: 's', realNow: Date.now, demoHouse: false };
    const error = await thrownBy(() => startSandbox({ ...about, stripePort: port }));
    await new Promise((closed) => server.close(closed));
    expect(startTrouble(error)).toBe('demo_no_place');
    expect(startTrouble(coded('EACCES', { syscall: 'listen' }))).toBe('demo_no_place');
  });

  it.each([
    ['disk_full', coded('ENOSPC')],
    ['disk_full', coded('SQLITE_FULL')],
    ['disk_full', new LedgerTrouble('records_unwritable', '', { cause: coded('SQLITE_FULL') })],
    ['disk_full', new Error('The lists cannot be opened.', { cause: new Error('database or disk is full') })],
    ['folder_unwritable', coded('EROFS')],
    ['folder_unwritable', coded('ENOENT', { syscall: 'mkdir' })],
    ['folder_unwritable', coded('SQLITE_CANTOPEN')],
    ['folder_unwritable', coded('SQLITE_READONLY_DIRECTORY')],
    ['folder_unwritable', new LedgerTrouble('records_unwritable', '', { cause: coded('EACCES') })],
    ['records_locked', coded('SQLITE_BUSY')],
    ['records_damaged', coded('SQLITE_NOTADB')],
    ['unknown', coded('ENOENT', { syscall: 'open' })],
    ['unknown', new TypeError('x is not a function')],
    ['unknown', 'not even an error'],
  ] as const)('is %s when the error says %s', (trouble, error) => {
    expect(startTrouble(error)).toBe(trouble);
  });

  it('reaches a script as the refusal of its call', () => {
    expect(startRefusal(coded('ENOSPC'))).toEqual({ ok: false, failure: { code: 'records_unwritable' } });
    expect(startRefusal(coded('SQLITE_BUSY'))).toEqual({ ok: false, failure: { code: 'records_locked' } });
    expect(startRefusal(new TypeError('x'))).toMatchObject({ failure: { code: 'internal' } });
  });
});

describe('the words for it', () => {
  // A trouble that is missing here is a type error.
  const every: Readonly<Record<StartTrouble, true>> = {
    disk_full: true,
    folder_unwritable: true,
    records_locked: true,
    records_gone: true,
    records_fault: true,
    records_newer: true,
    records_damaged: true,
    records_key_missing: true,
    records_in_use: true,
    records_on_network: true,
    sqlite_old: true,
    demo_no_place: true,
    address_refused: true,
    unknown: true,
  };
  const troubles = Object.keys(every) as readonly StartTrouble[];

  it.each(troubles)('say in both languages what is the matter and what to do: %s', (trouble) => {
    const about = { folder: '/home/salon/Comptoir/live', why: 'made-up words' };
    const [en, fr] = (['en', 'fr'] as const).map((language) => startWords(trouble, { language, ...about }));
    for (const words of [en, fr]) {
      expect(words?.message).toMatch(/^\p{Lu}.*\.$/u);
      expect(words?.detail).toMatch(/^\p{Lu}.*[.:]/u);
      expect(`${words?.message}${words?.detail}`).not.toMatch(/undefined|!|'|\bsorry\b|\bplease\b/i);
    }
    expect(en?.message).not.toBe(fr?.message);
    expect([en?.again, en?.quit, fr?.again, fr?.quit]).toEqual(['Try again', 'Quit', 'Réessayer', 'Quitter']);
    // A colon in French stands after a no-break space.
    expect(fr?.message).not.toMatch(/(?<!\u00a0):/);
  });

  it('come in the language the desk was set to, also while its records are held, and in the system’s where that cannot be read', async () => {
    const ledger = await openLedger({ file: file() }, parts);
    await ledger.settings.set('house', standardSettings({ mode: 'demo', language: 'fr', desk: 'Accueil 1' }));
    await ledger.close();
    const held = new Database(file());
    held.exec('BEGIN IMMEDIATE');
    expect(savedLanguage(file())).toBe('fr');
    held.exec('ROLLBACK');
    held.close();
    expect(savedLanguage(join(folder, 'nothing.db'))).toBeNull();
    writeFileSync(join(folder, 'photo.db'), 'a photograph of the salon\n'.repeat(200));
    expect(savedLanguage(join(folder, 'photo.db'))).toBeNull();
  });
});
