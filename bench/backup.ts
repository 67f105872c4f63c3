import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { makeBackupJobs } from '../src-main/ledger/backups/jobs.ts';
import { keepIdentity, type RecordsIdentity } from '../src-main/ledger/identity.ts';
import { openLedger } from '../src-main/ledger/ledger.ts';
import { operationRow } from '../src-main/ledger/operation-row.ts';
import { makeSealer } from '../src-main/ledger/seal.ts';
import { openSqlite } from '../src-main/ledger/sqlite.ts';
import { makeStore } from '../src-main/ledger/store.ts';
import type { Tables } from '../src-main/ledger/tables.ts';
import { auditOf, doneState, newCharge, setClock, written } from '../test/main/ledger/ground.ts';
import type { Measured } from './run.ts';

const auditKey = Buffer.alloc(32, 7);
const rounds = 5;
const atOnce = 5000;

/**
 * A backup as the desk makes it (copy, every page, every seal, the whole history, on the disk) over SQLite's bare VACUUM INTO of the same
 * file, turn by turn. `p99`: the most that a backup but the first took of the main thread, ms of CPU. npm run bench -- backup [how many operations; 100000]
 */
export async function run([size = '100000']: readonly string[]): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-bench-'));
  const file = join(folder, 'ledger.db');
  try {
    const identity = await fill(file, Number(size));
    const jobs = makeBackupJobs(new URL('../src-main/ledger/backups/worker.ts', import.meta.url), () => Date.now());
    const [whole, bare]: [number[], number[]] = [[], []];
    const held: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const before = process.threadCpuUsage();
      const begun = performance.now();
      const made = await jobs.make({
        ledgerFile: file,
        identity,
        folder: join(folder, 'backups'),
        second: null,
        at: Date.now() + round * 1000,
        auditKey,
      });
      whole.push(performance.now() - begun);
      const { user, system } = process.threadCpuUsage(before);
      held.push((user + system) / 1000);
      if (!made.made) throw new Error(made.why);
      bare.push(vacuumInto(file, join(folder, `bare-${round}.db`)));
    }
    process.stderr.write(
      `backup ${Math.round(median(whole))} ms, VACUUM INTO ${Math.round(median(bare))} ms, main ${held.map(Math.round).join(' ')} ms\n`,
    );
    const ratio = Math.round((median(whole) / median(bare)) * 100) / 100;
    const p99 = Math.round(Math.max(...held.slice(1)) * 10) / 10;
    return {
      name: 'backup',
      ratio,
      p99,
      n: Number(size),
      of: 'whole backup / VACUUM INTO; p99: CPU of the main thread',
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function vacuumInto(file: string, to: string): number {
  const database = new Database(file, { readonly: true });
  const begun = performance.now();
  database.prepare('VACUUM INTO ?').run(to);
  const took = performance.now() - begun;
  database.close();
  return took;
}

/** Written as the ledger writes them, only many in one commit. */
async function fill(file: string, count: number): Promise<RecordsIdentity> {
  const random = { id: (length: number) => 'k'.repeat(length) };
  const ledger = await openLedger({ file }, { clock: setClock(), random, auditKey });
  const ledgerId = await ledger.id();
  const about = { mode: 'test', beside: `${file}.house`, ledgerId, mayWrite: true } as const;
  const identity = await keepIdentity(ledger.settings, about);
  await ledger.close();
  if (!identity) throw new Error('A house without an identity');
  const db: Kysely<Tables> = openSqlite(file);
  const store = makeStore(db, { sealer: makeSealer(auditKey), shared: false, ground: null, onDamage: () => undefined });
  for (let from = 0; from < count; from += atOnce) {
    await store.write(async (_transaction, rows) => {
      for (let index = from; index < Math.min(count, from + atOnce); index += 1) {
        const operation = { ...newCharge(), state: doneState(`pi_${index}`), version: 2 };
        await rows.insert('operation', operationRow(operation, written));
        rows.audit(auditOf());
        rows.audit(auditOf('charge', { outcome: 'done' }));
      }
    });
  }
  await db.destroy();
  return identity;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
