import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockDesk, type DeskLock } from '../../../src-main/ledger/desk-lock.ts';

let folder: string;
let file: string;
const locks: DeskLock[] = [];
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
  file = join(folder, 'desk.lock');
});
afterEach(() => {
  for (const lock of locks.splice(0)) lock.release();
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

function lock(): DeskLock {
  const made = lockDesk(file, 1000);
  locks.push(made);
  return made;
}

/** Another desk in a process of its own: `acting` or `guest`, as it says itself. */
function otherDesk(): Promise<{ readonly child: ChildProcess; readonly says: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'lock-child.ts'), file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return new Promise((resolve) => {
    child.stdout.once('data', (said: Buffer) => resolve({ child, says: said.toString().trim() }));
  });
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}

describe('one running desk for each folder', () => {
  test('the first may act, a second may not, in this process or in another', async () => {
    expect(lock().held()).toBe(true);
    expect(lock().held()).toBe(false);
    expect((await otherDesk()).says).toBe('guest');
  });

  test('a desk that is killed leaves nothing behind: the next one acts at once', async () => {
    const other = await otherDesk();
    expect(other.says).toBe('acting');
    const mine = lock();
    expect(mine.held()).toBe(false);
    expect(JSON.parse(mine.holder())).toEqual({ pid: other.child.pid, since: 1000 });
    await ended(other.child, 'SIGKILL');
    expect(mine.held()).toBe(true);
  });

  test.skipIf(process.platform === 'win32')('a desk that sleeps still has it, however long', async () => {
    const other = await otherDesk();
    other.child.kill('SIGSTOP');
    expect(lock().held()).toBe(false);
    other.child.kill('SIGCONT');
  });

  test('one that closes leaves it to the next', () => {
    const [first, second] = [lock(), lock()];
    expect([first.held(), second.held()]).toEqual([true, false]);
    first.release();
    expect(second.held()).toBe(true);
    expect(first.held()).toBe(false);
  });

  test('the file of the lock stays empty: nothing in it can break', () => {
    expect(lock().held()).toBe(true);
    expect(readFileSync(file)).toHaveLength(0);
  });

  test('in a folder that cannot be made nobody acts, and nothing is thrown: the records say why', () => {
    writeFileSync(file, 'a file where a folder should be');
    const nowhere = lockDesk(join(file, 'house', 'desk.lock'), 1000);
    expect(nowhere.held()).toBe(false);
    expect(nowhere.holder()).toBe('nobody known');
    nowhere.release();
  });
});
