import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { programPath } from './steps.ts';

/** What the tests say of a planted bug: one of them failed, none did, or they never got so far as to say anything. */
export type Verdict =
  | { readonly is: 'caught'; readonly by: string; readonly inTime: boolean }
  | { readonly is: 'missed' }
  | { readonly is: 'broke'; readonly why: string };

/** As much as we read of what `--reporter=json` writes. */
interface Report {
  readonly numTotalTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly message?: string;
    readonly status: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** Longer than the slowest guard takes on a busy machine. */
const longestMs = 15 * 60_000;

/**
 * A bug is caught by a test that failed, and by nothing else: a line that does not parse, a process that died and a run that was ended are not what the
 * tests say.
 * @param code how the process ended; null: it was ended
 * @param report what it wrote, or null
 */
export function verdictOf(code: number | null, report: string | null): Verdict {
  if (report === null) return { is: 'broke', why: code === null ? 'the run was ended' : `ended with code ${code}` };
  const { numTotalTests, testResults } = JSON.parse(report) as Report;
  const failed = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed'),
  );
  const [first] = failed;
  if (first) {
    const inTime = failed.some(({ failureMessages }) => !failureMessages.every(ranOut));
    return { is: 'caught', by: first.fullName, inTime };
  }
  if (code === 0 && numTotalTests > 0) return { is: 'missed' };
  const file = testResults.find(({ status }) => status === 'failed');
  const said = stripVTControlCharacters(file?.message ?? '')
    .trim()
    .replaceAll(/\s+/g, ' ')
    .slice(0, 300);
  return { is: 'broke', why: said === '' ? `no test failed, and the run ended with code ${code}` : said };
}

/** Too slow for its limit: on a busy machine that may have nothing to do with the bug. */
const ranOut = (message: string): boolean => /\btimed out in \d+ms/.test(message);

/** What the tests say in this folder. A run that broke off, or in which a test only ran out of time, is tried once more; what is said then counts. */
export async function askTests(folder: string, tests: readonly string[]): Promise<Verdict> {
  const first = await runTests(folder, tests);
  return first.is === 'broke' || (first.is === 'caught' && !first.inTime) ? runTests(folder, tests) : first;
}

function runTests(folder: string, tests: readonly string[]): Promise<Verdict> {
  const file = join(folder, 'tests-said.json');
  rmSync(file, { force: true });
  const projects = new Set(tests.map((test) => (test.startsWith('test/renderer/') ? 'renderer' : 'main')));
  const named = [...projects].flatMap((project) => ['--project', project]);
  const args = ['run', ...named, '--bail', '1', '--reporter=json', `--outputFile=${file}`, ...tests];
  return new Promise((done) => {
    const child = spawn(process.execPath, [programPath('vitest'), ...args], {
      cwd: folder,
      stdio: 'ignore',
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
    });
    const ending = setTimeout(() => child.kill('SIGKILL'), longestMs);
    const end = (verdict: Verdict): void => {
      clearTimeout(ending);
      done(verdict);
    };
    child.once('error', ({ message }) => end({ is: 'broke', why: message }));
    child.once('close', (code) => end(verdictOf(code, existsSync(file) ? readFileSync(file, 'utf8') : null)));
  });
}
