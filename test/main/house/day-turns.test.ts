import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DayCut } from '../../../src-main/house/days/calendar.ts';
import { makeDayTurns } from '../../../src-main/house/days/day-turns.ts';
import { handClock } from '../../support/clock.ts';

// The evening of November 20 in Montréal, 11:30 p.m.; days end at 3.
const hour = 3_600_000;
const evening = Date.parse('2026-11-20T23:30:00-05:00');
let clock: ReturnType<typeof handClock>;
let cut: DayCut;
let timers: { readonly ms: number; readonly end: () => void; readonly fail: (error: Error) => void }[];
let turned: number[];
let troubles: unknown[];
let ending: AbortController;
let turns: ReturnType<typeof makeDayTurns>;
let over: Promise<void>;

beforeEach(() => {
  clock = handClock(evening);
  cut = { timeZone: 'America/Toronto', cutOffHour: 3 };
  [timers, turned, troubles, ending] = [[], [], [], new AbortController()];
  turns = makeDayTurns({
    clock,
    cut: () => cut,
    wait: (ms, signal) =>
      new Promise((resolve, reject) => {
        const one = { ms, end: () => forget(resolve), fail: (error: Error) => forget(() => reject(error)) };
        const forget = (then: () => void): void => {
          timers = timers.filter((other) => other !== one);
          then();
        };
        timers.push(one);
        signal?.addEventListener('abort', () => one.fail(new Error('cut short')));
      }),
    turned: () => turned.push(clock.now()),
    trouble: (error) => troubles.push(error),
  });
  over = turns.run(ending.signal);
});
afterEach(async () => {
  ending.abort();
  await over;
});
const settled = (): Promise<void> => new Promise((done) => setImmediate(done));
/** The timer rings, so many ms from now. */
async function rings(ms: number): Promise<void> {
  clock.pass(ms);
  timers[0]?.end();
  await settled();
}

describe('a desk that is left open over the end of a day', () => {
  it('tells it at that very hour, on one timer, and waits for the next', async () => {
    expect(timers.map(({ ms }) => ms)).toEqual([3.5 * hour]);
    await rings(3.5 * hour);
    expect(turned).toEqual([Date.parse('2026-11-21T03:00:00-05:00')]);
    expect(timers.map(({ ms }) => ms)).toEqual([24 * hour]);
  });

  it('goes by the clock: a timer that rings early, or a clock that was set back, tells nothing before the hour', async () => {
    await rings(3.5 * hour - 2);
    expect([turned, timers.map(({ ms }) => ms)]).toEqual([[], [2]]);
    clock.set(evening - hour);
    await rings(2);
    expect([turned.length, timers.map(({ ms }) => ms)]).toEqual([0, [4.5 * hour - 2]]);
  });

  it('counts the hours of the night on which clocks change', async () => {
    clock.set(Date.parse('2026-10-31T23:30:00-04:00'));
    cut = { ...cut, cutOffHour: 3 };
    turns.again();
    await settled();
    expect(timers.map(({ ms }) => ms)).toEqual([4.5 * hour]);
  });

  it('whose house ends its days at another hour waits for that one from then on', async () => {
    cut = { ...cut, cutOffHour: 0 };
    turns.again();
    await settled();
    expect(timers.map(({ ms }) => ms)).toEqual([0.5 * hour]);
    await rings(0.5 * hour);
    expect(turned).toHaveLength(1);
  });

  it('stops with the desk; a timer that fails is reported, and nothing spins', async () => {
    timers[0]?.fail(new Error('no timer'));
    await over;
    expect([troubles.length, timers.length, turned.length]).toEqual([1, 0, 0]);
  });

  it('tells nothing when the desk closes', async () => {
    ending.abort();
    await over;
    expect([troubles, timers, turned]).toEqual([[], [], []]);
  });
});
