/** A bug that costs money, as one changed line, and the tests that must notice it. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly tests: readonly string[];
}

const transition = 'src-main/payments/transition.ts';
const engine = ['test/main/payments', 'test/simulation'];
const ledger = [
  'test/main/ledger/operations.test.ts',
  'test/main/ledger/sqlite-file.test.ts',
  'test/main/ledger/audit.test.ts',
];
const stripe = ['test/main/gateways/stripe-replies.test.ts', 'test/main/gateways/stripe-findings.test.ts'];
const paysafe = ['test/main/gateways/paysafe-replies.test.ts', 'test/main/gateways/paysafe-findings.test.ts'];

export const mutants: readonly Mutant[] = [
  {
    name: 'a commit is not on the disk when it returns',
    file: 'src-main/ledger/sqlite.ts',
    from: "database.pragma('synchronous = FULL');",
    to: "database.pragma('synchronous = NORMAL');",
    tests: ledger,
  },
  {
    name: 'two open operations on one target',
    file: 'src-main/ledger/migrations/0001-first.ts',
    from: 'CREATE UNIQUE INDEX operation_guard',
    to: 'CREATE INDEX operation_guard',
    tests: ledger,
  },
  {
    name: 'one ticket, two operations',
    file: 'src-main/ledger/migrations/0001-first.ts',
    from: 'CREATE UNIQUE INDEX operation_ticket',
    to: 'CREATE INDEX operation_ticket',
    tests: ledger,
  },
  {
    name: 'a later answer moves the moment of the first send',
    file: 'src-main/ledger/operations.ts',
    from: 'providerClockAt: operation.providerClockAt ?? providerClockAt ?? null,',
    to: 'providerClockAt: providerClockAt ?? operation.providerClockAt ?? null,',
    tests: ledger,
  },
  {
    name: 'a changed row is believed',
    file: 'src-main/ledger/operation-row.ts',
    from: "if (sealer.check(sealedText(row), row.seal) === 'bad') throw damagedRow(row.id);",
    to: '',
    tests: ledger,
  },
  {
    name: 'absent after one look-up',
    file: transition,
    from: 'export const absentTimes = 2;',
    to: 'export const absentTimes = 1;',
    tests: engine,
  },
  {
    name: 'absent before it can mean anything',
    file: transition,
    from: 'happening.counts ? before.absent + 1 : before.absent;',
    to: 'before.absent + 1;',
    tests: engine,
  },
  {
    name: 'silence means that it did not happen',
    file: transition,
    from: "if (!happening.left && state.name === 'open') {",
    to: "if (state.name === 'open') {",
    tests: engine,
  },
  {
    name: 'a limiter’s answer speaks for an earlier try',
    file: transition,
    from: "if (state.name === 'open' && !happening.earlierLeft && !happening.asked) {",
    to: "if (state.name === 'open') {",
    tests: engine,
  },
  {
    name: 'another amount is close enough',
    file: transition,
    from: "{ name: 'needs_person', at, why: outcome.why, evidence: outcome.evidence },",
    to: "{ name: 'done', at, reference: '', moved: {} },",
    tests: engine,
  },
  {
    name: 'a charge is sent again hours later',
    file: 'src-main/payments/complete.ts',
    from: 'return age >= 0 && age < most && replayStillUseful(operation);',
    to: 'return replayStillUseful(operation);',
    tests: engine,
  },
  {
    name: 'every press is a new key',
    file: 'src-main/payments/repeat-key.ts',
    from: "    case 'hold':\n      return `cpt-${order.ticket}`;",
    to: "    case 'hold':\n      return `cpt-${order.ticket}-${facts.attempt}-${performance.now()}`;",
    tests: engine,
  },
  {
    name: 'a ticket that was used is used again',
    file: 'src-main/payments/settle.ts',
    from: '  if (!isSameOrder(known, order)) return refused',
    to: '  if (false as boolean) return refused',
    tests: engine,
  },
  {
    name: 'more than was held',
    file: 'src-main/payments/limits.ts',
    from: '  if (order.amount.amount > payment.capturable) {',
    to: '  if (false as boolean) {',
    tests: ['test/main/payments', 'test/gateways/orders.test.ts'],
  },
  {
    name: 'the amount of a Stripe charge is not looked at',
    file: 'src-main/gateways/stripe/replies.ts',
    from: "      if (intent.amount_received !== plan.amount.amount)\n        return mismatch('amount', { asked: String(plan.amount.amount), said: String(intent.amount_received) });\n      return { is: 'done', reference: intent.id, moved: { charged: intent.amount_received } };",
    to: "      return { is: 'done', reference: intent.id, moved: { charged: intent.amount_received } };",
    tests: stripe,
  },
  {
    name: 'a Paysafe word that nobody knows means done',
    file: 'src-main/gateways/paysafe/findings.ts',
    from: "  if (auth.status !== 'COMPLETED') return { found: 'nothing_yet', why: 'unknown_word' };",
    to: '',
    tests: paysafe,
  },
];
