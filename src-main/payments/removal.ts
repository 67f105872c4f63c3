import { refused, type Failure } from '../contract/failure.ts';
import type { Standing } from '../contract/removal.ts';
import type { RemovedCustomer } from './order.ts';
import { unknownId } from './plan-on-file.ts';
import type { Planned, PlanningWorld } from './plan.ts';
import type { CustomerRecord } from './records.ts';
import { repeatKey } from './repeat-key.ts';

/**
 * Whether a record of a customer may be taken away: not while money of theirs is held, on its way, asked for or unknown. Neither provider would
 * refuse it by itself. Null = yes.
 */
export function judgeRemoval({ checking, holds, debits, bills, pages }: Standing): Failure | null {
  if (checking !== null) return refused('customer_checking', { operationId: checking }).failure;
  if (holds.length > 0) return refused('customer_has_hold', { count: holds.length }).failure;
  if (debits.length > 0) return refused('customer_debit_coming', { count: debits.length }).failure;
  if (bills.length > 0) return refused('customer_owes', { count: bills.length }).failure;
  return pages > 0 ? refused('customer_has_page', { count: pages }).failure : null;
}

/**
 * Deleting a customer at Stripe ends their subscriptions (stripe.md, section 6), which no order of ours may do in passing: whoever has one is
 * refused, and so is whoever cannot be asked about. Null = none runs.
 */
export async function judgeSubscriptions(
  readers: PlanningWorld['readers'],
  { provider, ref }: Pick<CustomerRecord, 'provider' | 'ref'>,
): Promise<Failure | null> {
  const read = await readers[provider].subscriptionsOf?.(ref);
  if (read === undefined) return null;
  if (read.ok) return read.value === 0 ? null : refused('customer_subscribed', { provider, count: read.value }).failure;
  if (read.why === 'permission') return refused('subscriptions_unseen', { provider }).failure;
  return refused(read.why === 'no_answer' ? 'offline' : 'provider_unavailable', { provider }).failure;
}

/**
 * The record with all that is saved on it. It shares its guard with what is taken from the person: while one of the two is not known, the other is not
 * begun, at any desk of these records.
 */
export async function planRemoval(world: PlanningWorld, order: RemovedCustomer): Promise<Planned | Failure> {
  const customer = await world.rows.customer(order.customerId);
  if (!customer) return unknownId();
  if (customer.deleted) return refused('customer_removed').failure;
  const no = judgeRemoval(await world.standingOn(customer.id)) ?? (await judgeSubscriptions(world.readers, customer));
  if (no) return no;
  const guard = `customer:${await world.personOf(customer.id)}`;
  const attempt = await world.ledger.attempts(guard, order.kind);
  const key = repeatKey(order, { payment: null, wholeRefund: false, attempt });
  return {
    plan: { kind: order.kind, key, customerRef: customer.ref },
    provider: customer.provider,
    guard,
    amount: null,
    customerId: customer.id,
    customerName: customer.name,
    card: null,
    targetId: customer.id,
    again: null,
    taking: null,
  };
}
