import type { DeskStatus } from '../contract/desk-status.ts';
import { isDeskTrouble } from '../contract/failure.ts';
import { holdDaysOf } from '../contract/hold-days.ts';
import { cutOf, dayEnd, runningDay } from './days/calendar.ts';
import type { World } from './world.ts';

/** What the line at the bottom says: mode, health and age of each provider's list, open operations, why money is shut. */
export async function deskStatus(world: World): Promise<DeskStatus> {
  const now = world.clock.now();
  const settings = world.settings.now();
  const { checking, needsPerson } = await world.ledger.operations.counts();
  const holds = await world.mirror.holdCounts({
    now,
    dayEnd: dayEnd(now, settings.timeZone),
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

/** When the oldest list on screen was brought up to date, or null when one never was. A provider without a key does not count. */
export async function listAge(world: World): Promise<number | null> {
  const ages: number[] = [];
  for (const provider of ['stripe', 'paysafe'] as const) {
    const status = world.sync[provider].status();
    if (status.health === 'key_missing') continue;
    if (status.syncedAt === null) return null;
    ages.push(status.syncedAt);
  }
  return ages.length === 0 ? null : Math.min(...ages);
}
