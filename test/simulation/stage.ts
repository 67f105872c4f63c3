import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Chance } from './chance.ts';
import type { World } from './world.ts';

/** What waits to go on. */
export interface Waiting {
  /** false once its process is gone: then it waits for ever */
  alive(): boolean;
  /** the moment from which it may go on; may come nearer (an answer) or move away (its PC falls asleep) while it waits */
  from(): number;
}

/** Decides in which order things that wait at the same moment go on. Everything else about a schedule follows from that and from the faults. */
export interface Stage {
  turn(waiting: Waiting): Promise<void>;
  /** Lets one of those that wait go on, after as much time as that takes. @returns false when nobody waits */
  step(): Promise<boolean>;
  drain(): Promise<void>;
}

export function makeStage(chance: Chance, world: World): Stage {
  let waiting: (Waiting & { readonly go: () => void })[] = [];

  async function step(): Promise<boolean> {
    for (;;) {
      waiting = waiting.filter((one) => one.alive());
      if (waiting.length === 0) return false;
      const ready = waiting.filter((one) => one.from() <= world.now());
      if (ready.length > 0) {
        const one = chance.pick(ready);
        waiting.splice(waiting.indexOf(one), 1);
        one.go();
        // Until all that follows from it has happened and waits again.
        await nextTurn();
        return true;
      }
      world.passTo(Math.min(world.nextAt(), ...waiting.map((one) => one.from())));
    }
  }

  return {
    turn: (given) => new Promise((go) => waiting.push({ alive: given.alive, from: given.from, go })),
    step,
    async drain() {
      await nextTurn();
      while (await step());
    },
  };
}
