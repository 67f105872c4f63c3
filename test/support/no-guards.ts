import type { Engine } from '../../src-main/payments/settle.ts';

/** A house that asks for no consent, has no bills and looks at nobody's last minutes: for tests of what happens to a request. */
export const noGuards = {
  lastMinutes: async () => ({ customerIds: [], payments: [] }),
  doubtsOf: async () => [],
  consentFor: async () => ({ consentId: null }),
  payerFor: async () => null,
  heldFor: async ({ customerId }) => ({ customerId, purpose: 'balance', billId: null }),
  billFor: async () => ({ ref: 'bill', paid: 0, attempt: 0 }),
  reach: async () => null,
  firstTransactionOf: async () => null,
  personOf: async (id: string) => id,
} satisfies Partial<Engine>;
