import type { AskedList, ExportEnd, ExportForm } from '../../contract/export.ts';
import { done, refused, type Failure, type Reply } from '../../contract/failure.ts';
import type { TableFile } from '../../contract/table-file.ts';
import { dateOf } from '../days/calendar.ts';
import { audit } from '../customers/customers.ts';
import { sourceOf, type Source } from './export-sources.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

/** Rows between two words to the window about how far it is. */
const toldEvery = 2000;

type Written = Omit<ExportEnd, 'saved' | 'name'>;

/** `end` null: no place was chosen. */
type Made =
  | { readonly name: string; readonly end: null }
  | { readonly name: string; readonly end: Written; readonly detail: Source['detail'] };

const nothing: Written = { lines: 0, damaged: 0, unsound: false, left: 0, cancelled: false };

/**
 * A list into a file that somebody chooses a place for. It is written slice by slice, and stands under its name only when it is whole; what is missing
 * (records that cannot be read) stands in its last line.
 */
export async function exportList(
  world: World,
  { asked, form, language }: { readonly asked: AskedList; readonly form: ExportForm; readonly language: 'en' | 'fr' },
  who: SignedIn | null,
): Promise<Reply<ExportEnd>> {
  if (!who) return refused('not_signed_in');
  const running = world.exportDesk.alone(async (stopped): Promise<Made | Failure> => {
    let file: TableFile | null = null;
    try {
      const source = await sourceOf(world, { asked, language, who });
      if ('code' in source) return source;
      const { endOf, headOf } = await import('../../said/saying.ts');
      const { timeZone, house } = world.settings.now();
      const now = world.clock.now();
      const days = source.days ?? dateOf(now, timeZone);
      const saying = { language, timeZone, now };
      const head = headOf(source.said, { form, days, house, by: who.name, asOf: source.asOf, saying });
      const { name } = head;
      file = await world.openTable(head);
      if (!file) return { name, end: null };
      const end = await write(world, file, { source, stopped });
      if (end.cancelled) await file.drop();
      else await file.finish(endOf(end, language));
      return { name, end, detail: source.detail };
    } catch (error) {
      await file?.drop().catch((fault: unknown) => world.trouble('dropping half an export', fault));
      world.trouble('export', error);
      return refused('document_not_saved').failure;
    }
  });
  if (!running) return refused('export_running');
  const made = await running;
  if ('code' in made) return { ok: false, failure: made };
  const { name, end } = made;
  if (!end) return done({ saved: false, name, ...nothing });
  await note(world, who, { asked, form, detail: made.detail, end });
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
  const end = { ...nothing };
  let told = 0;
  for await (const { cells, damaged } of source.slices()) {
    if (stopped()) return { ...end, cancelled: true };
    const room = file.most === null ? cells.length : Math.max(0, file.most - end.lines);
    const taken = cells.slice(0, room);
    await file.write(taken);
    end.lines += taken.length;
    // What does not fit is counted all the same: the paper says how much of the list it is.
    end.left += cells.length - taken.length;
    end.damaged += damaged;
    if (end.lines - told < toldEvery) continue;
    told = end.lines;
    world.emit('lists.step', { done: end.lines, of: Math.max(source.of, end.lines) });
  }
  if (stopped()) return { ...end, cancelled: true };
  return { ...end, unsound: source.unsound() };
}

/** Who took which list out of the house, in the history. */
async function note(
  world: World,
  who: SignedIn,
  {
    asked,
    form,
    detail,
    end,
  }: {
    readonly asked: AskedList;
    readonly form: ExportForm;
    readonly detail: Source['detail'];
    readonly end: Written;
  },
): Promise<void> {
  const { lines, damaged, cancelled } = end;
  await audit(world, who, cancelled ? 'export_cancelled' : 'export', {
    list: asked.list,
    form,
    ...detail,
    lines,
    ...(damaged > 0 ? { bad: damaged } : {}),
  });
}
