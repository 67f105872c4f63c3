/**
 * The true time, which is the providers' own, and everything that will happen by itself: requests on their way, faults that are mended later,
 * holds that lapse, nightly batches. Unix ms, UTC.
 */
export interface World {
  now(): number;
  at(when: number, happen: () => void): void;
  /** when the next of these happens; Infinity when nothing is to come */
  nextAt(): number;
  /** Lets time pass, with everything that happens on the way in its own order. */
  passTo(when: number): void;
}

export function makeWorld(start = Date.UTC(2026, 10, 20, 16, 42)): World {
  let now = start;
  const coming: { readonly when: number; readonly happen: () => void }[] = [];
  const nextAt = (): number => coming[0]?.when ?? Infinity;
  return {
    now: () => now,
    nextAt,
    at(given, happen) {
      const when = Math.max(given, now);
      const place = coming.findLastIndex((one) => one.when <= when) + 1;
      coming.splice(place, 0, { when, happen });
    },
    passTo(when) {
      while (nextAt() <= when) {
        const next = coming.shift();
        now = Math.max(now, next?.when ?? now);
        next?.happen();
      }
      now = Math.max(now, when);
    },
  };
}
