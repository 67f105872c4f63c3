import type { PageLink } from '../../../src-main/payments/page-link.ts';

/** A page for a deposit, as it is before it is asked for. */
export function newLink(more: Partial<PageLink> = {}): Omit<PageLink, 'version'> {
  return {
    id: 'link-1',
    ticket: 'ticket-link-1',
    customerId: 'stripe:a',
    customerName: 'Odile Fortin',
    billId: null,
    plan: {
      provider: 'stripe',
      key: 'cpt-link-1',
      kind: 'payment',
      customerRef: 'a',
      email: null,
      language: 'fr',
      currency: 'CAD',
      price: { is: 'lines', lines: [{ what: 'Acompte', amount: 1500 }] },
      save: 'always',
      purpose: 'deposit',
      consent: {
        textId: 'text-1',
        textVersion: 1,
        shown: 'Le salon peut débiter le solde.',
        purposes: ['balance'],
        capEach: 15_000,
        capTotal: null,
        endsAt: null,
      },
      description: null,
      expiresAt: 1_800_000,
    },
    request: {
      method: 'POST',
      path: '/v1/checkout/sessions',
      headers: { 'idempotency-key': 'cpt-link-1' },
      body: 'mode=payment',
    },
    sessionRef: null,
    state: { name: 'preparing', lastSentAt: null, absent: 0 },
    staffId: 'staff-1',
    staffName: 'Maya',
    desk: 'Accueil 1',
    createdAt: 6,
    updatedAt: 6,
    providerClockAt: null,
    ...more,
  };
}
