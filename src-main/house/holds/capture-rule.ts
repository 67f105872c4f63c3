import * as v from 'valibot';
import { done, refused, type Failure, type Reply } from '../../contract/failure.ts';
import type { CaptureRule, CaptureRuleLine, CaptureRuleView } from '../../contract/hold-rule.ts';
import type { ReviewedHold } from '../../contract/hold-review.ts';
import { summed } from '../bills/bill-sums.ts';
import { dateOf, daysAfter, visitSpan } from '../days/calendar.ts';
import { actedAt, noteMissed, notePast, stoodAt } from './capture-missed.ts';
import { audit } from '../customers/customers.ts';
import { allHolds } from './hold-review.ts';
import { captureHolds } from '../runs/hold-runs.ts';
import { ruleNote } from './hold-words.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

/** An app that was closed at the rule's time catches up for so long; after that it waits for the next day, and what was due is written down. */
const lateMs = 2 * 3_600_000;

const turnedOn = v.nullable(v.object({ staffId: v.string(), name: v.string(), at: v.number() }));
type TurnedOn = v.InferOutput<typeof turnedOn>;
const setting = 'captureRule.on';

/** Captures by the house's rule when its time has come. What it did at its last time is known to this desk alone. */
export interface CaptureRuleDesk {
  tend(): Promise<void>;
  last(): CaptureRuleView['last'];
}

/**
 * Once a day, at the rule's time: a run like one that a person confirms, in the name of the manager who turned the rule on, with the same limits and
 * guards. Its ticket is the day's and the time's, so that desks on the same records begin it once; on records of their own a hold is captured once all the same.
 * @param may whether this desk may write
 */
export function makeCaptureRuleDesk(world: World, may: () => boolean): CaptureRuleDesk {
  /** the last of its times that had its turn here: moved to a later one of the same day, it has another one */
  let over: number | null = null;
  let last: CaptureRuleView['last'] = null;
  /** a time at which others were being captured: it waits for them */
  let waited: number | null = null;
  /** until when past times are noted: they are looked at again once another one is past */
  let notedAt = -Infinity;

  /** What was due while no desk ran, or this one slept. */
  async function lookBack(now: number): Promise<void> {
    const { captureRule, timeZone } = world.settings.now();
    const day = dateOf(now - lateMs, timeZone);
    const latest = [day, daysAfter(day, -1)]
      .map((one) => momentOf(captureRule, one, timeZone))
      .find((at) => at !== null && at + lateMs <= now);
    if (latest != null && latest + lateMs <= notedAt) return;
    const by = await turned(world);
    if (!by) return;
    const noted = await notePast(world, {
      since: by.at,
      momentOf: (day) => momentOf(captureRule, day, timeZone),
      lateMs,
      ticketOf: (day) => ticketOf(day, captureRule),
      whyOf: (at) => (waited === at ? 'run_going' : 'not_running'),
      named: (holds, at) => namedBy(world, holds, at),
    });
    if (noted !== null) notedAt = noted;
  }

  async function act({ day, at }: Turn): Promise<void> {
    const by = await turned(world);
    // Turned on when that time was over, it begins with the next one: that is what whoever turned it on was told.
    if (!by || at <= by.at) return;
    const who = await signedInAs(world, by.staffId);
    // As they were at that time, however late it is by now: what came since was in no list beforehand, and waits for the next one.
    const holds = (await freeHolds(world)).filter((hold) => stoodAt(hold, at));
    const lines = await namedBy(world, holds, at);
    const tell = async (failure: Failure): Promise<void> => {
      last = { at, failure };
      const byId = new Map(holds.map((hold) => [hold.id, hold]));
      const due = lines.flatMap(({ holdId, amount }) => {
        const hold = byId.get(holdId);
        return hold ? [{ hold, amount }] : [];
      });
      await noteMissed(world, due, { at, why: failure.code });
    };
    if (!who) {
      await tell(refused('capture_rule_nobody').failure);
    } else if (lines.length > 0) {
      const reply = await captureHolds(
        world,
        { ticket: ticketOf(day, world.settings.now().captureRule), lines: wanted(world, lines) },
        who,
      );
      // Somebody is having others captured at this moment: its turn comes.
      if (!reply.ok && reply.failure.code === 'run_going') {
        waited = at;
        return;
      }
      if (!reply.ok) {
        await tell(reply.failure);
        await audit(world, who, 'capture_rule_refused', { reason: reply.failure.code, count: lines.length });
      } else last = null;
    }
    over = at;
    await actedAt(world, at);
  }

  return {
    last: () => last,
    async tend() {
      const { captureRule, timeZone } = world.settings.now();
      const now = world.clock.now();
      if (captureRule.what === 'off' || !may()) return;
      await lookBack(now);
      const turn = turnNow(captureRule, { now, timeZone });
      if (turn !== null && turn.at !== over) await act(turn);
    },
  };
}

export async function showCaptureRule(world: World): Promise<Reply<CaptureRuleView>> {
  const { captureRule: rule } = world.settings.now();
  const by = await turned(world);
  return done({
    rule,
    by: by && { name: by.name, at: by.at },
    next: nextTime(world, rule),
    lines: rule.what === 'off' ? [] : await ruleLines(world),
    last: world.captureRule.last(),
  });
}

