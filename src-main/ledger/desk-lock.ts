import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';

/** Who may act on the records of one folder: one running desk, whoever started it and in whichever session of the PC. */
export interface DeskLock {
  /** True while this desk may act. When another one has it, this tries once more: a desk that ends leaves it to the next. */
  held(): boolean;
  /** the process that has it, as it wrote itself, for the log */
  holder(): string;
  release(): void;
}

/**
 * The lock is one that the operating system keeps on an open file (through SQLite, which knows how on each system): it ends with its process, however
 * that ends, so that a stale one cannot exist; and a desk that only slept still has it. A heartbeat written in a file would be wrong about both.
 * The file stays empty: there is nothing in it that could break. Beside it stands, for whoever wonders, which process has it.
 * @param file in the folder of the records
 * @param now unix ms
 */
export function lockDesk(file: string, now: number): DeskLock {
  const note = `${file}.json`;
  let mine: Database.Database | null = null;

  function take(): Database.Database | null {
    let database: Database.Database | null = null;
    try {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      database = new Database(file, { timeout: 0 });
      // Held by a transaction that never writes: nobody else can begin one.
      database.exec('BEGIN IMMEDIATE');
      writeFileSync(note, JSON.stringify({ pid: process.pid, since: now }), { mode: 0o600 });
      return database;
    } catch {
      // Another desk has it, or this folder cannot be written; the records themselves say the second.
      database?.close();
      return null;
    }
  }

  return {
    held() {
      mine ??= take();
      return mine !== null;
    },
    holder() {
      try {
        return readFileSync(note, 'utf8');
      } catch {
        return 'nobody known';
      }
    },
    release() {
      if (!mine) return;
      rmSync(note, { force: true });
      mine.close();
      mine = null;
    },
  };
}
