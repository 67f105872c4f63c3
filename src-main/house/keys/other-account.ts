import { refused, type Failure } from '../../contract/failure.ts';
import type { PaysafeAccount, ProviderName } from '../../contract/provider.ts';
import type { HouseLedger } from '../../ledger/ledger.ts';
import { followWithinMs } from '../../payments/follow.ts';
import type { Operation } from '../../payments/operation.ts';

/** A key that somebody is about to store, as far as it says whose it is. */
export interface NewKey {
  readonly provider: ProviderName;
  /** Stripe's own id of the account; null where it was not told */
  readonly account: string | null;
  /** Paysafe: the merchant accounts that the key was let into */
  readonly accounts: readonly PaysafeAccount[];
  /** Paysafe: it has the user name of the key that is here already */
  readonly sameUser: boolean;
  /** whether its account has this customer; null: nobody could tell */
  knows(customerRef: string): Promise<boolean | null>;
}

/** What another account's key would lose: all that is being sent, asked about, or was accepted and may still be sent back. */
export async function notEnded(
  operations: Pick<HouseLedger['operations'], 'openOperations' | 'onTheirWay'>,
  now: number,
): Promise<readonly Operation[]> {
  const [open, coming] = await Promise.all([operations.openOperations(), operations.onTheirWay(now - followWithinMs)]);
  return [...open, ...coming];
}

/**
 * Why a key is not stored without a word: orders are open at its provider, and nothing shows that it is of the account that has them. With another
 * account's key nobody learns what became of them, and "no such payment" is true there of all of them. Null: nothing is open, or it is that account's.
 * @param open those of `notEnded`, at any provider
 */
export async function otherAccount(key: NewKey, open: readonly Operation[]): Promise<Failure | null> {
  const there = open.filter(({ provider }) => provider === key.provider);
  for (const operation of there)
    if (!(await isIts(key, operation)))
      return refused('key_other_account', { provider: key.provider, open: there.length }).failure;
  return null;
}

async function isIts(key: NewKey, operation: Operation): Promise<boolean> {
  const { account: named, customerRef } = namedBy(operation);
  // In records of before, what is saved on a profile of Paysafe's names nobody: then the same key pair, or none that we could tell.
  if (key.provider === 'paysafe')
    return named === null ? key.sameUser : key.accounts.some((account) => account.number === named);
  if (named !== null && key.account !== null) return named === key.account;
  return customerRef !== null && (await key.knows(customerRef)) === true;
}

/** What an order in the records names of the account that had it: Stripe's id or Paysafe's number of it, and the client there; null where it names none. */
export interface OrderOf {
  readonly account: string | null;
  readonly customerRef: string | null;
}

/** What is saved on a profile of Paysafe's names the merchant by one of its accounts. */
export function namedBy({
  provider,
  memo,
  plan,
  customerId,
}: Pick<Operation, 'provider' | 'memo' | 'plan' | 'customerId'>): OrderOf {
  return {
    account: (provider === 'stripe' ? memo['sentTo'] : (memo['account'] ?? memo['merchant'])) ?? null,
    customerRef: ('customerRef' in plan ? plan.customerRef : customerId?.slice(`${provider}:`.length)) || null,
  };
}
