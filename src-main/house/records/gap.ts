import * as v from 'valibot';
import { providerName, providerNames, type ProviderName } from '../../contract/provider.ts';
import type { SettingBook } from '../../ledger/settings.ts';
import type { KeyState } from '../keys/provider-keys.ts';
import type { Asker } from '../../payments/ports.ts';

export const gapSetting = 'records.gap';
export const withoutSetting = 'records.without';
/** In the records, so that a backup that is put back forgets what was said after it. */
export const meantSetting = 'records.meantKeys';

const gapShape = v.object({
  staffId: v.string(),
  staffName: v.string(),
  desk: v.string(),
  backup: v.string(),
  backupAt: v.number(),
  restoredAt: v.number(),
  aside: v.nullable(v.string()),
  /** from when on something may be missing, unix ms; absent in notes of earlier versions: since the backup's name says it was made */
  since: v.optional(v.number()),
  /** who has not said yet what happened since; absent in notes of earlier versions: both */
  owed: v.optional(v.array(providerName)),
});
export type Gap = v.InferOutput<typeof gapShape>;

/** A provider that the house does not use, as a manager said. Should it ever have a key here, it is asked for all since then first; null: for everything. */
const withoutShape = v.array(
  v.object({
    provider: providerName,
    since: v.nullable(v.number()),
    at: v.number(),
    staffId: v.string(),
    staffName: v.string(),
    desk: v.string(),
  }),
);
export type Without = v.InferOutput<typeof withoutShape>[number];

/** Keys that the owner said are meant, although nothing showed that they are of the account of these records' orders: provider → what names the key. */
const meantShape = v.record(v.string(), v.string());

/** What has to be asked now, by whose order. */
export interface Due {
  readonly by: Asker;
  /** unix ms; null: as far back as the providers go */
  readonly since: number | null;
  readonly providers: readonly ProviderName[];
}

/**
 * What these records do not know yet since a backup was put in their place, provider by provider. A provider counts as asked when it has answered to the
 * end, and by nothing else: one that could not be asked (no key, a keychain that is shut) may have moved money all the same.
 */
export interface GapKeeper {
  /** null: nothing was put back, or all has been found again */
  note(): Gap | null;
  /** the providers that have not said yet what happened since, without those that the house does not use */
  owed(): readonly ProviderName[];
  without(): readonly Without[];
  /** it may have moved money that nobody here knows of: so may one that the house is said not to use, should it have a key after all */
  owes(provider: ProviderName): boolean;
  /** no provider at all has answered yet */
  shutsAll(): boolean;
  due(keyAt: (provider: ProviderName) => Promise<KeyState>): Promise<Due | null>;
  answered(providers: readonly ProviderName[]): Promise<void>;
  /** The house does not use it, as somebody says at this moment (unix ms). Should it ever have a key, it is asked for what happened since the gap began. */
  waive(provider: ProviderName, by: Asker, at: number): Promise<void>;
  /** The key that the owner said is meant there, by what names it; null: none. */
  meant(provider: ProviderName): string | null;
  mean(provider: ProviderName, stamp: string): Promise<void>;
  /** What one that the house does not use has to say goes back further. */
  lower(provider: ProviderName, since: number | null): Promise<void>;
}

/** @param marginMs the clocks of desk and provider differ a little */
export async function openGap(settings: SettingBook, marginMs: number): Promise<GapKeeper> {
  const read = v.safeParse(gapShape, await settings.get(gapSetting));
  let gap: Gap | null = read.success ? read.output : null;
  const said = v.safeParse(withoutShape, await settings.get(withoutSetting));
  let without: readonly Without[] = said.success ? said.output : [];
  const meaning = v.safeParse(meantShape, await settings.get(meantSetting));
  let meant: Readonly<Record<string, string>> = meaning.success ? meaning.output : {};

  const sinceOf = ({ since, backupAt }: Gap): number => (since ?? backupAt) - marginMs;
  const waived = (provider: ProviderName): boolean => without.some((one) => one.provider === provider);
  const owed = (): readonly ProviderName[] => {
    const all = gap?.owed ?? providerNames;
    return gap ? all.filter((provider) => !waived(provider)) : [];
  };

  async function keepWithout(next: readonly Without[]): Promise<void> {
    await settings.set(withoutSetting, [...next]);
    without = next;
  }
  async function keepGap(next: Gap | null): Promise<void> {
    await settings.set(gapSetting, next);
    gap = next;
  }
  /** Who is not used goes on owing under a line of its own, so that the note of the restore may end. */
  async function keepOwed(left: readonly ProviderName[]): Promise<void> {
    if (!gap) return;
    for (const provider of gap.owed ?? providerNames) if (waived(provider)) await lower(provider, sinceOf(gap));
    await keepGap(left.length === 0 ? null : { ...gap, owed: [...left] });
  }
  async function lower(provider: ProviderName, since: number | null): Promise<void> {
    const own = without.find((one) => one.provider === provider);
    if (!own || own.since === null || (since !== null && since >= own.since)) return;
    await keepWithout(without.map((one) => (one === own ? { ...one, since } : one)));
  }

  return {
    note: () => gap,
    owed,
    without: () => without,
    owes: (provider) => owed().includes(provider) || waived(provider),
    shutsAll: () => owed().length > 0 && providerNames.every((one) => owed().includes(one) || waived(one)),

    async due(keyAt) {
      const returned: Without[] = [];
      for (const one of without) if ((await keyAt(one.provider)) === 'yes') returned.push(one);
      const providers = [...owed(), ...returned.map(({ provider }) => provider)];
      const who = gap ?? returned[0];
      if (!who || providers.length === 0) return null;
      const { staffId, staffName, desk } = who;
      const starts = [...(gap ? [sinceOf(gap)] : []), ...returned.map(({ since }) => since)];
      const since = starts.reduce((least, one) => (least === null || one === null ? null : Math.min(least, one)));
      return { by: { staffId, staffName, desk }, since, providers };
    },

    async answered(providers) {
      if (without.some(({ provider }) => providers.includes(provider)))
        await keepWithout(without.filter(({ provider }) => !providers.includes(provider)));
      const left = owed().filter((provider) => !providers.includes(provider));
      if (left.length < owed().length) await keepOwed(left);
    },

    async waive(provider, by, at) {
      const since = gap ? sinceOf(gap) : at;
      if (waived(provider)) await lower(provider, since);
      else await keepWithout([...without, { provider, since, at, ...by }]);
      await keepOwed(owed());
    },

    meant: (provider) => meant[provider] ?? null,
    async mean(provider, stamp) {
      const next = { ...meant, [provider]: stamp };
      await settings.set(meantSetting, next);
      meant = next;
    },

    lower,
  };
}
