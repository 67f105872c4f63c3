import { done, type Reply } from '../../contract/failure.ts';
import type { HoldView } from '../../contract/hold.ts';
import type { TodayView } from '../../contract/desk-status.ts';
import type { Money } from '../../contract/money.ts';
import { holdDaysOf } from '../../contract/hold-days.ts';
import type { Operation } from '../../payments/operation.ts';
import { billsOwing } from '../bills/bills-owing.ts';
import { openDisputes, refundsFailed, sentBack } from '../bills/collections.ts';
import { operationView } from '../orders/operation-view.ts';
import { cardNotices } from '../cards/card-news.ts';
import { cutOf, dayEnd, runningDay } from '../days/calendar.ts';
import { withLapseHeard } from './lapse-heard.ts';
import { knownUntil } from './list-trust.ts';
import { listAge, listAges } from '../status.ts';
import type { World } from '../world.ts';

/** Who placed a hold and whether an operation is open on it: known by the ledger, not by the providers. */
export async function withPeople(
  world: World,
  rows: readonly (HoldView & { key: string | null })[],
): Promise<HoldView[]> {
  const busy = await world.ledger.operations.busy(rows.map((row) => row.id));
  const keys = rows.flatMap((row) => (row.key ? [row.key] : []));
  const placedBy = await world.ledger.operations.placedBy(keys);
  const holds = rows.map(({ key, ...row }) => ({
    ...row,
    busy: busy.get(row.id) ?? null,
    placedBy: (key ? placedBy.get(key) : undefined) ?? null,
  }));
  return withLapseHeard(world, holds);
}

/** What needs a look today: holds that lapse, what was done, what is not known yet. */
export async function today(world: World): Promise<Reply<TodayView>> {
  const settings = world.settings.now();
  const now = world.clock.now();
  // What came in is the business day's, as at Day end; what lapses today lapses by the clock.
  const { from: start } = runningDay(now, cutOf(settings));
  const figures = await world.mirror.today({
    now,
    dayStart: start,
    dayEnd: dayEnd(now, settings.timeZone),
    holdDays: holdDaysOf(settings),
    readUntil: knownUntil(world),
  });
  const doneToday = await world.ledger.operations.since(start, mostOfADay);
  const captured = await capturedOfOlder(world, doneToday, start);
  return done({
    held: figures.held,
    heldCount: figures.heldCount,
    cardNotices: await cardNotices(world),
    lapsing: await withPeople(world, figures.lapsing),
    lapsingSums: figures.lapsingSums,
    lapsingCount: figures.lapsingCount,
    lapsedCount: figures.lapsedCount,
    lapsedUnheard: {
      count: figures.lapsedUnheard,
      readAt: listAges(world).find(({ provider }) => provider === 'stripe')?.syncedAt ?? null,
    },
    lapsedUnseen: await withPeople(world, figures.lapsed),
    collected: added(figures.collected, captured),
    collectedCount: figures.collectedCount + captured.length,
    checking: (await world.ledger.operations.openOperations())
      .filter((operation) => operation.state.name === 'unknown')
      .map(operationView),
    needsPerson: (await world.ledger.operations.needsPerson()).map(operationView),
    sentBack: await sentBack(world),
    refundsFailed: await refundsFailed(world),
    billsOwing: await billsOwing(world),
    disputes: await openDisputes(world),
    recent: doneToday.slice(0, 50).map(operationView),
    asOf: await listAge(world),
  });
}

/** More orders than any counter gives in a day. */
const mostOfADay = 5000;

/**
 * What was captured today of holds placed on an earlier day: the providers' lists date a payment by when it was held. Captures made
 * elsewhere than in this house are not known here.
 */
async function capturedOfOlder(world: World, operations: readonly Operation[], start: number): Promise<Money[]> {
  const found: Money[] = [];
  for (const { kind, state, amount, targetId } of operations) {
    if (kind !== 'capture' || (state.name !== 'done' && state.name !== 'pending') || !amount || !targetId) continue;
    // Only found done: whoever did it here has it counted.
    if (state.name === 'done' && state.elsewhereBy?.from === 'records') continue;
    const payment = await world.mirror.payment(targetId);
    if (payment && payment.at < start)
      found.push({ amount: state.moved.captured ?? amount.amount, currency: amount.currency });
  }
  return found;
}

function added(sums: readonly Money[], more: readonly Money[]): Money[] {
  const total = new Map(sums.map(({ currency, amount }) => [currency, amount]));
  for (const { currency, amount } of more) total.set(currency, (total.get(currency) ?? 0) + amount);
  return [...total].map(([currency, amount]) => ({ amount, currency }));
}
