import type { Mutant } from './planted-bugs.ts';

/** Bugs about a hold that takes the place of another. */
export const plantedInReplacements: readonly Mutant[] = [
  {
    name: 'a hold that replaces another has the key of any hold for its bill',
    file: 'src-main/payments/plan-take.ts',
    from: 'replacing?.key ??',
    to: '',
    tests: ['test/main/payments/replace.test.ts'],
  },
  {
    name: 'a hold is given back though the bank said no to the one that replaces it',
    file: 'src-main/payments/next-step.ts',
    from: "if (outcome.is === 'done' && plan.kind === 'hold' && plan.replaces) {",
    to: "if (outcome.is !== 'unclear' && plan.kind === 'hold' && plan.replaces) {",
    tests: ['test/main/payments/replace.test.ts'],
  },
  {
    name: 'a hold that is being replaced is open to everybody',
    file: 'src-main/payments/plan-replace.ts',
    from: 'return { ...taken, guard, targetId: payment.id,',
    to: 'return { ...taken, targetId: payment.id,',
    tests: ['test/main/payments/replace.test.ts'],
  },
  {
    name: 'a hold is replaced by a new one hours after the old one was to be given back',
    file: 'src-main/payments/next-step.ts',
    from: 'Math.abs(now - operation.createdAt) >= takeAgainMs;',
    to: 'Math.abs(now - operation.createdAt) >= 1000 * takeAgainMs;',
    tests: ['test/main/payments/replace.test.ts'],
  },
  {
    name: 'a hold is replaced outside the consent without the second person that the house asks for',
    file: 'src-main/payments/plan-replace.ts',
    from: '...{ guard, customerId: personId, customerName, again, seen, taking, amount: release.amount },',
    to: '...{ guard, customerId: personId, customerName, again, seen, taking: null, amount: release.amount },',
    tests: ['test/main/payments/replace.test.ts'],
  },
  {
    name: 'the plan of a hold that was replaced stays behind',
    file: 'src-main/ledger/operations.ts',
    from: 'await passOn(transaction, rows, after);',
    to: '',
    tests: ['test/main/house/replace-meets.test.ts'],
  },
  {
    name: 'a hold that was replaced is told of as if it lapsed',
    file: 'src-main/house/lapse-watch.ts',
    from: 'return holds.filter(({ id }) => !replaced.has(id));',
    to: 'return holds.filter(() => replaced.size >= 0);',
    tests: ['test/main/house/replace-meets.test.ts'],
  },
];
