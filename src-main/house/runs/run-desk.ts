import type { Random } from '../../payments/ports.ts';

/** The one run, of bills or of holds, that may be under way at this desk. After a restart there is none, whatever the records say. */
export interface RunDesk {
  /** what this running desk is called in the records: never the same after a restart */
  readonly driver: string;
  /** the lines of this run are sent from here, now */
  drives(runId: string): boolean;
  /** another run is under way here */
  busy(): boolean;
  /** `stopped` is true once the desk closes: what is not begun waits for a person. False: a run is under way already */
  alone(run: {
    readonly id: string;
    readonly work: (stopped: () => boolean) => Promise<void>;
    /** told once no line of it is sent from here any more, however it came to that */
    readonly ended: () => void;
  }): boolean;
  /** Begins no further line, and waits for the one in hand. */
  close(): Promise<void>;
  /** Waits until no line is in hand. */
  idle(): Promise<void>;
}

export function makeRunDesk(random: Random): RunDesk {
  let going: { readonly runId: string; readonly work: Promise<void> } | null = null;
  let closing = false;
  const idle = async (): Promise<void> => {
    await going?.work;
  };
  return {
    driver: `drive-${random.id(16)}`,
    drives: (runId) => going?.runId === runId,
    busy: () => going !== null,
    alone({ id: runId, work, ended }) {
      if (going || closing) return false;
      const own = Promise.resolve()
        .then(() => work(() => closing))
        .catch(() => undefined)
        .finally(() => {
          going = null;
          if (!closing) ended();
        });
      going = { runId, work: own };
      return true;
    },
    async close() {
      closing = true;
      await idle();
    },
    idle,
  };
}
