import { refused, type Failure } from '../contract/failure.ts';
import type { BankFacts, NewBankAccount } from './order.ts';
import type { Planned, PlanningWorld } from './plan.ts';
import { mandateName, repeatKey } from './repeat-key.ts';

/** What a mandate may be called, letters at most (Paysafe, Customer Vault: mandates); ACH and EFT know none. */
const longestMandate: Readonly<Record<BankFacts['instrument'], number | null>> = {
  ach: null,
  eft: null,
  bacs: 10,
  sepa: 35,
};

/** Everything of the order but the number, which no plan has. Nobody saves two accounts for one customer at once. */
export async function planBankAccount(
  world: Pick<PlanningWorld, 'rows' | 'house'>,
  order: NewBankAccount,
): Promise<Planned | Failure> {
  const customer = await world.rows.customer(order.customerId);
  if (!customer || customer.deleted) return refused('unknown_id').failure;
  const key = repeatKey(order, { payment: null, wholeRefund: false, attempt: 0 });
  const { account, addressRef, agreed, witness } = order;
  const { instrument, holder, codes, lastDigits } = account;
  const most = longestMandate[instrument];
  return {
    plan: {
      kind: 'save_bank_account',
      key,
      customerRef: customer.ref,
      instrument,
      holder,
      codes,
      lastDigits,
      addressRef,
      mandate: most === null ? null : mandateName(key, most),
      currency: world.house.currency,
      agreed,
      witness,
    },
    provider: customer.provider,
    guard: `accounts:${customer.id}`,
    amount: null,
    customerId: customer.id,
    customerName: customer.name,
    card: { kind: instrument, brand: null, lastFour: lastDigits, nickname: null },
    targetId: null,
    again: null,
    taking: null,
  };
}
