/** The same work again and again until the signal: a failed round is reported, the next one comes all the same. */
export interface Loop {
  /** rest between two rounds, ms */
  readonly ms: number;
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  readonly work: () => Promise<unknown>;
  readonly trouble: (error: unknown) => void;
}

export async function loop({ ms, wait, signal, work, trouble }: Loop): Promise<void> {
  while (!signal.aborted) {
    await work().catch(trouble);
    await wait(ms, signal).catch((error: unknown) => {
      // The wait is cut short when the desk closes; anything else is news.
      if (!signal.aborted) trouble(error);
    });
  }
}
