/** Everything a client needs to talk to the two sandboxes. All values are made up and open nothing elsewhere. */
export interface SandboxKeys {
  readonly stripeKey: string;
  readonly paysafeKey: PaysafeSandboxKey;
  readonly paysafeAccounts: readonly PaysafeSandboxAccount[];
}

export interface PaysafeSandboxKey {
  readonly username: string;
  readonly password: string;
  /** The pair a browser may hold: it can make single-use tokens and nothing else. */
  readonly singleUseUsername: string;
  readonly singleUsePassword: string;
}

export interface PaysafeSandboxAccount {
  readonly number: string;
  readonly currency: string;
  readonly kind: 'card' | 'eft' | 'ach' | 'bacs' | 'sepa';
}

export const sandboxKeys: SandboxKeys = {
  stripeKey: 'rk_test_demo_atelier_fleury',
  paysafeKey: {
    username: 'demo-atelier-fleury',
    password: 'B-qa2-demo-made-up-password',
    singleUseUsername: 'demo-atelier-fleury-single-use',
    singleUsePassword: 'B-qa2-demo-made-up-single-use',
  },
  paysafeAccounts: [
    { number: '1001000010', currency: 'CAD', kind: 'card' },
    { number: '1001000020', currency: 'USD', kind: 'card' },
    { number: '1001000030', currency: 'CAD', kind: 'eft' },
    { number: '1001000040', currency: 'USD', kind: 'ach' },
    { number: '1001000050', currency: 'GBP', kind: 'bacs' },
    { number: '1001000060', currency: 'EUR', kind: 'sepa' },
  ],
};
