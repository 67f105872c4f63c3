import type { ClosedFees, DayEntry, DayView, WeekView } from '../../contract/day-end.ts';
import type { DayRule } from '../../contract/day-rule.ts';
import type { SettingsView } from '../../contract/desk-status.ts';
import { done, refused, type Failure, type Reply } from '../../contract/failure.ts';
import { holdDaysOf } from '../../contract/hold-days.ts';
import type { KeptDayEntry } from '../../ledger/day-ends.ts';
import { movedOf } from '../../payments/day-figures.ts';
import { countedDay, countedDayOf, cutOf, dayEnd, daysAfter, runningDay } from './calendar.ts';
import { audit } from '../customers/customers.ts';
import { foldSpan, shiftsOf } from './day-shifts.ts';
import { feesOfDay } from './day-fees.ts';
import { operationCode, operationView } from '../orders/operation-view.ts';
import type { SignedIn } from '../signed-in.ts';
import { knownUntil } from '../holds/list-trust.ts';
import type { World } from '../world.ts';

type Reading = Pick<World, 'ledger' | 'settings' | 'clock'>;

const mostOpen = 50;

/** A day as it stands: its totals added up from the records at this moment, what is open, what was written of it before. */
export async function showDay(world: World, input: { readonly day: string | null }): Promise<Reply<DayView>> {
  const day = input.day ?? today(world);
  const view = await viewOf(world, day);
  return view ? done(view) : refused('bad_input', { field: 'day' });
}

/** Takings of the seven days that end with this one, refunds taken off, in the house's currency. */
export async function weekOf(world: World, { day }: { readonly day: string }): Promise<Reply<WeekView>> {
  const { currency } = world.settings.now();
  const names = Array.from({ length: 7 }, (_, at) => daysAfter(day, at - 6));
  const days: WeekView['days'] = [];
  for (const name of names) {
    const span = countedDay(name, cutOf(world.settings.now()));
    if (!span) return refused('bad_input', { field: 'day' });
    const sums = { stripe: 0, paysafe: 0 };
    for await (const { rows } of world.ledger.days.orders(span)) {
      for (const order of rows) {
        const moved = movedOf(order);
        if (moved?.currency === currency)
          sums[order.provider] += moved.as === 'refunded' ? -moved.amount : moved.amount;
      }
    }
    for (const page of await world.ledger.days.pages(span))
      if (page.currency === currency) sums[page.provider] += page.amount;
    days.push({ day: name, ...sums });
  }
  return done({ days, currency });
}

interface Looked {
  readonly day: string;
  readonly mark: string;
  readonly note: string | null;
}

/** Writes who closed the day and when, with its totals as they are and what is still open. What moves afterwards is seen beside it. */
export async function closeDay(world: World, looked: Looked, who: SignedIn | null): Promise<Reply<DayView>> {
  const now = await lookedAt(world, looked);
  if ('code' in now) return { ok: false, failure: now };
  if (now.standing?.kind === 'closed') return refused('day_closed', factsOf(now.standing));
  if (now.openCount > 0 && (looked.note ?? '').length < 2) return refused('day_has_open', { count: now.openCount });
  const fees = await feesKnown(world, now);
  return write(world, { view: now, kind: 'closed', fees, note: looked.note, to: null, who, what: 'day_closed' });
}

/** Stripe's, as they are in the lists now: nobody waits for it to close a day. A statement of Paysafe's comes days later. */
async function feesKnown(world: World, { from, to }: Pick<DayView, 'from' | 'to'>): Promise<ClosedFees[]> {
  const own = (await feesOfDay(world, { from, to })).filter(({ provider }) => provider === 'stripe');
  return own.map(({ currency, fees, net, known, of }) => ({ currency, fees, net, known, of }));
}

/** A closed day is opened again, with a reason; what was written when it was closed stays. */
export async function reopenDay(
  world: World,
  { day, reason }: { readonly day: string; readonly reason: string },
  who: SignedIn | null,
): Promise<Reply<DayView>> {
  const view = await viewOf(world, day);
  if (!view) return refused('bad_input', { field: 'day' });
  if (view.standing?.kind !== 'closed') return refused('day_changed');
  return write(world, { view, kind: 'reopened', note: reason, to: null, who, what: 'day_reopened' });
}

/** In the midst of a day: what came in so far, and who hands the desk over to whom. */
export async function handOver(
  world: World,
  looked: Looked & { readonly toStaffId: string },
  who: SignedIn | null,
): Promise<Reply<DayView>> {
  const now = await lookedAt(world, looked);
  if ('code' in now) return { ok: false, failure: now };
  if (now.standing?.kind === 'closed') return refused('day_closed', factsOf(now.standing));
  const to = (await world.session.people.list()).find(({ id, active }) => id === looked.toStaffId && active);
  if (!to || to.id === who?.id) return refused('bad_input', { field: 'toStaffId' });
  const { id, name } = to;
  return write(world, { view: now, kind: 'handed_over', note: looked.note, to: { id, name }, who, what: 'day_handed' });
}

