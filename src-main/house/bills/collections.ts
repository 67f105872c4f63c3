import type { TodayView } from '../../contract/desk-status.ts';
import { cameBack, collectOne, collectWithinMs, isOnItsWay } from '../../payments/collect.ts';
import { summed } from './bill-sums.ts';
import { operationView } from '../orders/operation-view.ts';
import type { Operation } from '../../payments/operation.ts';
import type { World } from '../world.ts';

/** How often a desk asks by itself about debits that were accepted: banks answer in nights, not in minutes. */
export const collectionsEveryMs = 30 * 60_000;

const page = 200;

/** Asks about every bank debit that is on its way, one after the other. Answers how many there were. */
export async function followCollections(world: Pick<World, 'ledger' | 'engine' | 'clock'>): Promise<number> {
  const from = world.clock.now() - collectWithinMs;
  const waiting: Operation[] = [];
  // All of them first: what ends meanwhile must not move the pages.
  for (let offset = 0; ; offset += page) {
    const { rows } = await world.ledger.operations.list({
      ...{ states: ['pending'], provider: 'paysafe', staffId: null, from, to: null, offset, limit: page },
    });
    waiting.push(...rows.filter(isOnItsWay));
    if (rows.length < page) break;
  }
  for (const operation of waiting) await collectOne(world.engine, operation);
  return waiting.length;
}

/** A debit that came back is shown for so long after it was ordered, ms, unless its bill was paid in another way meanwhile. */
const shownMs = 14 * 86_400_000;
const mostShown = 50;

/** What banks sent back lately and nobody has been paid for since: the visit was days ago, and no list of today would show it. */
export async function sentBack(world: Pick<World, 'ledger' | 'clock'>): Promise<TodayView['sentBack']> {
  const { rows } = await world.ledger.operations.list({
    states: ['declined'],
    provider: 'paysafe',
    staffId: null,
    from: world.clock.now() - shownMs,
    to: null,
    offset: 0,
    limit: mostShown,
  });
  const back = rows.filter(cameBack).map((operation) => ({ operation, billId: billOf(operation) }));
  const ids = [...new Set(back.flatMap(({ billId }) => billId ?? []))];
  const bills = (await Promise.all(ids.map((id) => world.ledger.bills.byId(id)))).flatMap((bill) => bill ?? []);
  const due = new Set(
    (await summed(world, bills)).flatMap(({ bill, sums }) => (bill.cancelled || sums.remaining === 0 ? [] : bill.id)),
  );
  return back
    .filter(({ billId }) => billId === null || due.has(billId))
    .map(({ operation, billId }) => ({ operation: operationView(operation), billId }));
}

const billOf = ({ plan }: Operation): string | null => ('cause' in plan ? (plan.cause?.billId ?? null) : null);
