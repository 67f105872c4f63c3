import * as v from 'valibot';
import { done, failureCodes, type Failure, type Reply } from '../../contract/failure.ts';
import type { MissedCaptureView } from '../../contract/hold-rule.ts';
import type { ReviewedHold } from '../../contract/hold-review.ts';
import { dateOf, daysAfter } from '../days/calendar.ts';
import type { RuleNames } from './capture-rule-names.ts';
import { allHolds } from './hold-review.ts';
import { knownUntil } from './list-trust.ts';
import { listAge } from '../status.ts';
import type { World } from '../world.ts';

/** Times that are looked back over when the house was shut for long: what lapsed before them is in the history as lapsed. */
const mostTimes = 14;
/** What was not captured is shown for so long, while nobody has captured or released it. */
const shownMs = 7 * 86_400_000;

const setting = 'captureRule.times';
const times = v.object({ noted: v.number(), acted: v.array(v.number()) });
type Times = v.InferOutput<typeof times>;

/** What of the rule a past time is judged by. */
export interface PastRule {
  /** since when the rule has been on as it is, unix ms */
  readonly since: number;
  /** its time on a day of the house; null where there is no such day */
  momentOf(day: string): number | null;
  /** until when after its time it would still act, ms */
  readonly lateMs: number;
  ticketOf(day: string): string;
  /** why nothing was done at that time, where no desk ran the rule */
  whyOf(at: number): string;
  /** What the rule makes of these holds as they were at that moment. */
  named(holds: readonly ReviewedHold[], at: number): Promise<RuleNames>;
}

/** The rule acted, or found out why not, at this time: no other desk takes it for missed. */
export async function actedAt(world: Pick<World, 'ledger'>, at: number): Promise<void> {
  const before = await readTimes(world);
  const acted = [...new Set([...before.acted, at])].toSorted((a, b) => a - b).slice(-mostTimes);
  await world.ledger.settings.set(setting, { ...before, acted });
}

/**
 * Writes down what the rule had due at times at which no desk ran it: closed, asleep. Each hold once for each time. It waits for lists that are newer than
 * that time: what was captured elsewhere meanwhile is not missing.
 * @returns until which time all is noted; null while lists are waited for
 */
export async function notePast(world: World, rule: PastRule): Promise<number | null> {
  const now = world.clock.now();
  const kept = await readTimes(world);
  const past = pastTimes(world, rule, { after: Math.max(kept.noted, rule.since), now });
  for (const { at, day } of past) {
    const age = await listAge(world);
    if (age === null || age < at) return null;
    const acted = kept.acted.includes(at) || (await world.ledger.holdRuns.byTicket(rule.ticketOf(day))) !== null;
    if (!acted) await noteMissed(world, await dueThen(world, rule, at), { at, why: rule.whyOf(at) });
    // Whether a desk ran or not, what had lapsed by then was captured by nobody. What is noted for another reason stays so.
    await noteMissed(world, await lapsedFirst(world, rule, { at, day }), { at, why: 'capture_rule_late' });
    await world.ledger.settings.set(setting, { ...(await readTimes(world)), noted: at });
  }
  return now;
}

/** Each hold with its line in the history, once for that time whichever desk writes it. */
export async function noteMissed(
  world: Pick<World, 'ledger' | 'settings' | 'clock'>,
  due: readonly { readonly hold: ReviewedHold; readonly amount: number }[],
  { at, why }: { readonly at: number; readonly why: string },
): Promise<void> {
  const { desk } = world.settings.now();
  const now = world.clock.now();
  for (const { hold, amount } of due) {
    const { customerName, provider } = hold;
    const { currency } = hold.capturable;
    await world.ledger.missedCaptures.note(
      { holdId: hold.id, dueAt: at, customerName, provider, amount, currency, why, notedAt: now, desk },
      {
        at: now,
        staffId: null,
        staffName: null,
        desk,
        what: 'capture_missed',
        outcome: 'failed',
        detail: { customer: customerName, amount, currency, provider, dueAt: at, reason: why },
      },
    );
  }
}

/** What the rule did not capture in the last days and nobody has captured or released since, each hold with its last time. */
export async function missedCaptures(world: World): Promise<Reply<{ missed: MissedCaptureView[] }>> {
  const rows = await world.ledger.missedCaptures.since(world.clock.now() - shownMs);
  const last = new Map(rows.toReversed().map((row) => [row.holdId, row]));
  const payments = new Map((await world.mirror.payments([...last.keys()])).map((one) => [one.id, one]));
  const known = knownUntil(world);
  const missed = [...last.values()].flatMap((row): MissedCaptureView[] => {
    const payment = payments.get(row.holdId);
    const stands = payment === undefined || payment.state === 'held' || payment.state === 'lapsed';
    if (!stands) return [];
    const { holdId, dueAt, customerName, provider, amount, currency, why } = row;
    const ends = payment?.captureBefore ?? Infinity;
    const said = payment?.state === 'lapsed';
    const lapsed = said || ends <= world.clock.now();
    const unheard = lapsed && !said && ends > (known[provider] ?? -Infinity) ? ({ unheard: true } as const) : {};
    const view = { holdId, dueAt, customerName, provider, amount: { amount, currency }, lapsed, ...unheard };
    return [{ ...view, failure: failureOf(why) }];
  });
  return done({ missed: missed.toSorted((a, b) => b.dueAt - a.dueAt) });
}

