import type { Money } from './money.ts';

/** A cell: words as they are, an amount as a number of its own language, nothing. Amounts may be below zero. */
export type TableCell = string | Money | null;

/** A table that is written to a file which a person chose, some rows at a time; nothing is kept of rows that were written. */
export interface TableFile {
  /** Resolves when there is room for more. @throws when it cannot be written */
  write(rows: readonly (readonly TableCell[])[]): Promise<void>;
  /** The file stands under its name, whole, on the disk. @throws when it cannot be written */
  finish(): Promise<void>;
  /** Nothing is left of it; what stood under its name before stands there still. */
  drop(): Promise<void>;
}
