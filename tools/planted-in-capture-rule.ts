import type { Mutant } from './planted-bugs.ts';

/** What the house's rule captures without anybody pressing, and what it says of it beforehand. */
export const plantedInCaptureRule: readonly Mutant[] = [
  {
    name: 'a capture rule that is turned on after its time captures at once',
    file: 'src-main/house/holds/capture-rule.ts',
    from: 'if (!by || at <= by.at) return;',
    to: 'if (!by) return;',
    tests: ['test/main/house/capture-rule.test.ts'],
  },
  {
    name: 'the list of the capture rule is as of now, and not of its next time',
    file: 'src-main/house/holds/capture-rule-on.ts',
    from: '{ rule, holds, at: next }',
    to: '{ rule, holds, at: world.clock.now() }',
    tests: ['test/main/house/capture-rule-list.test.ts'],
  },
  {
    name: 'a hold that lapses before the time of the capture rule is named as if it were captured',
    file: 'src-main/house/holds/capture-rule-names.ts',
    from: 'else if (lapsesBy(hold, at) !== null) leave(',
    to: 'else if (at < 0) leave(',
    tests: ['test/main/house/capture-rule-list.test.ts'],
  },
  {
    name: 'a hold that lapsed before the time of the capture rule is dropped without a word',
    file: 'src-main/house/holds/capture-missed.ts',
    from: "await noteMissed(world, await lapsedFirst(world, rule, { at, day }), { at, why: 'capture_rule_late' });",
    to: '',
    tests: ['test/main/house/capture-rule-list.test.ts'],
  },
  {
    name: 'a capture rule that is moved to a later time of the same day does nothing that day',
    file: 'src-main/house/holds/capture-rule-turn.ts',
    from: "${at.replace(':', '')}",
    to: '${at.length}',
    tests: ['test/main/house/capture-rule-times.test.ts'],
  },
  {
    name: 'a capture rule counts as turned on that nobody has seen',
    file: 'src-main/house/holds/capture-rule-on.ts',
    from: 'return isSame(read.output.rule, settings.now().captureRule) ? read.output : null;',
    to: 'return read.output;',
    tests: ['test/main/house/capture-rule-saved.test.ts'],
  },
  {
    name: 'the capture rule captures for a bill that nobody closed',
    file: 'src-main/house/holds/capture-rule-names.ts',
    from: 'if (own.closed) sort(names, facts);',
    to: 'if (own.left > 0) sort(names, facts);',
    tests: ['test/main/house/bill-closing.test.ts'],
  },
  {
    name: 'a bill that was changed since stays closed',
    file: 'src-main/ledger/bill-closings.ts',
    from: "return row.state === 'closed' && row.bill_version === version && row.total === total;",
    to: "return row.state === 'closed' && version > 0 && total > 0;",
    tests: ['test/main/house/bill-closing.test.ts', 'test/main/ledger/bill-closings.test.ts'],
  },
  {
    name: 'a line of the capture rule is captured for a bill that was paid in cash since',
    file: 'src-main/house/holds/capture-rule-turn.ts',
    from: 'return named && named.amount >= amount ? null',
    to: 'return amount > 0 ? null',
    tests: ['test/main/house/capture-rule-line.test.ts'],
  },
  {
    name: 'a time zone that the owner sets makes the time of the capture rule a past one, and it captures at once',
    file: 'src-main/house/settings/desk-settings.ts',
    from: 'if (before.timeZone !== input.timeZone) await beginAnew(world);',
    to: '',
    tests: ['test/main/house/capture-rule-times.test.ts'],
  },
  {
    name: 'the capture rule goes by lists that were never read, finds nothing, and says nothing of what was due',
    file: 'src-main/house/holds/capture-rule.ts',
    from: 'const unread = isUnread(world);',
    to: 'const unread = false;',
    tests: ['test/main/house/capture-rule-times.test.ts'],
  },
  {
    name: 'the capture rule captures a hold that is meant to be captured for a bill that was paid in cash',
    file: 'src-main/house/holds/capture-rule-names.ts',
    from: 'else if (held > most) leave(',
    to: 'else if (held < 0) leave(',
    tests: ['test/main/house/capture-rule-bill.test.ts'],
  },
];
