import type { ComparedMoney, MissingPayment } from '../../contract/payouts.ts';
import { calledOff, type CalledOff } from '../../payments/called-off.ts';
import { movedOf, type KeyedOrder } from '../../payments/day-figures.ts';
import { isOfAPayment, isRefund, namesOf, orderNames } from '../../payments/payouts.ts';
import { compareWithStatements, type StatementDay, type TakenOrder } from '../../payments/statement-cover.ts';
import { dateOf } from '../days/calendar.ts';
import { statementIn, type StandingStatement } from './statement-copy.ts';
import type { World } from '../world.ts';

const [hourMs, dayMs] = [3_600_000, 86_400_000];
const lookedBackMs = 60 * dayMs;
/** A file names orders of before its first day: by them too it is told which money the file is about. */
const namedBeforeMs = 14 * dayMs;

export interface PaysafeCompared {
  readonly missing: readonly MissingPayment[];
  readonly compared: readonly ComparedMoney[];
}
interface Found extends PaysafeCompared {
  readonly of: string;
}
/** What was found stays right while the statements are the same, but for what Paysafe's lists tell later of an order: an hour. */
const found = new WeakMap<object, Found>();

type MissingWorld = Pick<World, 'ledger' | 'mirror' | 'settings' | 'clock'>;

/**
 * Our own charges and captures at Paysafe of the last 60 days that the statements of their days do not name, and of which days that could be said. What was
 * called off before its batch, or never settled, no statement names; of what was not brought in nothing is said.
 */
export async function missingAtPaysafe(
  world: MissingWorld,
  standing: readonly StandingStatement[],
): Promise<PaysafeCompared> {
  const now = world.clock.now();
  const of = [Math.floor(now / hourMs), ...standing.map(({ id, lines }) => `${id} ${lines}`)].join(' ');
  const known = found.get(world);
  if (known?.of === of) return known;
  const since = now - lookedBackMs;
  const dayOf = dayIn(world.settings.now().timeZone);
  const lines = await statementDays(world, { from: since - dayMs, to: now + 2 * dayMs }, dayOf);
  const orders = await takenIn(world, { from: since - namedBeforeMs, to: now });
  const taken = [...orders.values()].map(({ order, left }): TakenOrder => {
    const { id, createdAt: at, card } = order;
    const instrument = card === null || card.kind === 'card' ? 'card' : 'bank';
    return { id, at, day: dayOf(at), names: left.names, currency: left.currency, instrument };
  });
  const { missing, compared } = compareWithStatements(lines, taken);
  const said = missing.flatMap((id): MissingPayment[] => {
    const { order, left } = orders.get(id) ?? {};
    if (!order || !left || order.createdAt < since) return [];
    const { provider, customerName, createdAt: at } = order;
    const { amount, currency } = left;
    return [{ operationId: id, provider, customerName, amount, currency, at, why: 'no_statement' }];
  });
  const days = compared.map(({ spans, ...money }) => ({
    ...money,
    spans: spans.map(({ from, to }) => ({ from: written(from), to: written(to) })),
  }));
  const result = { of, missing: said.toSorted((a, b) => a.at - b.at), compared: days };
  found.set(world, result);
  return result;
}

interface Taken {
  readonly order: KeyedOrder;
  /** what of it was not called off */
  readonly left: { readonly amount: number; readonly currency: string; readonly names: readonly string[] };
}

/** Orders that took money at Paysafe, by their id; without those of which nothing was left to settle. */
async function takenIn(
  { ledger, mirror }: MissingWorld,
  span: { readonly from: number; readonly to: number },
): Promise<ReadonlyMap<string, Taken>> {
  const own: KeyedOrder[] = [];
  const off = calledOff();
  for await (const { rows } of ledger.days.orders(span, { states: [], provider: 'paysafe', staffId: null }))
    for (const order of rows) {
      off.order(order);
      const moved = movedOf(order);
      if (moved && moved.as !== 'refunded' && !moved.coming && moved.amount > 0) own.push(order);
    }
  await readLists(mirror, own, off);
  return new Map(
    own.flatMap((order): [string, Taken][] => {
      const moved = movedOf(order);
      const amount = moved ? moved.amount - off.of(order, moved) : 0;
      if (!moved || amount <= 0) return [];
      return [[order.id, { order, left: { amount, currency: moved.currency, names: orderNames(order, moved) } }]];
    }),
  );
}

const askedAtOnce = 500;
async function readLists(mirror: World['mirror'], orders: readonly KeyedOrder[], off: CalledOff): Promise<void> {
  const ids = [...new Set(orders.flatMap((order) => off.paymentOf(order) ?? []))];
  for (let at = 0; at < ids.length; at += askedAtOnce)
    for (const payment of await mirror.payments(ids.slice(at, at + askedAtOnce))) off.payment(payment);
}

async function statementDays(
  { mirror }: MissingWorld,
  { from, to }: { readonly from: number; readonly to: number },
  dayOf: (at: number) => number,
): Promise<StatementDay[]> {
  const lines = await mirror.linesBetween(from, to);
  return lines.flatMap((line) => {
    if (line.provider !== 'paysafe' || line.payout === null || !isOfAPayment(line)) return [];
    const { createdAt: at, currency, payout } = line;
    const names = isRefund(line) ? [] : namesOf(line);
    return [{ statement: statementIn(payout), at, day: dayOf(at), currency, names }];
  });
}

/** Days since 1970 of the house's calendar. Thousands of lines are of a few days, and to ask a time zone costs more than all the rest. */
function dayIn(timeZone: string): (at: number) => number {
  const quarters = new Map<number, number>();
  return (at) => {
    // No time zone turns its day within a quarter of an hour.
    const quarter = Math.floor(at / 900_000);
    const known = quarters.get(quarter);
    if (known !== undefined) return known;
    const day = Math.round(Date.parse(`${dateOf(at, timeZone)}T00:00:00Z`) / dayMs);
    quarters.set(quarter, day);
    return day;
  };
}
const written = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);
