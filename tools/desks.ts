import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from './postgres.ts';
import { programPath, runStep } from './steps.ts';
import { ensureSystemParts, installCommand } from './system-packages.ts';
import type { TestReport } from './test-report.ts';

// npm run -s desks -- --each N: five desks click the same N holds and bills, once with records of their own, once on one shared PostgreSQL ledger on which two of them die.
const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`);
const { values } = parseArgs({ options: { each: { type: 'string', default: '1000' } } });
const each = Number(values.each);

async function run(): Promise<boolean> {
  if (!Number.isSafeInteger(each) || each < 20 || each % 2 !== 0) {
    process.stderr.write('npm run -s desks -- --each N (even, 20 or more)\n');
    return false;
  }
  if ((await ensureSystemParts(['postgres'], say)).has('postgres')) {
    say(`PostgreSQL is missing. Install it with:\n  ${installCommand(['postgres'])}`);
    return false;
  }
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-desks-'));
  const postgres = await startPostgres();
  try {
    const report = join(folder, 'report.json');
    const { output } = await runStep({
      name: 'desks',
      command: process.execPath,
      args: [
        ...[programPath('vitest'), 'run', '--project', 'main', 'test/desks'],
        ...['--reporter', 'default', '--reporter', './tools/test-report.ts'],
      ],
      env: {
        COMPTOIR_TEST_STREET: String(each),
        COMPTOIR_TEST_PG_URL: postgres.url,
        COMPTOIR_TEST_REPORT: report,
      },
      output: 'keep',
    });
    const { passed, failed, skipped } = JSON.parse(readFileSync(report, 'utf8')) as TestReport;
    // The line that is kept has no room for why: what vitest said does.
    if (failed.length > 0) say(output);
    say(`each=${each} ledgers=${passed} failed=${failed.length} skipped=${skipped.length}`);
    return failed.length === 0 && skipped.length === 0;
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = (await run()) ? 0 : 1;
