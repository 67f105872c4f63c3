import type { KeptLine } from '../../mirror/payouts.ts';
import { refundsReturnMs } from '../../payments/follow.ts';
import { isReturned, knownMovements, type KnownMovements } from '../../payments/payouts.ts';
import type { Operation } from '../../payments/operation.ts';
import type { World } from '../world.ts';

const dayMs = 86_400_000;
/**
 * How far from an order its line may be, and how long the moment is that a line tells. Stripe: its clock and ours, and an answer that was lost for a while;
 * the second in which a line was made. A statement of Paysafe's: the day, in a time zone that it does not say, of a movement that may be booked or paid out
 * days after it was ordered.
 */
const reach = {
  stripe: { earlier: dayMs, later: dayMs, step: 1000 },
  paysafe: { earlier: 14 * dayMs, later: 2 * dayMs, step: 1.5 * dayMs },
} as const;

type KnownBy = Pick<KeptLine, 'createdAt' | 'provider' | 'type' | 'merchantRef' | 'paymentRef'>;

/**
 * What our records hold of the times in which these lines were made: our orders, pages, payments that stand on bills. One old line among new
 * ones asks for its own days and not for the months between.
 */
export async function knownOf(
  { ledger, mirror }: Pick<World, 'ledger' | 'mirror'>,
  lines: readonly KnownBy[],
): Promise<KnownMovements> {
  const known = knownMovements();
  const keys = await keysOf(mirror, lines);
  for (const order of await ledger.operations.byKeys(keys)) known.order({ ...order, key: order.plan.key });
  for (const order of await returnedOf(ledger, lines)) known.order({ ...order, key: order.plan.key });
  for (const span of spansOf(lines)) {
    for await (const { rows } of ledger.days.orders(span)) {
      for (const order of rows) known.order(order);
    }
    for (const page of await ledger.days.pages(span)) known.page(page);
    for (const credit of await ledger.days.credits(span)) known.credit(credit);
  }
  return known;
}

/** The refunds that lines of returned ones may be of: they were given weeks before. */
async function returnedOf({ operations }: World['ledger'], lines: readonly KnownBy[]): Promise<Operation[]> {
  const times = lines.filter(isReturned).map(({ createdAt }) => createdAt);
  return times.length === 0 ? [] : operations.refundsSince(Math.min(...times) - refundsReturnMs);
}

/** What Paysafe was sent with an order says which one it was, however late a statement names it; our lists know it of a payment too. */
async function keysOf(mirror: World['mirror'], lines: readonly KnownBy[]): Promise<string[]> {
  const own = lines.filter(({ provider }) => provider === 'paysafe');
  if (own.length === 0) return [];
  const payments = await mirror.payments(own.flatMap(({ paymentRef }) => (paymentRef ? `paysafe:${paymentRef}` : [])));
  const keys = [...own.map(({ merchantRef }) => merchantRef), ...payments.map(({ key }) => key)];
  return [...new Set(keys)].filter((key) => key !== null);
}

function spansOf(lines: readonly KnownBy[]): { from: number; to: number }[] {
  const spans: { from: number; to: number }[] = [];
  const around = lines.map(({ createdAt: at, provider }) => ({
    from: at - reach[provider].earlier,
    to: at + reach[provider].later,
  }));
  for (const { from, to } of around.toSorted((a, b) => a.from - b.from)) {
    const last = spans.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else spans.push({ from, to });
  }
  return spans;
}

/**
 * A line of the very moment (Stripe: second, Paysafe: day) in which the records begin is judged by them: it may be of after their first word. `began`: null
 * where they are empty.
 */
export function isBefore(
  { createdAt, provider }: Pick<KeptLine, 'createdAt' | 'provider'>,
  began: number | null,
): boolean {
  return began === null || createdAt + reach[provider].step <= began;
}
