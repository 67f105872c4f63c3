import { describe, expect, it } from 'vitest';
import { runSchedule } from './schedule.ts';
import { lineOf, simulate } from './simulate.ts';

describe('desks, faults and kills in any order', () => {
  it(
    '20,000 afternoons end known, with no money moved twice, none called failed that moved, and nothing lost',
    { timeout: 120_000 },
    async () => {
      const found = await simulate({ schedules: 20_000, seed: 1, desks: 5 });
      expect(found.red).toEqual([]);
      expect(lineOf(found)).toMatch(
        /^schedules=20000 movements=\d{5} duplicates=0 unresolved=0 false_failed=0 lost=0 trace=[0-9a-f]{16}$/,
      );
    },
  );

  it('a PC that slept between the record and the request, and was switched off after it, does not take the request for never sent', async () => {
    expect(await runSchedule(2_026_446_689, 2)).toMatchObject({
      duplicates: 0,
      unresolved: 0,
      falseFailed: 0,
      lost: 0,
    });
    expect(await runSchedule(2_026_817_134, 2)).toMatchObject({
      duplicates: 0,
      unresolved: 0,
      falseFailed: 0,
      lost: 0,
    });
  });

  it('the same seed is the same afternoon, another seed another', async () => {
    const [once, again, other] = [
      await simulate({ schedules: 200, seed: 7, desks: 3 }),
      await simulate({ schedules: 200, seed: 7, desks: 3 }),
      await simulate({ schedules: 200, seed: 8, desks: 3 }),
    ];
    expect(again).toEqual(once);
    expect(other.trace).not.toBe(once.trace);
  });
});
