/** The same work again and again until the signal: a failed round is reported, the next one comes all the same. */
export interface Loop {
  /** rest between two rounds, ms */
  readonly ms: number;
  /** rest before the first round, ms */
  readonly firstAfter: number;
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  readonly work: () => Promise<unknown>;
  readonly trouble: (error: unknown) => void;
}

/** How long the desk rests between two rounds of what it does by itself, ms. */
export const rests = {
  complete: 2_000,
  /** a disk that was full may have room again, a line may be back: looked at often, and only while there is trouble */
  trouble: 3_000,
  idleCheck: 1_000,
  status: 10_000,
  /** what changes within this time is told at once */
  statusCalm: 60,
} as const;

export async function loop({ ms, firstAfter, wait, signal, work, trouble }: Loop): Promise<void> {
  // The wait is cut short when the desk closes; anything else is news.
  const rest = (how: number): Promise<void> =>
    wait(how, signal).catch((error: unknown) => {
      if (!signal.aborted) trouble(error);
    });
  if (firstAfter > 0) await rest(firstAfter);
  while (!signal.aborted) {
    await work().catch(trouble);
    await rest(ms);
  }
}