/** When a day ends, and whether the next one waits for it to be closed. */
export async function setDayRule(world: World, rule: DayRule, who: SignedIn | null): Promise<Reply<SettingsView>> {
  const saved = await world.settings.save({ dayRule: rule });
  await audit(world, who, 'settings', { changed: 'dayRule', cutOffHour: rule.cutOffHour, waits: rule.waits });
  return done(saved);
}

/** Why nobody charges now: the house waits for its last day with money in it to be closed, and it is not. Null: charge. */
export async function dayShut(world: Reading): Promise<Failure | null> {
  if (!world.settings.now().dayRule.waits) return null;
  const day = await openBefore(world, today(world));
  return day === null ? null : refused('day_not_closed', { day }).failure;
}

const today = (world: Reading): string => runningDay(world.clock.now(), cutOf(world.settings.now())).day;

async function viewOf(world: World, day: string): Promise<DayView | null> {
  const span = countedDay(day, cutOf(world.settings.now()));
  if (!span) return null;
  const settings = world.settings.now();
  const { timeZone, dayRule: rule } = settings;
  const now = world.clock.now();
  const [fold, entries, open, openCount, earlier, cards] = await Promise.all([
    foldSpan(world, span),
    world.ledger.dayEnds.ofDay(day),
    world.ledger.days.openBefore(span.to, mostOpen),
    world.ledger.days.countOpenBefore(span.to),
    openBefore(world, day),
    world.mirror.today({
      now,
      dayStart: span.from,
      dayEnd: dayEnd(now, timeZone),
      holdDays: holdDaysOf(settings),
      readUntil: knownUntil(world),
    }),
  ]);
  const standing = standingOf(entries);
  const mark = fold.mark();
  return {
    day,
    ...span,
    timeZone,
    rule,
    today: today(world),
    totals: fold.totals(),
    counts: fold.counts(),
    open: open.map(operationView),
    openCount,
    held: cards.held,
    heldCount: cards.heldCount,
    mark,
    standing,
    changedSince: standing?.kind === 'closed' && standing.mark !== mark,
    entries,
    ...(await shiftsOf(world, span, entries)),
    openBefore: earlier,
  };
}

/** The newest day before this one in which money moved, when it is not closed. */
async function openBefore(world: Reading, day: string): Promise<string | null> {
  const cut = cutOf(world.settings.now());
  const span = countedDay(day, cut);
  const last = span && (await world.ledger.days.lastMoneyBefore(span.from));
  if (last === null) return null;
  const earlier = countedDayOf(last, cut);
  return standingOf(await world.ledger.dayEnds.ofDay(earlier))?.kind === 'closed' ? null : earlier;
}

function standingOf(entries: readonly KeptDayEntry[]): KeptDayEntry | null {
  return entries.findLast(({ kind }) => kind !== 'handed_over') ?? null;
}

const factsOf = ({ by, at }: DayEntry): { by: string; at: number } => ({ by, at });

/** The day as somebody saw it a moment ago; or why it is not that any more. A day that has not begun is nobody's to close. */
async function lookedAt(world: World, { day, mark }: Looked): Promise<DayView | Failure> {
  const view = await viewOf(world, day);
  if (!view) return refused('bad_input', { field: 'day' }).failure;
  if (view.from > world.clock.now()) return refused('day_not_over').failure;
  return view.mark === mark ? view : refused('day_changed').failure;
}

async function write(
  world: World,
  about: {
    readonly view: DayView;
    readonly kind: DayEntry['kind'];
    readonly fees?: ClosedFees[] | null;
    readonly note: string | null;
    readonly to: { readonly id: string; readonly name: string } | null;
    readonly who: SignedIn | null;
    readonly what: string;
  },
): Promise<Reply<DayView>> {
  const { view, kind, fees = null, note, to, who, what } = about;
  if (!who) return refused('not_signed_in');
  const { day, mark, totals, counts } = view;
  const { desk, currency } = world.settings.now();
  const at = world.clock.now();
  const turns = view.entries.filter((entry) => entry.kind !== 'handed_over').length;
  const entry: KeptDayEntry = {
    // The next one of this day, whichever desk writes it: only one of two that press at once is.
    id: kind === 'handed_over' ? `${day}/over/${world.engine.random.id(12)}` : `${day}/${turns + 1}`,
    day,
    kind,
    mark,
    totals,
    counts,
    open: view.open.map(({ id }) => operationCode(id)),
    openCount: view.openCount,
    fees,
    note,
    to: to?.name ?? null,
    toId: to?.id ?? null,
    by: who.name,
    staffId: who.id,
    desk,
    at,
  };
  const collected = totals.find((one) => one.currency === currency)?.whole.collected ?? 0;
  const added = await world.ledger.dayEnds.add(entry, {
    at,
    staffId: who.id,
    staffName: who.name,
    desk,
    what,
    outcome: 'done',
    detail: {
      day,
      amount: collected,
      currency,
      ...(entry.openCount > 0 ? { stillOpen: entry.openCount } : {}),
      ...(to ? { other: to.name } : {}),
      ...(note === null ? {} : { note }),
    },
  });
  if (!added) return refused('day_changed');
  const after = await viewOf(world, day);
  return after ? done(after) : refused('day_changed');
}
