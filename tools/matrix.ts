import { programStep } from './steps.ts';

// npm run matrix: runs every order × every fault × both providers and writes what was found into docs/reliability.md.
const { passed } = await programStep({
  name: 'fault matrix',
  program: 'vitest',
  // One after the other: both write to the same page.
  args: ['run', '--project', 'main', '--no-file-parallelism', 'test/gateways/matrix'],
  env: { COMPTOIR_WRITE_MATRIX: '1' },
  output: 'show',
});
process.exitCode = passed ? 0 : 1;
