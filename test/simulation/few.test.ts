import { expect, it } from 'vitest';
import { simulate } from './simulate.ts';

// What npm run mutants asks first: enough afternoons to notice a planted bug, few enough to ask often.
it('2,500 afternoons of another year keep every promise', { timeout: 300_000 }, async () => {
  const { red, movements } = await simulate({ schedules: 2_500, seed: 2027, desks: 5 });
  expect(red).toEqual([]);
  expect(movements).toBeGreaterThan(2_500);
});
