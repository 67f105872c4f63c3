import type { Mutant } from './planted-bugs.ts';

const follow = 'src-main/payments/follow.ts';
const following = 'src-main/house/orders/following.ts';
const desk = ['test/main/house/refund-failed.test.ts'];

export const plantedInFollow: readonly Mutant[] = [
  {
    name: 'what a client was given in cash is refunded by card as well',
    file: 'src-main/payments/plan.ts',
    from: '  if (given && order.amount.amount > left) {',
    to: '  if (given && order.amount.amount > payment.taken) {',
    tests: desk,
  },
  {
    name: 'cash is noted for a refund that is going back by card',
    file: 'src-main/house/orders/answer-refund.ts',
    from: '  const open = there.find(({ state }) => isOpen(state));',
    to: '  const open = there.find(({ state }) => isOpen(state) && false);',
    tests: desk,
  },
  {
    name: 'a refund that was done is never asked about again',
    file: follow,
    from: "plan.means === 'refund' && state.name === 'done' && state.cancelled !== true",
    to: "plan.means === 'refund' && state.name === 'done' && state.cancelled === true",
    tests: [...desk, 'test/simulation/few.test.ts'],
  },
  {
    name: 'a refund that failed later says nothing of what staff had read',
    file: follow,
    from: '      reference: reference ?? before.reference,\n      was,',
    to: '      reference: reference ?? was.name,',
    tests: desk,
  },
  {
    name: 'of a payment that others gave back in parts one part is followed, and not the others',
    file: 'src-main/gateways/stripe/orders.ts',
    from: "return state.elsewhere && plan.kind === 'refund' && plan.whole ? null : state.reference;",
    to: 'return state.reference;',
    tests: ['test/main/house/refund-in-parts-failed.test.ts'],
  },
  {
    name: 'a part that failed is called the whole of a refund',
    file: 'src-main/payments/follow.ts',
    from: "outcome.is === 'rejected' ? outcome.missing : undefined",
    to: 'undefined',
    tests: ['test/main/house/refund-in-parts-failed.test.ts'],
  },
  {
    name: 'a refund that a manager settled by another one fails with our own',
    file: 'src-main/gateways/stripe/findings.ts',
    from: 'refunds.find(({ id }) => id === state.reference)',
    to: 'undefined',
    tests: ['test/main/gateways/stripe-findings.test.ts'],
  },
  {
    name: 'an old reply to a refund is believed as it was',
    file: 'src-main/payments/settle.ts',
    from: "  return outcome.is === 'done' && before.is === 'done' ? before : outcome;",
    to: "  return outcome.is === 'pending' ? outcome : before;",
    tests: desk,
  },
  {
    name: 'the payment of a refund that failed is not read again',
    file: follow,
    from: '  await readTarget(engine, after.operation);',
    to: '',
    tests: desk,
  },
  {
    name: 'what was accepted is followed at Paysafe alone',
    file: following,
    from: 'await askEach([...coming, ...given]);',
    to: "await askEach([...coming, ...given].filter(({ provider }) => provider === 'paysafe'));",
    tests: desk,
  },
  {
    name: 'a list that shows less given back than we said is not heard',
    file: following,
    from: 'if (refunded >= ours.reduce(',
    to: 'if (refunded >= 0 * ours.reduce(',
    tests: desk,
  },
  {
    name: 'a charge that was called off at Paysafe before its batch stays paid, and nobody is asked',
    file: 'src-main/payments/given-back.ts',
    from: 'payment.refunded + goneOf(payment) + lostOf(payment) - ours',
    to: 'payment.refunded + lostOf(payment) - ours',
    tests: ['test/main/house/called-off.test.ts'],
  },
  {
    name: 'a capture that is gone at Paysafe is not kept with its payment',
    file: 'src-main/gateways/paysafe/records.ts',
    from: 'settlements: settlements.map(settlementRecord),',
    to: 'settlements: alive.map(settlementRecord),',
    tests: ['test/main/house/called-off.test.ts'],
  },
  {
    name: 'a payment that a client’s bank disputes is heard of by nobody',
    file: 'src-main/gateways/stripe/lists.ts',
    from: "  'charge.dispute.created',\n  'charge.dispute.updated',\n  'charge.dispute.closed',\n",
    to: '',
    tests: ['test/main/house/disputes.test.ts'],
  },
  {
    name: 'a dispute that was lost leaves its bill paid, and nobody is asked',
    file: 'src-main/payments/given-back.ts',
    from: 'goneOf(payment) + lostOf(payment) - ours',
    to: 'goneOf(payment) - ours',
    tests: ['test/main/house/disputes.test.ts'],
  },
  {
    name: 'a house without Stripe hears nothing of what came back at Paysafe once a backup was put back',
    file: 'src-main/house/orders/following.ts',
    from: 'if (stopping || !parts.may(operation.provider)) return true;',
    to: "if (stopping || !parts.may(operation.provider) || !parts.may('stripe')) return true;",
    tests: ['test/main/house/bank-accounts.test.ts'],
  },
  {
    name: 'a dispute of which Stripe says nothing at that moment is never read again',
    file: 'src-main/gateways/stripe/lists.ts',
    from: "if (!read.ok && (read.why === 'no_answer' || read.why === 'busy')) return read;",
    to: '',
    tests: ['test/main/house/disputes.test.ts'],
  },
  {
    name: 'a refund of which Stripe says nothing at that moment is not asked about for a day',
    file: follow,
    from: 'answered: status < 500 && status !== 429 };',
    to: 'answered: true };',
    tests: desk,
  },
];
