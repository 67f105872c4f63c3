import type { Mutant } from './planted-bugs.ts';

const simulated = ['test/simulation/runs.test.ts'];

/** What keeps many captures at once from being more, or others, than people confirmed and a second person approved. */
export const plantedInRuns: readonly Mutant[] = [
  {
    name: 'a run that somebody stopped goes on',
    file: 'src-main/ledger/runs.ts',
    from: "return row?.state === 'going' && row.driver === driver ? row : null;",
    to: "return row && row.state !== 'over' && row.driver === driver ? row : null;",
    tests: simulated,
  },
  {
    name: 'the desk before goes on with a run that another one took over',
    file: 'src-main/ledger/runs.ts',
    from: "return row?.state === 'going' && row.driver === driver ? row : null;",
    to: "return row?.state === 'going' && driver !== '' ? row : null;",
    tests: simulated,
  },
  {
    name: 'a run resumes by itself after a kill, when somebody looks at the list',
    file: 'src-main/house/runs/hold-run-view.ts',
    from: '  return done({ runs });',
    to: `  const [{ resumeRun }, { holdRuns }] = await Promise.all([import('./runs.ts'), import('./hold-run-send.ts')]);
  for (const { id, version, state } of runs.filter((run) => run.state === 'interrupted')) {
    const lines = ((await world.ledger.holdRuns.byId(id))?.lines ?? [])
      .filter((line) => line.state === 'waiting')
      .map((line) => ({ lineId: line.id }));
    const who = { id: 'st-sylvie', name: 'Sylvie', verbs: ['capture', 'release', 'prepare'] } as const;
    if (state === 'interrupted')
      await resumeRun(world, holdRuns, { id, version, lines, confirm: async (line) => line }, who);
  }
  return done({ runs });`,
    tests: simulated,
  },
  {
    name: 'a run goes on by itself when its PC wakes up hours later',
    file: 'src-main/house/runs/run-drive.ts',
    from: 'return Math.abs(now - before) >= sleptMs;',
    to: 'return Math.abs(now - before) < 0;',
    tests: ['test/main/house/hold-runs.test.ts'],
  },
  {
    name: 'holds captured together are not judged by what they add up to',
    file: 'src-main/house/approvals/second-person.ts',
    from: "if (kind === 'release') return null;",
    to: "if (kind === 'release' || lines.length > 1) return null;",
    tests: simulated,
  },
  {
    name: 'a list is captured with all that is held, whatever amounts were approved',
    file: 'src-main/house/runs/hold-runs.ts',
    from: 'const amount = asked.amount.amount;',
    to: 'const amount = held;',
    tests: ['test/main/house/approved-runs.test.ts'],
  },
  {
    name: 'what was taken back opens the rest of its list',
    file: 'src-main/ledger/approved.ts',
    from: "if (approval?.state !== 'approved' || approval.decided === null) return 'gone';",
    to: "if (!approval || approval.state === 'prepared' || approval.decided === null) return 'gone';",
    tests: ['test/main/house/approved-runs.test.ts'],
  },
  {
    name: 'a yes that its line has used up opens another order',
    file: 'src-main/ledger/approved.ts',
    from: 'line.approval_id !== approval.id || line.operation_id !== null',
    to: 'line.approval_id !== approval.id',
    tests: ['test/main/ledger/approvals.test.ts'],
  },
  {
    name: 'lines of a list have their tickets by their place in the dialog, so that the list after it is taken for the one before',
    file: 'src-main/house/runs/hold-runs.ts',
    from: "const orders = lines.map(({ holdId, amount, note: why }) => ({\n    ...{ kind: 'capture' as const, ticket: `line-order-${world.engine.random.id(20)}`, holdId,",
    to: "const orders = lines.map(({ holdId, amount, note: why }, place) => ({\n    ...{ kind: 'capture' as const, ticket: `${ticket}-${place}`, holdId,",
    tests: ['test/main/house/approved-runs.test.ts'],
  },
  {
    name: 'the run of a list is begun though another one was prepared in its place meanwhile',
    file: 'src-main/ledger/runs.ts',
    from: "if (approval && approval.state !== 'approved') return before();",
    to: "if (approval?.state === 'sent_back') return before();",
    tests: ['test/main/ledger/hold-words.test.ts'],
  },
];
