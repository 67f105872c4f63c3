import * as v from 'valibot';
import { done, refused, type Reply } from '../../contract/failure.ts';
import { captureRule, type CaptureRule, type CaptureRuleView } from '../../contract/hold-rule.ts';
import { audit } from '../customers/customers.ts';
import { dateOf, daysAfter, visitSpan } from '../days/calendar.ts';
import { freeHolds, namedBy } from './capture-rule-names.ts';
import { isOfRule } from './capture-rule-turn.ts';
import { stopHoldRun } from '../runs/hold-runs.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

/** Who turned the rule on, since when it has been on (unix ms), and the very rule it was: another one is off, whatever became of this line. */
const turnedOn = v.nullable(v.object({ staffId: v.string(), name: v.string(), at: v.number(), rule: captureRule }));
type TurnedOn = v.InferOutput<typeof turnedOn>;
const setting = 'captureRule.on';
type Kept = { readonly settings: World['settings']; readonly ledger: Pick<World['ledger'], 'settings'> };

/** What the house's rule will do at its next time, who turned it on, and what it leaves to a person. */
export async function showCaptureRule(world: World): Promise<Reply<CaptureRuleView>> {
  const { captureRule: rule } = world.settings.now();
  const on = await turned(world);
  // By somebody who is away by now, or may not capture any more, nothing will be captured: it waits for another manager to turn it on.
  const by = on && (await actsFor(world, on.staffId)) ? on : null;
  const next = nextTime(world, rule);
  const holds = next === null ? [] : await freeHolds(world, rule);
  return done({
    rule,
    by: by && { name: by.name, at: by.at },
    next,
    ...(next === null ? { lines: [], leftOut: [] } : await namedBy(world, { rule, holds, at: next })),
    last: world.captureRule.last(),
  });
}

/** In whose name it captures; null: somebody who is away by now, or may not capture any more, has nothing captured in their name. */
export async function actsFor({ session }: Pick<World, 'session'>, staffId: string): Promise<SignedIn | null> {
  const person = await session.people.present(staffId);
  return person?.verbs.includes('capture') ? person : null;
}

/** @param about `seen`: the rule as whoever turns it on saw it */
export async function turnCaptureRule(
  world: World,
  { on, seen }: { readonly on: boolean; readonly seen: CaptureRule },
  who: SignedIn | null,
): Promise<Reply<CaptureRuleView>> {
  if (!who) return refused('not_signed_in');
  const { captureRule: rule } = await world.settings.again();
  if (on && rule.what === 'off') return refused('bad_input', { field: 'on' });
  if (on && !isSame(rule, seen)) return refused('capture_rule_changed');
  await rememberOn(world, on ? { staffId: who.id, name: who.name, at: world.clock.now() } : null, seen);
  if (!on) await stopGoing(world, who);
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
  await saveRule(world, rule);
  await stopGoing(world, who);
  await audit(world, who, 'capture_rule_set', { what: rule.what, time: rule.at });
  return showCaptureRule(world);
}

/** Whoever turns it off reads that nothing is captured by itself: what it has begun is stopped between two lines, and the rest waits for a person. */
async function stopGoing(world: World, who: SignedIn): Promise<void> {
  for (const { id, ticket, state } of await world.ledger.holdRuns.standing())
    if (state === 'going' && isOfRule(ticket)) await stopHoldRun(world, { id }, who);
}

/** Turned off first: an app that dies in between has the rule of before, off. */
export async function saveRule(kept: Kept, rule: CaptureRule): Promise<void> {
  await kept.ledger.settings.set(setting, null);
  await kept.settings.save({ captureRule: rule });
}

/** @param by null: nobody, it is off */
export async function rememberOn(
  { ledger }: Pick<Kept, 'ledger'>,
  by: Omit<NonNullable<TurnedOn>, 'rule'> | null,
  rule: CaptureRule,
): Promise<void> {
  await ledger.settings.set(setting, by && { ...by, rule });
}

/**
 * Its times are other moments from now on, as with another time zone: what of today is over by then was never announced, and is nobody's. It stays on, in the
 * name of who turned it on.
 */
export async function beginAnew(world: Pick<World, 'clock'> & Kept): Promise<void> {
  const by = await turned(world);
  if (by) await rememberOn(world, { ...by, at: world.clock.now() }, by.rule);
}

/** Who turned on the rule that the house has now; null: it is off. */
export async function turned({ ledger, settings }: Kept): Promise<TurnedOn> {
  const read = v.safeParse(turnedOn, (await ledger.settings.get(setting)) ?? null);
  if (!read.success || read.output === null) return null;
  return isSame(read.output.rule, settings.now().captureRule) ? read.output : null;
}

const isSame = (one: CaptureRule, other: CaptureRule): boolean => one.what === other.what && one.at === other.at;

/** The rule's time on that day of the house, unix ms; null where there is no such day. */
export function momentOf({ at }: CaptureRule, day: string, timeZone: string): number | null {
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
