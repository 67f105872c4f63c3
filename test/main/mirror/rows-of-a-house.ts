import type { CardRecord, CustomerRecord, PaymentRecord } from '../../../src-main/payments/records.ts';

export const noon = Date.UTC(2026, 10, 20, 17);
export const hour = 3_600_000;
export const day = 24 * hour;
export const november = { year: 2026, month: 11 };

/** A customer as a gateway reads it; the provider is the part of the id before the colon. */
export function customerOf(id: string, given: Partial<CustomerRecord> = {}): CustomerRecord {
  const { provider, ref } = split(id);
  return {
    id,
    provider,
    ref,
    name: 'Camille Roy',
    phone: null,
    email: null,
    language: null,
    createdAt: noon - 100 * day,
    defaultCardId: null,
    externalId: null,
    deleted: false,
    readAt: noon,
    ...given,
  };
}

export function cardOf(id: string, customerId: string, given: Partial<CardRecord> = {}): CardRecord {
  const { provider, ref } = split(id);
  return {
    id,
    provider,
    customerId,
    ref,
    payToken: `token-${ref}`,
    kind: 'card',
    brand: 'visa',
    lastFour: '4242',
    expiry: { month: 6, year: 2028 },
    nickname: null,
    holder: null,
    isDefault: false,
    chargeable: true,
    removed: false,
    readAt: noon,
    ...given,
  };
}

/** A payment of 80.00 CAD that went through; `hold` for one that waits. */
export function paymentOf(id: string, customerId: string | null, given: Partial<PaymentRecord> = {}): PaymentRecord {
  const { provider, ref } = split(id);
  return {
    id,
    provider,
    ref,
    customerId,
    cardId: null,
    card: { kind: 'card', brand: 'visa', lastFour: '4242', nickname: null },
    state: 'paid',
    currency: 'CAD',
    authorized: 8000,
    capturable: 0,
    taken: 8000,
    refunded: 0,
    settlements: [{ ref, amount: 8000, refundable: 8000, pending: false }],
    at: noon - 2 * day,
    captureBefore: null,
    description: null,
    key: null,
    account: null,
    readAt: noon,
    ...given,
  };
}

export function holdOf(id: string, customerId: string | null, given: Partial<PaymentRecord> = {}): PaymentRecord {
  return paymentOf(id, customerId, { state: 'held', capturable: 8000, taken: 0, settlements: [], ...given });
}

function split(id: string): { provider: 'stripe' | 'paysafe'; ref: string } {
  const [provider = '', ref = ''] = id.split(':');
  if (provider !== 'stripe' && provider !== 'paysafe') throw new Error(`no provider in ${id}`);
  return { provider, ref };
}
