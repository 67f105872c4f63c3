import type { Money } from './money.ts';

/** A cell: words as they are, an amount as a number of its own language, nothing. Amounts may be below zero. */
export type TableCell = string | Money | null;

export interface TableColumn {
  readonly title: string;
  /** how wide it is on paper, beside the others; 0: a spreadsheet has it, paper does not */
  readonly share: number;
}

/** What a table is, before its rows. */
export interface TableHead {
  readonly language: 'en' | 'fr';
  readonly form: 'csv' | 'pdf';
  /** the name that is offered for the file */
  readonly name: string;
  readonly title: string;
  /** the house, when it was made and by whom, what it was filtered by: a line each */
  readonly about: readonly string[];
  readonly columns: readonly TableColumn[];
  /** `Page 2 of 7` */
  readonly page: (at: number, of: number) => string;
}

/** What stands under the rows. */
export interface TableEnd {
  readonly complete: boolean;
  /** `Complete: 12 lines`, or what is missing */
  readonly sentence: string;
}

/** A table that is written to a file which a person chose, some rows at a time. */
export interface TableFile {
  /** how many rows it takes; a spreadsheet's file grows with its rows and has no limit (null), a paper is made in memory */
  readonly most: number | null;
  /** Resolves when there is room for more. @throws when it cannot be written */
  write(rows: readonly (readonly TableCell[])[]): Promise<void>;
  /** The file stands under its name, whole, on the disk. @throws when it cannot be written */
  finish(end: TableEnd): Promise<void>;
  /** Nothing is left of it; what stood under its name before stands there still. */
  drop(): Promise<void>;
}
