import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { hasCompiler } from '../../tools/system-packages.ts';

/** Why nothing can be recorded here, or null. */
export function whyNotRecorded(): string | null {
  const given = process.env['COMPTOIR_TEST_COMPILER_SKIP'];
  if (given !== undefined) return given;
  if (process.platform !== 'linux') return 'the recorder is made for Linux';
  if (!['x64', 'arm64'].includes(process.arch)) return 'the recorder is made for 64-bit machines';
  if (!hasCompiler()) return 'needs gcc and the headers of the C library';
  return null;
}

/**
 * Compiles the recorder into that folder.
 * @returns the library to be loaded in front of the C library
 * @throws with the compiler's own words
 */
export function compileRecorder(folder: string): string {
  const library = join(folder, 'recorder.so');
  const flags = ['-O2', '-Wall', '-Wextra', '-Werror', '-shared', '-fPIC', '-U_FORTIFY_SOURCE', '-pthread'];
  const made = spawnSync('gcc', [...flags, '-o', library, join(import.meta.dirname, 'recorder.c')], {
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`The recorder cannot be compiled: ${made.error?.message ?? made.stderr}`);
  return library;
}
