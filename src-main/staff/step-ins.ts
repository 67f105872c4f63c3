import type { Money } from '../contract/money.ts';
import type { OperationKind } from '../contract/operation.ts';
import type { StepInFact, StepInView } from '../contract/repeat.ts';
import type { Clock, Random } from '../payments/ports.ts';
import type { StepIn } from '../payments/order.ts';

/** Long enough to press the button, short enough that nobody finds it lying about. */
export const stepInMs = 5 * 60_000;

/** The one order a step-in is for: another dialog, kind, target or amount is another order. */
export interface StepInTarget {
  readonly ticket: string;
  readonly kind: OperationKind | 'fee';
  /** the customer of a charge or hold, the payment of a refund, the bill of a fee for a missed visit */
  readonly targetId: string;
  readonly amount: Money;
}

export interface StepInGiven extends StepInTarget {
  /** who stepped in, with their PIN */
  readonly by: { readonly id: string; readonly name: string };
  /** who is signed in and gives the order */
  readonly askedBy: string;
  readonly reason: string;
  readonly over: readonly StepInFact[];
}

/**
 * Step-ins that were given and not used yet, in memory only: a restart or a lock forgets them. One for each dialog; a newer one of the same
 * dialog takes the place of the older.
 */
export interface StepIns {
  give(given: StepInGiven): StepInView;
  /** what the order may carry on, or null: unknown, too old, somebody else's, or given for anything else than exactly this */
  find(id: string, order: StepInTarget, askedBy: string): StepIn | null;
  used(id: string): void;
  forgetAll(): void;
}

export function makeStepIns({ clock, random }: { readonly clock: Clock; readonly random: Random }): StepIns {
  const kept = new Map<string, StepInGiven & { readonly steady: number; readonly until: number }>();

  // Both clocks: one stands still while a PC sleeps, the other may be set back.
  const isOver = ({ steady, until }: { steady: number; until: number }): boolean =>
    clock.now() >= until || clock.steady() - steady >= stepInMs;

  return {
    give(given) {
      for (const [id, one] of kept) if (isOver(one) || one.ticket === given.ticket) kept.delete(id);
      const id = `step-${random.id(20)}`;
      const until = clock.now() + stepInMs;
      kept.set(id, { ...given, steady: clock.steady(), until });
      return { id, staffName: given.by.name, until };
    },
    find(id, order, askedBy) {
      const given = kept.get(id);
      if (!given || isOver(given) || given.askedBy !== askedBy || !isFor(given, order)) return null;
      const { by, reason, over } = given;
      return { staffId: by.id, staffName: by.name, reason, over };
    },
    used: (id) => void kept.delete(id),
    forgetAll: () => kept.clear(),
  };
}

function isFor(given: StepInTarget, { ticket, kind, targetId, amount }: StepInTarget): boolean {
  return (
    given.ticket === ticket &&
    given.kind === kind &&
    given.targetId === targetId &&
    given.amount.amount === amount.amount &&
    given.amount.currency === amount.currency
  );
}
