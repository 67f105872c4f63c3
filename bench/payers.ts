import Stripe from 'stripe';
import type { Provider } from './provider.ts';

/** One person a charge: whoever was charged a moment ago is not charged again without a manager. Our customer ids, each with a card that works. */
export async function newPayers({ key, port }: Provider, count: number): Promise<readonly string[]> {
  const stripe = new Stripe(key, { host: '127.0.0.1', port, protocol: 'http', maxNetworkRetries: 0 });
  const made: string[] = [];
  for (let one = 0; one < count; one += 1) {
    const { id } = await stripe.customers.create({ name: `Bench ${one}` });
    await stripe.paymentMethods.attach('pm_card_visa', { customer: id });
    made.push(`stripe:${id}`);
  }
  return made;
}