/** Null: no desk was running. A code that another version wrote is not known here, and the line says the least that is true. */
function failureOf(why: string): Failure | null {
  const code = failureCodes.find((one) => one === why);
  return code ? { code } : null;
}

interface Due {
  readonly hold: ReviewedHold;
  readonly amount: number;
}

/** Holds that the rule named at that moment, as far as they are to be found now: those that lapsed since are the ones that matter most. */
async function dueThen(world: World, rule: PastRule, at: number): Promise<Due[]> {
  const open = await listed(world, 'open');
  const lapsed = await withLapses(world, await listed(world, 'lapsed'));
  const stood = lapsed.filter(({ hold, lapsedAt }) => hold.deadline !== null || lapsedAt === null || lapsedAt > at);
  const then = [...open, ...stood.map(({ hold }) => hold)].filter((hold) => stoodAt(hold, at));
  return dueOf(then, (await rule.named(then, at)).lines);
}

/**
 * Holds that lapsed after the time before and by this one, at which the rule would have named them: it could capture them at neither. What it had due at
 * the time before was captured then, or is noted for that time.
 */
async function lapsedFirst(
  world: World,
  rule: PastRule,
  { at, day }: { readonly at: number; readonly day: string },
): Promise<Due[]> {
  const dayBefore = daysAfter(day, -1);
  const before = rule.momentOf(dayBefore);
  const from = Math.max(rule.since, before ?? 0);
  const lapsed = (await withLapses(world, await listed(world, 'lapsed'))).flatMap(({ hold, lapsedAt }) =>
    lapsedAt !== null && lapsedAt > from && lapsedAt <= at && wasMeant(hold, at) ? [hold] : [],
  );
  if (lapsed.length === 0) return [];
  const dealtWith = new Set([
    ...(await inRunOf(world, rule.ticketOf(dayBefore))),
    ...(await inRunOf(world, rule.ticketOf(day))),
    ...(await world.ledger.missedCaptures.since(from))
      .filter(({ dueAt }) => dueAt === before)
      .map(({ holdId }) => holdId),
  ]);
  const left = lapsed.filter(({ id }) => !dealtWith.has(id));
  const { lines, leftOut } = await rule.named(left, at);
  return dueOf(left, [...lines, ...leftOut.filter(({ why }) => why === 'lapses')]);
}

const dueOf = (
  holds: readonly ReviewedHold[],
  lines: readonly { readonly holdId: string; readonly amount: number }[],
): Due[] => {
  const byId = new Map(holds.map((hold) => [hold.id, hold]));
  return lines.flatMap(({ holdId, amount }) => {
    const hold = byId.get(holdId);
    return hold ? [{ hold, amount }] : [];
  });
};

async function listed(world: World, filter: 'open' | 'lapsed'): Promise<ReviewedHold[]> {
  const all: ReviewedHold[] = [];
  for await (const some of allHolds(world, { filter, provider: null })) all.push(...some);
  return all;
}

/** With when each lapsed: by its date while that is known, which a provider takes away once it has lapsed; else as it was noted. */
async function withLapses(
  { ledger }: Pick<World, 'ledger'>,
  holds: readonly ReviewedHold[],
): Promise<{ readonly hold: ReviewedHold; readonly lapsedAt: number | null }[]> {
  const noted = await ledger.lapsedHolds.when(holds.map(({ id }) => id));
  return holds.map((hold) => ({ hold, lapsedAt: hold.deadline?.at ?? noted.get(hold.id) ?? null }));
}

async function inRunOf({ ledger }: Pick<World, 'ledger'>, ticket: string): Promise<string[]> {
  const run = await ledger.holdRuns.byTicket(ticket);
  const whole = run && (await ledger.holdRuns.byId(run.id));
  return whole?.lines.map(({ holdId }) => holdId) ?? [];
}

/** It was there at that moment, with what somebody means to do with it now. An estimate of ours lapses nothing. @param at unix ms */
export function stoodAt(hold: ReviewedHold, at: number): boolean {
  const { deadline } = hold;
  return wasMeant(hold, at) && (!deadline || deadline.estimated || deadline.at > at);
}

/** It was placed by then, and what somebody means to do with it was said by then. */
const wasMeant = ({ placedAt, plan }: ReviewedHold, at: number): boolean =>
  placedAt <= at && (plan === null || plan.at <= at);

function pastTimes(
  { settings }: Pick<World, 'settings'>,
  { momentOf, lateMs }: PastRule,
  { after, now }: { readonly after: number; readonly now: number },
): { readonly at: number; readonly day: string }[] {
  const today = dateOf(now, settings.now().timeZone);
  return Array.from({ length: mostTimes }, (_, back) => daysAfter(today, back + 1 - mostTimes)).flatMap((day) => {
    const at = momentOf(day);
    return at !== null && at > after && at + lateMs <= now ? [{ at, day }] : [];
  });
}

async function readTimes({ ledger }: Pick<World, 'ledger'>): Promise<Times> {
  const read = v.safeParse(times, (await ledger.settings.get(setting)) ?? null);
  return read.success ? read.output : { noted: 0, acted: [] };
}
