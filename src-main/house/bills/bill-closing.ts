import type { BillView } from '../../contract/bill.ts';
import { done, refused, type Reply } from '../../contract/failure.ts';
import { dateOf } from '../days/calendar.ts';
import { decidedEntry } from '../decided-entry.ts';
import { summed } from './bill-sums.ts';
import { factsFor, viewOf } from './bills.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

/** A bill as somebody looked at it. */
interface Seen {
  readonly id: string;
  readonly version: number;
}

/**
 * The visit is over, and this is the sum: whoever is at the desk says so of the bill as they see it. No money moves, and nothing is shut by it; the house's
 * rule for bills captures for closed ones alone. Somebody who said so before is left standing.
 */
export async function closeBill(world: World, seen: Seen, who: SignedIn | null): Promise<Reply<BillView>> {
  const bill = await world.ledger.bills.byId(seen.id);
  if (!bill) return refused('unknown_id');
  if (bill.cancelled) return refused('bill_cancelled');
  const [now] = await summed(world, [bill]);
  if (now?.missed) return refused('bill_missed');
  // Early by some hours is a visit like any other; on another day nobody can have been there.
  if (bill.visit.day > dateOf(world.clock.now(), world.settings.now().timeZone)) return refused('visit_ahead');
  return noted(world, { seen, who, what: 'bill_closed' });
}

/** It was closed too soon, or by a slip. */
export function reopenBill(world: World, seen: Seen, who: SignedIn | null): Promise<Reply<BillView>> {
  return noted(world, { seen, who, what: 'bill_reopened' });
}

async function noted(
  world: World,
  {
    seen,
    who,
    what,
  }: { readonly seen: Seen; readonly who: SignedIn | null; readonly what: 'bill_closed' | 'bill_reopened' },
): Promise<Reply<BillView>> {
  const bill = await world.ledger.bills.byId(seen.id);
  if (!bill) return refused('unknown_id');
  if (bill.version !== seen.version) return refused('bill_changed');
  const entry = decidedEntry(world, who, what, factsFor(bill));
  const how = { by: who?.name ?? '', at: entry.at };
  const { close, reopen } = world.ledger.closings;
  const answer = await (what === 'bill_closed' ? close : reopen)(bill, how, entry);
  if (answer === 'changed') return refused('bill_changed');
  if (answer === 'written') world.emit('bills.changed', { ids: [bill.id] });
  return done(await viewOf(world, bill));
}
