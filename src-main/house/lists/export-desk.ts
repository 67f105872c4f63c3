/** The one export that may be under way at this desk. */
export interface ExportDesk {
  /** Null: one is under way already. `stopped` is true once somebody cancels it, or the desk closes. */
  alone<T>(work: (stopped: () => boolean) => Promise<T>): Promise<T> | null;
  /** False: none was under way. */
  cancel(): boolean;
  /** Ends when nothing is being written any more. */
  stop(): Promise<void>;
}

export function makeExportDesk(): ExportDesk {
  let running: { stopped: boolean; over: Promise<unknown> } | null = null;
  let closing = false;
  return {
    alone(work) {
      if (running || closing) return null;
      const own: { stopped: boolean; over: Promise<unknown> } = { stopped: false, over: Promise.resolve() };
      running = own;
      const over = work(() => own.stopped || closing).finally(() => {
        running = null;
      });
      own.over = over;
      return over;
    },
    cancel() {
      if (!running) return false;
      running.stopped = true;
      return true;
    },
    async stop() {
      closing = true;
      await running?.over.catch(() => undefined);
    },
  };
}
