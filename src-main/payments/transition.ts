import { impossible } from '../contract/impossible.ts';
import type { Money } from '../contract/money.ts';
import { hasHeard, type ElsewhereBy, type Heard, type Moved, type OperationState } from '../contract/operation.ts';
import { isOpen, type Outcome, type Step } from './operation.ts';

/** What can happen to an open operation. Times are unix ms by our clock. */
export type Happening =
  | {
      readonly is: 'outcome';
      readonly outcome: Outcome;
      readonly at: number;
      readonly sentAt: number;
      readonly asked: boolean;
      readonly earlierLeft: boolean;
    }
  | {
      readonly is: 'silence';
      readonly left: boolean;
      readonly why: string;
      readonly at: number;
      readonly sentAt: number;
    }
  | { readonly is: 'restart'; readonly at: number; readonly sentAt: number }
  /** `counts`: late enough after the last send to mean something */
  | { readonly is: 'absent'; readonly at: number; readonly counts: boolean }
  | { readonly is: 'ask_failed'; readonly at: number; readonly why: string; readonly answered: boolean }
  | {
      readonly is: 'person';
      readonly at: number;
      readonly outcome: 'done' | 'not_done';
      readonly note: string;
      readonly by: string;
      /** with `done`: what the provider's site shows, and its own reference where somebody wrote it down */
      readonly moved: Moved;
      readonly sum: Money | null;
      readonly reference: string | null;
    };

/** "Absent" must be seen this often in a row, late enough, before it means "it never happened". */
export const absentTimes = 2;
/**
 * A provider that answered with a fault of its own may book the order late (docs.stripe.com/error-low-level: such a result is
 * indeterminate): not to find it counts only after so long.
 */
const faultSettlesMs = 15 * 60_000;
/** Answered questions without a conclusion, over this long, make it a person's matter. */
const personAfterAsks = 12;
const personAfterMs = 60 * 60_000;
/** Pauses between questions: quick at first, then calm. */
const pauses = [2_000, 4_000, 8_000, 15_000, 30_000, 60_000, 120_000, 300_000] as const;

/** No question is put off for longer than this, ms. A time in a row that says otherwise was written by a clock that has been set since. */
export const longestPauseMs = pauses[pauses.length - 1] ?? 0;

/** How long, in ms, nothing of an order may have left before it means something not to find it: a request that is under way may still land. */
export function quietBeforeAbsence(state: OperationState, timeoutMs: number): number {
  const usual = 2 * timeoutMs;
  return hasHeard(state, 'provider_fault') ? Math.max(usual, faultSettlesMs) : usual;
}

/** The one place where an operation changes its state. Pure: the same state and happening always give the same step. */
export function next(state: OperationState, happening: Happening, timeoutMs: number): Step {
  if (happening.is === 'person') return personSays(state, happening);
  if (!isOpen(state)) throw new Error(`An operation that is ${state.name} cannot change by itself`);
  switch (happening.is) {
    case 'outcome':
      return fromOutcome(state, happening);
    case 'silence':
      if (!happening.left && state.name === 'open') {
        return step(
          happening.at,
          'never_left',
          { why: happening.why },
          { name: 'not_done', at: happening.at, why: 'never_left' },
        );
      }
      return step(
        happening.at,
        'no_answer',
        { why: happening.why },
        unknown(state, happening.at, happening.why, happening.left ? happening.sentAt : 0),
      );
    case 'restart':
      return step(happening.at, 'restarted', {}, unknown(state, happening.at, 'restarted', happening.sentAt));
    case 'absent': {
      const before = asUnknown(state, happening.at);
      // It answered about this order, in a word we do not know: it has it, and not to find it now proves nothing.
      if (hasHeard(before, 'unknown_word')) {
        return next(
          state,
          { is: 'ask_failed', at: happening.at, why: 'accepted_not_found', answered: true },
          timeoutMs,
        );
      }
      const { counts } = happening;
      const absent = counts ? before.absent + 1 : before.absent;
      if (absent >= absentTimes) {
        return step(
          happening.at,
          'absent',
          { counts: true, times: absent },
          { name: 'not_done', at: happening.at, why: 'absent' },
        );
      }
      // A clock that was set back since must not put the question off to where it had been.
      const soonest = Math.min(before.lastSentAt, happening.at) + 2 * timeoutMs;
      const nextAskAt = Math.max(happening.at + pauseAfter(counts ? 2 : before.asks), counts ? 0 : soonest);
      return step(happening.at, 'absent', { counts }, { ...before, absent, asks: before.asks + 1, nextAskAt });
    }
    case 'ask_failed': {
      const before = asUnknown(state, happening.at);
      const asks = happening.answered ? before.asks + 1 : before.asks;
      // By a clock that was set meanwhile it may look long ago or yet to come: either way twelve answers were none.
      const asking = Math.abs(happening.at - before.since);
      if (happening.answered && asks >= personAfterAsks && asking > personAfterMs) {
        return step(
          happening.at,
          'ask_failed',
          { why: happening.why },
          {
            name: 'needs_person',
            at: happening.at,
            why: 'provider_cannot_say',
            evidence: { asked: String(asks), last: happening.why },
          },
        );
      }
      const nextAskAt = happening.at + pauseAfter(happening.answered ? before.asks : 3);
      return step(happening.at, 'ask_failed', { why: happening.why }, { ...before, asks, absent: 0, nextAskAt });
    }
    default:
      return impossible(happening);
  }
}

