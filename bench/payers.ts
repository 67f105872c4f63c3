import Stripe from 'stripe';
import type { Provider } from './provider.ts';

const cards = ['pm_card_visa', 'pm_card_mastercard', 'pm_card_amex', 'pm_card_discover'] as const;

/**
 * One person a charge: whoever was charged a moment ago is not charged again without a manager. No two have names that differ by one letter, or cards
 * of one face: nobody is asked to look twice, as with most people of a house. Our customer ids, each with a card that works.
 */
export async function newPayers({ key, port }: Provider, count: number): Promise<readonly string[]> {
  const stripe = new Stripe(key, { host: '127.0.0.1', port, protocol: 'http', maxNetworkRetries: 0 });
  const made: string[] = [];
  for (let one = 0; one < count; one += 1) {
    const { id } = await stripe.customers.create({ name: `Bench ${twiceEachLetter(one)}` });
    const card = await stripe.paymentMethods.attach(cards[one % cards.length] ?? 'pm_card_visa', { customer: id });
    const month = Math.floor(one / cards.length);
    await stripe.paymentMethods.update(card.id, {
      card: { exp_month: 1 + (month % 12), exp_year: 2030 + Math.floor(month / 12) },
    });
    made.push(`stripe:${id}`);
  }
  return made;
}

function twiceEachLetter(count: number): string {
  const letters = [...count.toString(26).padStart(4, '0')];
  return letters.map((digit) => String.fromCodePoint(97 + Number.parseInt(digit, 26)).repeat(2)).join('');
}
