import { describe, expect, it } from 'vitest';
import type { OperationState } from '../../../src-main/contract/operation.ts';
import { next, quietBeforeAbsence, type Happening } from '../../../src-main/payments/transition.ts';

const now = Date.UTC(2026, 10, 20, 16, 42);
const late = now + 10 * 60_000;
const lost: OperationState = {
  name: 'unknown',
  since: now,
  why: 'no_answer',
  lastSentAt: now,
  absent: 0,
  asks: 1,
  nextAskAt: now,
};
const after = (state: OperationState, ...happenings: readonly Happening[]): OperationState =>
  happenings.reduce((before, happening) => next(before, happening, 60_000).state, state);
const notFound: Happening = { is: 'absent', at: late, counts: true };
const silence = (left: boolean): Happening => ({ is: 'silence', left, why: 'ECONNREFUSED', at: late, sentAt: late });
const outcome = (more: Partial<Extract<Happening, { is: 'outcome' }>>): Happening => ({
  is: 'outcome',
  outcome: { is: 'not_run', why: 'rate_limited' },
  at: late,
  sentAt: late,
  asked: false,
  earlierLeft: false,
  ...more,
});

describe('"it never happened"', () => {
  it('takes two looks that found nothing, one after the other', () => {
    expect(after(lost, notFound)).toMatchObject({ name: 'unknown', absent: 1 });
    expect(after(lost, notFound, notFound)).toMatchObject({ name: 'not_done', why: 'absent' });
  });

  it.each([
    [
      'a look that was answered with nothing to read',
      { is: 'ask_failed', at: late, why: 'status_500', answered: true },
    ],
    ['a look without an answer', { is: 'ask_failed', at: late, why: 'timeout', answered: false }],
    ['another send', silence(true)],
  ] as const)('begins anew after %s', (_what, between) => {
    expect(after(lost, notFound, between, notFound)).toMatchObject({ name: 'unknown', absent: 1 });
  });

  it('is not so soon what a look-up shows after a fault of the provider’s own or an odd word, whatever was heard since', () => {
    const said = (why: string): Happening => outcome({ outcome: { is: 'unclear', why }, earlierLeft: true });
    const door = { is: 'rejected', code: 'key_refused', message: '', reference: null, atTheDoor: true } as const;
    for (const since of [silence(true), outcome({ outcome: door, earlierLeft: true }), said('unreadable')]) {
      const faulted = after({ name: 'open' }, said('provider_fault'), since);
      expect(faulted).toMatchObject({ name: 'unknown', heard: ['provider_fault'] });
      expect(quietBeforeAbsence(faulted, 60_000)).toBe(15 * 60_000);
      const odd = after({ name: 'open' }, said('unknown_word'), since);
      expect(after(odd, notFound, notFound, notFound)).toMatchObject({ name: 'unknown', heard: ['unknown_word'] });
    }
    expect(quietBeforeAbsence(after({ name: 'open' }, silence(true)), 60_000)).toBe(120_000);
  });

  it('is not what a line says that is down while an earlier send is still unknown', () => {
    expect(after({ name: 'open' }, silence(false))).toMatchObject({ name: 'not_done', why: 'never_left' });
    expect(after(lost, silence(false))).toMatchObject({ name: 'unknown', lastSentAt: now });
  });

  it('is not what an account says of an earlier try that may be another one than had the order; of a first try it is', () => {
    const missing = { is: 'rejected', code: 'resource_missing', message: '', reference: null, unproven: true } as const;
    const heard = { name: 'unknown', why: 'refused_unproven', heard: ['refused_unproven'] };
    expect(after({ name: 'open' }, outcome({ outcome: missing, earlierLeft: true }))).toMatchObject(heard);
    expect(after(lost, outcome({ outcome: missing }))).toMatchObject(heard);
    expect(after(lost, outcome({ outcome: missing }), silence(true))).toMatchObject({ heard: ['refused_unproven'] });
    expect(after({ name: 'open' }, outcome({ outcome: missing }))).toMatchObject({ name: 'rejected' });
  });

  it('is not what a limiter or a refused key says of an earlier try', () => {
    const door = { is: 'rejected', code: 'key_refused', message: '', reference: null, atTheDoor: true } as const;
    for (const said of [{}, { outcome: door }]) {
      expect(after({ name: 'open' }, outcome({ ...said, earlierLeft: true }))).toMatchObject({ name: 'unknown' });
      expect(after(lost, outcome(said))).toMatchObject({ name: 'unknown' });
    }
    expect(after({ name: 'open' }, outcome({}))).toMatchObject({ name: 'not_done' });
    expect(after({ name: 'open' }, outcome({ outcome: door }))).toMatchObject({ name: 'rejected' });
  });
});
