import type { SandboxClock } from '../core/clock.ts';

/** What happened in the house, in the order it happened, whatever the order it was written down in. */
export interface Timeline {
  /** @throws Error for a moment that has not come yet. */
  at(moment: number, happen: () => void): void;
  /** Lives through all of it and puts the clock back to where it was. */
  play(): void;
}

/** @param now unix milliseconds, when the story ends. */
export function makeTimeline(clock: SandboxClock, now: number): Timeline {
  const moments: { moment: number; happen: () => void }[] = [];
  return {
    at(moment, happen) {
      if (moment > now) throw new Error(`The demo house cannot know what happens ${moment - now} ms from now.`);
      moments.push({ moment: Math.floor(moment), happen });
    },
    play() {
      let moved = 0;
      moments.sort((a, b) => a.moment - b.moment);
      try {
        for (const { moment, happen } of moments) {
          const step = moment - clock.now();
          clock.advance(step);
          moved += step;
          happen();
        }
      } finally {
        clock.advance(-moved);
      }
    },
  };
}
