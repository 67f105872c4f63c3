import type { SandboxStore } from './store.ts';

/** Unix milliseconds, UTC. */
export interface SandboxClock {
  now(): number;
  /** From here on `now` runs forward from `milliseconds`. */
  set(milliseconds: number): void;
  /** May be negative. */
  advance(milliseconds: number): void;
}

const offsetName = 'clock.offset';

/**
 * The providers' clock: the real one plus an offset kept in the store, so that a clock that was set runs on from there,
 * also after a restart.
 */
export function makeSandboxClock(store: SandboxStore, realNow: () => number): SandboxClock {
  const offset = (): number => Number(store.setting(offsetName) ?? '0');
  return {
    now: () => realNow() + offset(),
    set(milliseconds) {
      store.setSetting(offsetName, String(Math.trunc(milliseconds) - realNow()));
    },
    advance(milliseconds) {
      store.setSetting(offsetName, String(offset() + Math.trunc(milliseconds)));
    },
  };
}
