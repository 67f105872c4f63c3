import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChecks } from './check.ts';
import { electronBinary } from './electron-binary.ts';
import { inKeychainSession } from './keychain-session.ts';
import { startPostgres, type Postgres } from './postgres.ts';
import { programPath, programStep, runStep, type Step } from './steps.ts';
import { ensureSystemParts, type SystemPart } from './system-packages.ts';
import { takeGround } from './test-ground.ts';
import type { TestReport } from './test-report.ts';

const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`);
const title = (name: string): void => say(`\n── ${name} ──`);

interface Tally {
  passed: number;
  failed: string[];
  skipped: { name: string; reason: string }[];
}

const clearGround = takeGround();
// What each of hundreds of processes would strip of its types and compile anew.
process.env['NODE_COMPILE_CACHE'] = mkdtempSync(join(tmpdir(), 'comptoir-compiled-'));
const reports = mkdtempSync(join(tmpdir(), 'comptoir-reports-'));

/** One vitest run of one project, as a step; its report is read afterwards. */
const vitestStep = (project: string, env: Readonly<Record<string, string>>): Step => ({
  name: `tests: ${project}`,
  command: process.execPath,
  args: [
    programPath('vitest'),
    'run',
    '--project',
    project,
    '--passWithNoTests',
    '--reporter',
    'default',
    '--reporter',
    './tools/test-report.ts',
    // Twice as many as a small machine has cores: half of them are waiting at any time; with five it took longer.
    ...(project === 'main' ? ['--project', 'preloads', '--project', 'keyring', '--maxWorkers', '4'] : []),
    // Journeys often wait for a window: three at a time, on any machine, so that each has room for its browser.
    ...(project === 'journeys' ? ['--maxWorkers', '3'] : []),
    ...(project === 'electron' ? ['--no-file-parallelism'] : []),
  ],
  env: { ...env, COMPTOIR_TEST_REPORT: join(reports, `${project}.json`) },
  output: 'show',
});

/** Adds what vitest reported; a run that broke off without a report is one failure. */
function addReport(tally: Tally, project: string, finished: boolean): void {
  let report: TestReport | undefined;
  try {
    report = JSON.parse(readFileSync(join(reports, `${project}.json`), 'utf8')) as TestReport;
  } catch (reason) {
    if ((reason as NodeJS.ErrnoException).code !== 'ENOENT') throw reason;
  }
  tally.passed += report?.passed ?? 0;
  tally.failed.push(...(report?.failed ?? []));
  tally.skipped.push(...(report?.skipped ?? []));
  if (!finished && (report?.failed.length ?? 0) === 0) tally.failed.push(`the run of ${project} broke off`);
}

async function runMain(missing: ReadonlyMap<SystemPart, string>, tally: Tally): Promise<void> {
  // A thousand holds and bills take a tenth of the whole run: test/desks alone has them all.
  const env: Record<string, string> = { COMPTOIR_TEST_STREET: '80' };
  let postgres: Postgres | undefined;
  if (missing.has('postgres')) env['COMPTOIR_TEST_PG_SKIP'] = missing.get('postgres') ?? '';
  else {
    postgres = await startPostgres();
    env['COMPTOIR_TEST_PG_URL'] = postgres.url;
  }
  if (missing.has('compiler')) env['COMPTOIR_TEST_COMPILER_SKIP'] = missing.get('compiler') ?? '';
  if (missing.has('keychain')) env['COMPTOIR_TEST_KEYCHAIN_SKIP'] = missing.get('keychain') ?? '';
  try {
    const step = vitestStep('main', env);
    const { passed } = missing.has('keychain') ? await runStep(step) : await inKeychainSession(step, runStep);
    addReport(tally, 'main', passed);
  } finally {
    await postgres?.stop();
  }
}

async function runInWindow(
  project: 'journeys' | 'electron',
  missing: ReadonlyMap<SystemPart, string>,
  tally: Tally,
): Promise<void> {
  const reason = missing.get('headless');
  const step = vitestStep(project, reason === undefined ? {} : { COMPTOIR_TEST_BROWSER_SKIP: reason });
  const needsDisplay = project === 'electron' && process.platform === 'linux' && process.env['DISPLAY'] === undefined;
  const onDisplay = { ...step, command: 'xvfb-run', args: ['-a', step.command, ...step.args] };
  const hasDisplay = wantedParts().includes('display') && !missing.has('display');
  const { passed } = await runStep(needsDisplay && hasDisplay ? onDisplay : step);
  addReport(tally, project, passed);
}

/** A window on a screen is asked for by Electron alone: without its binary nothing would be shown there. */
const wantedParts = (): readonly SystemPart[] => [
  ...(['compiler', 'headless', 'keychain', 'pdf', 'postgres'] as const),
  ...(electronBinary() === undefined ? [] : (['display'] as const)),
];

async function runAll(): Promise<Tally> {
  const tally: Tally = { passed: 0, failed: [], skipped: [] };
  const begin = performance.now();
  title('Build and checks, and meanwhile what this system lacks');
  const count = ({ name, passed }: { readonly name: string; readonly passed: boolean }): void => {
    if (passed) tally.passed += 1;
    else tally.failed.push(`check: ${name}`);
  };
  // An installation mostly waits, for the network and the disk: the checks use that time, and then what the tests leave of theirs.
  const checking = runChecks('quick');
  const building = programStep({
    name: 'build',
    program: 'electronVite',
    args: ['build', '--logLevel', 'warn'],
    output: 'show',
  });
  const missing = await ensureSystemParts(wantedParts(), say);
  count(await building);
  say(missing.size === 0 ? 'All that the tests need is here.' : 'Parts that need these will be skipped:');
  for (const [part, reason] of missing) say(`  ${part}: ${reason}`);

  title('Engine, ledger, gateways, sandbox, shell');
  const [checks] = await Promise.all([checking, runMain(missing, tally)]);
  checks.forEach(count);
  title('Journeys in a browser on the built app, and meanwhile parts and screens');
  // Journeys begin with one demo house that fills for all of them, and end one by one: the window's tests use that time.
  const [parts] = await Promise.all([runStep(vitestStep('renderer', {})), runInWindow('journeys', missing, tally)]);
  addReport(tally, 'renderer', parts.passed);
  title('Smoke in the real Electron');
  await runInWindow('electron', missing, tally);

  title(`Result after ${Math.round((performance.now() - begin) / 1000)} s`);
  return tally;
}

try {
  const { passed, failed, skipped } = await runAll();
  for (const { name, reason } of skipped) say(`skipped: ${name} (${reason})`);
  for (const name of failed) say(`failed: ${name}`);
  say(`${passed} passed, ${failed.length} failed${skipped.length === 0 ? '' : `, ${skipped.length} skipped`}`);
  process.exitCode = failed.length === 0 ? 0 : 1;
} finally {
  clearGround();
}
