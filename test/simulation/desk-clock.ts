import type { Clock } from '../../src-main/payments/ports.ts';
import { daysMs, hoursMs } from './bank.ts';
import type { Chance } from './chance.ts';
import type { World } from './world.ts';

/** The clocks of one PC: a wall clock that may be wrong and be set, a steady one that may stand still while the PC sleeps, and its sleep. */
export interface DeskClock extends Clock {
  asleepUntil(): number;
  /** when it last fell asleep */
  sleptAt(): number;
  sleep(ms: number): void;
  /** somebody, or the system, sets the wall clock */
  set(): void;
  restart(): void;
}

/**
 * How far a wall clock may be from the truth. Mostly right. No two of them are as far apart as a PC sleeps (schedule.ts): a clock that is set back
 * during a sleep by exactly that sleep, on a system whose steady clock stands still in it, is what nobody could notice.
 */
const offsets = [
  0,
  0,
  0,
  0,
  0,
  2_000,
  -2_000,
  hoursMs(3),
  -hoursMs(3),
  hoursMs(27),
  -hoursMs(27),
  daysMs(30),
  -daysMs(30),
];

export function makeDeskClock(chance: Chance, world: World): DeskClock {
  let ahead = chance.pick(offsets);
  // Linux and macOS do not count sleep in the steady clock, Windows does.
  const standsStill = chance.happens(0.5);
  let [asleepUntil, sleptAt, slept, born] = [0, -1, 0, world.now()];
  return {
    now: () => world.now() + ahead,
    steady: () => world.now() - born - (standsStill ? slept : 0),
    asleepUntil: () => asleepUntil,
    sleptAt: () => sleptAt,
    sleep(ms) {
      if (asleepUntil > world.now()) return;
      sleptAt = world.now();
      asleepUntil = world.now() + ms;
      slept += ms;
    },
    set() {
      ahead = chance.pick(offsets);
    },
    restart() {
      [born, slept, asleepUntil] = [world.now() - chance.below(1000), 0, 0];
    },
  };
}
