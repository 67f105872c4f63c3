import type { Mutant } from './planted-bugs.ts';

/** Lines of payouts that somebody matches with a bill by hand. */
export const plantedInPayouts: readonly Mutant[] = [
  {
    name: 'what Comptoir itself began counts on a bill once more by its line of a payout',
    file: 'src-main/house/days/payout-candidates.ts',
    from: "if (payment.key !== null || own.some(({ kind }) => kind !== 'refund')) return refused('line_begun_here').failure;",
    to: '',
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
];
