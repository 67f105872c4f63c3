import { impossible } from '../contract/impossible.ts';
import type { ProviderHealth, ProviderName } from '../contract/provider.ts';
import type { SyncStatus, Surroundings, Trouble } from './ports.ts';

export interface Health {
  status(): SyncStatus;
  /** the age of the lists, as the mirror kept it over a restart */
  load(): Promise<void>;
  /** the provider answered something we can read */
  answered(): void;
  failed(trouble: Trouble): void;
  /** the lists are as the provider had them at this moment (unix ms) */
  upToDate(at: number): Promise<void>;
  set(change: { readonly syncing?: boolean; readonly filling?: boolean; readonly syncedAt?: null }): void;
}

/** How a provider is at this moment, since when it is not well, and how old its lists are. */
export function makeHealth(
  provider: ProviderName,
  { mirror, clock, log, onStatus = () => undefined }: Pick<Surroundings, 'mirror' | 'clock' | 'log' | 'onStatus'>,
): Health {
  let status: SyncStatus = {
    provider,
    health: 'starting',
    syncedAt: null,
    syncing: false,
    troubleSince: null,
    filling: false,
  };
  const change = (next: Partial<SyncStatus>): void => {
    const before = status;
    status = { ...status, ...next };
    const visible = ['health', 'syncedAt', 'troubleSince', 'filling'] as const;
    if (visible.some((part) => before[part] !== status[part])) onStatus();
  };
  return {
    status: () => status,
    load: async () => {
      const kept = await mirror.kept(`${provider}.syncedAt`);
      change({ syncedAt: kept === null ? null : Number(kept) });
    },
    answered: () => {
      if (status.health !== 'ok' && status.health !== 'starting') log('provider answers again', { provider });
      change({ health: 'ok', troubleSince: null });
    },
    failed: (trouble) => {
      const health = healthOf(trouble.why);
      if (health === null) return;
      if (health !== status.health) log('provider trouble', { provider, why: trouble.why, detail: trouble.detail });
      change({ health, troubleSince: status.troubleSince ?? clock.now() });
    },
    upToDate: async (at) => {
      await mirror.keep(`${provider}.syncedAt`, String(at));
      change({ syncedAt: at });
    },
    set: change,
  };
}

/** Null: the provider is well, it only answered no. */
function healthOf(why: Trouble['why']): ProviderHealth | null {
  switch (why) {
    case 'no_answer':
      return 'unreachable';
    case 'key_missing':
      return 'key_missing';
    case 'key_refused':
    case 'permission':
      return 'key_refused';
    case 'odd':
      return 'odd';
    case 'gone':
    case 'busy':
      return null;
    default:
      return impossible(why);
  }
}
