import type { Mutant } from './planted-bugs.ts';

/** Bugs about the list of holds, what is confirmed of it, and what is said to have lapsed. */
export const plantedInHolds: readonly Mutant[] = [
  {
    name: 'a hold lapses by its date on a list that was not read since: captured elsewhere, it is in the history as lapsed',
    file: 'src-main/house/holds/list-trust.ts',
    from: 'known[provider] = syncedAt === null ? null : syncedAt - settledMs;',
    to: 'known[provider] = syncedAt === null ? null : Number.MAX_SAFE_INTEGER;',
    tests: ['test/main/house/lapse-watch-many.test.ts', 'test/main/house/lapse-watch.test.ts'],
  },
  {
    name: 'a list from last week is counted as if it had been read just now',
    file: 'src-main/house/holds/list-trust.ts',
    from: "ago === null || ago > oldMs ? 'old' : ago > freshMs ? 'aged' : 'fresh';",
    to: "ago === null ? 'old' : 'fresh';",
    tests: ['test/main/house/lapse-watch-many.test.ts'],
  },
];
