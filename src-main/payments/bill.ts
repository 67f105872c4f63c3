import type { Operation } from './operation.ts';
import { isOpen } from './operation.ts';

/** What of a bill is paid: derived from operations and credits each time it is asked, never stored and never typed. Minor units. */
export interface BillSums {
  /** for the total: charged and captured without tips, deposits and other credits, refunds taken off */
  readonly paid: number;
  readonly tips: number;
  readonly remaining: number;
  /** taken beyond the total */
  readonly over: number;
  /** of `paid`, what a bank has accepted and not collected yet: it may come back */
  readonly coming: number;
  /** on hold for it, neither captured nor released */
  readonly held: number;
  /** an operation of it is not known yet, or needs a person: nobody can charge it until then */
  readonly checking: boolean;
}

/** What was counted of a bill when its remaining was worked out: if more stands in it by now, nothing is taken for that amount. */
export interface BillSeen {
  readonly billId: string;
  readonly operations: number;
  readonly credits: number;
  /** decisions about what was given back elsewhere, and payments of payouts that were matched with it and are no longer; absent: none */
  readonly decisions?: number;
}

/**
 * @param operations all steps that name the bill, and the refunds of what they took
 * @param credits amounts that no operation of ours took: deposits found at the provider, what others captured of our holds, cash, a terminal
 * @param givenBack given back elsewhere at the provider, as far as a manager said that the bill counts it; minor units
 */
export function billSums(
  total: number,
  facts: {
    readonly operations: readonly (Pick<Operation, 'id' | 'kind' | 'state' | 'amount' | 'tip'> &
      Partial<Pick<Operation, 'provider' | 'targetId'>>)[];
    readonly credits: readonly { readonly amount: number; readonly paymentId?: string | null }[];
    readonly givenBack?: number;
  },
): BillSums {
  let [taken, tips, held, returned] = [0, 0, 0, 0];
  /** by the payment that is on its way, less what was called off of it */
  const coming = new Map<string, number>();
  let checking = false;
  for (const { kind, state, amount, tip, provider, targetId } of facts.operations) {
    if (isOpen(state) || state.name === 'needs_person') {
      checking = true;
      continue;
    }
    if (state.name !== 'done' && state.name !== 'pending') continue;
    // Only found done: the order of these records that did it is counted.
    if (state.name === 'done' && state.elsewhereBy?.from === 'records') continue;
    const asked = amount?.amount ?? 0;
    switch (kind) {
      case 'charge': {
        const charged = state.moved.charged ?? asked;
        const ofTip = Math.min(tip ?? 0, charged);
        taken += charged - ofTip;
        if (state.name === 'pending') add(coming, `${provider}:${state.reference}`, charged - ofTip);
        tips += ofTip;
        break;
      }
      case 'hold':
        held += state.moved.held ?? asked;
        // Captured by somebody else, and put on the bill since. Stripe gives back what is left of a hold by itself.
        for (const credit of facts.credits)
          if (state.reference !== '' && credit.paymentId === `${provider}:${state.reference}`)
            held -= provider === 'stripe' ? (state.moved.held ?? asked) : credit.amount;
        break;
      case 'capture':
        taken += state.moved.captured ?? asked;
        held -= (state.moved.captured ?? asked) + (state.moved.released ?? 0);
        break;
      case 'release':
        held -= state.moved.released ?? asked;
        break;
      case 'refund':
        returned += state.moved.refunded ?? asked;
        if (targetId) add(coming, targetId, -(state.moved.refunded ?? asked));
        break;
      case 'remove_card':
      case 'remove_customer':
      case 'verify_card':
      case 'save_card':
      case 'save_bank_account':
      case 'add_profile':
      case 'set_default':
        break;
    }
  }
  const paid = taken - returned - (facts.givenBack ?? 0) + facts.credits.reduce((sum, { amount }) => sum + amount, 0);
  return {
    paid: Math.max(0, paid),
    tips,
    coming: Math.min(
      Math.max(0, paid),
      [...coming.values()].reduce((sum, one) => sum + Math.max(0, one), 0),
    ),
    remaining: Math.max(0, total - Math.max(0, paid)),
    over: Math.max(0, paid - total),
    held: Math.max(0, held),
    checking,
  };
}

function add(sums: Map<string, number>, name: string, amount: number): void {
  sums.set(name, (sums.get(name) ?? 0) + amount);
}
