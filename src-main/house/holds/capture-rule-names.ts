import type { CaptureRule, CaptureRuleLeftOut, CaptureRuleLine } from '../../contract/hold-rule.ts';
import type { ReviewedHold } from '../../contract/hold-review.ts';
import { impossible } from '../../contract/impossible.ts';
import { summed } from '../bills/bill-sums.ts';
import { dateOf, visitSpan } from '../days/calendar.ts';
import { allHolds } from './hold-review.ts';
import type { World } from '../world.ts';

/** What the rule makes of holds at a moment. Amounts minor units of the house's currency. */
export interface RuleNames {
  /** what it captures then, soonest to lapse first */
  readonly lines: CaptureRuleLine[];
  /** what it leaves to a person, in the same order */
  readonly leftOut: CaptureRuleLeftOut[];
}

/** All open holds that nothing is under way on and that wait for nobody's yes, of which the rule may name some. */
export async function freeHolds(world: World, rule: CaptureRule): Promise<ReviewedHold[]> {
  const open = await openHolds(world, rule.what === 'planned' ? 'capture' : null);
  const waiting = await waitingHolds(world);
  return open.filter(({ id, busy }) => busy === null && !waiting.has(id));
}

/** Holds that somebody prepared to be captured, with an amount of their own: a second person says yes or no to that. */
export async function waitingHolds({ ledger }: Pick<World, 'ledger'>): Promise<ReadonlySet<string>> {
  const lines = (await ledger.approvals.standing()).flatMap((whole) => whole.lines);
  return new Set(
    lines.flatMap(({ kind, targetId, operationId }) => (kind === 'capture' && operationId === null ? [targetId] : [])),
  );
}

/**
 * Which of these holds the rule names at that moment, as they and their bills are now, in their order; and which it leaves to a person. What somebody means
 * to do something else with is in neither. @param at unix ms
 */
export async function namedBy(
  world: World,
  { rule, holds, at }: { readonly rule: CaptureRule; readonly holds: readonly ReviewedHold[]; readonly at: number },
): Promise<RuleNames> {
  const { currency, timeZone } = world.settings.now();
  const own = holds.filter((hold) => hold.capturable.currency === currency);
  switch (rule.what) {
    case 'off':
      return { lines: [], leftOut: [] };
    case 'planned':
      return plannedBy(world, own, { at, timeZone });
    case 'bill':
      return billedBy(world, own, at);
    default:
      return impossible(rule.what);
  }
}

/** Whole, and never more than the bill of a hold has left to pay: it may have been paid otherwise since somebody meant to capture it, or cancelled. */
async function plannedBy(
  world: World,
  holds: readonly ReviewedHold[],
  { at, timeZone }: { readonly at: number; readonly timeZone: string },
): Promise<RuleNames> {
  const day = dateOf(at, timeZone);
  const meant = holds.filter(({ plan }) => plan?.plan === 'capture' && (plan.dueDay === null || plan.dueDay <= day));
  const left = await leftOf(world, new Set(meant.flatMap(({ bill }) => bill?.id ?? [])));
  const names: RuleNames = { lines: [], leftOut: [] };
  for (const hold of meant) {
    const [held, own] = [heldOf(hold), hold.bill?.id ?? null];
    const facts = { hold, line: lineOf(hold, held, at), at };
    const most = own === null ? held : (left.get(own) ?? 0);
    if (hold.plan?.dueDay == null) leave(names, facts, { why: 'no_day', bill: null });
    else if (lapsesBy(hold, at) !== null) leave(names, facts, { why: 'lapses', bill: null });
    else if (held > most) leave(names, facts, { why: 'bill_less', bill: null });
    else {
      names.lines.push(facts.line);
      if (own !== null) left.set(own, most - held);
    }
  }
  return names;
}

/** What each of these bills has left to pay, minor units; nothing where it is cancelled, or nobody knows what was paid of it. */
async function leftOf(world: World, ids: ReadonlySet<string>): Promise<Map<string, number>> {
  const bills = await summed(world, await world.ledger.bills.byIds([...ids]));
  return new Map(
    bills.map(({ bill, sums }) => [bill.id, bill.cancelled || sums.checking ? 0 : sums.remaining] as const),
  );
}

