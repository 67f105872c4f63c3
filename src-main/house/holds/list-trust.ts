import type { ProviderName } from '../../contract/provider.ts';
import { listAges } from '../status.ts';
import type { World } from '../world.ts';

/**
 * Read this recently a list is as good as new: Stripe is asked every 15 seconds, Paysafe every minute, each ten times as seldom in trouble. The screen says
 * the age of anything older.
 */
const freshMs = 15 * 60_000;
/** What a list older than this says of holds that lapse today is not counted any more: a working day of others has passed over it. */
const oldMs = 24 * 3_600_000;
/**
 * So long after a date has come its list must have been read before it says that nobody captured in time: the provider's clock may differ from ours, and
 * its word of a change may be late.
 */
const settledMs = 2 * 60_000;

/** A list that was not read just now; `ago`: since when nothing is known of what happened elsewhere, ms; null: it was never read to its end. */
export interface StaleList {
  readonly provider: ProviderName;
  readonly ago: number | null;
}

/** How far each provider's list can be believed at this moment: `old` ones are not counted from, those of `aged` with their age. */
export interface ListTrust {
  readonly fresh: readonly ProviderName[];
  readonly aged: readonly StaleList[];
  readonly old: readonly StaleList[];
}

export function listTrust(world: Pick<World, 'sync' | 'clock'>): ListTrust {
  const now = world.clock.now();
  const lists = listAges(world).map(({ provider, syncedAt }) => ({
    provider,
    ago: syncedAt === null ? null : Math.max(0, now - syncedAt),
  }));
  const ageOf = ({ ago }: StaleList): 'fresh' | 'aged' | 'old' =>
    ago === null || ago > oldMs ? 'old' : ago > freshMs ? 'aged' : 'fresh';
  const those = (age: ReturnType<typeof ageOf>): StaleList[] => lists.filter((list) => ageOf(list) === age);
  return { fresh: those('fresh').map(({ provider }) => provider), aged: those('aged'), old: those('old') };
}

/** Until when what happened at each provider is surely in its list, unix ms; null: nobody knows. */
export function knownUntil(world: Pick<World, 'sync'>): Record<ProviderName, number | null> {
  const known: Record<ProviderName, number | null> = { stripe: null, paysafe: null };
  for (const { provider, syncedAt } of listAges(world))
    known[provider] = syncedAt === null ? null : syncedAt - settledMs;
  return known;
}
