import type { Mutant } from './planted-bugs.ts';

const seals = ['test/main/ledger/seals.test.ts'];

/** What notices records that are no longer what was written. */
export const plantedInDamage: readonly Mutant[] = [
  {
    name: 'money opens beside damaged records',
    file: 'src-main/ledger/store.ts',
    from: 'trouble: () => lasting ?? barred ?? unsound ?? passing,',
    to: 'trouble: () => lasting ?? barred ?? passing,',
    tests: seals,
  },
  {
    name: 'a person taken out of the records by hand is not missed',
    file: 'src-main/ledger/admit.ts',
    from: '    judgeSum(store, table, rows, tally);\n',
    to: '',
    tests: seals,
  },
  {
    name: 'the look through everything does not add up what it read',
    file: 'src-main/ledger/look-through.ts',
    from: 'if (wanted && damage.length === before && !sameSum(sum, wanted)) found(sumDamage(table, sum, wanted));',
    to: 'void wanted, before, sameSum, sumDamage;',
    tests: seals,
  },
  {
    name: 'an edited line of the audit is called a missing one',
    file: 'src-main/ledger/look-through.ts',
    from: 'if (wrong) return found(lineDamage(walk, wrong));',
    to: 'void wrong, lineDamage;',
    tests: seals,
  },
  {
    name: 'a line of the audit that does not follow from the one before it is believed',
    file: 'src-main/ledger/audit-chain.ts',
    from: "if (verdict === 'bad') return 'line_edited';",
    to: '',
    tests: [...seals, 'test/main/ledger/audit.test.ts'],
  },
  {
    name: 'yesterday’s file in place of today’s is taken for the records',
    file: 'src-main/ledger/remembered-head.ts',
    from: 'if (head.line_count < remembered.lines || headToRemember(head).writes < remembered.writes) return false;',
    to: 'if (head.line_count < remembered.lines) return true;',
    tests: ['test/main/ledger/remembered-head.test.ts'],
  },
  {
    name: 'an index may hold what it held an hour ago',
    file: 'src-main/ledger/file-look.ts',
    from: ', ...tooMuchInIndexes(database)];',
    to: '];\n  void tooMuchInIndexes;',
    tests: ['test/main/ledger/damage.test.ts'],
  },
  {
    name: 'a flipped bit in the log undoes what was shown',
    file: 'src-main/ledger/sqlite.ts',
    from: 'if (losesCommits(file))',
    to: "if (losesCommits(file) && file === '')",
    tests: ['test/main/ledger/log-tail.test.ts'],
  },
  {
    name: 'records on a network drive are opened',
    file: 'src-main/ledger/sqlite.ts',
    from: 'if (drive) throw',
    to: "if (drive === 'never') throw",
    tests: ['test/main/ledger/network-drive.test.ts', 'test/main/ledger/held-ledger.test.ts'],
  },
  {
    name: 'two desks run on one folder',
    file: 'src-main/ledger/desk-lock.ts',
    from: "database.exec('BEGIN IMMEDIATE');",
    to: "database.exec('BEGIN');",
    tests: ['test/main/ledger/desk-lock.test.ts'],
  },
  {
    name: 'a row is sealed over without being looked at',
    file: 'src-main/ledger/sealed-rows.ts',
    from: 'if (row) rows.mustBeSound(table, row);',
    to: '',
    tests: seals,
  },
];
