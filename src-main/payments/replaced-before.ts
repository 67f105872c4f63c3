import { refused, type Failure } from '../contract/failure.ts';
import type { Operation } from './operation.ts';
import type { Planned, PlanningWorld } from './plan.ts';
import type { PaymentRecord } from './records.ts';

/** Whatever else the provider says of it, it holds or took money in the old one's place, or may have. */
const neverTookItsPlace: ReadonlySet<PaymentRecord['state']> = new Set([
  'declined',
  'not_finished',
  'lapsed',
  'released',
]);

/** A new hold is never queued (design rule 4): as long after its question as a hold may be sent again after its click. */
const tooLateMs = 10 * 60_000;

/**
 * Why a hold may not be replaced once more, or null: another one stands in its place at the provider, or the provider does not say now.
 *
 * Desks that replace the same hold send the same key, and the provider answers the second with what the first one placed, for as long as it keeps keys. A
 * hold younger than that cannot have been replaced under a key that is forgotten, so nothing is asked. An older one may have been, at a desk with
 * records of its own, while its release failed: the provider's lists are read before anything is written. So they are where our own records know of a
 * hold that took its place already: the next one would have another key.
 *
 * @param taken the new hold as it was judged, on whichever card of this person or of whoever lends theirs
 */
export async function replacedBefore(
  world: PlanningWorld,
  { payment, guard, taken, key }: Replacing,
): Promise<Failure | null> {
  const own = (await world.ledger.carriedOut(guard)).filter(({ kind }) => kind === 'hold');
  if (own.length === 0 && keyIsAlive(world, payment)) return null;
  const { provider } = payment;
  const askedAt = world.clock.now();
  const found = await world.readers[provider].replacementsOf({
    hold: payment,
    customerRefs: customersOf(payment, taken, own),
    keys: [...new Set([key, ...own.map(({ plan }) => plan.key)])],
  });
  // Silence is not "no".
  if (!found.ok) return refused(found.why === 'no_answer' ? 'offline' : 'provider_unavailable', { provider }).failure;
  // A PC that slept meanwhile: what was said then is not so now, and nobody stands at the counter any more.
  if (Math.abs(world.clock.now() - askedAt) >= tooLateMs) return refused('slept').failure;
  const stands = found.value.find(({ id, state }) => id !== payment.id && !neverTookItsPlace.has(state));
  if (!stands) return null;
  const { authorized: most, currency, at } = stands;
  return refused('hold_replaced', { provider, most, currency, at }).failure;
}

interface Replacing {
  readonly payment: PaymentRecord;
  readonly guard: string;
  readonly taken: Planned;
  readonly key: string;
}

/** By the provider's own clock, which gave the hold its time: whatever replaced it was sent after that. Where its clock is not known, nobody can say. */
function keyIsAlive(world: PlanningWorld, { provider, at }: PaymentRecord): boolean {
  const providerNow = world.sender.providerNow(provider);
  if (providerNow === null) return false;
  const age = providerNow - at;
  return age >= 0 && age < world.gateways[provider].keyLifetimeMs;
}

/** Everybody on whose card it may have been placed, by their ids at this provider. */
function customersOf(payment: PaymentRecord, { plan, again }: Planned, own: readonly Operation[]): string[] {
  const mark = `${payment.provider}:`;
  const person = again?.question.about === 'take' ? again.question.customerIds : [];
  const ids = [payment.customerId, ...person].flatMap((id) => (id?.startsWith(mark) ? [id.slice(mark.length)] : []));
  const refs = [plan, ...own.map((operation) => operation.plan)].flatMap((one) =>
    one.kind === 'hold' ? [one.customerRef] : [],
  );
  return [...new Set([...ids, ...refs])];
}
