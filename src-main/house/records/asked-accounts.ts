import type { ProviderName } from '../../contract/provider.ts';
import type { ProviderKeys } from '../keys/provider-keys.ts';

/**
 * Whether the account that a key is of may be believed when it says what happened since some records: one that never had the house's orders says "nothing",
 * and what is due there would be taken again.
 */
export interface AskedAccounts {
  /** Judges the key that is here now, unless that was done. False: it is not asked. */
  mayAsk(provider: ProviderName): Promise<boolean>;
  /** The key that is here now was judged, and nothing shows that it is of the account that the records name. */
  isStrange(provider: ProviderName): boolean;
  /** What names the keys that are here now: whether one was put in since can be told by it. */
  stamps(): Readonly<Record<ProviderName, string | null>>;
}

export function makeAskedAccounts(keys: () => Pick<ProviderKeys, 'stamp' | 'whose'>): AskedAccounts {
  const judged = new Map<ProviderName, { readonly stamp: string | null; readonly strange: boolean }>();
  return {
    async mayAsk(provider) {
      const stamp = keys().stamp(provider);
      const before = judged.get(provider);
      if (before?.stamp === stamp) return !before.strange;
      const whose = await keys().whose(provider);
      // A silence passes: it is judged again at the next try.
      if (whose !== 'silent') judged.set(provider, { stamp, strange: whose !== 'named' });
      return whose === 'named';
    },
    isStrange(provider) {
      const before = judged.get(provider);
      return before !== undefined && before.strange && before.stamp === keys().stamp(provider);
    },
    stamps: () => ({ stripe: keys().stamp('stripe'), paysafe: keys().stamp('paysafe') }),
  };
}
