import type { Mutant } from './planted-bugs.ts';

const sender = 'src-main/gateways/sender.ts';
const tests = ['test/main/gateways/sender.test.ts'];

export const plantedInSender: readonly Mutant[] = [
  {
    name: 'the time of an answer is taken for the time at which a PC that slept hears it',
    file: 'src-main/gateways/sender.ts',
    from: 'const isFresh = about.passed <= timeoutMs;',
    to: 'const isFresh = about.passed >= 0;',
    tests: ['test/main/gateways/sender.test.ts', 'test/simulation/red-seeds.test.ts'],
  },
  {
    name: 'a request that broke off is said never to have left',
    file: 'src-main/gateways/one-try.ts',
    from: "end({ got: 'nothing', left: connected, why });",
    to: "end({ got: 'nothing', left: false, why });",
    tests,
  },
  {
    name: 'what an earlier try may have done is forgotten',
    file: sender,
    from: 'earlierLeft ||= mayHaveRun(result);',
    to: '',
    tests,
  },
  {
    name: 'a Paysafe order is repeated after silence',
    file: sender,
    from: '      return status === 429 && passedMs < repeatWithinMs;',
    to: "      return (status === 429 || result.got === 'nothing') && passedMs < repeatWithinMs;",
    tests,
  },
  {
    name: 'a PC that slept sends the order again a day later',
    file: sender,
    from: "if (repeat !== 'read' && since() > leaveWithinMs) return",
    to: 'if (false as boolean) return',
    tests,
  },
  {
    name: 'only the clock that stands still in sleep is asked how long it was',
    file: sender,
    from: 'return () => Math.max(clock.steady() - began.steady, Math.abs(clock.now() - began.now));',
    to: 'return () => clock.steady() - began.steady;',
    tests,
  },
  {
    name: 'the provider’s time is told by a clock that was set since',
    file: sender,
    from: 'return Math.abs(byWall - bySteady) > clocksAgreeMs ? null : last.providerAt + Math.max(byWall, bySteady);',
    to: 'return last.providerAt + byWall;',
    tests,
  },
  {
    name: 'a body that was cut off counts as an answer',
    file: 'src-main/gateways/one-try.ts',
    from: "(error: unknown) => nothing(error instanceof Error ? error.message : 'cut'),",
    to: "() => end({ got: 'answer', answer: answerOf(incoming, '{}') }),",
    tests,
  },
];
