import type { DeskStatus } from '../contract/desk-status.ts';
import { isDeskTrouble } from '../contract/failure.ts';
import { holdDaysOf } from '../contract/hold-days.ts';
import type { ProviderName } from '../contract/provider.ts';
import { cutOf, dayEnds, runningDay } from './days/calendar.ts';
import type { World } from './world.ts';

/** What the line at the bottom says: mode, health and age of each provider's list, open operations, why money is shut. */
export async function deskStatus(world: World): Promise<DeskStatus> {
  const now = world.clock.now();
  const settings = world.settings.now();
  const { checking, needsPerson } = await world.ledger.operations.counts();
  const holds = await world.mirror.holdCounts({
    now,
    ...dayEnds(now, settings.timeZone),
    holdDays: holdDaysOf(settings),
    filter: 'open',
    provider: null,
  });
  const shut = world.engine.moneyShut();
  return {
    mode: world.mode,
    providers: (['stripe', 'paysafe'] as const).map((provider) => {
      const status = world.sync[provider].status();
      return {
        provider,
        health: status.health,
        syncedAt: status.syncedAt,
        syncing: status.syncing,
        troubleSince: status.troubleSince,
      };
    }),
    checking,
    needsPerson,
    openHolds: holds.open,
    lapsingToday: holds.today,
    moneyShut: shut && isDeskTrouble(shut.code) ? shut.code : null,
    clockOffMs: typeof shut?.facts?.['ms'] === 'number' ? shut.facts['ms'] : null,
    recordsVerifiedAt: world.records.verifiedAt(),
    backupTrouble: world.records.backupTrouble(),
    businessDay: runningDay(now, cutOf(settings)).day,
    now,
  };
}

/** When each list was brought up to date, as far as is known, unix ms; null: never to its end. A provider without a key has none. */
export function listAges({
  sync,
}: Pick<World, 'sync'>): readonly { readonly provider: ProviderName; readonly syncedAt: number | null }[] {
  return (['stripe', 'paysafe'] as const).flatMap((provider) => {
    const { health, syncedAt } = sync[provider].status();
    return health === 'key_missing' ? [] : [{ provider, syncedAt }];
  });
}

/** When the oldest list on screen was brought up to date, or null when one never was. A provider without a key does not count. */
export async function listAge(world: Pick<World, 'sync'>): Promise<number | null> {
  const ages = listAges(world).map(({ syncedAt }) => syncedAt);
  if (ages.length === 0 || ages.some((at) => at === null)) return null;
  return Math.min(...ages.map(Number));
}
