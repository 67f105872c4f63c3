import { unknownCause } from '../../contract/bill.ts';
import type { TodayView } from '../../contract/desk-status.ts';
import { madeBy } from '../../payments/given-back.ts';
import type { PaymentRecord } from '../../payments/records.ts';
import { summed, type SummedBill } from './bill-sums.ts';
import { dateOf, daysAfter } from '../days/calendar.ts';
import { foundGivenBack } from './given-back-found.ts';
import { turned } from '../holds/capture-rule-kept.ts';
import type { World } from '../world.ts';

type Owing = TodayView['billsOwing'][number];
type Looking = Pick<World, 'ledger' | 'mirror' | 'settings' | 'clock'>;

const dayMs = 86_400_000;
/** For so many days after its visit a bill is shown: nobody looks back further from a day's desk. */
const shownDays = 30;
/** Before its visit a hold or a charge may have been made, ms: no hold lives longer. */
const madeBeforeMs = 31 * dayMs;
const mostShown = 50;

/**
 * Bills of visits that are over whose money somebody counted on and that it never came for: the hold that the house's rule for bills would have captured
 * lapsed or was given back, or Paysafe never collected what was charged. Each until it is paid, cancelled, held anew or decided about. The visits of today
 * stand in their own list.
 */
export async function billsOwing(world: Looking): Promise<Owing[]> {
  const now = world.clock.now();
  const today = dateOf(now, world.settings.now().timeZone);
  const fallen = await world.mirror.fallenThrough(now - shownDays * dayMs - madeBeforeMs);
  const of = await billsOf(world, fallen);
  const bills = (await world.ledger.bills.byIds([...of.keys()])).filter(
    ({ cancelled, visit: { day } }) => !cancelled && day < today && day >= daysAfter(today, -shownDays),
  );
  const all = (await summed(world, bills)).filter(({ sums }) => !sums.checking);
  const ruled = world.settings.now().captureRule.what === 'bill' && (await turned(world)) !== null;
  const due = ruled ? all.filter(({ sums, missed }) => missed === null && sums.remaining > 0) : [];
  const held = await stillHeld(world, due);
  const uncollected = await foundGivenBack(world, all);
  const owing = all.flatMap((one): Owing[] => {
    const { id: billId, customerName, visit, currency } = one.bill;
    const say = (why: Owing['why'], amount: number): Owing[] => [
      { billId, customerName, day: visit.day, why, amount: { amount, currency } },
    ];
    const gone = (uncollected.get(billId) ?? []).filter(({ how }) => how === 'called_off' || how === 'failed');
    if (gone.length > 0)
      return say(
        'not_collected',
        gone.reduce((sum, { amount }) => sum + amount, 0),
      );
    const hold = due.includes(one) && !held.has(billId) ? of.get(billId)?.find(isGoneHold) : undefined;
    return hold ? say(hold.state === 'lapsed' ? 'lapsed' : 'released', one.sums.remaining) : [];
  });
  return owing.toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0)).slice(0, mostShown);
}

/** Nothing of it was ever taken. */
const isGoneHold = ({ state, settlements }: PaymentRecord): boolean =>
  (state === 'lapsed' || state === 'released') && settlements.length === 0;

/** By bill, those of these payments that our orders made for it, newest first. */
async function billsOf(
  { ledger }: Pick<World, 'ledger'>,
  payments: readonly PaymentRecord[],
): Promise<Map<string, PaymentRecord[]>> {
  const byId = new Map(payments.map((payment) => [payment.id, payment]));
  const found = new Map<string, PaymentRecord[]>();
  for (const order of await ledger.operations.byKeys([...new Set(payments.flatMap(({ key }) => key ?? []))])) {
    const payment = byId.get(madeBy(order) ?? '');
    const billId = 'cause' in order.plan ? order.plan.cause?.billId : null;
    if (payment && billId && billId !== unknownCause) found.set(billId, [...(found.get(billId) ?? []), payment]);
  }
  return found;
}

/** Those of these bills for which another hold stands: the rule has that one. */
async function stillHeld(
  { mirror }: Pick<World, 'mirror'>,
  bills: readonly SummedBill[],
): Promise<ReadonlySet<string>> {
  const holds = bills.flatMap(({ bill, operations }) =>
    operations.flatMap((one) => {
      const id = one.kind === 'hold' ? madeBy(one) : null;
      return id === null ? [] : [{ id, billId: bill.id }];
    }),
  );
  const payments = holds.length === 0 ? [] : await mirror.payments(holds.map(({ id }) => id));
  const standing = new Set(payments.flatMap(({ id, state }) => (state === 'held' ? [id] : [])));
  return new Set(holds.flatMap(({ id, billId }) => (standing.has(id) ? [billId] : [])));
}