export async function turnCaptureRule(
  world: World,
  { on }: { on: boolean },
  who: SignedIn | null,
): Promise<Reply<CaptureRuleView>> {
  if (!who) return refused('not_signed_in');
  const { captureRule: rule } = world.settings.now();
  if (on && rule.what === 'off') return refused('bad_input', { field: 'on' });
  const value: TurnedOn = on ? { staffId: who.id, name: who.name, at: world.clock.now() } : null;
  await world.ledger.settings.set(setting, value);
  await audit(world, who, on ? 'capture_rule_on' : 'capture_rule_off', { what: rule.what, time: rule.at });
  return showCaptureRule(world);
}

/** A rule that is changed is off until a manager has seen what it will do. */
export async function setCaptureRule(
  world: World,
  rule: CaptureRule,
  who: SignedIn | null,
): Promise<Reply<CaptureRuleView>> {
  if (!who) return refused('not_signed_in');
  await world.settings.save({ captureRule: rule });
  await world.ledger.settings.set(setting, null);
  await audit(world, who, 'capture_rule_set', { what: rule.what, time: rule.at });
  return showCaptureRule(world);
}

async function turned(world: World): Promise<TurnedOn> {
  const read = v.safeParse(turnedOn, (await world.ledger.settings.get(setting)) ?? null);
  return read.success ? read.output : null;
}

/** Somebody who is away by now, or may not capture any more, has nothing captured in their name. */
async function signedInAs(world: World, staffId: string): Promise<SignedIn | null> {
  const person = await world.session.people.present(staffId);
  return person?.verbs.includes('capture') ? person : null;
}

/** The rule's time on that day, unix ms. */
function momentOf({ at }: CaptureRule, day: string, timeZone: string): number | null {
  return visitSpan({ day, time: at }, timeZone)?.comesAt ?? null;
}

function nextTime(world: World, rule: CaptureRule): number | null {
  if (rule.what === 'off') return null;
  const { timeZone } = world.settings.now();
  const now = world.clock.now();
  const today = dateOf(now, timeZone);
  const at = momentOf(rule, today, timeZone);
  return at !== null && now < at ? at : momentOf(rule, daysAfter(today, 1), timeZone);
}

/** One of the rule's times: its day of the house, and the moment, unix ms. */
interface Turn {
  readonly day: string;
  readonly at: number;
}

/** The time that is to be acted on now: today's, or late in the evening yesterday's, while it is not over for too long. */
function turnNow(
  rule: CaptureRule,
  { now, timeZone }: { readonly now: number; readonly timeZone: string },
): Turn | null {
  const today = dateOf(now, timeZone);
  for (const day of [today, daysAfter(today, -1)]) {
    const at = momentOf(rule, day, timeZone);
    if (at !== null && at <= now && now < at + lateMs) return { day, at };
  }
  return null;
}

/** The same at every desk of the house: each time of each day is begun once. */
const ticketOf = (day: string, { at }: CaptureRule): string => `capture-rule-${day}-${at.replace(':', '')}`;

/** What the rule names now, soonest to lapse first. What a person is about to do something else with, or is busy, is not named. */
export async function ruleLines(world: World): Promise<CaptureRuleLine[]> {
  return namedBy(world, await freeHolds(world), world.clock.now());
}

async function freeHolds(world: World): Promise<ReviewedHold[]> {
  const { captureRule: rule } = world.settings.now();
  const open = await openHolds(world, rule.what === 'planned' ? 'capture' : null);
  return open.filter(({ busy }) => busy === null);
}

/** Which of these holds the rule names at that moment, in their order. @param at unix ms */
async function namedBy(world: World, holds: readonly ReviewedHold[], at: number): Promise<CaptureRuleLine[]> {
  const { captureRule: rule, timeZone, currency } = world.settings.now();
  const open = holds.filter((hold) => hold.capturable.currency === currency);
  const today = dateOf(at, timeZone);
  if (rule.what === 'planned')
    return open
      .filter(({ plan }) => plan?.plan === 'capture' && plan.dueDay !== null && plan.dueDay <= today)
      .map((hold) => lineOf(hold, heldOf(hold)));
  const free = open.filter(({ plan, bill }) => bill !== null && plan?.plan !== 'release' && plan?.plan !== 'ask');
  const left = await leftOf(world, new Set(free.flatMap(({ bill }) => bill?.id ?? [])), at);
  return free.flatMap((hold) => {
    const remaining = left.get(hold.bill?.id ?? '') ?? 0;
    const amount = Math.min(heldOf(hold), remaining);
    left.set(hold.bill?.id ?? '', remaining - amount);
    return amount > 0 ? [lineOf(hold, amount)] : [];
  });
}

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

function lineOf(hold: ReviewedHold, amount: number): CaptureRuleLine {
  const { id: holdId, customerName, capturable, bill } = hold;
  return { holdId, customerName, held: capturable.amount, amount, billCode: bill?.code ?? null };
}

function wanted(world: World, lines: readonly CaptureRuleLine[]) {
  const { currency, captureRule, language } = world.settings.now();
  return lines.map(({ holdId, held, amount }) => ({
    holdId,
    held,
    amount: { amount, currency },
    note: ruleNote(captureRule.at, language),
  }));
}
