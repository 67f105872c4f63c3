import type { MissingPayment } from '../../contract/payouts.ts';
import { movedOf } from '../../payments/day-figures.ts';
import { isRefund, namesOf, orderNames } from '../../payments/payouts.ts';
import { statementIn, type StandingStatement } from './statement-copy.ts';
import type { World } from '../world.ts';

const dayMs = 86_400_000;
const lookedBackMs = 60 * dayMs;
/** A statement may name the day on which a movement was ordered, booked or paid out: nothing is said of the last days that it covers. */
const unsureMs = 7 * dayMs;

interface Found {
  readonly of: string;
  readonly missing: readonly MissingPayment[];
}
/** What was found stays right while the statements are the same: only orders of at least a week before their last day are looked for. */
const found = new WeakMap<object, Found>();

/**
 * Our own charges and captures at Paysafe of the last 60 days that the statements of their days do not name. Only days that a statement, or several that
 * meet, cover from before the order to a week after it: of what was not brought in nothing is said.
 */
export async function missingAtPaysafe(
  world: Pick<World, 'ledger' | 'mirror' | 'clock'>,
  standing: readonly StandingStatement[],
): Promise<readonly MissingPayment[]> {
  const of = standing.map(({ id, lines }) => `${id} ${lines}`).join(' ');
  const known = found.get(world);
  if (known?.of === of) return known.missing;
  const since = world.clock.now() - lookedBackMs;
  const missing: MissingPayment[] = [];
  for (const { from, to, ids } of covered(standing)) {
    const span = { from: Math.max(from, since), to: to - unsureMs };
    if (span.from >= span.to) continue;
    const lines = await world.mirror.linesBetween(span.from - dayMs, to + dayMs);
    const named = new Set(
      lines
        .filter((line) => line.provider === 'paysafe' && ids.has(statementIn(line.payout ?? '')) && !isRefund(line))
        .flatMap(namesOf),
    );
    for await (const { rows } of world.ledger.days.orders(span)) {
      for (const order of rows) {
        const moved = order.provider === 'paysafe' ? movedOf(order) : null;
        if (!moved || moved.as === 'refunded' || moved.coming || moved.amount === 0) continue;
        if (orderNames(order, moved).some((name) => named.has(name))) continue;
        const { id: operationId, provider, customerName, createdAt: at } = order;
        const { amount, currency } = moved;
        missing.push({ operationId, provider, customerName, amount, currency, at, why: 'no_statement' });
      }
    }
  }
  found.set(world, { of, missing });
  return missing;
}

interface Covered {
  readonly from: number;
  readonly to: number;
  readonly ids: ReadonlySet<string>;
}

/** Spans of days that statements cover, one after the other or overlapping; with a day missing between two they are two. */
function covered(standing: readonly StandingStatement[]): Covered[] {
  const spans: Covered[] = [];
  for (const { id, from, to } of standing.toSorted((a, b) => a.from - b.from)) {
    const last = spans.at(-1);
    // Noon to noon of the next day; an hour more where clocks are put back.
    if (last && from <= last.to + 1.1 * dayMs)
      spans[spans.length - 1] = { from: last.from, to: Math.max(last.to, to), ids: new Set([...last.ids, id]) };
    else spans.push({ from, to, ids: new Set([id]) });
  }
  return spans;
}
