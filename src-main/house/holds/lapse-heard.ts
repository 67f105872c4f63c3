import type { HoldView } from '../../contract/hold.ts';
import { listAges } from '../status.ts';
import { knownUntil } from './list-trust.ts';
import type { World } from '../world.ts';

/**
 * Holds that have lapsed by their date alone, with when their provider's list was last read: whether they did, or were captured there meanwhile, nobody
 * knows until it is read again. Of what a provider itself says to have lapsed nothing is left to be captured.
 */
export function withLapseHeard<Hold extends HoldView>(world: Pick<World, 'sync'>, holds: readonly Hold[]): Hold[] {
  const known = knownUntil(world);
  const ages = new Map(listAges(world).map(({ provider, syncedAt }) => [provider, syncedAt]));
  return holds.map((hold) => {
    const { state, capturable, deadline, provider } = hold;
    if (state !== 'lapsed' || capturable.amount === 0 || !deadline || deadline.estimated) return hold;
    const until = known[provider];
    return until !== null && until >= deadline.at ? hold : { ...hold, unheard: { readAt: ages.get(provider) ?? null } };
  });
}
