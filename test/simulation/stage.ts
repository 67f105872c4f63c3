import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Chance } from './chance.ts';

/** Decides in which order things that wait at the same moment go on. Everything else about a schedule follows from that and from the faults. */
export interface Stage {
  /** Waits until the schedule lets it go on; for ever, once `alive` says that its process is gone. */
  turn(alive: () => boolean): Promise<void>;
  /** Lets one of those that wait go on. @returns false when nobody waits */
  step(): Promise<boolean>;
  drain(): Promise<void>;
}

export function makeStage(chance: Chance): Stage {
  let waiting: { go: () => void; alive: () => boolean }[] = [];
  async function step(): Promise<boolean> {
    waiting = waiting.filter(({ alive }) => alive());
    if (waiting.length === 0) return false;
    const [one] = waiting.splice(chance.below(waiting.length), 1);
    one?.go();
    // Until all that follows from it has happened and waits again.
    await nextTurn();
    return true;
  }
  return {
    turn: (alive) => new Promise((go) => waiting.push({ go, alive })),
    step,
    async drain() {
      await nextTurn();
      while (await step());
    },
  };
}
