import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { programStep, projectRoot } from './steps.ts';

const built = [
  'out/main/main.js',
  'out/preload/preload.cjs',
  'out/preload/card-preload.cjs',
  'out/renderer/index.html',
];
const sources = ['src-main', 'src-renderer', 'resources', 'electron.vite.config.ts', 'package-lock.json'];

/** Newest change in a file or folder, unix ms; undefined when it is not there. */
function newestChange(path: string): number | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  if (!found.isDirectory()) return found.mtimeMs;
  const inside = readdirSync(path).map((name) => newestChange(join(path, name)) ?? 0);
  // The folder's own date tells of a removed file.
  return Math.max(found.mtimeMs, ...inside);
}

/** True when the built app is missing or older than a source. */
export function isStale(): boolean {
  const made = built.map((path) => newestChange(join(projectRoot, path)));
  const newestSource = Math.max(...sources.map((path) => newestChange(join(projectRoot, path)) ?? 0));
  return made.some((at) => at === undefined || at < newestSource);
}

/** Builds main, preload and renderer where needed. @returns false when the build failed, with its words already shown */
export async function buildIfStale(say: (sentence: string) => void): Promise<boolean> {
  if (!isStale()) return true;
  say('Building Comptoir.');
  const args = ['build', '--logLevel', 'warn'];
  const { passed } = await programStep({ name: 'build', program: 'electronVite', args, output: 'show' });
  return passed;
}
