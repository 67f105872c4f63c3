import { refused, type Failure } from '../contract/failure.ts';
import type { ProviderName } from '../contract/provider.ts';
import { takeAgainMs } from './next-step.ts';
import type { Order } from './order.ts';
import type { BillFacts, PlanningWorld } from './plan.ts';
import type { CardRecord, PaymentRecord } from './records.ts';
import { repeatKey } from './repeat-key.ts';

/** What stands under a key and is over: the next order of the same facts is another one, with the next key. */
const over: ReadonlySet<PaymentRecord['state']> = new Set(['declined', 'lapsed', 'released', 'refunded']);
/** So many orders of one bill that were over again are gone past; more than that in a row is no house's day. */
const mostOver = 100;
/**
 * So many keys after the first free one are looked at too: a try that never left, or a refund in parts, takes the next key with nothing under the one
 * before it.
 */
const ahead = 2;

/**
 * The key an order for a bill is sent with. `there`: since when its provider shows a payment under it (unix ms by the provider's clock), so that it is never
 * sent, only asked about; null: none that anybody knows of.
 */
export interface TakenUnder {
  readonly key: string;
  readonly there: number | null;
}

/**
 * The key of a charge or hold for a bill, looked for where it may be known already: another desk with records of its own makes the same key of the
 * same bill, and a provider forgets it (Stripe after a day, Paysafe after 90).
 *
 * The desk's own copy of the lists is looked at for each. Where it was complete less long ago than the provider keeps keys, that is enough: whatever came
 * later, the provider knows by its key. Where it was not, the provider is asked, and silence is not "no". Only bills that came from a file or the
 * provider can be known at another desk by the same name.
 */
export async function takenBefore(
  world: PlanningWorld,
  order: Extract<Order, { kind: 'charge' | 'hold' }>,
  about: { readonly bill: BillFacts; readonly card: CardRecord; readonly customerIds: readonly string[] },
): Promise<TakenUnder | Failure> {
  const { bill, card, customerIds } = about;
  const { provider } = card;
  const listedAt = bill.named === true ? await askedFrom(world, provider) : 'complete';
  const begunAt = world.clock.now();
  const keyAt = (gone: number): string =>
    repeatKey(order, { payment: null, wholeRefund: false, attempt: bill.attempt + gone, bill });
  /** what is known of each key that was looked for */
  const under = new Map<string, PaymentRecord | null>();
  async function look(from: number): Promise<Failure | null> {
    const keys = Array.from({ length: ahead + 1 }, (_, further) => keyAt(from + further));
    const rows = await Promise.all(keys.map((key) => world.listed({ provider, customerIds, key })));
    for (const [place, key] of keys.entries()) under.set(key, rows[place] ?? null);
    if (listedAt === 'complete' || rows.some((row) => row !== null && !over.has(row.state))) return null;
    return ask(
      keys.filter((key) => under.get(key) === null),
      listedAt,
    );
  }
  async function ask(keys: readonly string[], since: number | null): Promise<Failure | null> {
    if (keys.length === 0) return null;
    const mark = `${provider}:`;
    const customerRefs = customerIds.flatMap((id) => (id.startsWith(mark) ? [id.slice(mark.length)] : []));
    const { currency } = order.amount;
    const asked = await world.readers[provider].takenUnder({ keys, kind: card.kind, currency, customerRefs, since });
    // Silence is not "no".
    if (!asked.ok) return refused(asked.why === 'no_answer' ? 'offline' : 'provider_unavailable', { provider }).failure;
    // A PC that slept meanwhile: nobody stands at the counter any more.
    if (Math.abs(world.clock.now() - begunAt) >= takeAgainMs) return refused('slept').failure;
    for (const key of keys) {
      const found = asked.value.filter((one) => one.key === key);
      under.set(key, found.find(({ state }) => !over.has(state)) ?? found[0] ?? null);
    }
    return null;
  }
  let free: number | null = null;
  for (let gone = 0; gone < mostOver; gone += 1) {
    const key = keyAt(gone);
    const no = under.has(key) ? null : await look(gone);
    if (no) return no;
    const found = under.get(key) ?? null;
    if (!found) {
      free ??= gone;
      if (gone - free === ahead) return { key: keyAt(free), there: null };
      continue;
    }
    if (!over.has(found.state)) return isThis(order, found) ? { key, there: found.at } : taken(found);
    // The next order has a key after every one that was used: so do desks that know nothing of each other.
    free = null;
  }
  throw new Error(`More than ${mostOver} orders of one bill are over`);
}

/** A fee has one key, whatever card and sum: what stands there for it may be another one than somebody is about to take. */
function isThis(
  { cardId, amount }: Pick<Order & { kind: 'charge' }, 'cardId' | 'amount'>,
  found: PaymentRecord,
): boolean {
  return (found.cardId === null || found.cardId === cardId) && found.authorized === amount.amount;
}

function taken({ provider, authorized, currency, at }: PaymentRecord): Failure {
  return refused('bill_taken', { provider, most: authorized, currency, at }).failure;
}

/**
 * From when on the provider must be asked, by its own clock (unix ms; null: from the beginning), or that the lists here are enough. A desk that does not
 * know how old its lists are, or what time it is there, asks.
 */
async function askedFrom(world: PlanningWorld, provider: ProviderName): Promise<number | null | 'complete'> {
  const listedAt = await world.listedAt(provider);
  const now = world.sender.providerNow(provider);
  if (listedAt === null || now === null) return null;
  const age = now - listedAt;
  if (age < -grainMs) return null;
  return age < world.gateways[provider].keyLifetimeMs ? 'complete' : listedAt - overlapMs;
}
/** A provider tells its time in whole seconds, and its machines differ by some: lists of a moment ago may look as if they were yet to come. */
const grainMs = 30_000;
/** The lists were made of events, which may come late. */
const overlapMs = 24 * 3_600_000;
