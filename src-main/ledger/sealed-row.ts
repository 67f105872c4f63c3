import { LedgerTrouble } from '../payments/ports.ts';
import type { Sealer } from './seal.ts';

type Columns = Readonly<Record<string, string | number | null>>;

/** Every column but the seal, by name: the order in which a database hands them out does not matter. */
function sealedText(table: string, row: Columns): string {
  const columns = Object.keys(row)
    .filter((name) => name !== 'seal')
    .toSorted();
  return JSON.stringify([table, ...columns.map((name) => [name, row[name]])]);
}

/** A row with its seal, ready to be written. */
export function sealedRow<T extends Columns>(sealer: Sealer, table: string, row: T): T & { readonly seal: string } {
  return { ...row, seal: sealer.seal(sealedText(table, row)) };
}

/** @throws LedgerTrouble records_damaged when the row is not what was written */
export function mustBeWhatWasWritten(
  sealer: Sealer,
  table: string,
  row: Columns & { readonly seal: string; readonly id?: string },
): void {
  if (sealer.check(sealedText(table, row), row.seal) === 'bad')
    throw new LedgerTrouble('records_damaged', `A record of ${table} is not what was written (${row.id ?? 'seal'}).`);
}
