import type { DayEntry, DayShift, DayView } from '../../contract/day-end.ts';
import { foldDay, type DayFold } from '../../payments/day-figures.ts';
import type { World } from '../world.ts';

type Span = { readonly from: number; readonly to: number };

/** Adds up all that moved money in that span. */
export async function foldSpan({ ledger }: Pick<World, 'ledger'>, span: Span): Promise<DayFold> {
  const fold = foldDay();
  for await (const { rows, damaged } of ledger.days.orders(span)) fold.orders(rows, damaged);
  fold.pages(await ledger.days.pages(span));
  fold.credits(await ledger.days.credits(span));
  return fold;
}

/**
 * The shifts of a day: what was given between two hand-overs, added up anew each time. An order whose answer was lost belongs to whoever gave it, also when
 * it is known in the next shift: the difference of what was written at two hand-overs would put it there. @param span the day, unix ms
 */
export async function shiftsOf(
  world: Pick<World, 'ledger'>,
  span: Span,
  entries: readonly Pick<DayEntry, 'id' | 'kind' | 'at'>[],
): Promise<Pick<DayView, 'shifts' | 'shift'>> {
  const shifts: Record<string, DayShift> = {};
  let since = span.from;
  for (const { id, kind, at } of entries) {
    // A closing ends a shift only where there was one before it: otherwise it is the day.
    if (kind === 'reopened' || (kind === 'closed' && since === span.from)) continue;
    // The day may be closed, or its desk handed over, after its end.
    // What was given in that very moment was looked at with the rest.
    const until = Math.min(Math.max(at + 1, since), span.to);
    shifts[id] = await shiftOf(world, { from: since, to: until });
    if (kind === 'handed_over') since = until;
  }
  return { shifts, shift: since === span.from ? null : await shiftOf(world, { from: since, to: span.to }) };
}

async function shiftOf(world: Pick<World, 'ledger'>, span: Span): Promise<DayShift> {
  const fold = await foldSpan(world, span);
  return { since: span.from, until: span.to, totals: fold.totals(), counts: fold.counts() };
}
