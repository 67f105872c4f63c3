import type { PageLink } from '../../../src-main/payments/page-link.ts';
import { authorization } from '../town.ts';
import type { Stage } from './cell.ts';

/** What the provider has of a page: how many of it were made that can be, or were, used; and whether somebody used one. */
export async function atProvider(
  { town, tills }: Stage,
  page: PageLink,
): Promise<{ readonly copies: number; readonly paid: boolean }> {
  const { plan, sessionRef } = page;
  const customer = plan.customerRef ?? '';
  if (plan.provider === 'paysafe') {
    if (sessionRef === null) return { copies: 0, paid: false };
    const to = `${town.sandbox.paysafeHostedUrl}/hosted/v1/orders/${sessionRef}`;
    const reply = await fetch(to, { headers: { authorization: authorization(town.sandbox, 'paysafe') } });
    const order = (await reply.json()) as { readonly transaction?: { readonly status: string } };
    return { copies: 1, paid: order.transaction?.status === 'success' };
  }
  if (plan.kind === 'invoice') {
    const { data } = await tills.stripe.stripe.invoices.list({ customer, limit: 100 });
    const copies = data.filter(({ status }) => status === 'open' || status === 'paid').length;
    return { copies, paid: data.some(({ status }) => status === 'paid') };
  }
  const { data } = await tills.stripe.stripe.checkout.sessions.list({ customer, limit: 100 });
  return { copies: data.length, paid: data.some(({ status }) => status === 'complete') };
}
