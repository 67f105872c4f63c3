import type { ChosenFile } from '../../contract/table-import.ts';
import type { FileTable } from '../../list-file/table.ts';

/** A file that was chosen, as it was then: what is previewed is what is brought in, whatever becomes of it on the disk. */
export interface HeldFile {
  readonly id: string;
  readonly name: string;
  /** who chose it; nobody else at the desk works with it */
  readonly staffId: string | null;
  readonly encoding: ChosenFile['encoding'];
  readonly table: FileTable;
}

/** The one file of its kind (bills, a statement) that is at hand at this desk, and the one import that may be under way. */
export interface FileHand {
  keep(file: HeldFile): void;
  held(id: string, staffId: string | null): HeldFile | null;
  /** Null: one is under way already. `stopped` is true once the desk closes: what is not written yet waits for the next time. */
  alone<T>(work: (stopped: () => boolean) => Promise<T>): Promise<T> | null;
  /** Ends when nothing is being written any more. */
  stop(): Promise<void>;
}

export function makeFileHand(): FileHand {
  let file: HeldFile | null = null;
  let running: Promise<unknown> | null = null;
  let stopping = false;
  return {
    keep(chosen) {
      file = chosen;
    },
    held: (id, staffId) => (file?.id === id && file.staffId === staffId ? file : null),
    alone(work) {
      if (running || stopping) return null;
      const own = work(() => stopping).finally(() => {
        running = null;
      });
      running = own;
      return own;
    },
    async stop() {
      stopping = true;
      await running?.catch(() => undefined);
    },
  };
}
