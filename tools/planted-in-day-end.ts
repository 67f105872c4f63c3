import type { Mutant } from './planted-bugs.ts';

/** What a day adds up to, and who waits for its end. */
export const plantedInDayEnd: readonly Mutant[] = [
  {
    name: 'what another order had done is counted once more in the day',
    file: 'src-main/payments/day-figures.ts',
    from: "if (state.name === 'done' && state.elsewhereBy?.from === 'records') return null;",
    to: '',
    tests: ['test/main/payments/day-figures.test.ts'],
  },
  {
    name: 'charges do not wait for yesterday to be closed',
    file: 'src-main/payments/settle.ts',
    from: "order.kind === 'charge' ? await engine.dayShut() : null",
    to: 'null',
    tests: ['test/main/house/day-end.test.ts'],
  },
  {
    name: 'orders of one millisecond are left out where a slice ends',
    file: 'src-main/ledger/days.ts',
    from: "eb.and([eb('created_at', '=', after.at), eb('id', '>', after.id)])",
    to: "eb('created_at', '>', after.at)",
    tests: ['test/main/ledger/days.test.ts'],
  },
  {
    name: 'a closing counts only the open orders that it names',
    file: 'src-main/house/days/day-end.ts',
    from: '    openCount: view.openCount,',
    to: '    openCount: view.open.length,',
    tests: ['test/main/house/day-end-many.test.ts'],
  },
  {
    name: 'a capture that two desks find missed is in the history twice',
    file: 'src-main/ledger/missed-captures.ts',
    from: '        if (first) rows.audit(audit);',
    to: '        rows.audit(audit);',
    tests: ['test/main/house/missed-at-two-desks.test.ts'],
  },
];
