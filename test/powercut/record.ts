import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startSandbox } from '../../src-main/sandbox/sandbox.ts';
import { paysafeTill } from '../gateways/paysafe-till.ts';
import { stripeTill } from '../gateways/stripe-till.ts';
import { authorization, type Till } from '../gateways/town.ts';
import type { Change } from './changed-source.ts';
import type { Circumstances } from './circumstances.ts';
import type { Task } from './child.ts';
import { emptyDisk, type Image } from './disk.ts';
import { marksName, readLog, type DiskEvent } from './events.ts';
import { compileRecorder } from './recorder.ts';

/** All that a desk did to its disk in a day, in order, and what it said of itself. */
export interface Recording {
  readonly name: string;
  /** the recorder's own words, from which `events` are read; to be kept when an image is red */
  readonly log: Buffer;
  readonly events: readonly DiskEvent[];
}

/** The records of the recorded house, on its disk. Its folder is made by the ledger itself. */
export const ledgerFile = 'house/ledger.db';
/** Made up; seals the rows and the audit of the recorded house. */
export const auditKey = 'a1b2c3d4e5f60718293a4b5c6d7e8f90'.repeat(2);

/**
 * Records a desk that serves customers at both providers, over HTTP, on a disk of its own. The sandbox runs in this process, which nobody records.
 * @throws when the day did not go as it must, or the recorder missed something that was written
 */
export async function record({ name, changes, rounds }: Circumstances): Promise<Recording> {
  const folder = realpathSync(mkdtempSync(join(quickFolder(), 'comptoir-powercut-')));
  const disk = join(folder, 'disk');
  mkdirSync(disk);
  const sandbox = await startSandbox({
    file: join(folder, 'sandbox.db'),
    seed: 'power cut',
    realNow: Date.now,
    demoHouse: false,
  });
  try {
    const customersOf = async (till: Till) => {
      const { saved, amount } = await till.declined();
      return { regular: await till.save(), refused: { ...saved, amount } };
    };
    const task: Task = {
      disk,
      ledger: ledgerFile,
      auditKey,
      rounds,
      addresses: { stripe: sandbox.stripeUrl, paysafe: sandbox.paysafeUrl },
      authorizations: { stripe: authorization(sandbox, 'stripe'), paysafe: authorization(sandbox, 'paysafe') },
      accounts: sandbox.paysafeAccounts,
      customers: { stripe: await customersOf(stripeTill(sandbox)), paysafe: await customersOf(paysafeTill(sandbox)) },
    };
    const logFile = join(folder, 'log');
    await runRecorded(task, { recorder: compileRecorder(folder), log: logFile, changes });
    const log = readFileSync(logFile);
    const events = readLog(log);
    mustTellAll(events, disk);
    return { name, log, events };
  } finally {
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Memory where there is such a file system: what survives is decided by the replay, not by this disk. */
export function quickFolder(): string {
  const memory = '/dev/shm';
  return statSync(memory, { throwIfNoEntry: false })?.isDirectory() ? memory : tmpdir();
}

function runRecorded(
  task: Task,
  { recorder, log, changes }: { recorder: string; log: string; changes: readonly Change[] },
): Promise<void> {
  const here = (name: string): string => join(import.meta.dirname, name);
  const child = spawn(
    process.execPath,
    ['--import', pathToFileURL(here('changed-source.ts')).href, here('child.ts'), JSON.stringify(task)],
    {
      stdio: ['ignore', 'inherit', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        LD_PRELOAD: recorder,
        POWERCUT_FOLDER: task.disk,
        POWERCUT_LOG: log,
        POWERCUT_CHANGES: JSON.stringify(changes),
      },
    },
  );
  let trouble = '';
  child.stderr.on('data', (chunk: Buffer) => (trouble += chunk.toString()));
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) =>
      code === 0 ? done() : fail(new Error(`The recorded desk ended ${code}: ${trouble}`)),
    );
  });
}

/** Everything replayed must be the files that the process left: what was written past the recorder shows here. */
function mustTellAll(events: readonly DiskEvent[], disk: string): void {
  const model = emptyDisk();
  for (const event of events) model.take(event);
  const replayed = model.now();
  const left = filesOf(disk);
  for (const path of new Set([...replayed.keys(), ...left.keys()])) {
    if (replayed.get(path)?.equals(left.get(path) ?? Buffer.alloc(0)) !== true || !left.has(path))
      throw new Error(`The recorder did not see all that happened to ${path}.`);
  }
}

function filesOf(disk: string): Image {
  const files = new Map<string, Buffer>();
  for (const entry of readdirSync(disk, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(disk, path);
    if (entry.isFile() && name !== marksName && !name.endsWith('-shm')) files.set(name, readFileSync(path));
  }
  return files;
}
