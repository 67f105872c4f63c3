import { availableParallelism } from 'node:os';
import { programStep, type StepResult } from './steps.ts';

/**
 * All but the window by TypeScript's own compiler, a third of the work of the one in JavaScript. It has no Vue: the window and its tests are read by vue-tsc,
 * against the types that the first has written. On one thread each type is worked out once.
 */
async function types(): Promise<StepResult> {
  const name = 'types';
  const plain = ['--build', 'tsconfig.tools.json', '--singleThreaded', '--pretty'];
  const first = await programStep({ name, program: 'tsc', args: plain, output: 'keep' });
  const inWindow = ['--project', 'tsconfig.renderer.json', '--noEmit', '--pretty'];
  const window = await programStep({ name, program: 'vueTsc', args: inWindow, output: 'keep' });
  return {
    name,
    passed: first.passed && window.passed,
    seconds: first.seconds + window.seconds,
    output: first.output + window.output,
  };
}

/**
 * Formatting, types and lint (with the import table). Side by side; each prints when it ends, so the slowest is seen last.
 * `quick`: lint leaves out the rules that need types.
 */
export async function runChecks(lint: 'whole' | 'quick' = 'whole'): Promise<readonly StepResult[]> {
  const cache = 'node_modules/.cache';
  const steps = [
    types,
    () =>
      programStep({
        name: 'formatting',
        program: 'prettier',
        args: [
          '--check',
          '.',
          '--log-level',
          'warn',
          '--cache',
          '--cache-location',
          `${cache}/prettier/.prettier-cache`,
        ],
        output: 'keep',
      }),
    () =>
      programStep({
        name: 'lint',
        program: 'eslint',
        args: [
          '.',
          '--flag',
          'unstable_native_nodejs_ts_config',
          '--max-warnings',
          '0',
          '--cache',
          '--cache-strategy',
          'content',
          '--cache-location',
          `${cache}/eslint-${lint}/`,
        ],
        env: { COMPTOIR_LINT: lint },
        output: 'keep',
      }),
  ];
  const report = (result: StepResult): StepResult => {
    process.stdout.write(`${result.passed ? '✓' : '✗'} ${result.name} (${result.seconds.toFixed(1)} s)\n`);
    if (!result.passed) process.stdout.write(`${result.output.trimEnd()}\n`);
    return result;
  };
  process.stdout.write(`Checking types, formatting and lint on ${availableParallelism()} cores.\n`);
  return Promise.all(steps.map(async (run) => report(await run())));
}

if (import.meta.main) {
  const results = await runChecks();
  const failed = results.filter(({ passed }) => !passed).map(({ name }) => name);
  process.stdout.write(failed.length === 0 ? 'All checks passed.\n' : `Failed: ${failed.join(', ')}.\n`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}
