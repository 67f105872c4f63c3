import type { CardLabel } from '../contract/card.ts';
import type { OperationState } from '../contract/operation.ts';
import type { Operation, Outcome } from './operation.ts';
import type { Plan } from './order.ts';
import { heldAfter } from './plan-replace.ts';
import type { Gateway } from './ports.ts';

/**
 * How long after the click a charge or a new hold may still be sent: again under its own key, or as the second step of its order. Later it is only asked
 * about, or not placed at all: a charge is never queued (design rule 4), so a desk that was off for hours must not take money when it comes back.
 */
export const takeAgainMs = 10 * 60_000;

export interface NextStep {
  readonly plan: Plan;
  readonly card: CardLabel | null;
  /** how it begins: `open`, or ended where it may not be sent any more */
  readonly state: OperationState;
}

/** What must follow a step that has ended, or null: the other half of a replaced hold, at either provider; else what this provider asks for. */
export function nextStep(gateway: Gateway, operation: Operation, outcome: Outcome, now: number): NextStep | null {
  const { plan } = operation;
  const state = { name: 'open' } as const;
  if (outcome.is === 'done' && plan.kind === 'hold' && plan.replaces) {
    const { card, ...release } = plan.replaces;
    return { plan: { kind: 'release', ...release }, card, state };
  }
  if (outcome.is === 'done' && plan.kind === 'release' && plan.replacement) {
    const late = Math.abs(now - operation.createdAt) >= takeAgainMs;
    return {
      plan: heldAfter(plan.replacement),
      card: plan.replacement.card,
      state: late ? { name: 'not_done', at: now, why: 'too_late' } : state,
    };
  }
  const asked = gateway.followUp(operation, outcome);
  return asked && { plan: asked, card: operation.card, state };
}
