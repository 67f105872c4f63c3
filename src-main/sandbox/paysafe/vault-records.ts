import type { CardCategory, VaultCardType } from './card-number.ts';
import { refuse, refuseUnknown } from './refusal.ts';
import type { RefusalCode } from './refusal.ts';
import { kinds } from './world.ts';
import type { PaysafeWorld } from './world.ts';

/** Documents of the Vault as the sandbox keeps them; the views in their own files say what goes on the wire. */
export interface ProfileRecord {
  readonly id: string;
  readonly status: 'INITIAL' | 'ACTIVE';
  readonly merchantCustomerId: string;
  readonly locale: string;
  readonly paymentToken: string;
  /** Everything else the client sent, as it sent it. */
  readonly details: Readonly<Record<string, unknown>>;
}

export interface AddressRecord {
  readonly id: string;
  readonly profileId: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** How a demo card answers whatever the amount; never on the wire. */
export type CardBehaviour =
  { readonly kind: 'declines'; readonly code: RefusalCode } | { readonly kind: 'goes-to-review' };

export interface CardExpiry {
  readonly month: number;
  readonly year: number;
}

export interface CardRecord {
  readonly id: string;
  readonly profileId: string;
  readonly cardBin: string;
  readonly lastDigits: string;
  readonly cardType: VaultCardType;
  readonly cardCategory: CardCategory;
  readonly fingerprint: string;
  readonly cardExpiry: CardExpiry;
  readonly holderName?: string | undefined;
  readonly nickName?: string | undefined;
  readonly merchantRefNum?: string | undefined;
  readonly accountId?: string | undefined;
  readonly billingAddressId?: string | undefined;
  readonly paymentToken: string;
  readonly verified: boolean;
  readonly defaultCardIndicator: boolean;
  readonly behaviour?: CardBehaviour | undefined;
}

export type BankScheme = 'ach' | 'eft' | 'bacs' | 'sepa';

export interface BankRecord {
  readonly id: string;
  readonly profileId: string;
  readonly scheme: BankScheme;
  readonly status: 'ACTIVE' | 'INVALID';
  readonly statusReason?: string | undefined;
  readonly accountHolderName: string;
  readonly nickName?: string | undefined;
  readonly merchantRefNum?: string | undefined;
  readonly billingAddressId: string;
  /** routingNumber, transitNumber, sortCode, bic …: what may be shown. */
  readonly codes: Readonly<Record<string, string>>;
  readonly lastDigits: string;
  readonly fingerprint: string;
  readonly paymentToken: string;
}

export interface MandateRecord {
  readonly id: string;
  readonly profileId: string;
  readonly bankId: string;
  readonly reference: string;
  readonly paymentToken: string;
  readonly status: 'PENDING' | 'ACTIVE' | 'CANCELLED';
  /** Unix milliseconds. */
  readonly statusChanged: number;
}

/** What a payment token stands for. A profile's token names the customer and cannot pay. */
export interface TokenRecord {
  readonly kind: 'profile' | 'card' | 'bank' | 'mandate';
  readonly id: string;
}

/** @throws Refusal 5269 for a profile that is unknown or was deleted (after deletion: not confirmed, but nothing else fits). */
export function needProfile(world: PaysafeWorld, id: string): ProfileRecord {
  return world.store.get<ProfileRecord>(kinds.profile, id) ?? refuseUnknown(id);
}

/** @throws Refusal 5269 when the profile has no such part. */
export function needPart<T extends { readonly profileId: string }>(
  world: PaysafeWorld,
  part: { readonly kind: string; readonly id: string; readonly profileId: string },
): T {
  needProfile(world, part.profileId);
  const found = world.store.get<T>(part.kind, part.id);
  return found?.profileId === part.profileId ? found : refuseUnknown(part.id);
}

/** @throws Refusal 7511 when a billing address is named that the profile does not have. */
export function needAddress(world: PaysafeWorld, profileId: string, addressId: string): void {
  const found = world.store.get<AddressRecord>(kinds.address, addressId);
  if (found?.profileId !== profileId) refuse('7511', { messageEnd: ` ${addressId}` });
}

export function giveToken(world: PaysafeWorld, token: string, record: TokenRecord): void {
  world.store.put(kinds.token, token, record);
}
