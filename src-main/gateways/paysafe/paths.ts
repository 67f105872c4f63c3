import type { PaysafeAccount } from '../../contract/provider.ts';
import type { InstrumentKind } from '../../contract/card.ts';
import { GatewayRefusal, type ProviderRequest } from '../../payments/ports.ts';

const plain = { accept: 'application/json' } as const;

export const get = (path: string): ProviderRequest => ({ method: 'GET', path, headers: plain, body: null });
export const remove = (path: string): ProviderRequest => ({ method: 'DELETE', path, headers: plain, body: null });
export const send = (method: 'POST' | 'PUT', path: string, body: object): ProviderRequest => ({
  method,
  path,
  headers: { ...plain, 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** An empty id would change the route at Paysafe (400/5023): refused here. */
export function segment(id: string): string {
  if (id === '') throw new Error('An empty id was about to become part of a Paysafe address');
  return encodeURIComponent(id);
}

export const cardPayments = (account: string): string => `/cardpayments/v1/accounts/${segment(account)}`;
export const directDebit = (account: string): string => `/directdebit/v1/accounts/${segment(account)}`;
export const vaultProfile = (profile: string): string => `/customervault/v1/profiles/${segment(profile)}`;

const vaultFolder = {
  card: 'cards',
  ach: 'achbankaccounts',
  eft: 'eftbankaccounts',
  bacs: 'bacsbankaccounts',
  sepa: 'sepabankaccounts',
} as const satisfies Record<InstrumentKind, string>;

export function vaultInstrument(profile: string, kind: InstrumentKind, id: string): string {
  return `${vaultProfile(profile)}/${vaultFolder[kind]}/${segment(id)}`;
}

/** Currency belongs to the account: one account a currency and kind. @throws GatewayRefusal account_missing */
export function accountFor(accounts: readonly PaysafeAccount[], kind: InstrumentKind, currency: string): string {
  const found = accounts.find((account) => account.kind === kind && account.currency === currency);
  if (!found) throw new GatewayRefusal('account_missing', `No Paysafe account for ${kind} in ${currency}`);
  return found.number;
}

/** Look-up by our reference. Paysafe looks back 30 days by default, so the start is always said. `since`: unix ms */
export function byReference(base: string, reference: string, since: number): ProviderRequest {
  const start = new Date(since).toISOString().replace(/\.\d{3}Z$/, 'Z');
  return get(`${base}?merchantRefNum=${encodeURIComponent(reference)}&startDate=${encodeURIComponent(start)}&limit=50`);
}

/** Characters Paysafe refuses in request values; text is cut to the field's length. */
export function safeText(text: string, most: number): string {
  return text
    .replace(/[";^*<[\]\\/]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, most);
}
