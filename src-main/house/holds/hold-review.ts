import { done, refused, type Reply } from '../../contract/failure.ts';
import { mostNotes, type HoldQuestion, type PlanWord, type ReviewedHold } from '../../contract/hold-review.ts';
import { holdDaysOf } from '../../contract/hold-days.ts';
import type { HoldRow, HoldsQuestion } from '../../mirror/shapes.ts';
import { holdView } from '../../mirror/views.ts';
import { billsOfHolds } from '../bills/bill-turn.ts';
import { dateOf, dayEnds } from '../days/calendar.ts';
import { withPeople } from './holds.ts';
import { decidedEntry } from '../decided-entry.ts';
import type { SignedIn } from '../signed-in.ts';
import { listAge } from '../status.ts';
import type { World } from '../world.ts';

/** The holds of both providers as somebody asked for them, with what the house knows of each. */
export async function listHolds(
  world: World,
  asked: HoldQuestion & { offset: number; limit: number },
): Promise<Reply<{ rows: ReviewedHold[]; asOf: number | null }>> {
  return done({ rows: await reviewed(world, await holdRows(world, asked)), asOf: await listAge(world) });
}

/** Holds whose plans, notes and bills are read in one question. */
const heldAtOnce = 500;

/**
 * All holds that the question finds at this moment, in its order, slice by slice. The list is read in one look: page after page would miss whoever
 * moves up while others are captured or lapse. What the house knows of each is read when its slice is come to.
 */
export async function* allHolds(world: World, question: HoldQuestion): AsyncGenerator<ReviewedHold[]> {
  const rows = await holdRows(world, { ...question, offset: 0, limit: Number.MAX_SAFE_INTEGER });
  for (let at = 0; at < rows.length; at += heldAtOnce) yield reviewed(world, rows.slice(at, at + heldAtOnce));
}

async function holdRows(
  world: World,
  { sort, offset, limit, ...question }: HoldQuestion & { offset: number; limit: number },
): Promise<HoldRow[]> {
  if (sort?.by === 'staff' || question.staffId) await feedPlacers(world);
  const busy = sort?.by === 'state' ? await busyTargets(world) : [];
  return world.mirror.holds({ ...(await inLedger(world, question)), sort, busy, offset, limit });
}

/** One hold as main has it now. */
export async function oneHold(world: World, id: string): Promise<Reply<ReviewedHold>> {
  const payment = await world.mirror.payment(id);
  if (!payment) return refused('unknown_id');
  const customer = payment.customerId ? await world.mirror.customer(payment.customerId) : null;
  const view = holdView(payment, {
    now: world.clock.now(),
    holdDays: holdDaysOf(world.settings.now()),
    customer: { name: customer?.name ?? '', phone: customer?.phone ?? null },
    placedBy: null,
    busy: null,
  });
  const [row] = await reviewed(world, [{ ...view, key: payment.key }]);
  return row ? done(row) : refused('unknown_id');
}

/** What somebody means to do with it. Nothing is done by that alone. Its day is one of the house's that is not over, or the one that it had. */
export async function planHold(
  world: World,
  { id, version, plan, dueDay }: { id: string; version: number; plan: PlanWord | null; dueDay: string | null },
  who: SignedIn | null,
): Promise<Reply<ReviewedHold>> {
  if (!who) return refused('not_signed_in');
  if (!(await world.mirror.payment(id))) return refused('unknown_id');
  if (plan !== null && dueDay !== null && dueDay < dateOf(world.clock.now(), world.settings.now().timeZone)) {
    const before = (await world.ledger.holdWords.plansOf([id])).get(id);
    if (before?.dueDay !== dueDay) return refused('hold_day_past', { day: dueDay });
  }
  const entry = decidedEntry(world, who, 'hold_planned', { hold: id, plan: plan ?? 'none' });
  const change = { holdId: id, version, plan, dueDay: plan === null ? null : dueDay, at: entry.at };
  const written = await world.ledger.holdWords.plan({ ...change, staffId: who.id, staffName: who.name }, entry);
  return written ? oneHold(world, id) : refused('hold_plan_changed');
}

