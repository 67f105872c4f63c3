import { shownCell } from '../../bill-file/bill-line.ts';
import { headersKey, proposeMapping } from '../../bill-file/columns.ts';
import { decodeFile } from '../../bill-file/decode.ts';
import { dayOrderOf } from '../../bill-file/moments.ts';
import { readTable } from '../../bill-file/table.ts';
import { mostImportBytes, mostImportLines, type ImportFile } from '../../contract/bill-import.ts';
import { done, refused, type Reply } from '../../contract/failure.ts';
import type { HeldBillFile } from './bill-files.ts';
import { rememberedMapping } from './bill-import-mapping.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

/** Lines shown while columns are chosen. */
const firstLines = 6;

/** Asks for a file in the system's own dialog, and reads what it is: its head, its first lines, and what its columns most likely say. */
export async function chooseBillFile(world: World, who: SignedIn | null): Promise<Reply<{ file: ImportFile | null }>> {
  let chosen: Awaited<ReturnType<World['openBillFile']>>;
  try {
    chosen = await world.openBillFile(mostImportBytes);
  } catch (error) {
    world.trouble('bill file', error);
    return refused('csv_unreadable');
  }
  if (chosen === null) return done({ file: null });
  if (chosen === 'too_large') return refused('csv_too_large');
  const decoded = decodeFile(chosen.bytes);
  if (!decoded) return refused('csv_unreadable');
  const table = await readTable(decoded.text, () => new Promise((next) => setImmediate(next)));
  if (!table) return refused('csv_empty');
  if (table.rows.length > mostImportLines) return refused('csv_too_long');
  const { encoding } = decoded;
  const id = `file-${world.engine.random.id(12)}`;
  const file: HeldBillFile = { id, name: chosen.name, staffId: who?.id ?? null, encoding, table };
  world.billFiles.keep(file);
  return done({ file: await fileView(world, file) });
}

async function fileView(world: World, { id, name, encoding, table }: HeldBillFile): Promise<ImportFile> {
  const remembered = await rememberedMapping(world.ledger.settings, headersKey(table.headers));
  const dayOrders = table.headers.map((_header, at) => dayOrderOf(table.rows.map(({ cells }) => cells[at] ?? '')));
  const mapping = remembered ?? proposeMapping(table.headers);
  const order = dayOrders[mapping.columns.day ?? -1];
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
    // What the days of this file say themselves counts for more than how the last file was written.
    mapping: order === 'day_first' || order === 'month_first' ? { ...mapping, dayOrder: order } : mapping,
    remembered: remembered !== null,
    dayOrders,
  };
}
