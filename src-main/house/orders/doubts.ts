import type { Doubt, Other, SureView } from '../../contract/doubt.ts';
import { done, refused, type Reply } from '../../contract/failure.ts';
import type { Money } from '../../contract/money.ts';
import { judgeDoubts } from '../../payments/doubts.ts';
import { allRepeats, sameTakeMs, takeAgain } from '../../payments/repeats.ts';
import type { Engine } from '../../payments/settle.ts';
import { cutOf, dateOf, runningDay } from '../days/calendar.ts';
import { familyOf } from '../cards/payers.ts';
import type { World } from '../world.ts';

export interface DoubtsAsked {
  readonly customerId: string;
  readonly cardId: string;
  readonly amount: Money;
  readonly tip: number | null;
  readonly billId: string | null;
}

type DoubtingWorld = Pick<World, 'mirror' | 'ledger' | 'settings' | 'clock'> & {
  readonly lastMinutes: Engine['lastMinutes'];
};

/** What the engine asks before each charge and hold: why somebody should look again at who is charged, or how much. */
export async function doubtsOf(world: DoubtingWorld, asked: DoubtsAsked): Promise<Doubt[]> {
  const { customerId, cardId, amount, tip, billId } = asked;
  const [resemblance, today] = await Promise.all([
    world.mirror.resembling(customerId, cardId, amount.currency),
    earlierToday(world, customerId, billId),
  ]);
  const known = { ...resemblance, sameCard: await strangers(world, customerId, resemblance.sameCard) };
  return judgeDoubts({ amount, tip, billed: billId !== null, resemblance: known, today });
}

/** Those who have the same card and share none by a grant: one card on both is no surprise in a family. */
async function strangers(world: DoubtingWorld, customerId: string, others: readonly Other[]): Promise<Other[]> {
  if (others.length === 0) return [];
  const family = await familyOf(world, await world.mirror.recordIds(customerId));
  const ids = await Promise.all(others.map(({ id }) => world.mirror.recordIds(id)));
  return others.filter((_other, at) => !ids[at]?.some((id) => family.has(id)));
}

/** The same for the dialog, while the amount is typed, with the visit by which staff remember a client. */
export async function sureView(world: World, asked: DoubtsAsked): Promise<Reply<SureView>> {
  if (!(await world.mirror.card(asked.cardId))) return refused('unknown_id');
  const [doubts, visit] = await Promise.all([world.engine.doubtsOf(asked), lastVisitOf(world, asked)]);
  return done({ doubts: [...doubts], lastVisit: visit });
}

/** Charges of this day that are too long ago for the manager's guard, by anyone anywhere. */
async function earlierToday(world: DoubtingWorld, customerId: string, billId: string | null) {
  const now = world.clock.now();
  const since = runningDay(now, cutOf(world.settings.now())).from;
  const last = await world.lastMinutes(customerId, since);
  // No customer ids: nobody looks at what was done before (see PlanningWorld).
  if (last.customerIds.length === 0) return [];
  const records = { ledger: world.ledger.operations };
  const credits = billId === null ? [] : ((await world.ledger.bills.credits([billId])).get(billId) ?? []);
  const credited = credits.flatMap(({ paymentId }) => paymentId ?? []);
  const repeats = await allRepeats(records, await takeAgain(records, last, { since, billId, credited }));
  return repeats.filter(({ kind, at }) => kind === 'charge' && at !== null && at >= since && at < now - sameTakeMs);
}

const mostBills = 20;

async function lastVisitOf(world: World, { customerId, billId }: DoubtsAsked): Promise<SureView['lastVisit']> {
  const today = dateOf(world.clock.now(), world.settings.now().timeZone);
  const bills = await world.ledger.bills.ofCustomers(await world.mirror.recordIds(customerId), mostBills);
  const before = bills.filter(({ id, visit, cancelled }) => id !== billId && cancelled === null && visit.day <= today);
  // Somebody who did not come is not remembered by that visit.
  const missed = await world.ledger.missed.ofBills(before.map(({ id }) => id));
  const been = before.filter(({ id }) => !missed.has(id));
  const last = been.toSorted((a, b) => (a.visit.day < b.visit.day ? 1 : -1))[0];
  return last ? { day: last.visit.day, service: last.visit.service, withWhom: last.visit.withWhom } : null;
}
