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
  {
    name: 'what is ticked changes under whoever confirms: more is captured than they chose',
    file: 'src-renderer/screens/dialogs/HoldsTogetherDialog.vue',
    from: 'const choices = shallowRef<readonly HoldChoice[]>(runs.choices);',
    to: 'const choices = { get value() { return runs.choices; }, set value(_) {} };',
    tests: ['test/renderer/holds-together.test.ts'],
  },
  {
    name: 'holds that have changed since a dialog was opened are sent as they were then',
    file: 'src-renderer/screens/dialogs/HoldsTogetherDialog.vue',
    from: 'return change === null ? [] : [[choice.hold.id, change]];',
    to: 'return change === null || change !== null ? [] : [[choice.hold.id, change]];',
    tests: ['test/renderer/holds-together.test.ts'],
  },
  {
    name: 'the amount that somebody chose for a hold becomes all of it, once it holds another sum',
    file: 'src-renderer/stores/hold-ticks.ts',
    from: 'own.amount === own.hold.capturable.amount ? anew(row) : { ...own, hold: row }',
    to: 'anew(row)',
    tests: ['test/renderer/hold-choices.test.ts'],
  },
];
