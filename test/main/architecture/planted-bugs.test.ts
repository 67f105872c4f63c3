import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { mutants } from '../../../tools/planted-bugs.ts';

const root = resolve(import.meta.dirname, '../../..');

it('every bug that npm run mutants plants has its place still: a line that was rewritten takes its bug along', () => {
  const times = ({ file, from }: (typeof mutants)[number]): number =>
    readFileSync(resolve(root, file), 'utf8').split(from).length - 1;
  expect(mutants.filter((mutant) => times(mutant) !== 1).map(({ name }) => name)).toEqual([]);
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
});
