import type { SandboxStore } from './store.ts';

/** What one request did, kept from whoever reads. */
export interface HiddenChange {
  /** Puts back what was there before. */
  readonly undo: () => void;
  /** Unix milliseconds of the providers' clock. */
  readonly until: number;
  /** Then it is taken back for good, instead of shown. */
  readonly undone: boolean;
}

/** Reads that lag behind writes, and writes that a provider takes back later. */
export interface Veil {
  hide(change: HiddenChange): void;
  /** Answers a read as if nothing hidden had happened. */
  read<T>(work: () => T): T;
  /** Shows, or takes back for good, whatever is due. */
  lift(): void;
  clear(): void;
}

export function makeVeil(store: SandboxStore, now: () => number): Veil {
  let hidden: HiddenChange[] = [];
  return {
    hide(change) {
      hidden.push(change);
    },
    read(work) {
      if (hidden.length === 0) return work();
      return store.rehearsed(() => {
        for (const { undo } of hidden.toReversed()) undo();
        return work();
      });
    },
    lift() {
      const due = hidden.filter(({ until }) => until <= now());
      if (due.length === 0) return;
      hidden = hidden.filter((change) => !due.includes(change));
      for (const { undo, undone } of due.toReversed()) if (undone) undo();
    },
    clear() {
      hidden = [];
    },
  };
}
