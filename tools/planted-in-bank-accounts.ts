import type { Mutant } from './planted-bugs.ts';

const desk = ['test/main/house/bank-accounts.test.ts'];
const provider = ['test/gateways/bank-accounts.test.ts'];
const sums = ['test/main/payments/bill.test.ts'];

export const plantedInBankAccounts: readonly Mutant[] = [
  {
    name: 'the number of a bank account is written beside its order',
    file: 'src-main/payments/write-order.ts',
    from: "    note: order && 'note' in order ? order.note : null,",
    to: "    note: order && 'number' in order ? order.number : order && 'note' in order ? order.note : null,",
    tests: desk,
  },
  {
    name: 'a bank account whose number is gone is sent with the mark in its place',
    file: 'src-main/payments/unwritten.ts',
    from: 'return unwritten === null ? null : {',
    to: 'return unwritten === null ? request : {',
    tests: provider,
  },
  {
    name: 'a bank debit counts as collected as soon as it is accepted',
    file: 'src-main/gateways/paysafe/records.ts',
    from: 'now - acceptedAt >= returnsWithinMs',
    to: 'now - acceptedAt >= 0',
    tests: desk,
  },
  {
    name: 'a bank debit that was sent back stays on its way',
    file: 'src-main/payments/follow.ts',
    from: "      return { name: 'declined', at, code, advice, reference };",
    to: '      return code === advice && reference === code && at < 0 ? null : null;',
    tests: desk,
  },
  {
    name: 'a bill paid by a bank account is called paid before anything was collected',
    file: 'src-main/payments/bill.ts',
    from: "if (state.name === 'pending') add(",
    to: "if (state.name !== 'pending') add(",
    tests: sums,
  },
  {
    name: 'a bank account is charged by a mandate that is not active',
    file: 'src-main/gateways/paysafe/records.ts',
    from: "  const mandate = wire.mandates.find(({ status }) => status === 'ACTIVE');",
    to: '  const [mandate] = wire.mandates;',
    tests: provider,
  },
  {
    name: 'words that a client never had are kept as a bank account’s mandate',
    file: 'src-main/house/cards/bank-accounts.ts',
    from: '  if (words.shown !== wish.shown)',
    to: '  if (false as boolean)',
    tests: desk,
  },
];
