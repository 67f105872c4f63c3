import { refused, type Failure } from '../contract/failure.ts';
import type { Money } from '../contract/money.ts';
import type { Operation } from './operation.ts';
import type { PlanningWorld } from './plan.ts';
import type { PaymentRecord } from './records.ts';

/** A payment by its provider's own reference, as a manager wrote it down for a charge or hold that needed a person. */
export interface StatedReference {
  readonly reference: string;
  readonly sum: Money;
  /** whether another order of these records, or a bill, has it already */
  taken(paymentId: string): Promise<boolean>;
}

type Asking = Pick<PlanningWorld, 'rows' | 'readers' | 'personOf'>;
/** How Comptoir's own keys begin, at either provider. */
const ownKey = /^cpt-/;

/**
 * Why a payment cannot be what this charge or hold made: from then on it is that order's, with all that is given back of it. Another client's, of another sum,
 * or another order's is refused by what the lists know, and by the provider itself where they do not know it. Null: it may be; so may one that the provider
 * knows nothing of (another kind of reference), for it ties nothing. Whoever cannot wait for a provider that does not answer leaves the reference out.
 */
export async function judgeReference(
  world: Asking,
  { provider, plan, state }: Operation,
  stated: StatedReference,
): Promise<Failure | null> {
  if (plan.kind !== 'charge' && plan.kind !== 'hold') return null;
  const paymentId = `${provider}:${stated.reference}`;
  const known = (await world.rows.payment(paymentId)) ?? (await readThere(world, { provider, ref: stated.reference }));
  if (known === 'gone') return null;
  if (known === 'silent') return refused('provider_unavailable', { provider }).failure;
  if (known.customerId !== null) {
    const [theirs, own] = [known.customerId, `${provider}:${plan.customerRef}`];
    if (theirs !== own && (await world.personOf(theirs)) !== (await world.personOf(own)))
      return refused('reference_other_customer').failure;
  }
  const { sum } = stated;
  const sums = [known.authorized, known.taken].filter((amount) => amount > 0);
  if (known.currency !== sum.currency || (sums.length > 0 && !sums.includes(sum.amount)))
    return refused('reference_other_sum', { most: Math.max(0, ...sums), currency: known.currency }).failure;
  // The provider may have shown this very order under another key: that is what the manager was asked about.
  const said = state.name === 'needs_person' && state.why === 'key' ? state.evidence['said'] : undefined;
  const others = known.key !== null && ownKey.test(known.key) && known.key !== plan.key && known.key !== said;
  return others || (await stated.taken(paymentId)) ? refused('reference_other_order').failure : null;
}

async function readThere(
  { readers }: Asking,
  { provider, ref }: { readonly provider: Operation['provider']; readonly ref: string },
): Promise<PaymentRecord | 'gone' | 'silent'> {
  const read = await readers[provider].readPayment(ref, null);
  if (read.ok) return read.value;
  return read.why === 'gone' || read.why === 'odd' ? 'gone' : 'silent';
}
