import * as v from 'valibot';
import { captureRule, type CaptureRule } from '../../contract/hold-rule.ts';
import type { World } from '../world.ts';

/** Who turned the rule on, since when it has been on (unix ms), and the very rule it was: another one is off, whatever became of this line. */
const turnedOn = v.nullable(v.object({ staffId: v.string(), name: v.string(), at: v.number(), rule: captureRule }));
type TurnedOn = v.InferOutput<typeof turnedOn>;
const setting = 'captureRule.on';
type Kept = { readonly settings: World['settings']; readonly ledger: Pick<World['ledger'], 'settings'> };

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

/** The very same rule. */
export const isSame = (one: CaptureRule, other: CaptureRule): boolean => one.what === other.what && one.at === other.at;
