import { describe, expect, it } from 'vitest';
import { runPageSchedule } from './page-schedule.ts';
import { runSchedule, type About } from './schedule.ts';
import { lineOf, simulate } from './simulate.ts';

// `npm test` has fewer, for its time: `npx vitest run --project main test/simulation` has them all, and `npm run sim` as many as somebody asks for.
const afternoons = Number(process.env['COMPTOIR_TEST_AFTERNOONS'] ?? 20_000);

describe('desks, faults and kills in any order', () => {
  it(
    `${afternoons} afternoons end known, with no money moved twice, none called failed that moved, and nothing lost`,
    // Two minutes on a machine that does nothing else.
    { timeout: 600_000 },
    async () => {
      const found = await simulate({ schedules: afternoons, seed: 1, desks: 5 });
      expect(found.red).toEqual([]);
      expect(lineOf(found)).toMatch(
        new RegExp(
          `^schedules=${afternoons} movements=\\d{4,} duplicates=0 unresolved=0 false_failed=0 lost=0 trace=[0-9a-f]{16}$`,
        ),
      );
    },
  );

  it('the same seed is the same afternoon, another seed another', { timeout: 60_000 }, async () => {
    const [once, again, other] = [
      await simulate({ schedules: 250, seed: 7, desks: 3 }),
      await simulate({ schedules: 250, seed: 7, desks: 3 }),
      await simulate({ schedules: 250, seed: 8, desks: 3 }),
    ];
    expect(again).toEqual(once);
    expect(other.trace).not.toBe(once.trace);
  });

  it(
    'an afternoon meets whatever may happen: a simulation that no longer did would prove nothing',
    { timeout: 60_000 },
    async () => {
      const stories: string[] = [];
      const aboutOf = (seed: number): About =>
        seed % 4 === 0 ? 'typing' : seed % 8 === 1 ? 'leaving' : seed % 16 === 5 ? 'replacing' : 'money';
      for (let seed = 1; seed <= 1000; seed += 1)
        stories.push(...(await runSchedule(seed, 1 + (seed % 5), aboutOf(seed))).story);
      const told = stories.join('\n');
      const kinds = [
        'charge',
        'hold',
        'capture',
        'release',
        'refund',
        'remove_card',
        'set_default',
        'remove_customer',
      ] as const;
      const typing = ['verify_card', 'save_card', 'save_bank_account', 'add_profile'] as const;
      for (const kind of [...kinds, ...typing]) expect(told).toContain(`the provider: ${kind} `);
      expect(told).toContain('clicks replace ');
      const fates = [
        'answer',
        'refused_line',
        'lost_before',
        'lost_after',
        'late',
        'cut',
        'limited',
        'locked',
        'door',
        'fault',
      ];
      for (const fate of [...fates, 'slow', 'earlier_reply', 'other_sum', 'odd_word'])
        expect(told).toContain(`: ${fate}\n`);
      for (const state of ['done', 'pending', 'declined', 'rejected', 'not_done', 'needs_person'])
        expect(told).toMatch(new RegExp(`writes op-\\d+ \\w+ ${state}`));
      const events = ['sleeps for 8.00 h', 'sleeps for 25.00 h', 'sleeps for 960.00 h', 'is switched off and on again'];
      const more = ['is set to -720.00 h', 'the provider mends its own fault', 'was done', 'was not done', 'hears 409'];
      for (const event of [...events, ...more]) expect(told).toContain(event);
    },
  );

  it('an afternoon with pages meets whatever may happen to them', { timeout: 60_000 }, async () => {
    const stories: string[] = [];
    for (let seed = 1; seed <= 400; seed += 1) stories.push(...(await runPageSchedule(seed, 1 + (seed % 5))).story);
    const told = stories.join('\n');
    for (const kind of ['payment', 'hold', 'invoice', 'card'])
      expect(told).toMatch(new RegExp(`writes page link-\\d+ ${kind} completed`));
    for (const state of ['preparing', 'open', 'processing', 'expired', 'cancelled', 'failed', 'needs_person'])
      expect(told).toMatch(new RegExp(`writes page link-\\d+ \\w+ ${state}`));
    for (const refusal of ['bill_over', 'bill_checking', 'bill_changed', 'link_checking', 'link_paying', 'busy'])
      expect(told).toContain(`is refused: ${refusal}`);
    for (const event of [
      'is paid, ',
      'a card is declined',
      'and cannot be used',
      'the manager sees that page',
      '(address_lost)',
    ])
      expect(told).toContain(event);
  });
});
