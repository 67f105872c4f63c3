import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openLedger, type HouseLedger } from '../../../src-main/ledger/ledger.ts';
import { history, migrate, type Migration } from '../../../src-main/ledger/migrate.ts';
import { openSqlite, refuseOldSqlite } from '../../../src-main/ledger/sqlite.ts';
import { auditOf, countingRandom, doneState, newCharge, setClock, written } from './ground.ts';

let folder: string;
let file: string;
const opened: HouseLedger[] = [];
const root = process.getuid?.() === 0;
/** whom root becomes where rights must count */
const nobody = 65_534;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  file = join(folder, 'house', 'ledger.db');
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((ledger) => ledger.close()));
  rmSync(folder, { recursive: true });
});

async function open(where = file): Promise<HouseLedger> {
  const ledger = await openLedger({ file: where }, { clock: setClock(42), random: countingRandom() });
  opened.push(ledger);
  return ledger;
}

async function filled(count = 50): Promise<void> {
  const ledger = await open();
  for (let index = 0; index < count; index += 1) await ledger.operations.open(newCharge(), written, auditOf());
  await Promise.all(opened.splice(0).map((each) => each.close()));
}

describe('the file of the records', () => {
  test('a commit is on the disk when it returns: WAL with synchronous really FULL', async () => {
    const db = openSqlite(file);
    const read = async (name: string) => (await sql.raw<Record<string, unknown>>(`PRAGMA ${name}`).execute(db)).rows[0];
    expect(await read('journal_mode')).toEqual({ journal_mode: 'wal' });
    expect(await read('synchronous')).toEqual({ synchronous: 2 });
    expect(await read('checkpoint_fullfsync')).toEqual({ checkpoint_fullfsync: 1 });
    await db.destroy();
  });

  test.skipIf(process.platform === 'win32')('only its owner can read it, its log and its folder', async () => {
    await open();
    const rights = (path: string) => (statSync(path).mode & 0o777).toString(8);
    expect(rights(join(folder, 'house'))).toBe('700');
    for (const path of [file, `${file}-wal`, `${file}-shm`]) expect(rights(path), path).toBe('600');
  });

  test.skipIf(process.platform === 'win32')('a folder that others could read is shut to them', async () => {
    mkdirSync(join(folder, 'house'), { mode: 0o755 });
    writeFileSync(file, '', { mode: 0o644 });
    chmodSync(file, 0o644);
    await open();
    expect(statSync(join(folder, 'house')).mode & 0o777).toBe(0o700);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test.skipIf(process.platform === 'win32')(
    'a new house opens under a folder that may be entered and not read: it syncs as far up as it can look',
    async () => {
      const closed = join(folder, 'closed');
      mkdirSync(closed);
      chmodSync(folder, 0o711);
      if (root) chownSync(closed, nobody, nobody);
      chmodSync(closed, 0o311);
      if (root) process.seteuid?.(nobody);
      try {
        await open(join(closed, 'house', 'ledger.db'));
      } finally {
        if (root) process.seteuid?.(0);
        chmodSync(closed, 0o700);
      }
      expect(existsSync(join(closed, 'house', 'ledger.db'))).toBe(true);
    },
  );

  test('it says when it was opened and found sound', async () => {
    expect((await open()).verified()).toBe(42);
  });

  test('what was written is there after closing and opening again', async () => {
    await filled(3);
    const ledger = await open();
    expect(await ledger.operations.openOperations()).toHaveLength(3);
  });

  test.each(['3.40.1', '3.51.2', '3.52.9', '2.8.17'])('SQLite %s is refused: it can damage the file', (version) => {
    expect(() => refuseOldSqlite(version)).toThrow(`SQLite ${version} is too old`);
  });
  test.each(['3.53.0', '3.54.1', '4.0.0'])('SQLite %s is taken', (version) => {
    expect(() => refuseOldSqlite(version)).not.toThrow();
  });

  test('a file from a newer version is refused and left as it was', async () => {
    await filled(2);
    const database = new Database(file);
    database.exec(`INSERT INTO migration (name) VALUES ('0099-from-tomorrow')`);
    database.close();
    const before = readFileSync(file);
    await expect(open()).rejects.toMatchObject({ code: 'records_newer' });
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('a file that is no database is refused and left as it was', async () => {
    mkdirSync(join(folder, 'house'));
    writeFileSync(file, 'this was a photograph of the salon\n'.repeat(200));
    await expect(open()).rejects.toMatchObject({ code: 'records_damaged' });
    expect(readFileSync(file, 'utf8')).toMatch(/^this was a photograph/);
  });

  test('a file with torn pages is refused', async () => {
    await filled();
    const handle = openSync(file, 'r+');
    const size = statSync(file).size;
    for (let page = 3; page * 4096 < size; page += 2) writeSync(handle, Buffer.alloc(2048, 0xa5), 0, 2048, page * 4096);
    closeSync(handle);
    await expect(open()).rejects.toMatchObject({ code: 'records_damaged' });
  });

  test('a flipped bit in an amount that SQLite does not notice is noticed when the row is read', async () => {
    await filled(1);
    const bytes = readFileSync(file);
    const at = bytes.indexOf('amount=8000&currency=cad');
    expect(at).toBeGreaterThan(0);
    bytes.write('1', at + 'amount='.length);
    writeFileSync(file, bytes);
    const ledger = await open();
    expect(await ledger.operations.openOperations()).toEqual([]);
    expect(ledger.trouble()).toMatchObject({ code: 'records_damaged' });
  });
});

describe('its history', () => {
  test('the first migration is frozen: a house that has it was made by exactly these statements', () => {
    const [first] = history;
    expect(first?.name).toBe('0001-first');
    expect(first?.statements).toMatchSnapshot();
  });

  test('so is the second', () => {
    const [, second] = history;
    expect(second?.name).toBe('0002-seals');
    expect(second?.statements).toMatchSnapshot();
  });

  test('a step that fails in the middle leaves the records as they were', async () => {
    await filled(2);
    const broken: Migration = {
      name: '0002-broken',
      statements: ['CREATE TABLE half_done (id TEXT)', 'CREATE TABLE half_done (id TEXT)'],
    };
    const db = openSqlite(file);
    await expect(migrate(db, [...history, broken])).rejects.toThrow('already exists');
    await db.destroy();
    const ledger = await open();
    expect(await ledger.operations.openOperations()).toHaveLength(2);
    const database = new Database(file, { readonly: true });
    expect(database.prepare(`SELECT name FROM sqlite_schema WHERE name = 'half_done'`).all()).toEqual([]);
    database.close();
  });

  test('two desks that start at the same moment both get the same records', async () => {
    const both = await Promise.all([open(), open(), open()]);
    await both[0].settings.set('house', 'Salon Élise');
    expect(await both[2].settings.get('house')).toBe('Salon Élise');
  });
});

const readOnly = root ? null : 'needs root to write as somebody else';
const full = root && process.platform === 'linux' && canMount() ? null : 'needs root and tmpfs';

function canMount(): boolean {
  const at = mkdtempSync(join(tmpdir(), 'mount-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', at]).status === 0;
  if (mounted) execFileSync('umount', [at]);
  rmSync(at, { recursive: true });
  return mounted;
}

describe.skipIf(full !== null)(`no room and no right to write${full ? ` (left out: ${full})` : ''}`, () => {
  let mount: string;

  beforeEach(() => {
    mount = join(folder, 'disk');
    mkdirSync(mount);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', mount]);
    file = join(mount, 'ledger.db');
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((ledger) => ledger.close().catch(() => undefined)));
    execFileSync('umount', ['-l', mount]);
  });

  test('on a full disk nothing is opened, what was written stays readable, and it goes on once there is room', async () => {
    const ledger = await open();
    const first = newCharge();
    const before = await ledger.operations.open(first, written, auditOf());
    if (!('opened' in before)) throw new Error('should be open');
    const ballast = join(mount, 'ballast');
    fill(ballast);
    const refused = newCharge({ note: 'x'.repeat(100_000) });
    await expect(ledger.operations.open(refused, written, auditOf())).rejects.toMatchObject({
      code: 'records_unwritable',
    });
    expect(ledger.trouble()).toMatchObject({ code: 'records_unwritable' });
    expect(await ledger.operations.byId(refused.id)).toBeNull();
    expect(await ledger.operations.byId(first.id)).toEqual(before.opened);
    expect(await ledger.audit.verifyAudit()).toMatchObject({ sound: true, lines: 1 });
    rmSync(ballast);
    expect(await ledger.probe()).toBeNull();
    const step = { operation: before.opened, state: doneState(), trail: [], audit: null, followUp: null, at: 1 };
    expect(await ledger.operations.advance(step)).toMatchObject({ written: true });
  });

  test('a disk that fills at any moment never leaves half an operation', async () => {
    const ledger = await open();
    const ballast = join(mount, 'ballast');
    writeFileSync(ballast, Buffer.alloc(1024 * 1024));
    const there: string[] = [];
    for (let index = 0; index < 2000; index += 1) {
      const given = newCharge();
      try {
        await ledger.operations.open(given, written, auditOf());
        there.push(given.id);
      } catch (error) {
        expect(error).toMatchObject({ code: 'records_unwritable' });
        expect(await ledger.operations.byId(given.id)).toBeNull();
        break;
      }
    }
    expect(there.length).toBeGreaterThan(10);
    expect(there.length).toBeLessThan(2000);
    rmSync(ballast);
    await ledger.close();
    opened.length = 0;
    const again = await open();
    expect((await again.operations.openOperations()).map((operation) => operation.id).toSorted()).toEqual(there);
    expect(await again.audit.verifyAudit()).toMatchObject({ sound: true, lines: there.length });
  });

  test('a disk that became read-only refuses the operation and still shows what was written', async () => {
    const ledger = await open();
    await ledger.operations.open(newCharge(), written, auditOf());
    await ledger.close();
    opened.length = 0;
    execFileSync('mount', ['-o', 'remount,ro', mount]);
    await expect(open()).rejects.toMatchObject({ code: 'records_unwritable' });
    execFileSync('mount', ['-o', 'remount,rw', mount]);
    expect(await (await open()).operations.openOperations()).toHaveLength(1);
  });
});

describe.skipIf(readOnly !== null)(`a folder of somebody else${readOnly ? ` (left out: ${readOnly})` : ''}`, () => {
  test('is refused in words, and nothing is made in it', () => {
    const closed = join(folder, 'closed');
    mkdirSync(closed, { mode: 0o755 });
    chmodSync(folder, 0o755);
    const script = `
      import { openLedger } from ${JSON.stringify(join(import.meta.dirname, '../../../src-main/ledger/ledger.ts'))};
      process.setuid(65534);
      const parts = { clock: { now: () => 1, steady: () => 1 }, random: { id: () => '1' } };
      await openLedger({ file: ${JSON.stringify(join(closed, 'ledger.db'))} }, parts).then(
        () => console.log('opened'),
        (error) => console.log(error.code),
      );`;
    const said = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
    expect(said.trim()).toBe('records_unwritable');
    expect(existsSync(join(closed, 'ledger.db'))).toBe(false);
  }, 30_000);
});

/** Takes all the room there is, to the last kilobyte. */
function fill(path: string): void {
  const handle = openSync(path, 'w');
  try {
    for (;;) writeSync(handle, Buffer.alloc(1024));
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  } finally {
    closeSync(handle);
  }
}