async function billedBy(world: World, holds: readonly ReviewedHold[], at: number): Promise<RuleNames> {
  const free = holds.filter(({ plan, bill }) => bill !== null && plan?.plan !== 'release' && plan?.plan !== 'ask');
  const bills = await billsAt(world, new Set(free.flatMap(({ bill }) => bill?.id ?? [])), at);
  const names: RuleNames = { lines: [], leftOut: [] };
  for (const hold of free) {
    const own = bills.get(hold.bill?.id ?? '');
    const amount = Math.min(heldOf(hold), own?.left ?? 0);
    if (!own || amount === 0) continue;
    const facts = { hold, line: lineOf(hold, amount, at), at };
    if (own.closed) sort(names, facts);
    else leave(names, facts, { why: 'bill_open', bill: { id: own.id, version: own.version } });
    // What has lapsed by then pays nothing: another hold of the same bill does.
    if (lapsesBy(hold, at) === null) own.left -= amount;
  }
  return names;
}

interface Judged {
  readonly hold: ReviewedHold;
  readonly line: CaptureRuleLine;
  readonly at: number;
}

function sort(names: RuleNames, facts: Judged): void {
  if (lapsesBy(facts.hold, facts.at) === null) names.lines.push(facts.line);
  else leave(names, facts, { why: 'lapses', bill: null });
}

function leave(
  { leftOut }: RuleNames,
  { hold, line, at }: Judged,
  why: Pick<CaptureRuleLeftOut, 'why' | 'bill'>,
): void {
  leftOut.push({ ...line, ...why, lapsesAt: lapsesBy(hold, at) });
}

/** When it has lapsed by then by the provider's own date; an estimate of ours lapses nothing. */
const lapsesBy = ({ deadline }: ReviewedHold, at: number): number | null =>
  deadline && !deadline.estimated && deadline.at <= at ? deadline.at : null;

/** All of them, however many, as they are in one look: what a list shows beforehand must be what is done, and nobody is passed over. */
async function openHolds(world: World, plan: 'capture' | null): Promise<ReviewedHold[]> {
  const all: ReviewedHold[] = [];
  for await (const some of allHolds(world, { filter: 'open', provider: null, plan })) all.push(...some);
  return all;
}

/** What can be captured of it; of one that lapsed since, what could have been. */
const heldOf = ({ state, capturable, authorized }: ReviewedHold): number =>
  state === 'lapsed' ? Math.max(capturable.amount, authorized.amount) : capturable.amount;

interface BillThen {
  readonly id: string;
  readonly version: number;
  readonly closed: boolean;
  /** to pay, less what was named of it so far; minor units */
  left: number;
}

/** Those of these bills that were closed at the desk by that moment, or whose visit had begun by then: what each has left to pay. */
async function billsAt(world: World, ids: ReadonlySet<string>, at: number): Promise<Map<string, BillThen>> {
  const { timeZone } = world.settings.now();
  const bills = await summed(world, await world.ledger.bills.byIds([...ids]));
  return new Map(
    bills.flatMap(({ bill, sums, missed, closed: closing }) => {
      if (bill.cancelled || sums.checking || missed !== null) return [];
      const closed = closing !== null && closing.at <= at;
      const span = visitSpan(bill.visit, timeZone);
      if (!closed && (span === null || span.comesAt > at)) return [];
      return [[bill.id, { id: bill.id, version: bill.version, closed, left: sums.remaining }] as const];
    }),
  );
}

function lineOf(hold: ReviewedHold, amount: number, at: number): CaptureRuleLine {
  const { id: holdId, customerName, capturable, bill, deadline } = hold;
  const mayLapse = deadline?.estimated && deadline.at <= at ? deadline.at : null;
  return { holdId, customerName, held: capturable.amount, amount, billCode: bill?.code ?? null, mayLapse };
}
