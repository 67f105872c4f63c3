import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountsIn, namedThere, whoseAccount, type AskedKey } from '../../../src-main/house/keys/named-account.ts';
import type { OrderOf } from '../../../src-main/house/keys/other-account.ts';
import { openLedger, type HouseLedger } from '../../../src-main/ledger/ledger.ts';
import { auditOf, countingRandom, newCharge, setClock } from '../ledger/ground.ts';

// Before a provider is believed when it says that nothing happened since a backup: is it the account that had the house's orders?
const order = (account: string | null, customerRef: string | null = null): OrderOf => ({ account, customerRef });
const named = (orders: readonly OrderOf[], lastFour: string | null = null) => ({
  orders,
  lastFour: async () => lastFour,
});
const atStripe = (account: string | null, knows: boolean | null = null): AskedKey => ({
  ...{ provider: 'stripe', account, accounts: [], lastFour: 'k3Qv', knows: async () => knows },
});
const atPaysafe = (...numbers: readonly string[]): AskedKey => ({
  ...{ provider: 'paysafe', account: null, lastFour: 'user', knows: async () => null },
  accounts: numbers.map((number) => ({ number, currency: 'CAD', kind: 'card' })),
});

describe('whose account a key is of, by the records', () => {
  it.each([
    ['the newest order went to it', [order('acct_a'), order('acct_b')], atStripe('acct_a'), 'named'],
    ['the newest order went to another', [order('acct_b'), order('acct_a')], atStripe('acct_a'), 'other'],
    ['it has the newest order’s client', [order('acct_a', 'cus_1')], atStripe(null, true), 'named'],
    ['it does not know the newest order’s client', [order(null, 'cus_1')], atStripe('acct_a', false), 'other'],
    ['Stripe does not answer', [order(null, 'cus_1')], atStripe('acct_a', null), 'silent'],
    ['an order that tells nothing is passed over', [order(null), order('acct_b')], atStripe('acct_a'), 'other'],
    ['no order names one', [], atStripe('acct_a'), 'unsaid'],
    ['it is let into all that they name', [order('1001'), order('1002')], atPaysafe('1002', '1001'), 'named'],
    ['it is not let into one of them', [order('1001'), order('1002')], atPaysafe('1001'), 'other'],
    ['no order at Paysafe names one', [order(null, 'p')], atPaysafe('1001'), 'unsaid'],
  ] as const)('%s', async (_what, orders, key, whose) => {
    expect(await whoseAccount(key, named(orders))).toBe(whose);
  });

  it('where no order tells, the key that the history says was put in last is it, and no other', async () => {
    expect(await whoseAccount(atStripe(null), named([], 'k3Qv'))).toBe('named');
    expect(await whoseAccount(atStripe(null), named([], '9x9x'))).toBe('unsaid');
    expect(await whoseAccount(atStripe('acct_a'), named([order('acct_b')], 'k3Qv')), 'orders say more').toBe('other');
  });
});

describe('what the records name', () => {
  let folder: string;
  let ledger: HouseLedger;
  const noon = Date.UTC(2026, 10, 20, 12);
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'named-'));
    ledger = await openLedger({ file: join(folder, 'ledger.db') }, { clock: setClock(noon), random: countingRandom() });
  });
  afterAll(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true });
  });
  const key = (provider: string, lastFour: string, what: string) =>
    ledger.audit.write({
      ...{ at: noon, staffId: null, staffName: null, desk: 'Front 1', what, outcome: 'done' },
      detail: { provider, lastFour },
    });

  it('is empty where there is nothing', async () => {
    const there = await namedThere(ledger, 'paysafe');
    expect([there.orders, await there.lastFour()]).toEqual([[], null]);
  });

  it('is the orders of that provider that took place, newest first, with the key that was put in last', async () => {
    const put = async (memo: Record<string, string>, change: Parameters<typeof newCharge>[0] = {}) => {
      const operation = newCharge({ memo, ...change });
      await ledger.operations.open(operation, [], auditOf());
    };
    await put({ sentTo: 'acct_a' }, { createdAt: noon });
    await put({ sentTo: 'acct_b' }, { createdAt: noon + 1 });
    const refused = { name: 'rejected', at: noon, code: 'x', message: '', reference: null } as const;
    await put({ sentTo: 'acct_wrong' }, { createdAt: noon + 2, state: refused });
    await key('stripe', 'aaaa', 'key_added');
    await key('stripe', 'bbbb', 'key_replaced');
    await key('paysafe', 'cccc', 'key_added');
    const there = await namedThere(ledger, 'stripe');
    expect(there.orders.map(({ account }) => account)).toEqual(['acct_b', 'acct_a']);
    expect(there.orders[0]?.customerRef).toBeTruthy();
    expect(accountsIn(there, 'stripe')).toBe('acct_b');
    expect(await there.lastFour()).toBe('bbbb');
  });

  it('is the payments that the records know at Paysafe, where no order names an account', async () => {
    const entry = { kind: 'auth', customerId: null, cardId: null, description: null, settlementRefs: [] } as const;
    for (const [ref, account] of [
      ['one', '1001'],
      ['two', '1002'],
      ['three', ''],
    ] as const)
      await ledger.registry.putTransaction({ ...entry, ref, account, at: noon, final: true, initial: false });
    const there = await namedThere(ledger, 'paysafe');
    expect(accountsIn(there, 'paysafe').split(', ').toSorted()).toEqual(['1001', '1002']);
    expect(await there.lastFour()).toBe('cccc');
  });
});
