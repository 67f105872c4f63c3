import { describe, expect, it } from 'vitest';
import type { OperationState } from '../../../src-main/contract/operation.ts';
import { next, quietBeforeAbsence } from '../../../src-main/payments/transition.ts';

const sentAt = Date.UTC(2026, 10, 20, 16, 42);
const minute = 60_000;
const timeoutMs = minute;

/** Sent, and answered (or not) in a way that leaves open what became of it. */
const unknown = (why: string): OperationState => ({
  name: 'unknown',
  since: sentAt,
  why,
  lastSentAt: sentAt,
  absent: 0,
  asks: 1,
  nextAskAt: sentAt,
});

/** Looks it up at each of these moments, and never finds it. */
function notFoundAt(state: OperationState, minutes: readonly number[]): OperationState {
  return minutes.reduce((before, after) => {
    const at = sentAt + after * minute;
    return next(before, { is: 'absent', at, counts: at - sentAt >= quietBeforeAbsence(before, timeoutMs) }, timeoutMs)
      .state;
  }, state);
}

it('an order that the provider turned away at its limit is not done, and says that it was not the line', () => {
  const outcome = { is: 'not_run', why: 'rate_limited' } as const;
  const happening = { is: 'outcome', outcome, at: sentAt, sentAt, asked: false } as const;
  expect(next({ name: 'open' }, { ...happening, earlierLeft: false }, timeoutMs).state).toEqual({
    name: 'not_done',
    at: sentAt,
    why: 'never_left',
    turnedAway: true,
  });
  expect(next({ name: 'open' }, { ...happening, earlierLeft: true }, timeoutMs).state.name).toBe('unknown');
});

describe('an order that no look-up finds', () => {
  it('is known not to have happened after twice the time-out, seen twice', () => {
    expect(notFoundAt(unknown('ECONNRESET'), [1, 2]).name).toBe('unknown');
    expect(notFoundAt(unknown('ECONNRESET'), [1, 2, 3])).toMatchObject({ name: 'not_done', why: 'absent' });
  });

  it('after a fault of the provider’s own may still be booked late: it is not called “not done” for a quarter of an hour', () => {
    const asked = notFoundAt(unknown('provider_fault'), [1, 2, 3, 5, 8, 12, 14]);
    expect(asked).toMatchObject({ name: 'unknown', absent: 0 });
    expect(notFoundAt(asked, [15]).name).toBe('unknown');
    expect(notFoundAt(asked, [15, 16])).toMatchObject({ name: 'not_done', why: 'absent' });
  });

  it('is asked about all the while, not only at the end', () => {
    const asked = notFoundAt(unknown('provider_fault'), [2]);
    expect(asked).toMatchObject({
      name: 'unknown',
      nextAskAt: expect.toSatisfy((at: number) => at <= sentAt + 7 * minute),
    });
  });

  it('and that the provider has answered in a word we do not know was accepted: a person compares, nobody says “not done”', () => {
    const minutes = Array.from({ length: 12 }, (_, index) => 2 + index * 5);
    const asked = notFoundAt(unknown('unknown_word'), minutes);
    expect(asked).toMatchObject({ name: 'unknown', absent: 0 });
    expect(notFoundAt(asked, [62])).toMatchObject({
      name: 'needs_person',
      why: 'provider_cannot_say',
      evidence: { last: 'accepted_not_found' },
    });
  });
});
