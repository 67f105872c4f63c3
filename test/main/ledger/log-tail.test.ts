import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { losesCommits } from '../../../src-main/ledger/log-tail.ts';
import { openLedger, type HouseLedger } from '../../../src-main/ledger/ledger.ts';
import { factsOf } from './broken-files.ts';
import { fillHouse } from './full-house.ts';
import { auditOf, countingRandom, newCharge, setClock, written } from './ground.ts';

const parts = { clock: setClock(), random: countingRandom(), auditKey: Buffer.alloc(32, 7) };

let folder: string;
let ledger: HouseLedger;
/** What the disk holds when the PC stops: the file, its log, and what they say; also without the last commit. */
let image: { readonly file: Buffer; readonly log: Buffer; readonly says: string; readonly saidBefore: string };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'log-'));
  ledger = await openLedger({ file: join(folder, 'house.db') }, parts);
  await fillHouse(ledger, 12);
  const saidBefore = said();
  await ledger.operations.open(newCharge(), written, auditOf());
  const says = said();
  image = {
    file: readFileSync(join(folder, 'house.db')),
    log: readFileSync(join(folder, 'house.db-wal')),
    says,
    saidBefore,
  };
});
afterEach(async () => {
  await ledger.close();
  rmSync(folder, { recursive: true });
});

/** Puts what the disk holds in a place of its own. */
function put(log: Buffer): string {
  const file = join(folder, 'image.db');
  rmSync(`${file}-shm`, { force: true });
  writeFileSync(file, image.file);
  writeFileSync(`${file}-wal`, log);
  return file;
}

function said(): string {
  for (const ending of ['', '-wal']) copyFileSync(join(folder, `house.db${ending}`), join(folder, `said.db${ending}`));
  rmSync(join(folder, 'said.db-shm'), { force: true });
  return factsOf(join(folder, 'said.db'));
}

const page = 4096;
const frame = 24 + page;
const frames = () => (image.log.length - 32) / frame;

describe('a log that a crash left behind', () => {
  test('that is whole is taken, whatever the crash cut off its end', () => {
    expect(frames()).toBeGreaterThan(60);
    expect(losesCommits(put(image.log))).toBe(false);
    for (let size = 0; size < image.log.length; size += frame + 512)
      expect(losesCommits(put(image.log.subarray(0, size))), `${size}`).toBe(false);
  });

  test('in which the last transaction was torn is taken without it', () => {
    // Its frames: those after the end of the one before it.
    const ends = Array.from({ length: frames() }, (_, index) => index).filter(
      (index) => image.log.readUInt32BE(32 + index * frame + 4) !== 0,
    );
    const first = (ends.at(-2) ?? 0) + 1;
    for (let torn = first; torn < frames(); torn += 1) {
      for (let part = 0; part < frame; part += 512) {
        const log = Buffer.from(image.log);
        log.fill(0, 32 + torn * frame + part, 32 + (torn + 1) * frame);
        const file = put(log);
        expect(losesCommits(file), `frame ${torn} from ${part}`).toBe(false);
      }
    }
    expect(first).toBeLessThan(frames());
  });

  test('with a flipped bit before its last transaction is damage, not a crash; SQLite would undo what was shown without a word', () => {
    let state = 2026;
    const pick = (below: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const split = { noticed: 0, 'no effect': 0, 'last commit undone': 0 };
    for (let flip = 0; flip < 300; flip += 1) {
      const log = Buffer.from(image.log);
      const at = 32 + pick(log.length - 32);
      log.writeUInt8(log.readUInt8(at) ^ (1 << pick(8)), at);
      const file = put(log);
      if (losesCommits(file)) {
        split.noticed += 1;
        continue;
      }
      const facts = factsOf(file);
      expect(
        [image.says, image.saidBefore],
        `byte ${at} (frame ${Math.floor((at - 32) / frame) + 1} of ${frames()})`,
      ).toContain(facts);
      split[facts === image.says ? 'no effect' : 'last commit undone'] += 1;
    }
    process.stdout.write(`300 bits flipped in the log: ${JSON.stringify(split)}\n`);
    expect(split.noticed).toBeGreaterThan(200);
  });

  test('what two orders that could not be kept left behind, as a full disk makes them, is not taken for commits', () => {
    const base = join(folder, 'base.db');
    const begun = new Database(base);
    begun.pragma('journal_mode = WAL');
    begun.exec('CREATE TABLE line (value TEXT)');
    const kept = readFileSync(`${base}-wal`);
    /** The log after one more transaction of that size, each time from the same beginning. */
    const after = (size: number): Buffer => {
      const file = join(folder, `try-${size}.db`);
      copyFileSync(base, file);
      writeFileSync(`${file}-wal`, kept);
      const database = new Database(file);
      database.prepare('INSERT INTO line VALUES (?)').run('x'.repeat(size));
      const log = readFileSync(`${file}-wal`);
      database.close();
      return log;
    };
    const [long, shorter, last] = [after(80_000), after(40_000), after(10)];
    expect([kept, last, shorter, long].map((log) => log.length)).toEqual(
      [kept, last, shorter, long].map((log) => log.length).toSorted((a, b) => a - b),
    );
    // Each was written over the one before it.
    const leftover = Buffer.from(long);
    shorter.copy(leftover);
    last.copy(leftover);
    writeFileSync(`${base}-left`, readFileSync(base));
    writeFileSync(`${base}-left-wal`, leftover);
    expect(losesCommits(`${base}-left`)).toBe(false);
    begun.close();
  });

  test('that loses commits is not opened: the desk holds what can be read, and the log stays as it is', async () => {
    const log = Buffer.from(image.log);
    const at = 32 + 10 * frame + 1000;
    log.writeUInt8(log.readUInt8(at) ^ 1, at);
    const file = put(log);
    await expect(openLedger({ file }, parts)).rejects.toMatchObject({ code: 'records_damaged' });
    expect(readFileSync(`${file}-wal`).equals(log)).toBe(true);
  });
});
