import { refused, type Failure, type FailureCode } from '../../contract/failure.ts';
import type { CaptureRule, CaptureRuleLine, CaptureRuleView } from '../../contract/hold-rule.ts';
import { dateOf, daysAfter } from '../days/calendar.ts';
import { actedAt, noteMissed, notePast, stoodAt } from './capture-missed.ts';
import { audit } from '../customers/customers.ts';
import { freeHolds, namedBy } from './capture-rule-names.ts';
import { turned } from './capture-rule-kept.ts';
import { actsFor, momentOf } from './capture-rule-on.ts';
import { ticketOf } from './capture-rule-turn.ts';
import { captureHolds } from '../runs/hold-runs.ts';
import { ruleNote } from './hold-words.ts';
import type { World } from '../world.ts';

/** An app that was closed at the rule's time catches up for so long; after that it waits for the next day, and what was due is written down. */
const lateMs = 2 * 3_600_000;
/** So long of that a list is waited for that was never read to its end, as after the copy was made anew: a hold that is not in it would be passed over. */
const patienceMs = 3_600_000;

/** Captures by the house's rule when its time has come. What it did at its last time is known to this desk alone. */
export interface CaptureRuleDesk {
  tend(): Promise<void>;
  last(): CaptureRuleView['last'];
}

/**
 * Once a day, at the rule's time: a run like one that a person confirms, in the name of the manager who turned the rule on, with the same limits and
 * guards. Its ticket is the day's and the time's, so that desks on the same records begin it once; on records of their own a hold is captured once all the same.
 * @param desk `may`: whether this desk may write, and money may leave it; `shut`: why no money may leave, where this desk would run the rule
 */
export function makeCaptureRuleDesk(
  world: World,
  { may, shut }: { readonly may: () => boolean; readonly shut: () => Failure | null },
): CaptureRuleDesk {
  /** the last of its times that had its turn here: moved to a later one of the same day, it has another one */
  let over: number | null = null;
  let last: CaptureRuleView['last'] = null;
  /** a time that waits, or passed in waiting: others were being captured, lists were being read, no money could leave */
  let waited: { readonly at: number; readonly why: FailureCode } | null = null;
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
      whyOf: (at) => (waited?.at === at ? waited.why : 'not_running'),
      named: (holds, at) => namedBy(world, { rule: captureRule, holds, at }),
    });
    if (noted !== null) notedAt = noted;
  }

  /** By the rule as it is now, to the end: another one that is saved meanwhile is nobody's yet. */
  async function act(rule: CaptureRule, { day, at }: Turn): Promise<void> {
    const by = await turned(world);
    // Turned on when that time was over, it begins with the next one: that is what whoever turned it on was told.
    if (!by || at <= by.at) return;
    const unread = isUnread(world);
    if (unread) waited = { at, why: 'capture_rule_unread' };
    if (unread && world.clock.now() < at + patienceMs) return;
    const who = await actsFor(world, by.staffId);
    // As they were at that time, however late it is by now: what came since was in no list beforehand, and waits for the next one.
    const holds = (await freeHolds(world, rule)).filter((hold) => stoodAt(hold, at));
    const { lines } = await namedBy(world, { rule, holds, at });
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
      const reply = await captureHolds(world, { ticket: ticketOf(day, rule), lines: wanted(world, rule, lines) }, who);
      // Somebody is having others captured at this moment: its turn comes.
      if (!reply.ok && reply.failure.code === 'run_going') {
        waited = { at, why: 'run_going' };
        return;
      }
      if (!reply.ok) {
        await tell(reply.failure);
        await audit(world, who, 'capture_rule_refused', { reason: reply.failure.code, count: lines.length });
      } else last = null;
    }
    over = at;
    // That nothing was due is not known where nothing was read: what was is written down once it is.
    if (!unread || lines.length > 0) await actedAt(world, at);
  }

  return {
    last: () => last,
    async tend() {
      // Another desk of these records may have saved another rule.
      const { captureRule, timeZone } = await world.settings.again();
      const now = world.clock.now();
      if (captureRule.what === 'off') return;
      const turn = turnNow(captureRule, { now, timeZone });
      if (!may()) {
        const why = shut();
        if (turn !== null && turn.at !== over && why) waited = { at: turn.at, why: why.code };
        return;
      }
      await lookBack(now);
      if (turn !== null && turn.at !== over) await act(captureRule, turn);
    },
  };
}

/** A list that may still be read was never read to its end. Of a provider whose key is refused nobody knows when it will be. */
function isUnread({ sync }: Pick<World, 'sync'>): boolean {
  return [sync.stripe, sync.paysafe].some((one) => {
    const { health, syncedAt } = one.status();
    return syncedAt === null && health !== 'key_missing' && health !== 'key_refused';
  });
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

function wanted(world: World, rule: CaptureRule, lines: readonly CaptureRuleLine[]) {
  const { currency, language } = world.settings.now();
  return lines.map(({ holdId, held, amount }) => ({
    holdId,
    held,
    amount: { amount, currency },
    note: ruleNote(rule.at, language),
  }));
}
