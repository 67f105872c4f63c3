import type { Mutant } from './planted-bugs.ts';

const operations = ['test/main/ledger/operations.test.ts'];
const file = ['test/main/ledger/sqlite-file.test.ts'];

export const plantedInLedger: readonly Mutant[] = [
  {
    name: 'a commit is not on the disk when it returns',
    file: 'src-main/ledger/sqlite.ts',
    from: "database.pragma('synchronous = FULL');",
    to: "database.pragma('synchronous = NORMAL');",
    tests: file,
  },
  {
    name: 'two open operations on one target',
    file: 'src-main/ledger/migrations/0001-first.ts',
    from: 'CREATE UNIQUE INDEX operation_guard',
    to: 'CREATE INDEX operation_guard',
    tests: operations,
  },
  {
    name: 'one ticket, two operations',
    file: 'src-main/ledger/migrations/0001-first.ts',
    from: 'CREATE UNIQUE INDEX operation_ticket',
    to: 'CREATE INDEX operation_ticket',
    tests: operations,
  },
  {
    name: 'a new operation takes the place of the one that is open',
    file: 'src-main/ledger/sealed-rows.ts',
    from: "const text = `INSERT INTO ${table} (${columns.join(', ')}, seal) VALUES (${places}, ?) ON CONFLICT DO NOTHING`;",
    to: "const text = `REPLACE INTO ${table} (${columns.join(', ')}, seal) VALUES (${places}, ?)`;",
    tests: operations,
  },
  {
    name: 'what waits for a person no longer keeps its target',
    file: 'src-main/ledger/migrations/0001-first.ts',
    from: "ON operation (guard) WHERE state_name IN ('open', 'unknown', 'needs_person')",
    to: "ON operation (guard) WHERE state_name IN ('open', 'unknown')",
    tests: operations,
  },
  {
    name: 'two writers of one row both win',
    file: 'src-main/ledger/operations.ts',
    from: 'version: operation.version + 1,',
    to: 'version: operation.version,',
    tests: operations,
  },
  {
    name: 'the next step of a group is a commit of its own',
    file: 'src-main/ledger/operations.ts',
    from: 'if (followUp) await insertFollowUp(rows, followUp, step.at);',
    to: 'if (followUp) void Promise.resolve().then(() => store.write((_own, later) => insertFollowUp(later, followUp, step.at))).catch(() => undefined);',
    tests: operations,
  },
  {
    name: 'a changed row is believed',
    file: 'src-main/ledger/sealed-tables.ts',
    from: "  if (verdict === 'bad') return 'edited';\n",
    to: '',
    tests: ['test/main/ledger/operations.test.ts', 'test/main/ledger/damage.test.ts'],
  },
  {
    name: 'a full disk is taken for a commit',
    file: 'src-main/ledger/store.ts',
    from: 'passing = null;\n        return value;\n      } catch (error) {',
    to: "passing = null;\n        return value;\n      } catch (error) {\n        if ((error as { code?: string }).code === 'SQLITE_FULL') return undefined as never;",
    tests: file,
  },
  {
    name: 'a failed write is no reason to shut the money',
    file: 'src-main/ledger/trouble.ts',
    from: "  'SQLITE_FULL',\n",
    to: '',
    tests: file,
  },
];
