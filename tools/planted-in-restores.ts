import type { Mutant } from './planted-bugs.ts';

const desk = ['test/main/house/records-desk.test.ts', 'test/main/house/restore-unasked.test.ts'];
const gap = 'src-main/house/records/gap.ts';
const care = 'src-main/house/records/records-desk.ts';
const since = 'src-main/ledger/backups/missing-since.ts';

/** What may have happened since a backup that was put back, and to which account an order went. */
export const plantedInRestores: readonly Mutant[] = [
  {
    name: 'a provider without a key has nothing to say of what happened since a backup',
    file: care,
    from: 'why === null && due.providers.includes(provider) ? [provider] : [],',
    to: "(why === null || why === 'key_missing') && due.providers.includes(provider) ? [provider] : [],",
    tests: desk,
  },
  {
    name: 'a bill that may have been paid at the provider that was not asked is charged at the other one',
    file: care,
    from: 'return other && (await billOf()) !== null ?',
    to: 'return other && (await billOf()) === other ?',
    tests: desk,
  },
  {
    name: 'a provider that the house is said not to use is not asked when it has a key after all',
    file: gap,
    from: 'owes: (provider) => owed().includes(provider) || waived(provider),',
    to: 'owes: (provider) => owed().includes(provider),',
    tests: desk,
  },
  {
    name: 'an older copy is taken for the records although a provider was not asked',
    file: care,
    from: 'if (!used.includes(true)) {',
    to: 'if (used.length < 2) {',
    tests: desk,
  },
  {
    name: 'a manager may say that the house has no such provider while its key is there',
    file: care,
    from: "if ((await keyAt(provider)) !== 'no') return refused('gap_has_key', { provider });",
    to: '',
    tests: desk,
  },
  {
    name: 'a hold of a bill is captured although the bill may have been paid elsewhere',
    file: 'src-main/house/bills/bill-turn.ts',
    from: "return plan?.kind === 'capture' ? billOfHold(world, `${provider}:${plan.paymentRef}`) : null;",
    to: "return plan?.kind === 'capture' && provider === plan.paymentRef ? billOfHold(world, provider) : null;",
    tests: desk,
  },
  {
    name: 'a backup is believed about when it was made',
    file: since,
    from: 'return Math.min(...[named, restoredAt, lastLine, newest, owed].filter((at) => at !== null));',
    to: 'void [restoredAt, lastLine, newest, owed];\n    return named;',
    tests: ['test/main/ledger/backups/restore.test.ts', 'test/main/house/restore-wrong-clock.test.ts'],
  },
  {
    name: 'a second restore forgets what the first had not found again',
    file: since,
    from: 'const owed = earlier.success ?',
    to: 'const owed = earlier.success && named === 0 ?',
    tests: ['test/main/ledger/backups/restore.test.ts'],
  },
  {
    name: 'a backup is made by a clock that is known to be wrong',
    file: care,
    from: 'parts.clockWrong() ||',
    to: '',
    tests: desk,
  },
  {
    name: 'another account’s “no such payment” makes an order failed',
    file: 'src-main/payments/transition.ts',
    from: '(outcome.atTheDoor || outcome.unproven) &&',
    to: 'outcome.atTheDoor &&',
    tests: ['test/main/payments/transition.test.ts', 'test/main/house/other-account.test.ts'],
  },
  {
    name: 'a refusal is taken for the account’s that had the order, whatever is known of it',
    file: 'src-main/gateways/stripe/replies.ts',
    from: "said.is !== 'rejected' || sure ||",
    to: "said.is !== 'rejected' || !sure || sure ||",
    tests: ['test/main/gateways/stripe-replies.test.ts'],
  },
  {
    name: 'a card that another account never knew is called removed',
    file: 'src-main/gateways/stripe/findings.ts',
    from: 'if (sure && answer.status === 404',
    to: 'if (answer.status === 404',
    tests: ['test/main/gateways/stripe-findings.test.ts'],
  },
  {
    name: 'an order that was refused when it was repeated is called absent by whatever account is asked',
    file: 'src-main/gateways/stripe/findings.ts',
    from: "if (!sure && finding.found === 'absent' &&",
    to: "if (sure && finding.found === 'absent' &&",
    tests: ['test/main/gateways/stripe-findings.test.ts'],
  },
  {
    name: 'an order is asked about at another account than it was sent to',
    file: 'src-main/payments/complete.ts',
    from: 'if (gateway.sentElsewhere?.(operation)) {',
    to: 'if (false as boolean) {',
    tests: ['test/main/house/other-account.test.ts'],
  },
  {
    name: 'a key of another account is stored without a word while orders are open',
    file: 'src-main/house/keys/provider-keys.ts',
    from: 'if (other && !confirmed) return { ok: false, failure: other };',
    to: 'void other, confirmed;',
    tests: ['test/main/house/other-account.test.ts'],
  },
  {
    name: 'a refusal of another request is heard for ours',
    file: 'src-main/gateways/stripe/replies.ts',
    from: "return echoed !== undefined && plan.kind !== 'remove_customer' && echoed !== plan.key;",
    to: 'return echoed === plan.kind;',
    tests: ['test/main/gateways/stripe-replies.test.ts'],
  },
  {
    name: 'a decline that shows neither our key nor our intent is believed',
    file: 'src-main/gateways/stripe/refusals.ts',
    from: 'if (takes && key === undefined &&',
    to: 'if (!takes && key === undefined &&',
    tests: ['test/main/gateways/stripe-replies.test.ts'],
  },
  {
    name: 'another client’s payment is taken for the one that an order made',
    file: 'src-main/payments/stated-reference.ts',
    from: "return refused('reference_other_customer').failure;",
    to: 'void own;',
    tests: ['test/main/house/settled-by-hand.test.ts'],
  },
  {
    name: 'a key that was replaced while it was looked at is put back',
    file: 'src-main/house/keys/provider-keys.ts',
    from: 'if (now !== entry) return done(',
    to: 'if (now === null) return done(',
    tests: ['test/main/house/provider-keys.test.ts'],
  },
  {
    name: 'a key whose account Stripe does not tell at this moment is of nobody’s account any more',
    file: 'src-main/house/keys/provider-keys.ts',
    from: 'check.account ?? entry.account ?? null',
    to: 'check.account',
    tests: ['test/main/house/provider-keys.test.ts'],
  },
  {
    name: 'a key of another account is stored without a word while a bank may still send a debit back',
    file: 'src-main/house/keys/other-account.ts',
    from: 'return [...open, ...coming, ...last',
    to: 'return [...open, ...last',
    tests: ['test/main/house/bank-accounts.test.ts'],
  },
  {
    name: 'the key of another account answers what happened since a backup',
    file: 'src-main/house/keys/other-account.ts',
    from: 'return [...open, ...coming, ...last.flatMap((one) => one ?? [])];',
    to: 'return [...open, ...coming];',
    tests: ['test/main/house/other-account.test.ts'],
  },
];
