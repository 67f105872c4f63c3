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

/** An empty id would change the route at Paysafe (400/5023), and dots would climb out of it: neither is an id of anything. */
export const isId = (text: string): boolean => text.trim() !== '' && !/^\.{1,2}$/.test(text.trim());

export function segment(id: string): string {
  if (!isId(id)) throw new Error('What is no id was about to become part of a Paysafe address');
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

/** Where a new bank account of this kind is put. */
export function vaultBankFolder(profile: string, kind: Exclude<InstrumentKind, 'card'>): string {
  return `${vaultProfile(profile)}/${vaultFolder[kind]}`;
}

/** Currency belongs to the account: one account a currency and kind. @throws GatewayRefusal account_missing */
export function accountFor(accounts: readonly PaysafeAccount[], kind: InstrumentKind, currency: string): string {
  const found = accounts.find((account) => account.kind === kind && account.currency === currency);
  if (!found) throw new GatewayRefusal('account_missing', `No Paysafe account for ${kind} in ${currency}`);
  return found.number;
}

/** Look-up by our reference. Paysafe looks back 30 days by default, so the start is always said. `since`: unix ms, UTC */
export function byReference(base: string, reference: string, since: number): ProviderRequest {
  const start = new Date(since).toISOString().replace(/\.\d{3}Z$/, 'Z');
  return get(`${base}?merchantRefNum=${encodeURIComponent(reference)}&startDate=${encodeURIComponent(start)}&limit=50`);
}

/** Text as Paysafe takes it: without the characters it refuses in values, cut to the field's length between two characters. */
export function safeText(text: string, most: number): string {
  const plain = text
    .replace(/[";^*<[\]\\/\p{C}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  let cut = '';
  for (const character of plain) {
    if (cut.length + character.length > most) break;
    cut += character;
  }
  return cut.trim();
}
