import type { HoldRunLine } from '../../../src-main/ledger/hold-run-row.ts';
import type { WholeRun } from '../../../src-main/ledger/runs.ts';
import { newRun } from './new-run.ts';

/** A run that captures so many holds and has only just been confirmed; less than is held, for a reason. */
export function newHoldRun(lines: number): WholeRun<HoldRunLine> {
  return {
    run: { ...newRun(0).run, id: 'hold-run-1', ticket: 'ticket-hold-run-1' },
    lines: Array.from({ length: lines }, (_one, place) => ({
      ...{ id: `hold-line-${place + 1}`, runId: 'hold-run-1', place, ticket: `ticket-hold-line-${place + 1}` },
      ...{ kind: 'capture', holdId: `stripe:h${place + 1}`, provider: 'stripe' },
      ...{ customerId: place === 0 ? null : 'stripe:a', customerName: 'Odile Fortin' },
      card: place === 0 ? null : { kind: 'card', brand: 'visa', lastFour: '4242', nickname: null },
      ...{ held: 8000, amount: 6500, note: 'Plus court', state: 'waiting', failure: null },
    })),
  };
}
