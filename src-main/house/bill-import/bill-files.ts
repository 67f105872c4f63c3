import type { FileTable } from '../../bill-file/table.ts';
import type { ImportFile } from '../../contract/bill-import.ts';

/** A file that was chosen, as it was then: what is previewed is what is brought in, whatever becomes of it on the disk. */
export interface HeldBillFile {
  readonly id: string;
  readonly name: string;
  /** who chose it; nobody else at the desk works with it */
  readonly staffId: string | null;
  readonly encoding: ImportFile['encoding'];
  readonly table: FileTable;
}

/** The one file of bills that is at hand at this desk, and the one import that may be under way. */
export interface BillFiles {
  keep(file: HeldBillFile): void;
  held(id: string, staffId: string | null): HeldBillFile | null;
  /** Null: one is under way already. `stopped` is true once the desk closes: what is not written yet waits for the next time. */
  alone<T>(work: (stopped: () => boolean) => Promise<T>): Promise<T> | null;
  /** Ends when nothing is being written any more. */
  stop(): Promise<void>;
}

export function makeBillFiles(): BillFiles {
  let file: HeldBillFile | null = null;
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
