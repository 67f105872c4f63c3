import type { Operation } from './operation.ts';
import type { Clock } from './ports.ts';
import { longestPauseMs } from './transition.ts';

/**
 * What this process itself has seen of open operations, by the clock that only goes forward. A wall clock may be set back or ahead under
 * us, and on shared records the times in a row were written by another PC's clock: neither may decide that a request never arrived.
 */
export interface Watch {
  /** A request of it may be leaving, or may have left until now: `at` is what the row will say of that, unix ms by our wall clock. */
  sending(operation: Pick<Operation, 'id'>, at: number): void;
  /** How long, in ms, nothing of it has left as far as this process can tell. A row met for the first time has been quiet for 0 ms. */
  quietFor(operation: Operation): number;
  /** Its planned time has come, or as much time has passed as was planned, whatever the wall clock says. */
  isDue(operation: Operation, now: number): boolean;
  /**
   * This process may drive it: it was begun at this desk, or the desk that did has left it standing for longer than any living desk would.
   * Two that drive the same operation do no harm (the same key, or a question); this only keeps desks out of each other's way.
   */
  mayDrive(operation: Operation, timeoutMs: number): boolean;
  /** It is known what became of it: nothing of it needs to be remembered. */
  ended(operation: Pick<Operation, 'id'>): void;
}

/** @param desk name of this desk where several share the records; null where it alone writes them */
export function makeWatch(parts: { readonly clock: Clock; readonly desk: () => string | null }): Watch {
  const { clock, desk } = parts;
  const begunHere = new Set<string>();
  const standing = new Map<string, { readonly version: number; readonly since: number }>();
  const quiet = new Map<string, { readonly lastSentAt: number; readonly since: number }>();

  function standsSince({ id, version }: Operation): number {
    const before = standing.get(id);
    if (before?.version === version) return before.since;
    const since = clock.steady();
    standing.set(id, { version, since });
    return since;
  }

  /** As planned; both times may have been told by a clock that was set between them. */
  const pauseOf = ({ state, updatedAt }: Operation): number =>
    state.name === 'unknown' ? Math.min(state.nextAskAt - updatedAt, longestPauseMs) : 0;

  /** A send that this process did not see itself counts from when it was first seen here. */
  function quietSince({ id, state }: Operation): number {
    const lastSentAt = state.name === 'unknown' ? state.lastSentAt : 0;
    const before = quiet.get(id);
    if (before?.lastSentAt === lastSentAt) return before.since;
    const since = clock.steady();
    quiet.set(id, { lastSentAt, since });
    return since;
  }

  return {
    sending({ id }, at) {
      begunHere.add(id);
      quiet.set(id, { lastSentAt: at, since: clock.steady() });
    },
    quietFor: (operation) => clock.steady() - quietSince(operation),
    isDue(operation, now) {
      if (operation.state.name !== 'unknown') return true;
      return operation.state.nextAskAt <= now || clock.steady() - standsSince(operation) >= pauseOf(operation);
    },
    mayDrive(operation, timeoutMs) {
      const own = desk();
      if (own === null || operation.desk === own || begunHere.has(operation.id)) return true;
      const patience =
        operation.state.name === 'unknown' ? Math.max(0, pauseOf(operation)) + 2 * timeoutMs : 3 * timeoutMs;
      return clock.steady() - standsSince(operation) >= patience;
    },
    ended({ id }) {
      for (const known of [begunHere, standing, quiet]) known.delete(id);
    },
  };
}
