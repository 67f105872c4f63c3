import type { DayFees } from '../../contract/payouts.ts';
import type { ProviderName } from '../../contract/provider.ts';
import type { KeptLine } from '../../mirror/payouts.ts';
import { movedOf } from '../../payments/day-figures.ts';
import { isOfAPayment } from '../../payments/payouts.ts';
import { knownOf } from './payouts-known.ts';
import type { World } from '../world.ts';

/**
 * What providers kept of a day's own movements: of how many it is known is said, never guessed. Paysafe tells it in statements only, and not in each: a day
 * of which none says a fee has no line of Paysafe's.
 * @param lines of that day, by the providers' own moments
 */
export async function feesOf(
  { ledger, mirror }: Pick<World, 'ledger' | 'mirror'>,
  span: { readonly from: number; readonly to: number },
  lines: readonly KeptLine[],
): Promise<DayFees[]> {
  const known = await knownOf({ ledger, mirror }, lines);
  const sums = new Map<string, DayFees>();
  const of = (provider: ProviderName, currency: string): DayFees => {
    const name = `${provider} ${currency}`;
    const sum = sums.get(name) ?? { provider, currency, fees: 0, net: 0, known: 0, of: 0 };
    sums.set(name, sum);
    return sum;
  };
  for await (const { rows } of ledger.days.orders(span)) {
    for (const order of rows) {
      const moved = movedOf(order);
      if (moved) of(order.provider, moved.currency).of += 1;
    }
  }
  for (const page of await ledger.days.pages(span)) of(page.provider, page.currency).of += 1;
  for (const line of lines) {
    const { provider, currency, fee, net } = line;
    if (fee === null || net === null || !isOfAPayment(line) || known.judge(line) !== null) continue;
    const sum = of(provider, currency);
    sum.fees += fee;
    sum.net += net;
    sum.known += 1;
    // A deposit of a booking that stands on a bill is no order of ours: it is known, and counted among those that are.
    sum.of = Math.max(sum.of, sum.known);
  }
  return [...sums.values()].filter((sum) => sum.provider === 'stripe' || sum.known > 0);
}
