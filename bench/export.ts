import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TableHead } from '../src-main/contract/table-file.ts';
import { csvTable } from '../src-main/evidence/csv.ts';
import { makeExportDesk } from '../src-main/house/lists/export-desk.ts';
import { exportList } from '../src-main/house/lists/export.ts';
import { openLedger } from '../src-main/ledger/ledger.ts';
import { textFileAt } from '../src-main/shell/text-file.ts';
import { benchKey } from './many-orders.ts';
import type { Measured } from './run.ts';

const clock = { now: () => Date.UTC(2026, 10, 20, 16), steady: () => performance.now() };
const random = { id: (length: number): string => 'z'.repeat(length) };
const sylvie = { id: 'st-1', name: 'Sylvie', verbs: ['export'] } as const;
const mb = (bytes: number): number => Math.round((bytes / 1_048_576) * 10) / 10;

/**
 * A list of so many orders written to a file: by how much the process grows while it is written, over what it may grow (50 MB), and the longest time
 * in which nothing else had a turn.
 * npm run bench -- export [how many; 100000 unless told]
 */
export async function run([size = '100000']: readonly string[]): Promise<
  Measured & { readonly grew_mb: number; readonly file_mb: number; readonly seconds: number }
> {
  const many = Number(size);
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-bench-'));
  const file = join(folder, 'ledger.db');
  execFileSync(process.execPath, [fileURLToPath(new URL('many-orders.ts', import.meta.url)), file, size]);
  const ledger = await openLedger({ file }, { clock, random, auditKey: benchKey });
  try {
    const settings = { timeZone: 'America/Toronto', dayRule: { cutOffHour: 0 }, house: 'bench', desk: 'bench' };
    let [most, waited, last] = [0, 0, performance.now()];
    const look = (): void => {
      most = Math.max(most, process.memoryUsage().rss);
      waited = Math.max(waited, performance.now() - last);
      last = performance.now();
    };
    const out = join(folder, 'payments.csv');
    const world = {
      ledger,
      clock,
      settings: { now: () => settings },
      emit: () => undefined,
      trouble: (_what: string, error: unknown) => {
        throw error;
      },
      exportDesk: makeExportDesk(),
      openTable: async (head: TableHead) => csvTable(await textFileAt(out), head),
    };
    const wanted = (to: string) =>
      ({ asked: { list: 'payments', from: '2026-01-01', to }, form: 'csv', language: 'fr' }) as const;
    // Once before it is measured: what is loaded and made for the first time is there however short the list is.
    await exportList(world as never, wanted('2026-01-31'), sylvie as never);
    const before = process.memoryUsage().rss;
    const ticking = setInterval(look, 1);
    const begun = performance.now();
    last = begun;
    const end = await exportList(world as never, wanted('2026-12-31'), sylvie as never);
    clearInterval(ticking);
    look();
    const seconds = (performance.now() - begun) / 1000;
    if (!end.ok || end.value.lines !== many) throw new Error(`Not all of it was written: ${JSON.stringify(end)}`);
    const grew = mb(Math.max(0, most - before));
    return {
      name: 'export',
      ratio: Math.round((grew / 50) * 1000) / 1000,
      p99: Math.round(waited),
      n: many,
      of: `${many} orders written to a file: growth of the process ÷ 50 MB (p99: the longest stretch without a turn for anybody else, ms)`,
      grew_mb: grew,
      file_mb: mb(statSync(out).size),
      seconds: Math.round(seconds * 10) / 10,
    };
  } finally {
    await ledger.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
