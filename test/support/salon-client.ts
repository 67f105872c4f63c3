import type { Salon } from './salon.ts';

/** Somebody with a saved card, in our ids. */
export interface SalonClient {
  readonly customerId: string;
  readonly cardId: string;
}

/** Somebody made at the salon's Stripe, with a card from one of Stripe's test tokens (`tok_visa`). */
export async function savedClient(
  salon: Salon,
  {
    name,
    token = 'tok_visa',
    locale = 'en',
  }: { readonly name: string; readonly token?: string; readonly locale?: string },
): Promise<SalonClient> {
  const post = async (path: string, form: Readonly<Record<string, string>>): Promise<string> => {
    const reply = await fetch(`${salon.sandbox.stripeUrl}/v1/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${salon.sandbox.stripeKey}` },
      body: new URLSearchParams(form),
    });
    if (!reply.ok) throw new Error(await reply.text());
    return ((await reply.json()) as { id: string }).id;
  };
  const customer = await post('customers', { name, 'preferred_locales[0]': locale });
  const method = await post('payment_methods', { type: 'card', 'card[token]': token });
  await post(`payment_methods/${method}/attach`, { customer });
  return { customerId: `stripe:${customer}`, cardId: `stripe:${method}` };
}
