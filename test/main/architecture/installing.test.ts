import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '../../..');
const read = <T>(...path: readonly string[]): T => JSON.parse(readFileSync(join(root, ...path), 'utf8')) as T;

describe('npm ci on a PC without Python and a compiler', () => {
  it('builds nothing: what comes ready-made is said to be so in the lock, where npm looks; `npm install` forgets that', () => {
    const { packages } = read<{ packages: Record<string, { gypfile?: boolean }> }>('package-lock.json');
    const built = Object.entries(packages).flatMap(([path, { gypfile }]) => {
      if (path === '' || gypfile === false || !existsSync(join(root, path, 'binding.gyp'))) return [];
      const { scripts = {} } = read<{ scripts?: Record<string, string> }>(path, 'package.json');
      // A package's own word for how it is installed; without one, npm compiles it.
      return (scripts['install'] ?? scripts['preinstall']) === undefined ? [path] : [];
    });
    expect(built, 'add "gypfile": false to these in package-lock.json').toEqual([]);
  });

  it('runs the script of one package alone, which puts Node 24 beside the tools', () => {
    const allowed = Object.entries(packageJson.allowScripts).filter(([, may]) => may);
    expect(allowed).toEqual([['node', true]]);
  });
});
