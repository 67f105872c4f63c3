import { mkdtempSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';

/**
 * The desk's process as one file, as the app itself is built: Node reads one file four times as quickly as a tree of sources, and hundreds of
 * processes are started. Inside the project, where its native packages are found.
 */
export async function buildChild(): Promise<{ readonly script: string; remove(): void }> {
  const root = resolve(import.meta.dirname, '../..');
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'comptoir-kill-'));
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['better-sqlite3', 'pg'] },
    build: {
      ssr: join(import.meta.dirname, 'child.ts'),
      outDir: folder,
      target: 'node24',
      minify: false,
      // Required and not imported, node:http leaves half of Node's own library asleep.
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'child.cjs', chunkFileNames: '[name].cjs' } },
    },
  });
  return { script: join(folder, 'child.cjs'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
