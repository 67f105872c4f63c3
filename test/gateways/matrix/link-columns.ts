import type { PageLinkKind } from '../../../src-main/contract/page-link.ts';
import type { ProviderName } from '../../../src-main/contract/provider.ts';
import type { NewLink } from '../../../src-main/payments/links.ts';
import { pageReference } from '../../../src-main/payments/repeat-key.ts';
import type { Clock } from '../../../src-main/payments/ports.ts';
import type { Tills } from './orders.ts';

/** What staff do with a page, or hear of it, and the request of it that a fault meets: a column of the matrix. */
export interface LinkColumn {
  readonly title: string;
  readonly provider: ProviderName;
  readonly act: 'make' | 'hear' | 'close';
  readonly kind: PageLinkKind;
  readonly target: { readonly method: 'GET' | 'POST' | 'DELETE'; readonly path: string };
}

const amount = 8450;
const sessions = { method: 'POST', path: '/checkout/sessions$' } as const;
const session = { method: 'GET', path: '/checkout/sessions/' } as const;
const atStripe = { provider: 'stripe' } as const;
const atPaysafe = { provider: 'paysafe', kind: 'payment' } as const;

export const linkColumns: readonly LinkColumn[] = [
  { ...atStripe, title: 'Make a page for a card', act: 'make', kind: 'card', target: sessions },
  { ...atStripe, title: 'Make a page for a payment', act: 'make', kind: 'payment', target: sessions },
  { ...atStripe, title: 'Make a page for a hold', act: 'make', kind: 'hold', target: sessions },
  {
    ...{ ...atStripe, title: 'Make an invoice: its draft', act: 'make', kind: 'invoice' },
    target: { method: 'POST', path: '/invoices$' },
  },
  {
    ...{ ...atStripe, title: 'Make an invoice: its line', act: 'make', kind: 'invoice' },
    target: { method: 'POST', path: '/invoiceitems$' },
  },
  {
    ...{ ...atStripe, title: 'Make an invoice: its finishing', act: 'make', kind: 'invoice' },
    target: { method: 'POST', path: '/finalize$' },
  },
  { ...atStripe, title: 'Close a page', act: 'close', kind: 'payment', target: { method: 'POST', path: '/expire$' } },
  { ...atStripe, title: 'Close an invoice', act: 'close', kind: 'invoice', target: { method: 'POST', path: '/void$' } },
  { ...atStripe, title: 'Hear of a card', act: 'hear', kind: 'card', target: session },
  { ...atStripe, title: 'Hear of a payment', act: 'hear', kind: 'payment', target: session },
  { ...atStripe, title: 'Hear of a hold', act: 'hear', kind: 'hold', target: session },
  {
    ...{ ...atStripe, title: 'Hear of a paid invoice', act: 'hear', kind: 'invoice' },
    target: { method: 'GET', path: '/invoices/' },
  },
  { ...atPaysafe, title: 'Make a link', act: 'make', target: { method: 'POST', path: '/orders$' } },
  { ...atPaysafe, title: 'Close a link', act: 'close', target: { method: 'DELETE', path: '/orders/' } },
  { ...atPaysafe, title: 'Hear of a payment', act: 'hear', target: { method: 'GET', path: '/orders/' } },
];

let count = 0;

/** The page of a column, for somebody whom the provider has never seen. */
export async function wantedPage(
  { provider, kind }: LinkColumn,
  { tills, clock }: { readonly tills: Tills; readonly clock: Clock },
): Promise<NewLink> {
  const ticket = `matrix-page-${String((count += 1)).padStart(12, '0')}`;
  const customerRef = provider === 'stripe' ? (await tills.stripe.save()).customerRef : await tills.paysafe.profile();
  return {
    ticket,
    customerId: `${provider}:${customerRef}`,
    customerName: 'Élodie Côté-Tremblay',
    billId: null,
    seen: null,
    plan: {
      provider,
      key: provider === 'stripe' ? `cpt-${ticket}` : pageReference(ticket),
      kind,
      customerRef,
      email: null,
      language: 'fr',
      currency: 'CAD',
      price: kind === 'card' ? { is: 'nothing' } : { is: 'lines', lines: [{ what: 'Coupe', amount }] },
      save: kind === 'card' ? 'always' : 'never',
      purpose: 'this_visit',
      consent: null,
      description: null,
      expiresAt: clock.now() + (kind === 'invoice' ? 14 : 1) * 86_400_000 - 60_000,
      ...(kind === 'invoice' ? { days: 14 } : {}),
    },
  };
}
