import { shownCell } from '../../list-file/cells.ts';
import { decodeFile } from '../../list-file/decode.ts';
import { dayOrderOf } from '../../list-file/moments.ts';
import { readTable } from '../../list-file/table.ts';
import { done, refused, type Failure, type Reply } from '../../contract/failure.ts';
import { mostImportBytes, mostImportLines, type ChosenFile, type DayOrder } from '../../contract/table-import.ts';
import type { FileHand, HeldFile } from './held-file.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

/** Lines shown while columns are chosen. */
const firstLines = 6;

/** Asks for a file in the system's own dialog, takes it apart and keeps it at hand. Null: nothing was chosen. */
export async function chooseFile(world: World, hand: FileHand, who: SignedIn | null): Promise<Reply<HeldFile | null>> {
  let chosen: Awaited<ReturnType<World['openListFile']>>;
  try {
    chosen = await world.openListFile(mostImportBytes);
  } catch (error) {
    world.trouble('chosen file', error);
    return refused('csv_unreadable');
  }
  if (chosen === null) return done(null);
  if (chosen === 'too_large') return refused('csv_too_large');
  const decoded = decodeFile(chosen.bytes);
  if (!decoded) return refused('csv_unreadable');
  const table = await readTable(decoded.text, () => new Promise((next) => setImmediate(next)));
  if (!table) return refused('csv_empty');
  if (table.rows.length > mostImportLines) return refused('csv_too_long');
  const { encoding } = decoded;
  const id = `file-${world.engine.random.id(12)}`;
  const file: HeldFile = { id, name: chosen.name, staffId: who?.id ?? null, encoding, table };
  hand.keep(file);
  return done(file);
}

/** What the window is told of a file: its head, its first lines, and what its columns say of the order of days. */
export function fileFacts({ id, name, encoding, table }: HeldFile): Omit<ChosenFile, 'remembered'> {
  return {
    id,
    name,
    encoding,
    separator: table.separator,
    headers: table.headers.map(shownCell),
    first: table.rows
      .filter(({ trouble }) => trouble === null)
      .slice(0, firstLines)
      .map(({ line, cells }) => ({ line, cells: table.headers.map((_header, at) => shownCell(cells[at] ?? '')) })),
    lines: table.rows.length,
    dayOrders: table.headers.map((_header, at) => dayOrderOf(table.rows.map(({ cells }) => cells[at] ?? ''))),
  };
}

/** The mapping with what the days of this file say themselves of their order: it counts for more than how the last file was written. */
export function withOwnOrder<
  Mapping extends { readonly columns: { readonly day: number | null }; readonly dayOrder: DayOrder | null },
>(mapping: Mapping, { dayOrders }: Pick<ChosenFile, 'dayOrders'>): Mapping {
  const order = dayOrders[mapping.columns.day ?? -1];
  return order === 'day_first' || order === 'month_first' ? { ...mapping, dayOrder: order } : mapping;
}

/** The file at hand that is asked about, or why nothing can be read from it: no file, a column beyond it, one of `needed` that nobody chose. */
export function fileAsked<Field extends string>(
  hand: FileHand,
  {
    fileId,
    columns,
    needed,
  }: {
    readonly fileId: string;
    readonly columns: Readonly<Record<Field, number | null>>;
    readonly needed: readonly NoInfer<Field>[];
  },
  who: SignedIn | null,
): HeldFile | Failure {
  const file = hand.held(fileId, who?.id ?? null);
  if (!file) return { code: 'csv_forgotten' };
  const beyond = Object.entries<number | null>(columns).find(
    ([, place]) => place !== null && place >= file.table.headers.length,
  );
  const missing = beyond?.[0] ?? needed.find((field) => columns[field] === null);
  return missing === undefined ? file : { code: 'bad_input', facts: { field: missing } };
}
