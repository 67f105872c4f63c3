import type { Ledger } from '../../src-main/payments/ports.ts';
import type { Watch } from './watch.ts';

/**
 * The records as one run of a desk's program sees them: a kill may come before each durable write, and between the commit and the word about it.
 * What is durable is known to the watch from that very moment.
 */
export function watched(
  ledger: Ledger,
  by: { readonly house: number; readonly run: string; readonly watch: Watch; readonly turn: () => Promise<void> },
): Ledger {
  const { house, run, watch, turn } = by;
  return {
    ...ledger,
    async byTicket(ticket) {
      await turn();
      return ledger.byTicket(ticket);
    },
    async open(operation, trail, audit, _unless, seen, approved) {
      await turn();
      // The guard against a second order of the last minutes is off here: what keys, guards and bills do alone is looked at.
      const result = await ledger.open(operation, trail, audit, undefined, seen, approved);
      if ('opened' in result) watch.wrote(house, result.opened, run);
      await turn();
      return result;
    },
    async advance(step) {
      await turn();
      const result = await ledger.advance(step);
      if (result.written) {
        watch.wrote(house, result.operation, run, step.trail.at(-1)?.what);
        const next = step.followUp && (await ledger.byId(step.followUp.id));
        if (next) watch.wrote(house, next, run);
      } else watch.wroteNothing(result.operation, run);
      await turn();
      return result;
    },
    async attempts(guard, kind) {
      await turn();
      return ledger.attempts(guard, kind);
    },
  };
}
