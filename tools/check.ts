import { availableParallelism } from 'node:os';
import { programStep, type StepResult } from './steps.ts';

/**
 * Formatting, types and lint (with the import table). Side by side; each prints when it ends, so the slowest is seen last.
 * `quick`: lint leaves out the rules that need types.
 */
export async function runChecks(lint: 'whole' | 'quick' = 'whole'): Promise<readonly StepResult[]> {
  const cache = 'node_modules/.cache';
  const steps = [
    () =>
      programStep({
        name: 'types',
        program: 'vueTsc',
        args: ['--build', '--pretty'],
        output: 'keep',
      }),
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
