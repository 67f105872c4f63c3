import type { SandboxClock } from '../core/clock.ts';
import type { SandboxIds } from '../core/ids.ts';
import type { PaysafeSandboxAccount, PaysafeSandboxKey } from '../core/keys.ts';
import type { SandboxStore } from '../core/store.ts';

/** What every Paysafe call may touch. */
export interface PaysafeWorld {
  readonly store: SandboxStore;
  readonly clock: SandboxClock;
  readonly ids: SandboxIds;
  /** Where this sandbox is served, without a trailing slash: the base of every `href`. */
  readonly baseUrl: string;
  readonly key: PaysafeSandboxKey;
  readonly accounts: readonly PaysafeSandboxAccount[];
}

/** Document kinds in the store. */
export const kinds = {
  profile: 'paysafe.profile',
  address: 'paysafe.address',
  card: 'paysafe.card',
  bank: 'paysafe.bank',
  mandate: 'paysafe.mandate',
  token: 'paysafe.token',
  singleUse: 'paysafe.single-use',
  reference: 'paysafe.reference',
  auth: 'paysafe.auth',
  settlement: 'paysafe.settlement',
  voidauth: 'paysafe.voidauth',
  refund: 'paysafe.refund',
  verification: 'paysafe.verification',
  purchase: 'paysafe.purchase',
  waiting: 'paysafe.waiting',
} as const;

export const dayMs = 86_400_000;

/** Paysafe writes times in UTC, to the second: 2026-03-04T10:20:30Z. */
export function utcText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

export function vaultUrl(world: PaysafeWorld, path: string): string {
  return `${world.baseUrl}/customervault/v1${path}`;
}
