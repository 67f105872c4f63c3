import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

export const projectRoot = resolve(import.meta.dirname, '..');

/** The programs we run, by their JavaScript file: `node_modules/.bin` is made of scripts that differ by system. */
export const programs = {
  prettier: 'prettier/bin/prettier.cjs',
  tsc: 'typescript-native/bin/tsc',
  vueTsc: 'vue-tsc/bin/vue-tsc.js',
  eslint: 'eslint/bin/eslint.js',
  vitest: 'vitest/vitest.mjs',
  electronVite: 'electron-vite/bin/electron-vite.js',
} as const;

export const programPath = (program: keyof typeof programs): string =>
  join(projectRoot, 'node_modules', programs[program]);

export interface Step {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** `keep` hands the output back; `show` prints it as it comes. */
  readonly output: 'keep' | 'show';
}

export interface StepResult {
  readonly name: string;
  readonly passed: boolean;
  readonly seconds: number;
  readonly output: string;
}

/** Runs one program from the project's folder. A program that cannot be started counts as failed, with its reason. */
export function runStep({ name, command, args, env, output }: Step): Promise<StepResult> {
  const begin = performance.now();
  return new Promise((done) => {
    let said = '';
    const finish = (passed: boolean): void =>
      done({ name, passed, seconds: (performance.now() - begin) / 1000, output: said });
    const child = spawn(command, args, {
      cwd: projectRoot,
      env: { ...process.env, ...env },
      stdio: ['ignore', output === 'show' ? 'inherit' : 'pipe', output === 'show' ? 'inherit' : 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => void (said += chunk.toString()));
    child.once('error', (reason) => {
      said += reason.message;
      finish(false);
    });
    child.once('close', (code) => finish(code === 0));
  });
}

/** A step that runs one of our programs on this Node. */
export function programStep(
  step: Omit<Step, 'command'> & { readonly program: keyof typeof programs },
): Promise<StepResult> {
  const { program, args, ...rest } = step;
  return runStep({ ...rest, command: process.execPath, args: [programPath(program), ...args] });
}
