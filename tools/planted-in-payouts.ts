import type { Mutant } from './planted-bugs.ts';

/** Lines of payouts that somebody matches with a bill by hand. */
export const plantedInPayouts: readonly Mutant[] = [
  {
    name: 'what Comptoir itself began counts on a bill once more by its line of a payout',
    file: 'src-main/house/days/payout-candidates.ts',
    from: "if (typeof payment?.key === 'string' || own.some(({ kind }) => kind !== 'refund'))",
    to: 'if (own.length > 1000)',
    tests: ['test/main/house/payout-match.test.ts'],
  },
  {
    name: 'a charge after a match was taken back has the key of the charge before it',
    file: 'src-main/house/bills/bill-sums.ts',
    from: ' + (undone.get(bill.id) ?? 0)',
    to: '',
    tests: ['test/main/house/payout-match.test.ts'],
  },
  {
    name: 'a match that was taken back since goes unnoticed by whoever judged the bill before',
    file: 'src-main/ledger/page-links.ts',
    from: 'Number(decided.count) + Number(matchedNoMore.count)',
    to: 'Number(decided.count)',
    tests: ['test/main/ledger/payout-matches.test.ts'],
  },
  {
    name: 'a match taken back in the file set aside takes another one along that was made here since',
    file: 'src-main/ledger/bring-over.ts',
    from: '!(undone && isSameDecision(held, here(undone)))',
    to: 'false',
    tests: ['test/main/ledger/recovery.test.ts'],
  },
  {
    name: 'a movement that two files name is kept twice',
    file: 'src-main/list-file/statement-line.ts',
    from: 'id: digest([ref, merchantRef, kind, moved, currency, day]),',
    to: 'id: digest([ref, merchantRef, kind, moved, currency, day, cells]),',
    tests: ['test/main/list-file/statement-file.test.ts', 'test/main/house/statements.test.ts'],
  },
  {
    name: 'a payment of a statement counts as ours whatever its sum',
    file: 'src-main/payments/payouts.ts',
    from: "return known.includes(Math.abs(line.amount)) ? null : 'other_amount';",
    to: 'return null;',
    tests: ['test/main/house/payouts.test.ts', 'test/main/house/statements.test.ts'],
  },
  {
    name: 'a statement is taken back while somebody’s decision about one of its lines stands',
    file: 'src-main/ledger/statements.ts',
    from: "if (decided) return 'decided';",
    to: '',
    tests: ['test/main/ledger/statements.test.ts', 'test/main/house/statements.test.ts'],
  },
  {
    name: 'a line of a statement that was taken back still counts',
    file: 'src-main/house/statements/statement-copy.ts',
    from: 'if (stale.length > 0) await mirror.dropStatements(stale);',
    to: '',
    tests: ['test/main/house/statements.test.ts'],
  },
  {
    name: 'a movement that Paysafe names a second time counts as ours a second time',
    file: 'src-main/house/days/payout-lines.ts',
    from: "twice.has(line.id) ? 'twice' : (first.get(line.id) ?? null)",
    to: 'first.get(line.id) ?? null',
    tests: ['test/main/house/statements.test.ts'],
  },
];
