import { describe, expect, it } from 'vitest';
import { verdictOf } from '../../../tools/mutant-run.ts';

type Told = readonly (readonly [name: string, status: string, ...messages: string[]])[];
const report = (told: Told, message = ''): string =>
  JSON.stringify({
    numTotalTests: told.length,
    testResults: [
      {
        name: '/copy/test/main/one.test.ts',
        message,
        status: message !== '' || told.some(([, status]) => status === 'failed') ? 'failed' : 'passed',
        assertionResults: told.map(([fullName, status, ...failureMessages]) => ({ fullName, status, failureMessages })),
      },
    ],
  });

describe('a planted bug', () => {
  it('is caught by a test that failed, which is named', () => {
    const said = report([
      ['sums add up', 'passed'],
      ['nobody is charged twice', 'failed', 'AssertionError: expected 2 to be 1'],
    ]);
    expect(verdictOf(1, said)).toEqual({ is: 'caught', by: 'nobody is charged twice', inTime: true });
  });

  it('is missed when every test passes', () => {
    expect(verdictOf(0, report([['sums add up', 'passed']]))).toEqual({ is: 'missed' });
  });

  it.each([
    ['a line that does not parse', 1, report([], 'Transform failed with 1 error:\n PARSE_ERROR Unexpected token')],
    ['a house that could not be set up', 1, report([['sums add up', 'skipped']])],
    ['an error outside any test', 1, report([['sums add up', 'passed']])],
    ['no test at all', 0, report([])],
    ['a process that died', 134, null],
    ['a run that was ended', null, null],
  ])('is neither caught nor missed by %s', (_what, code, said) => {
    expect(verdictOf(code, said).is).toBe('broke');
  });

  it('whose line does not parse is said with what the compiler said', () => {
    const said = report([], 'Transform failed with 1 error:\n\n  \u001b[31mPARSE_ERROR\u001b[0m Unexpected token');
    expect(verdictOf(1, said)).toEqual({
      is: 'broke',
      why: 'Transform failed with 1 error: PARSE_ERROR Unexpected token',
    });
  });

  it('that was noticed only by tests which ran out of time is told from one that was seen', () => {
    const late = ['desks', 'failed', 'TestTimeoutError: Test timed out in 60000ms.'] as const;
    expect(verdictOf(1, report([late]))).toMatchObject({ is: 'caught', inTime: false });
    expect(verdictOf(1, report([late, ['sums', 'failed', 'AssertionError']]))).toMatchObject({ inTime: true });
  });
});
