import type { Engine } from '../../src-main/payments/settle.ts';

/** A house that asks for no consent, has no bills, lets everybody go and looks at nobody's last minutes: for tests of what happens to a request. */
export const noGuards = {
  lastMinutes: async () => ({ customerIds: [], payments: [] }),
  doubtsOf: async () => [],
  consentFor: async () => ({ consentId: null }),
  givenOtherwise: async () => null,
  secondPerson: () => null,
  payerFor: async () => null,
  heldFor: async ({ customerId }) => ({ customerId, purpose: 'balance', billId: null }),
  standingOn: async () => ({ checking: null, holds: [], debits: [], bills: [], pages: 0 }),
  billFor: async () => ({ ref: 'bill', paid: 0, attempt: 0, seen: null }),
  reach: async () => null,
  dayShut: async () => null,
  firstTransactionOf: async () => null,
  listed: async () => null,
  listedAt: async () => null,
  elsewhereFor: async () => null,
  personOf: async (id: string) => id,
} satisfies Partial<Engine>;
