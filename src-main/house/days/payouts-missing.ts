import type { MissingPayment } from '../../contract/payouts.ts';
import type { KeptLine } from '../../mirror/payouts.ts';
import { movedOf, type DayOrder } from '../../payments/day-figures.ts';
import { isRefund, movementRef, whyInNoPayout, type LinedPayout } from '../../payments/payouts.ts';
import type { World } from '../world.ts';

const dayMs = 86_400_000;
/** How far back our own orders are looked for in payouts: a bank's way and a holiday are far shorter. */
const lookedBackMs = 60 * dayMs;
/** What was ordered just before Stripe was asked may not have been in its balance yet. */
const justBeforeMs = 3_600_000;
const refsAtOnce = 500;

interface Found {
  readonly asOf: number;
  readonly missing: readonly MissingPayment[];
}
/** What was found stays right until Stripe is asked again: only orders of before it are looked for. */
const found = new WeakMap<object, Found>();

/**
 * Our own charges and captures at Stripe of the last 60 days that are in no payout although they should be. Nothing is said of what was not read (movements
 * of before `linesSince`, payouts whose lines are missing), of what a bank accepted and has not collected, nor where payouts name no lines (made by hand).
 */
export async function missingPayments(
  world: Pick<World, 'ledger' | 'mirror' | 'sync'>,
): Promise<readonly MissingPayment[]> {
  const [asOf, linesSince] = await Promise.all([world.sync.payouts.readAt(), world.sync.payouts.linesSince()]);
  if (asOf === null || linesSince === null) return [];
  const known = found.get(world);
  if (known?.asOf === asOf) return known.missing;
  const span = { from: Math.max(linesSince, asOf - lookedBackMs), to: asOf - justBeforeMs };
  const payouts = await linedPayouts(world, span.from);
  const missing: MissingPayment[] = [];
  let some: [string, DayOrder][] = [];
  const look = async (): Promise<void> => {
    missing.push(...(await missingOf(world, some, payouts)));
    some = [];
  };
  if (span.from < span.to)
    for await (const { rows } of world.ledger.days.orders(span)) {
      for (const order of rows) {
        const ref = order.updatedAt < span.to ? takenRef(order) : null;
        if (ref !== null) some.push([ref, order]);
      }
      if (some.length >= refsAtOnce) await look();
    }
  await look();
  found.set(world, { asOf, missing });
  return missing;
}

/** The payment that an order took money with at Stripe, or null. */
function takenRef(order: DayOrder): string | null {
  const moved = order.provider === 'stripe' ? movedOf(order) : null;
  if (!moved || moved.as === 'refunded' || moved.coming || moved.amount === 0) return null;
  return movementRef(moved, order);
}

async function missingOf(
  { mirror }: Pick<World, 'mirror'>,
  orders: readonly (readonly [ref: string, order: DayOrder])[],
  payouts: readonly LinedPayout[],
): Promise<MissingPayment[]> {
  const lines = await mirror.linesOfPayments([...new Set(orders.map(([ref]) => ref))]);
  const byPayment = Map.groupBy(
    lines.filter((line) => !isRefund(line)),
    ({ paymentRef }) => paymentRef,
  );
  return orders.flatMap(([ref, order]) => {
    const moved = movedOf(order);
    const why = whyInNoPayout(byPayment.get(ref) ?? [], payouts);
    if (!moved || why === null) return [];
    const { id: operationId, provider, customerName, createdAt: at } = order;
    return [{ operationId, provider, customerName, amount: moved.amount, currency: moved.currency, at, why }];
  });
}

/** Payouts made since then, each with the last moment at which one of its lines became available. */
async function linedPayouts({ mirror }: Pick<World, 'mirror'>, since: number): Promise<LinedPayout[]> {
  const payouts = (await mirror.payouts(since)).filter(({ provider }) => provider === 'stripe');
  const lines = Map.groupBy(await mirror.linesOf(payouts.map(({ id }) => id)), ({ payout }) => payout);
  const last = (own: readonly KeptLine[]): number | null =>
    own.length === 0 ? null : Math.max(...own.map(({ availableAt }) => availableAt));
  return payouts.map((payout) => ({
    ...payout,
    // The movement of the payout itself is no money of a client.
    lastAvailableAt: last((lines.get(payout.id) ?? []).filter(({ type }) => type !== 'payout')),
  }));
}
