import type { Mutant } from './planted-bugs.ts';

/** Bugs about a hold that takes the place of another. */
export const plantedInReplacements: readonly Mutant[] = [
  {
    name: 'a mixed-up reply, heard for a new hold, puts somebody else’s payment under this client',
    file: 'src-main/payments/reply-rows.ts',
    from: 'return anothers ? {} : records;',
    to: 'return anothers && false ? {} : records;',
    tests: ['test/main/payments/anothers-reply.test.ts', 'test/simulation/red-seeds.test.ts'],
  },
  {
    name: 'a hold that replaces another has the key of any hold for its bill',
    file: 'src-main/payments/plan-take.ts',
    from: 'if (replacing) return { key: replacing.key, there: null };',
    to: '',
    tests: ['test/main/payments/replace.test.ts'],
  },
  {
    name: 'a hold is replaced again when its provider has forgotten the key, without a look at what took its place',
    file: 'src-main/payments/replaced-before.ts',
    from: 'return age >= 0 && age < world.gateways[provider].keyLifetimeMs;',
    to: 'return age >= 0 || world.gateways[provider].keyLifetimeMs > 0;',
    tests: ['test/main/payments/replaced-before.test.ts', 'test/simulation/red-seeds.test.ts'],
  },
  {
    name: 'a provider that does not say what took the place of a hold counts as "nothing did"',
    file: 'src-main/payments/replaced-before.ts',
    from: 'if (!found.ok)',
    to: "if (!found.ok && found.why === 'permission')",
    tests: ['test/main/payments/replaced-before.test.ts'],
  },
  {
    name: 'what took the place of a hold and was captured is forgotten when the hold is replaced again',
    file: 'src-main/payments/replaced-before.ts',
    from: "  'lapsed',\n  'released',",
    to: "  'lapsed',\n  'paid',\n  'released',",
    tests: ['test/main/payments/replaced-before.test.ts'],
  },
  {
    name: 'a hold that takes the place of another does not say so at Stripe',
    file: 'src-main/gateways/stripe/orders.ts',
    from: '...(inPlaceOf === undefined ? {} : { [placeField]: inPlaceOf }),',
    to: '...(inPlaceOf === undefined ? {} : {}),',
    tests: ['test/gateways/replaced.test.ts'],
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
    file: 'src-main/house/holds/lapse-watch.ts',
    from: '(takesItsPlace(order) ? (order.targetId ?? []) : [])',
    to: '(takesItsPlace(order) ? [] : [])',
    tests: ['test/main/house/replace-meets.test.ts', 'test/main/house/lapse-watch-many.test.ts'],
  },
];
