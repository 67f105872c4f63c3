import type { AskedList, ExportEnd } from '../contract/export.ts';
import { done, refused, type Failure, type Reply } from '../contract/failure.ts';
import type { TableFile } from '../contract/table-file.ts';
import { dateOf } from './calendar.ts';
import { audit } from './customers.ts';
import { sourceOf, type Source } from './export-sources.ts';
import type { SignedIn } from './signed-in.ts';
import type { World } from './world.ts';

/** Rows between two words to the window about how far it is. */
const toldEvery = 2000;

type Written = Pick<ExportEnd, 'lines' | 'damaged' | 'unsound' | 'cancelled'>;

/** `end` null: no place was chosen. */
interface Made {
  readonly name: string;
  readonly source: Source;
  readonly end: Written | null;
}

/**
 * A list into a file that somebody chooses a place for. It is written slice by slice, and stands under its name only when it is whole; what is missing
 * (records that cannot be read) stands in its last line.
 */
export async function exportList(
  world: World,
  { asked, language }: { readonly asked: AskedList; readonly language: 'en' | 'fr' },
  who: SignedIn | null,
): Promise<Reply<ExportEnd>> {
  if (!who) return refused('not_signed_in');
  const running = world.exportDesk.alone(async (stopped): Promise<Made | Failure> => {
    let file: TableFile | null = null;
    try {
      const source = await sourceOf(world, asked, language);
      if ('code' in source) return source;
      const { endOf, namesOf } = await import('../said/saying.ts');
      const { title, fileName } = namesOf(asked.list, language);
      const { timeZone, house } = world.settings.now();
      const name = `${fileName}-${source.days ?? dateOf(world.clock.now(), timeZone)}.csv`;
      const about = [house, ...source.said.about];
      file = await world.openTable({ name, language, title, about, columns: source.said.columns });
      if (!file) return { name, source, end: null };
      const end = await write(world, file, { source, stopped });
      if (end.cancelled) await file.drop();
      else await file.finish(endOf(end, language));
      return { name, source, end };
    } catch (error) {
      await file?.drop().catch((fault: unknown) => world.trouble('dropping half an export', fault));
      world.trouble('export', error);
      return refused('document_not_saved').failure;
    }
  });
  if (!running) return refused('export_running');
  const made = await running;
  if ('code' in made) return { ok: false, failure: made };
  const { name, end, source } = made;
  if (!end) return done({ saved: false, name, lines: 0, damaged: 0, unsound: source.unsound, cancelled: false });
  await note(world, who, { asked, source, end });
  return done({ saved: !end.cancelled, name, ...end });
}

/** Ends the export that is under way; nothing of it is left. */
export function cancelExport(world: World): Reply<{ cancelled: boolean }> {
  return done({ cancelled: world.exportDesk.cancel() });
}

async function write(
  world: Pick<World, 'emit'>,
  file: TableFile,
  { source, stopped }: { readonly source: Source; readonly stopped: () => boolean },
): Promise<Written> {
  const end = { lines: 0, damaged: 0, unsound: source.unsound, cancelled: false };
  let told = 0;
  for await (const { cells, damaged } of source.slices()) {
    if (stopped()) return { ...end, cancelled: true };
    await file.write(cells);
    end.lines += cells.length;
    end.damaged += damaged;
    if (end.lines - told < toldEvery) continue;
    told = end.lines;
    world.emit('lists.step', { done: end.lines, of: Math.max(source.of, end.lines) });
  }
  return stopped() ? { ...end, cancelled: true } : end;
}

/** Who took which list out of the house, in the history. */
async function note(
  world: World,
  who: SignedIn,
  { asked, source, end }: { readonly asked: AskedList; readonly source: Source; readonly end: Written },
): Promise<void> {
  const { lines, damaged, cancelled } = end;
  await audit(world, who, cancelled ? 'export_cancelled' : 'export', {
    list: asked.list,
    ...source.detail,
    lines,
    ...(damaged > 0 ? { bad: damaged } : {}),
  });
}
