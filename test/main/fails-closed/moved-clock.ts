import type { Clock } from '../../../src-main/payments/ports.ts';

/** A PC's time that goes by itself, and further at a word: what waits for a moment that is over by then goes on at once. */
export interface MovedClock extends Clock {
  /** as the app is handed it; cut short by the signal, as by Node's own */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
  /** so many ms are over */
  pass(ms: number): void;
}

interface Waiting {
  /** looks whether its moment has come, and asks to be woken at it otherwise */
  look(): void;
}

export function movedClock(): MovedClock {
  let moved = 0;
  const waiting = new Set<Waiting>();
  const steady = (): number => performance.now() + moved;
  return {
    now: () => Date.now() + moved,
    steady,
    wait(ms, signal) {
      const until = steady() + ms;
      return new Promise((done, cut) => {
        let timer: NodeJS.Timeout | undefined;
        const over = (end: () => void): void => {
          clearTimeout(timer);
          waiting.delete(one);
          signal?.removeEventListener('abort', aborted);
          end();
        };
        const aborted = (): void => over(() => cut(signal?.reason as Error));
        const one: Waiting = {
          look() {
            clearTimeout(timer);
            const left = until - steady();
            if (left <= 0) over(done);
            else timer = setTimeout(one.look, Math.ceil(left)).unref();
          },
        };
        waiting.add(one);
        signal?.addEventListener('abort', aborted);
        if (signal?.aborted === true) aborted();
        else one.look();
      });
    },
    pass(ms) {
      moved += ms;
      for (const one of [...waiting]) one.look();
    },
  };
}
