import type { Clock } from '../../payments/ports.ts';
import { runningDay, type DayCut } from './calendar.ts';

interface Turning {
  readonly clock: Pick<Clock, 'now'>;
  /** when the days of the house end; asked anew for each */
  readonly cut: () => DayCut;
  /** ends after `ms`, or as soon as the signal aborts (resolving or rejecting) */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** a business day is over, and the next one runs */
  readonly turned: () => void;
  readonly trouble: (error: unknown) => void;
}

/** A desk that is left open over the end of a business day. */
export interface DayTurns {
  /** Until the signal. One timer at a time, for the moment at which the day that is running ends. */
  run(signal: AbortSignal): Promise<void>;
  /** The house may have changed when its days end: the timer is set anew. */
  again(): void;
}

/**
 * Tells each end of a business day at its very moment, by the clock and not by the timer: one that rings early, or a clock that was set back, waits on.
 * A PC that slept over it is told what day it is when it wakes, as with every other status.
 */
export function makeDayTurns({ clock, cut, wait, turned, trouble }: Turning): DayTurns {
  let timer = new AbortController();

  async function untilOver(to: number, signal: AbortSignal): Promise<'over' | 'cut_short' | 'failed'> {
    const own = timer.signal;
    try {
      await wait(Math.max(1, to - clock.now()), AbortSignal.any([signal, own]));
    } catch (error) {
      if (signal.aborted || own.aborted) return 'cut_short';
      trouble(error);
      return 'failed';
    }
    return own.aborted ? 'cut_short' : 'over';
  }

  return {
    async run(signal) {
      while (!signal.aborted) {
        const { to } = runningDay(clock.now(), cut());
        const ended = await untilOver(to, signal);
        // Without a timer nothing would rest between two rounds.
        if (ended === 'failed' || signal.aborted) return;
        if (ended === 'over' && clock.now() >= to) turned();
      }
    },
    again() {
      const before = timer;
      timer = new AbortController();
      before.abort();
    },
  };
}
