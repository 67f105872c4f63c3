import type { Clock, Random } from '../../src-main/payments/ports.ts';

/** A clock that moves only when a test says so. Unix ms, UTC. */
export function handClock(
  start = Date.UTC(2026, 10, 20, 16, 42),
): Clock & { pass(ms: number): void; set(at: number): void } {
  let now = start;
  let steady = 0;
  return {
    now: () => now,
    steady: () => steady,
    pass(ms) {
      now += ms;
      steady += ms;
    },
    set(at) {
      now = at;
    },
  };
}

/** Ids in order, so that a failing test names the same things every time. */
export function countedIds(): Random {
  let count = 0;
  return {
    id(length) {
      count += 1;
      return String(count).padStart(length, '0');
    },
  };
}
