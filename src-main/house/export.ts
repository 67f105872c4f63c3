import type { ExportEnd } from '../contract/export.ts';
import { done, refused, type Reply } from '../contract/failure.ts';
import type { TableCell, TableFile } from '../contract/table-file.ts';
import { movedOf, type DayOrder } from '../payments/day-figures.ts';
import { countedDay } from './calendar.ts';
import { audit } from './customers.ts';
import { evidenceWords } from './evidence-words.ts';
import { exportWords } from './export-words.ts';
import { operationCode } from './operation-view.ts';
import type { SignedIn } from './signed-in.ts';
import type { World } from './world.ts';

/** Rows between two words to the window about how far it is. */
const toldEvery = 2000;

interface Wanted {
  readonly from: string;
  readonly to: string;
  readonly language: 'en' | 'fr';
}

/**
 * Every order of these days (both inclusive), oldest first, into a file that somebody chooses: declined and refused ones too, each with what it moved.
 * It is written slice by slice, and stands under its name only when it is whole. Records that cannot be read are named in its last line.
 */
export async function exportPayments(world: World, wanted: Wanted, who: SignedIn | null): Promise<Reply<ExportEnd>> {
  if (!who) return refused('not_signed_in');
  const { timeZone, dayRule } = world.settings.now();
  const cut = { timeZone, cutOffHour: dayRule.cutOffHour };
  const [first, last] = [countedDay(wanted.from, cut), countedDay(wanted.to, cut)];
  if (!first || !last || first.from > last.from) return refused('bad_input', { field: 'to' });
  const span = { from: first.from, to: last.to };
  const words = exportWords[wanted.language];
  const days = wanted.from === wanted.to ? wanted.from : `${wanted.from}_${wanted.to}`;
  const name = `${words.fileName}-${days}.csv`;
  const running = world.exportDesk.alone(async (stopped): Promise<Reply<ExportEnd>> => {
    let file: TableFile | null = null;
    try {
      file = await world.openTable({ name, language: wanted.language });
      if (!file) return done({ saved: false, name, lines: 0, damaged: 0, cancelled: false });
      const end = await write(world, file, { ...wanted, span, timeZone, stopped });
      if (end.cancelled) await file.drop();
      else await file.finish();
      return done({ saved: !end.cancelled, name, ...end });
    } catch (error) {
      await file?.drop().catch((fault: unknown) => world.trouble('dropping half an export', fault));
      world.trouble('export', error);
      return refused('document_not_saved');
    }
  });
  if (!running) return refused('export_running');
  const reply = await running;
  if (reply.ok && (reply.value.saved || reply.value.cancelled)) {
    const { lines, damaged, cancelled } = reply.value;
    await audit(world, who, cancelled ? 'export_cancelled' : 'export', {
      from: wanted.from,
      to: wanted.to,
      lines,
      ...(damaged > 0 ? { bad: damaged } : {}),
    });
  }
  return reply;
}

/** Ends the export that is under way; nothing of it is left. */
export function cancelExport(world: World): Reply<{ cancelled: boolean }> {
  return done({ cancelled: world.exportDesk.cancel() });
}

async function write(
  world: Pick<World, 'ledger' | 'emit'>,
  file: TableFile,
  about: Wanted & {
    readonly span: { readonly from: number; readonly to: number };
    readonly timeZone: string;
    readonly stopped: () => boolean;
  },
): Promise<{ lines: number; damaged: number; cancelled: boolean }> {
  const { language, span, stopped } = about;
  const words = exportWords[language];
  const of = await world.ledger.days.count(span);
  const rowOf = rowsIn(about);
  const end = { lines: 0, damaged: 0, cancelled: false };
  let told = 0;
  await file.write([words.columns]);
  for await (const { rows, damaged } of world.ledger.days.orders(span)) {
    if (stopped()) return { ...end, cancelled: true };
    await file.write(rows.map(rowOf));
    end.lines += rows.length;
    end.damaged += damaged;
    if (end.lines - told < toldEvery) continue;
    told = end.lines;
    world.emit('dayEnd.exporting', { done: end.lines, of: Math.max(of, end.lines) });
  }
  if (end.damaged > 0) await file.write([[words.incomplete(end.damaged)]]);
  return end;
}

function rowsIn({ language, timeZone }: { readonly language: 'en' | 'fr'; readonly timeZone: string }) {
  // One for all rows: making it costs more than a row does.
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
  const moment = new Intl.DateTimeFormat('sv-SE', { timeZone, ...parts });
  const { kinds, states } = evidenceWords[language];
  return (order: DayOrder): TableCell[] => {
    const { id, kind, state, provider, customerName, card, amount, staffName, desk, note } = order;
    const [date = '', time = ''] = moment.format(order.createdAt).split(' ');
    const moved = movedOf(order);
    return [
      date,
      time,
      operationCode(id),
      kinds[kind],
      states[state.name],
      provider === 'stripe' ? 'Stripe' : 'Paysafe',
      customerName,
      card ? `${card.brand ?? card.kind} ${card.lastFour}` : null,
      amount,
      moved && { amount: moved.as === 'refunded' ? -moved.amount : moved.amount, currency: moved.currency },
      moved && moved.tip > 0 ? { amount: moved.tip, currency: moved.currency } : null,
      amount?.currency ?? null,
      staffName,
      desk,
      note,
      'reference' in state ? state.reference : null,
      id,
    ];
  };
}
