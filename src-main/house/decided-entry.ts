import type { AuditEntry } from '../payments/ports.ts';
import type { SignedIn } from './signed-in.ts';
import type { World } from './world.ts';

/** A line of the history about something that was decided or done here by a person, and not sent to a provider. */
export function decidedEntry(
  world: Pick<World, 'clock' | 'settings'>,
  who: SignedIn | null,
  what: string,
  detail: AuditEntry['detail'],
): AuditEntry {
  const by = { staffId: who?.id ?? null, staffName: who?.name ?? null, desk: world.settings.now().desk };
  return { at: world.clock.now(), ...by, what, outcome: 'done', detail };
}
