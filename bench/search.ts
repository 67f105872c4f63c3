import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { mostCounted, searchSql } from '../src-main/mirror/customer-list.ts';
import { openMirror } from '../src-main/mirror/mirror.ts';
import { matchOf } from '../src-main/mirror/search.ts';
import { manyCustomers, typedSearches } from './many-customers.ts';
import type { Measured } from './run.ts';

const limit = 50;
const searches = 2000;
const warmUp = 200;

/**
 * One page of a search as the window asks for it (thread, folding, rows, count) over the bare prepared statement on the same file,
 * turn by turn. npm run bench -- search [how many customers; 100000 unless told]
 */
export async function run([size = '100000']: readonly string[]): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-bench-'));
  const file = join(folder, 'mirror.sqlite');
  const workerUrl = new URL('../src-main/mirror/worker.ts', import.meta.url);
  const mirror = await openMirror({ file, workerUrl });
  try {
    for (const records of manyCustomers(Number(size), 1000)) await mirror.put(records);
    const bare = new Database(file, { readonly: true });
    bare.pragma('cache_size = -65536');
    bare.pragma('mmap_size = 1073741824');
    const page = bare.prepare<[Readonly<Record<string, string | number>>]>(searchSql);
    const month = { year: 2026, month: 11 };
    const [app, statement]: [number[], number[]] = [[], []];
    for (const [turn, search] of typedSearches(searches + warmUp).entries()) {
      const match = matchOf(search, 'all') ?? '';
      const askApp = async (): Promise<number> => {
        const begun = performance.now();
        await mirror.customers({ search, filter: 'all', offset: 0, limit, month });
        return performance.now() - begun;
      };
      const askBare = (): number => {
        const begun = performance.now();
        page.all({ match, most: mostCounted + 1, limit, offset: 0 });
        return performance.now() - begun;
      };
      // Who comes second finds the pages in memory: each is first every other time.
      const appFirst = turn % 2 === 0 ? await askApp() : null;
      const bareMs = askBare();
      const appMs = appFirst ?? (await askApp());
      if (turn < warmUp) continue;
      app.push(appMs);
      statement.push(bareMs);
    }
    bare.close();
    return {
      name: 'search',
      ratio: round(median(app) / median(statement)),
      p99: round(at(app, 0.99)),
      n: searches,
      of: `customers() through the mirror's thread ÷ bare prepared statement, ${Number(size).toLocaleString('en')} customers`,
    };
  } finally {
    await mirror.close();
    rmSync(folder, { recursive: true });
  }
}

const at = (times: readonly number[], part: number): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * part)] ?? 0;
const median = (times: readonly number[]): number => at(times, 0.5);
const round = (value: number): number => Math.round(value * 1000) / 1000;
