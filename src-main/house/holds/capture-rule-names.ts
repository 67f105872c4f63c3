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

/** All open holds that nothing is under way on, of which the rule may name some. */
export async function freeHolds(world: World, rule: CaptureRule): Promise<ReviewedHold[]> {
  const open = await openHolds(world, rule.what === 'planned' ? 'capture' : null);
  return open.filter(({ busy }) => busy === null);
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
      return plannedBy(own, { at, timeZone });
    case 'bill':
      return billedBy(world, own, at);
    default:
      return impossible(rule.what);
  }
}

function plannedBy(
  holds: readonly ReviewedHold[],
  { at, timeZone }: { readonly at: number; readonly timeZone: string },
): RuleNames {
  const day = dateOf(at, timeZone);
  const names: RuleNames = { lines: [], leftOut: [] };
  for (const hold of holds) {
    if (hold.plan?.plan !== 'capture') continue;
    const line = lineOf(hold, heldOf(hold), at);
    if (hold.plan.dueDay === null) names.leftOut.push({ ...line, why: 'no_day', lapsesAt: null });
    else if (hold.plan.dueDay <= day) sort(names, { hold, line, at });
  }
  return names;
}

async function billedBy(world: World, holds: readonly ReviewedHold[], at: number): Promise<RuleNames> {
  const free = holds.filter(({ plan, bill }) => bill !== null && plan?.plan !== 'release' && plan?.plan !== 'ask');
  const left = await leftOf(world, new Set(free.flatMap(({ bill }) => bill?.id ?? [])), at);
  const names: RuleNames = { lines: [], leftOut: [] };
  for (const hold of free) {
    const remaining = left.get(hold.bill?.id ?? '') ?? 0;
    const amount = Math.min(heldOf(hold), remaining);
    if (amount === 0) continue;
    sort(names, { hold, line: lineOf(hold, amount, at), at });
    // What has lapsed by then pays nothing: another hold of the same bill does.
    if (lapsesBy(hold, at) === null) left.set(hold.bill?.id ?? '', remaining - amount);
  }
  return names;
}

function sort(
  { lines, leftOut }: RuleNames,
  { hold, line, at }: { readonly hold: ReviewedHold; readonly line: CaptureRuleLine; readonly at: number },
): void {
  const lapsesAt = lapsesBy(hold, at);
  if (lapsesAt === null) lines.push(line);
  else leftOut.push({ ...line, why: 'lapses', lapsesAt });
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

/** What each of these bills has left to pay, where its visit had been by that moment and nobody called it off. */
async function leftOf(world: World, ids: ReadonlySet<string>, at: number): Promise<Map<string, number>> {
  const { timeZone } = world.settings.now();
  const bills = await summed(world, await world.ledger.bills.byIds([...ids]));
  return new Map(
    bills
      .filter(({ bill, sums, missed }) => {
        const span = visitSpan(bill.visit, timeZone);
        return !bill.cancelled && !sums.checking && missed === null && span !== null && span.comesAt <= at;
      })
      .map(({ bill, sums }) => [bill.id, sums.remaining]),
  );
}

function lineOf(hold: ReviewedHold, amount: number, at: number): CaptureRuleLine {
  const { id: holdId, customerName, capturable, bill, deadline } = hold;
  const mayLapse = deadline?.estimated && deadline.at <= at ? deadline.at : null;
  return { holdId, customerName, held: capturable.amount, amount, billCode: bill?.code ?? null, mayLapse };
}
