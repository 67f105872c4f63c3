import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openLedger } from '../../../src-main/ledger/ledger.ts';
import { countingRandom, setClock } from './ground.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Lets a desk work until it has said so many lines, then kills it as a power switch would. @returns all it said */
function killedAfter(file: string, name: string, lines: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'crash-child.ts'), file, name]);
    let said = '';
    let trouble = '';
    child.stderr.on('data', (chunk: Buffer) => (trouble += chunk.toString()));
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.split('\n').length > lines) child.kill('SIGKILL');
    });
    child.on('error', reject);
    child.on('exit', (_code, signal) =>
      signal === 'SIGKILL' ? resolve(said.split('\n').slice(0, -1)) : reject(new Error(trouble)),
    );
  });
}

describe('a desk that is killed while it works', () => {
  test('what it said is in the records, and a step is never there without the one that follows it', async () => {
    const file = join(folder, 'ledger.db');
    for (let kill = 0; kill < 8; kill += 1) {
      const said = await killedAfter(file, `kill${kill}`, 20 + kill * 7);
      const ledger = await openLedger({ file }, { clock: setClock(), random: countingRandom() });
      for (const line of said) {
        const [word, id = ''] = line.split(' ');
        if (word === 'opened') expect(await ledger.operations.byId(id), line).not.toBeNull();
        if (word === 'advanced') expect((await ledger.operations.byId(id))?.state.name, line).toBe('done');
      }
      const all = await ledger.operations.list({
        states: [],
        provider: null,
        staffId: null,
        from: null,
        to: null,
        offset: 0,
        limit: 10_000,
      });
      const there = new Map(all.rows.map((operation) => [operation.id, operation]));
      const first = all.rows.filter((operation) => operation.follows === null);
      expect(first.length).toBeGreaterThan(0);
      for (const operation of first) {
        const rest = there.get(`${operation.id}-rest`);
        expect(operation.state.name, operation.id).toBe(rest ? 'done' : 'open');
      }
      // Each opened operation has its line, each advanced one a second: nothing was half written.
      const done = first.filter((operation) => operation.state.name === 'done').length;
      expect(await ledger.audit.verifyAudit()).toMatchObject({ sound: true, lines: first.length + done });
      await ledger.close();
    }
  }, 120_000);
});