function fromOutcome(state: OperationState, happening: Extract<Happening, { is: 'outcome' }>): Step {
  const { outcome, at } = happening;
  const what = happening.asked ? 'found' : 'answer';
  switch (outcome.is) {
    case 'done': {
      const { is: _is, seen: _seen, ...facts } = outcome;
      return step(
        at,
        what,
        { outcome: 'done', reference: outcome.reference, ...namesOf(outcome.elsewhereBy) },
        { name: 'done', at, ...facts },
      );
    }
    case 'pending':
      return step(
        at,
        what,
        { outcome: 'pending', reference: outcome.reference },
        {
          name: 'pending',
          at,
          reference: outcome.reference,
          moved: outcome.moved,
        },
      );
    case 'declined':
      return step(
        at,
        what,
        { outcome: 'declined', code: outcome.code },
        {
          name: 'declined',
          at,
          code: outcome.code,
          advice: outcome.advice,
          reference: outcome.reference,
        },
      );
    case 'rejected':
      // A key that was changed meanwhile is turned away at the door; what an earlier send did stays open.
      // So it is with a refusal that another account may have given: it knows nothing of an order that this one may have carried out.
      if (
        (outcome.atTheDoor || outcome.unproven) &&
        !happening.asked &&
        (state.name === 'unknown' || happening.earlierLeft)
      ) {
        const why = outcome.atTheDoor ? outcome.code : 'refused_unproven';
        return step(at, what, { outcome: 'rejected', code: outcome.code }, unknown(state, at, why, happening.sentAt));
      }
      return step(
        at,
        what,
        { outcome: 'rejected', code: outcome.code, ...namesOf(outcome.elsewhereBy) },
        {
          name: 'rejected',
          at,
          code: outcome.code,
          message: outcome.message,
          reference: outcome.reference,
          ...(outcome.elsewhereBy ? { elsewhereBy: outcome.elsewhereBy } : {}),
        },
      );
    case 'mismatch':
      return step(
        at,
        what,
        { outcome: 'mismatch', why: outcome.why },
        { name: 'needs_person', at, why: outcome.why, evidence: outcome.evidence },
      );
    case 'not_run':
      // The limiter answers before anything runs; but an earlier try, or an earlier send, may have run.
      if (state.name === 'open' && !happening.earlierLeft && !happening.asked) {
        return step(
          at,
          what,
          { outcome: 'not_run', why: outcome.why },
          { name: 'not_done', at, why: 'never_left', turnedAway: true },
        );
      }
      return step(
        at,
        what,
        { outcome: 'not_run', why: outcome.why },
        unknown(state, at, outcome.why, happening.sentAt),
      );
    case 'unclear':
      return step(
        at,
        what,
        { outcome: 'unclear', why: outcome.why },
        unknown(state, at, outcome.why, happening.sentAt),
      );
    default:
      return impossible(outcome);
  }
}

/** Who had been there before, for the trail. */
function namesOf(by: ElsewhereBy | undefined): Record<string, string | number> {
  if (!by) return {};
  const { from, staffName, desk, operationId } = by;
  return {
    elsewhere: from,
    ...(staffName ? { by: staffName } : {}),
    ...(desk ? { desk } : {}),
    ...(operationId ? { operationId } : {}),
  };
}

function personSays(state: OperationState, happening: Extract<Happening, { is: 'person' }>): Step {
  if (state.name !== 'needs_person' && state.name !== 'unknown')
    throw new Error(`Nobody needs to settle an operation that is ${state.name}`);
  const { at, outcome, by, note, moved, sum, reference } = happening;
  const said = { outcome, by, note };
  if (outcome === 'not_done')
    return step(at, 'resolved_by_person', said, { name: 'not_done', at, why: 'said_by_person' });
  const detail = {
    ...said,
    ...(sum ? { amount: sum.amount, currency: sum.currency } : {}),
    ...(reference === null ? {} : { reference }),
  };
  return step(at, 'resolved_by_person', detail, {
    name: 'done',
    at,
    reference: reference ?? '',
    moved,
    saidBy: by,
  });
}

type Unknown = Extract<OperationState, { name: 'unknown' }>;
const worthKeeping: readonly Heard[] = ['provider_fault', 'unknown_word', 'refused_unproven'];

function unknown(state: OperationState, at: number, why: string, sentAt: number): Unknown {
  const before = asUnknown(state, at);
  const heard = worthKeeping.filter((one) => one === why || hasHeard(before, one));
  return {
    ...before,
    ...(heard.length === 0 ? {} : { heard }),
    why,
    lastSentAt: Math.max(before.lastSentAt, sentAt),
    absent: 0,
    asks: before.asks + 1,
    nextAskAt: at + pauseAfter(before.asks),
  };
}

function asUnknown(state: OperationState, at: number): Unknown {
  return state.name === 'unknown'
    ? state
    : { name: 'unknown', since: at, why: 'no_answer', lastSentAt: 0, absent: 0, asks: 0, nextAskAt: at };
}

function pauseAfter(asks: number): number {
  return pauses[Math.min(asks, pauses.length - 1)] ?? 300_000;
}

function step(
  at: number,
  what: string,
  detail: Record<string, string | number | boolean>,
  state: OperationState,
): Step {
  return { state, trail: [{ at, what, detail }] };
}
