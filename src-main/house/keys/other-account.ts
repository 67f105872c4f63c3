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

async function isIts(key: NewKey, { memo, plan, customerId }: Operation): Promise<boolean> {
  if (key.provider === 'paysafe') {
    // What is saved on a profile names the merchant by one of its accounts, and in records of before by none: then the same key pair, or none we could tell.
    const number = memo['account'] ?? memo['merchant'];
    return number === undefined ? key.sameUser : key.accounts.some((account) => account.number === number);
  }
  const sentTo = memo['sentTo'];
  if (sentTo !== undefined && key.account !== null) return sentTo === key.account;
  const customerRef = 'customerRef' in plan ? plan.customerRef : customerId?.slice('stripe:'.length);
  return customerRef ? (await key.knows(customerRef)) === true : false;
}
