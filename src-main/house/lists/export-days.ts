import type { AskedList } from '../../contract/export.ts';
import { refused, type Failure } from '../../contract/failure.ts';
import type { Saying } from '../../said/saying.ts';
import type { DayShift } from '../../contract/day-end.ts';
import type { KeptDayEntry } from '../../ledger/day-ends.ts';
import { countedDay, cutOf } from '../days/calendar.ts';
import { showDay } from '../days/day-end.ts';
import { shiftsOf } from '../days/day-shifts.ts';
import { inOne, namedDays, type Source } from './export-sources.ts';
import type { World } from '../world.ts';

type Asked<Name extends AskedList['list']> = Extract<AskedList, { readonly list: Name }>;

/**
 * What a day adds up to at this moment: a row for each provider, kind, person and card, in each currency; of a closed day, the fees that were written
 * with it too.
 */
export async function daySource(world: World, { day }: Asked<'day'>, saying: Saying): Promise<Source | Failure> {
  const { sayDay } = await import('../../said/days.ts');
  const reply = await showDay(world, { day });
  if (!reply.ok) return reply.failure;
  const { totals, counts, standing } = reply.value;
  const said = sayDay({ day }, saying);
  const fees = standing?.kind === 'closed' ? (standing.fees ?? []).filter(({ known }) => known > 0) : [];
  const cells = [...totals.flatMap(said.rowsOf), ...fees.flatMap(said.feesOf)].map((row) => said.cells(row));
  return {
    said,
    days: day,
    of: cells.length,
    asOf: null,
    unsound: () => world.ledger.damage().length > counts.damaged,
    slices: () => inOne(cells, counts.damaged),
    detail: { from: day, to: day },
  };
}

/** What was written when the days of a span were closed, opened again and handed over. */
export async function dayEndsSource(
  world: World,
  { from, to }: Asked<'day_ends'>,
  saying: Saying,
): Promise<Source | Failure> {
  if (from > to) return refused('bad_input', { field: 'to' }).failure;
  const { sayDayEnds } = await import('../../said/days.ts');
  const { rows, damaged } = await world.ledger.dayEnds.ofDays(from, to);
  const said = sayDayEnds({ from, to }, saying);
  const shifts = await shiftsByEntry(world, rows);
  const cells = rows.flatMap((entry) => said.rowsOf(entry, shifts.get(entry.id) ?? null)).map((row) => said.cells(row));
  return {
    said,
    days: namedDays(from, to),
    of: cells.length,
    asOf: null,
    unsound: () => false,
    slices: () => inOne(cells, damaged),
    detail: { from, to },
  };
}

async function shiftsByEntry(world: World, rows: readonly KeptDayEntry[]): Promise<Map<string, DayShift>> {
  const found = new Map<string, DayShift>();
  for (const [day, entries] of Map.groupBy(rows, (row) => row.day)) {
    const span = countedDay(day, cutOf(world.settings.now()));
    if (!span || !entries.some(({ kind }) => kind === 'handed_over')) continue;
    const { shifts } = await shiftsOf(world, span, entries);
    for (const [id, shift] of Object.entries(shifts)) found.set(id, shift);
  }
  return found;
}
