import type { SandboxStore } from '../core/store.ts';

/** A Paysafe authorization or debit that the house made, as its own records would know it. */
export interface DemoTransaction {
  readonly ref: string;
  readonly kind: 'auth' | 'purchase';
  readonly account: string;
  readonly profileRef: string | null;
  readonly instrumentRef: string | null;
  readonly description: string | null;
  readonly settlementRefs: readonly string[];
  /** Unix milliseconds. */
  readonly at: number;
  /** The first use of its card: what later ones name as `initialTransactionId`. */
  readonly initial: boolean;
}

/** What Paysafe cannot be asked for, because it lists nothing. */
export interface DemoRegistry {
  readonly profiles: readonly { readonly ref: string; readonly merchantCustomerId: string | null }[];
  readonly transactions: readonly DemoTransaction[];
  readonly profileIds: readonly string[];
  readonly authIds: readonly string[];
  readonly purchaseIds: readonly string[];
}

const kind = 'demo-house.registry';

/** Ids of everything the demo house made at Paysafe and did not lose again; empty for a file without a demo house. */
export function demoRegistry(store: SandboxStore): DemoRegistry {
  return (
    store.get<DemoRegistry>(kind, 'paysafe') ?? {
      profiles: [],
      transactions: [],
      profileIds: [],
      authIds: [],
      purchaseIds: [],
    }
  );
}

/** Grows while the house is filled. */
export interface RegistryBook {
  profile(ref: string, merchantCustomerId: string): void;
  transaction(transaction: DemoTransaction): void;
  settlement(auth: string, settlement: string): void;
  keep(store: SandboxStore): void;
}

export function makeRegistryBook(): RegistryBook {
  const profiles: DemoRegistry['profiles'][number][] = [];
  const transactions = new Map<string, DemoTransaction>();
  return {
    profile: (ref, merchantCustomerId) => void profiles.push({ ref, merchantCustomerId }),
    transaction: (transaction) => void transactions.set(transaction.ref, transaction),
    settlement(auth, settlement) {
      const known = transactions.get(auth);
      if (known === undefined) throw new Error(`The registry does not know the authorization ${auth}.`);
      transactions.set(auth, { ...known, settlementRefs: [...known.settlementRefs, settlement] });
    },
    keep(store) {
      const all = [...transactions.values()];
      const refs = (wanted: DemoTransaction['kind']): string[] =>
        all.filter((transaction) => transaction.kind === wanted).map(({ ref }) => ref);
      const registry: DemoRegistry = {
        profiles,
        transactions: all,
        profileIds: profiles.map(({ ref }) => ref),
        authIds: refs('auth'),
        purchaseIds: refs('purchase'),
      };
      store.put(kind, 'paysafe', registry);
    },
  };
}
