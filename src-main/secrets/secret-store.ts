import type { Mode } from '../contract/provider.ts';

/** Everything this app ever keeps secret. No other name can be asked for. */
export const secretNames = [
  'stripe.key',
  'paysafe.key',
  'paysafe.card-key',
  'pin.pepper',
  'audit.key',
  'audit.head',
] as const;
export type SecretName = (typeof secretNames)[number];

/** Each mode has its own: `test/stripe.key`. */
export type SecretAccount = `${Mode}/${SecretName}`;

/** A place that keeps them. */
export interface SecretBox {
  /** null when there is none. @throws SecretTrouble */
  get(account: SecretAccount): Promise<string | null>;
  /** @throws SecretTrouble */
  set(account: SecretAccount, value: string): Promise<void>;
  /** Also fine when there is none. @throws SecretTrouble */
  forget(account: SecretAccount): Promise<void>;
}

/** All secrets of this desk. The house's own two are made at the first call where there is none; 32 bytes, for this window's mode. */
export interface SecretStore extends SecretBox {
  /** what PINs are mixed with. @throws SecretTrouble */
  pepper(): Promise<Buffer>;
  /** what the audit is chained with. @throws SecretTrouble */
  auditKey(): Promise<Buffer>;
}

/** The keychain cannot be used now: nothing is read, nothing is stored, nothing is sent. Never carries a secret. */
export class SecretTrouble extends Error {
  readonly code: 'keychain_unavailable' | 'keychain_locked';
  constructor(code: SecretTrouble['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SecretTrouble';
    this.code = code;
  }
}
