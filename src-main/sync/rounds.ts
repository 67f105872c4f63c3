import type { Surroundings } from './ports.ts';

export interface RoundsOptions {
  /** one round of work; `alone` when no timer runs and nobody will come back to what is left */
  readonly round: (signal: AbortSignal, alone: boolean) => Promise<void>;
  /** how long to rest after the round that just ended, ms */
  readonly gapMs: () => number;
  readonly wait: Surroundings['wait'];
  readonly failed: (error: unknown) => void;
}

export interface Rounds {
  start(): void;
  /** resolves after a round that began after this call */
  now(): Promise<void>;
  stop(): Promise<void>;
}

/** The same work again and again with rests between, at once when asked, one at a time. */
export function makeRounds({ round, gapMs, wait, failed }: RoundsOptions): Rounds {
  const stopping = new AbortController();
  let resting = new AbortController();
  let loop: Promise<void> | null = null;
  let last: Promise<void> = Promise.resolve();
  let asked: (() => void)[] = [];

  const one = async (alone: boolean): Promise<void> => {
    const served = asked;
    asked = [];
    try {
      await round(stopping.signal, alone);
    } catch (error) {
      failed(error);
    }
    for (const tell of served) tell();
  };
  const rest = async (): Promise<void> => {
    resting = new AbortController();
    if (asked.length > 0 || stopping.signal.aborted) return;
    try {
      await wait(gapMs(), resting.signal);
    } catch (error) {
      if (!resting.signal.aborted) throw error;
    }
  };
  const run = async (): Promise<void> => {
    await last;
    while (!stopping.signal.aborted) {
      await one(false);
      await rest();
    }
    for (const tell of asked.splice(0)) tell();
  };

  return {
    start: () => {
      loop ??= run();
    },
    now: () => {
      if (stopping.signal.aborted) return Promise.resolve();
      const done = new Promise<void>((resolve) => asked.push(resolve));
      if (loop) resting.abort();
      else last = last.then(() => (asked.length > 0 ? one(true) : undefined));
      return done;
    },
    stop: async () => {
      stopping.abort();
      resting.abort();
      await last;
      await loop;
    },
  };
}
