import type { ProviderName } from '../../contract/provider.ts';
import type { HouseLedger } from '../../ledger/ledger.ts';
import { namedBy, type NewKey, type OrderOf } from './other-account.ts';

/** What the records name of the account that the house uses at a provider. */
export interface NamedThere {
  /** newest first */
  readonly orders: readonly OrderOf[];
  /** the last four of the key that was put in last, by the history; null: none was */
  lastFour(): Promise<string | null>;
}

/**
 * Whose account a key is of, by the records. named: of the one that they name; other: of another; unsaid: they name none by which it could be told;
 * silent: the provider did not answer when it was asked.
 */
export type Whose = 'named' | 'other' | 'unsaid' | 'silent';

/** A key, as far as it says whose it is. */
export type AskedKey = Pick<NewKey, 'provider' | 'account' | 'accounts' | 'knows'> & { readonly lastFour: string };

const mostOrders = 50;
/** A refused order, or one that never left, may have been given with a wrong key. */
const happened = ['open', 'unknown', 'pending', 'done', 'declined', 'needs_person'] as const;

/** The newest orders of a provider in the records; at Paysafe, where there are none, the newest payments that the records know there. */
export async function namedThere(
  { operations, registry, audit }: Pick<HouseLedger, 'operations' | 'registry' | 'audit'>,
  provider: ProviderName,
): Promise<NamedThere> {
  const asked = { states: [...happened], provider, staffId: null, from: null, to: null, offset: 0, limit: mostOrders };
  const { rows } = await operations.list(asked);
  const given = rows.map(namedBy);
  const known =
    provider === 'paysafe' && given.every(({ account }) => account === null)
      ? (await registry.allTransactions()).slice(0, mostOrders)
      : [];
  return {
    orders: [...given, ...known.map(({ account }) => ({ account: account || null, customerRef: null }))],
    async lastFour() {
      const whats = ['key_added', 'key_replaced'];
      for (let before: number | null = null; ;) {
        const page = await audit.list({ search: '', whats, before, limit: mostOrders });
        const line = page.rows.find(({ detail }) => detail['provider'] === provider);
        if (line) return String(line.detail['lastFour'] ?? '');
        before = page.rows.at(-1)?.id ?? null;
        if (!page.more || before === null) return null;
      }
    },
  };
}

/**
 * Judges a key by the records: the newest order that names an account, or whose client the provider can be asked for, decides (an account knows its own
 * clients, and no others). At Paysafe the key must have been let into every account that they name. Where no order tells, the key that was put in last
 * does, if it is this one.
 */
export async function whoseAccount(key: AskedKey, named: NamedThere): Promise<Whose> {
  const said = key.provider === 'paysafe' ? byNumbers(key, named.orders) : await byOrders(key, named.orders);
  if (said !== 'unsaid') return said;
  return (await named.lastFour()) === key.lastFour ? 'named' : 'unsaid';
}

function byNumbers({ accounts }: AskedKey, orders: readonly OrderOf[]): Whose {
  const numbers = orders.flatMap(({ account }) => account ?? []);
  if (numbers.length === 0) return 'unsaid';
  return numbers.every((number) => accounts.some((account) => account.number === number)) ? 'named' : 'other';
}

async function byOrders(key: AskedKey, orders: readonly OrderOf[]): Promise<Whose> {
  for (const { account, customerRef } of orders) {
    if (account !== null && key.account !== null) return account === key.account ? 'named' : 'other';
    if (customerRef === null) continue;
    const knows = await key.knows(customerRef);
    return knows === null ? 'silent' : knows ? 'named' : 'other';
  }
  return 'unsaid';
}

/** The accounts that the orders name, for a sentence; '' where they name none. */
export function accountsIn({ orders }: NamedThere, provider: ProviderName): string {
  const all = [...new Set(orders.flatMap(({ account }) => account ?? []))];
  return (provider === 'stripe' ? all.slice(0, 1) : all).join(', ');
}
