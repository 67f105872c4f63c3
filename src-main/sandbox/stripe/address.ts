import { object, text, unsettable } from './params.ts';
import type { Values } from './params.ts';

export const address = object({
  city: unsettable(text()),
  country: unsettable(text(2)),
  line1: unsettable(text()),
  line2: unsettable(text()),
  postal_code: unsettable(text()),
  state: unsettable(text()),
});

export interface Address {
  readonly city: string | null;
  readonly country: string | null;
  readonly line1: string | null;
  readonly line2: string | null;
  readonly postal_code: string | null;
  readonly state: string | null;
}

export function fullAddress(
  sent: { readonly [K in keyof Address]?: Address[K] | undefined } | null | undefined,
): Address | null {
  if (sent === null || sent === undefined) return null;
  return {
    city: sent.city ?? null,
    country: sent.country ?? null,
    line1: sent.line1 ?? null,
    line2: sent.line2 ?? null,
    postal_code: sent.postal_code ?? null,
    state: sent.state ?? null,
  };
}

const billingDetailsShape = {
  address: unsettable(address),
  email: unsettable(text(512)),
  name: unsettable(text()),
  phone: unsettable(text()),
  tax_id: unsettable(text()),
};

export const billingDetails = object(billingDetailsShape);

export interface BillingDetails {
  address: Address | null;
  email: string | null;
  name: string | null;
  phone: string | null;
  tax_id: string | null;
}

export const emptyBillingDetails: BillingDetails = {
  address: null,
  email: null,
  name: null,
  phone: null,
  tax_id: null,
};

/** What was sent replaces, an empty value unsets, the rest stays. */
export function changedBillingDetails(
  before: BillingDetails,
  sent: Values<typeof billingDetailsShape> | undefined,
): BillingDetails {
  const { address: sentAddress, ...plain } = sent ?? {};
  const after = { ...before, ...plain };
  if (sentAddress !== undefined) after.address = fullAddress(sentAddress);
  return after;
}
