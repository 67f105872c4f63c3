/** Waiting that a test ends by hand: `pass` wakes everybody whose time is over. */
export function handTimers(clock: { pass(ms: number): void; now(): number }) {
  const waiting = new Set<{ readonly until: number; readonly wake: () => void }>();
  return {
    waiting: () => waiting.size,
    /** how long the next one still waits, ms */
    next: () => Math.min(...[...waiting].map(({ until }) => until - clock.now())),
    wait: (ms: number, signal: AbortSignal): Promise<void> =>
      new Promise((resolve, reject) => {
        const one = {
          until: clock.now() + ms,
          wake: () => {
            waiting.delete(one);
            resolve();
          },
        };
        signal.addEventListener('abort', () => {
          waiting.delete(one);
          reject(new Error('woken'));
        });
        waiting.add(one);
      }),
    pass: (ms: number): void => {
      clock.pass(ms);
      for (const one of [...waiting]) if (one.until <= clock.now()) one.wake();
    },
    /** until everybody waits again: nothing is under way */
    quiet: async (): Promise<void> => {
      do await new Promise(setImmediate);
      while (waiting.size === 0);
    },
  };
}
