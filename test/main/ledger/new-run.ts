import type { BillRunLine } from '../../../src-main/ledger/bill-run-row.ts';
import type { WholeRun } from '../../../src-main/ledger/runs.ts';

/** A run of so many bills that has only just been confirmed. */
export function newRun(lines: number): WholeRun<BillRunLine> {
  const by = { staffId: 'staff-1', staffName: 'Maya', desk: 'Accueil 1' };
  return {
    run: {
      ...{ id: 'run-1', ticket: 'ticket-run-1', currency: 'CAD', state: 'going', why: null, driver: 'drive-1' },
      ...{ ...by, createdAt: 5, updatedAt: 5, version: 1 },
    },
    lines: Array.from({ length: lines }, (_one, place) => ({
      ...{ id: `line-${place + 1}`, runId: 'run-1', place, ticket: `ticket-line-${place + 1}` },
      ...{ billId: `bill-${place + 1}`, billCode: 'B-AAAA', billVersion: 1, remaining: 1000 },
      ...{ customerId: 'stripe:a', customerName: 'Odile Fortin', cardId: 'stripe:card-1' },
      card: { kind: 'card', brand: 'visa', lastFour: '4242', nickname: null },
      ...{ amount: 1000, state: 'waiting', failure: null },
    })),
  };
}
