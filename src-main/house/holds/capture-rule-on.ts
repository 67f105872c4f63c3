import { done, refused, type Reply } from '../../contract/failure.ts';
import type { CaptureRule, CaptureRuleView } from '../../contract/hold-rule.ts';
import { needsSecond } from '../approvals/approval-rules.ts';
import { audit } from '../customers/customers.ts';
import { dateOf, daysAfter, visitSpan } from '../days/calendar.ts';
import { freeHolds, namedBy } from './capture-rule-names.ts';
import { isSame, rememberOn, saveRule, turned } from './capture-rule-kept.ts';
import { isOfRule } from './capture-rule-turn.ts';
import { stopHoldRun } from '../runs/hold-runs.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

/** What the house's rule will do at its next time, who turned it on, and what it leaves to a person. */
export async function showCaptureRule(world: World): Promise<Reply<CaptureRuleView>> {
  const settings = world.settings.now();
  const { captureRule: rule, currency } = settings;
  const on = await turned(world);
  // By somebody who is away by now, or may not capture any more, nothing will be captured: it waits for another manager to turn it on.
  const by = on && (await actsFor(world, on.staffId)) ? on : null;
  const next = nextTime(world, rule);
  const holds = next === null ? [] : await freeHolds(world, rule);
  const named = next === null ? { lines: [], leftOut: [] } : await namedBy(world, { rule, holds, at: next });
  const sums = named.lines.map(({ amount }) => ({ amount, currency }));
  return done({
    rule,
    by: by && { name: by.name, at: by.at },
    next,
    ...named,
    // As it will be judged then: nobody is there to approve it.
    blocked: needsSecond(settings, 'capture', sums),
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
