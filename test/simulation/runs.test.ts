import { describe, expect, it } from 'vitest';
import { runRunSchedule } from './run-schedule.ts';
import { lineOf, simulate } from './simulate.ts';

// One for each fifty of all afternoons: `npm test` has fewer of both, for its time.
const afternoons = Math.round(Number(process.env['COMPTOIR_TEST_AFTERNOONS'] ?? 20_000) / 50);

describe('holds captured together, and a second person, in any order with kills and faults', () => {
  it(
    `${afternoons} afternoons: nothing captured twice or without the yes it needs, and no run goes on that nobody confirmed`,
    { timeout: 300_000 },
    async () => {
      const found = await simulate({ schedules: afternoons, seed: 3, desks: 5, about: 'runs' });
      expect(found.red).toEqual([]);
      expect(lineOf(found)).toMatch(
        /^schedules=\d+ movements=\d{3,} duplicates=0 unresolved=0 false_failed=0 lost=0 trace=[0-9a-f]{16}$/,
      );
    },
  );

  it('such an afternoon meets whatever may happen to runs and approvals', { timeout: 120_000 }, async () => {
    const stories: string[] = [];
    for (let seed = 1; seed <= 150; seed += 1) stories.push(...(await runRunSchedule(seed, 1 + (seed % 5))).story);
    const told = stories.join('\n');
    for (const word of ['starts run', 'goes on with run', 'begins hold-run', 'stopped', 'over', 'says yes to'])
      expect(told).toContain(word);
    for (const state of ['prepared', 'approved', 'withdrawn', 'void (changed)']) expect(told).toContain(state);
    const refusals = ['needs_approval', 'own_approval', 'wrong_pin', 'approval_changed', 'approval_void', 'run_going'];
    for (const code of [...refusals, 'busy']) expect(told).toContain(`is refused: ${code}`);
    // Killed in the middle of a run, whose rest waits for somebody.
    expect(told).toMatch(/in the end run hold-run-\S+ going: begun.* waiting/);
    expect(told).toMatch(/in the end run hold-run-\S+ over: begun begun begun/);
  });
});