export async function noteHold(
  world: World,
  { id, text }: { id: string; text: string },
  who: SignedIn | null,
): Promise<Reply<ReviewedHold>> {
  if (!who) return refused('not_signed_in');
  if (!(await world.mirror.payment(id))) return refused('unknown_id');
  const notes = (await world.ledger.holdWords.notesOf([id])).get(id) ?? [];
  if (notes.length >= mostNotes) return refused('hold_many_notes', { count: mostNotes });
  const entry = decidedEntry(world, who, 'hold_noted', { hold: id, note: text });
  const note = { id: `note-${world.engine.random.id(16)}`, holdId: id, text, at: entry.at };
  await world.ledger.holdWords.note({ ...note, staffId: who.id, staffName: who.name }, entry);
  return oneHold(world, id);
}

/** The filters that the mirror knows, and the others as ids. */
export async function inLedger(
  world: World,
  { plan = null, ...question }: Omit<HoldQuestion, 'sort'>,
): Promise<HoldsQuestion> {
  const settings = world.settings.now();
  const now = world.clock.now();
  const { holdWords } = world.ledger;
  const planned = plan === null ? null : await holdWords.planned(plan === 'none' ? null : plan);
  const checking = question.filter === 'checking' ? await busyTargets(world) : null;
  const only =
    plan === 'none' || planned === null ? checking : (checking?.filter((id) => planned.includes(id)) ?? planned);
  const except = plan === 'none' ? planned : null;
  const { currency } = settings;
  return {
    ...question,
    currency,
    now,
    ...dayEnds(now, settings.timeZone),
    holdDays: holdDaysOf(settings),
    only,
    except,
  };
}

/** The holds, among others, on which an operation is open: nobody knows yet. */
export async function busyTargets({ ledger }: Pick<World, 'ledger'>): Promise<string[]> {
  return (await ledger.operations.openOperations()).flatMap(({ targetId }) => targetId ?? []);
}

/** Rows with who placed them, what keeps them shut, their bills, plans and notes: one question each for the whole page. */
export async function reviewed(world: World, rows: readonly HoldRow[]): Promise<ReviewedHold[]> {
  const ids = rows.map(({ id }) => id);
  const { holdWords } = world.ledger;
  const [views, bills, plans, notes] = await Promise.all([
    withPeople(world, rows),
    billsOfHolds(world, rows),
    holdWords.plansOf(ids),
    holdWords.notesOf(ids),
  ]);
  return views.map((view) => {
    const bill = bills.get(view.id);
    const shown = bill && { id: bill.id, code: bill.code, service: bill.visit.service, day: bill.visit.day };
    return { ...view, bill: shown ?? null, plan: plans.get(view.id) ?? null, notes: notes.get(view.id) ?? [] };
  });
}

/** No hold lasts longer than 31 days at either provider, and one that lapsed is listed for two weeks: older ones need not be known. */
const placedWithinMs = 62 * 86_400_000;
/** Desks that share records may differ so much in what time it is. */
const clocksDifferMs = 10 * 60_000;

/** Hands the lists who placed which hold, so that they can be sorted and found by it: those placed here, or at another desk on the same records. */
export async function feedPlacers({ ledger, mirror, clock }: World): Promise<void> {
  const known = await mirror.kept('hold.placers');
  const since = known === null ? clock.now() - placedWithinMs : Number(known) - clocksDifferMs;
  const placers = await ledger.operations.placed(since);
  if (placers.length === 0) return;
  await mirror.setPlacers(placers);
  const last = Math.max(...placers.map(({ at }) => at));
  if (String(last) !== known) await mirror.keep('hold.placers', String(last));
}
