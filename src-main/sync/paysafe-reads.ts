import type { ProviderLookUps, Read } from '../payments/ports.ts';
import type { Records } from '../payments/records.ts';
import { underAnother, type KnownAt } from './known-at.ts';
import { isPassing, type SyncRegistry, type Surroundings } from './ports.ts';
import { knownOf, noteTransaction } from './transactions.ts';

export interface PaysafeReads {
  /** profile and cards; marked deleted when gone there, unless it was known under another merchant's account only */
  profile(ref: string): Promise<Read<Records>>;
  transaction(ref: string): Promise<Read<Records>>;
}

/** Reads one thing at Paysafe and writes in the registry that it was read, and what it turned out to be. */
export function makePaysafeReads({
  lookUps,
  registry,
  mirror,
  clock,
  knownAt,
}: Pick<Surroundings, 'mirror' | 'clock'> & {
  readonly knownAt: KnownAt;
  readonly lookUps: ProviderLookUps;
  readonly registry: SyncRegistry;
}): PaysafeReads {
  return {
    profile: async (ref) => {
      const askedAt = clock.now();
      const account = knownAt.account();
      const read = await lookUps.readCustomer(ref);
      const entry = await registry.profile(ref);
      if (read.ok) {
        const { customer, cards } = read.value;
        const addedAt = entry?.addedAt ?? askedAt;
        await registry.putProfile({ ref, merchantCustomerId: customer.externalId, addedAt, lastReadAt: askedAt });
        await knownAt.note(ref, account);
        return { ok: true, value: { customers: [customer], cards, cardsOf: [customer.id] } };
      }
      if (isPassing(read)) return read;
      // Tried is tried: one profile that cannot be read must not be the first in line for ever.
      if (entry) await registry.putProfile({ ...entry, lastReadAt: askedAt });
      if (read.why !== 'gone') return read;
      if (account !== knownAt.account() || !(await knownAt.mayBelieveGone(ref))) return underAnother;
      const known = await mirror.customer(`paysafe:${ref}`);
      const gone = known ? [{ ...known, deleted: true, readAt: Math.max(askedAt, known.readAt) }] : [];
      return { ok: true, value: { customers: gone } };
    },

    transaction: async (ref) => {
      const askedAt = clock.now();
      const entry = await registry.transaction(ref);
      const known = knownOf(entry, await mirror.payment(`paysafe:${ref}`));
      const read = await lookUps.readPayment(ref, known);
      if (read.ok) {
        await noteTransaction(registry, read.value, askedAt);
        return { ok: true, value: { payments: [read.value] } };
      }
      // Paysafe looks up transactions of the last year only: one that is gone will not come back.
      if (!isPassing(read) && entry) {
        await registry.putTransaction({ ...entry, final: entry.final || read.why === 'gone', lastReadAt: askedAt });
      }
      return read;
    },
  };
}
