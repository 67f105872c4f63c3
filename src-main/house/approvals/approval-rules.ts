import type { ApprovalKind, ApprovalRules } from '../../contract/approval-rules.ts';
import type { SettingsView } from '../../contract/desk-status.ts';
import { done, refused, type Failure, type Reply } from '../../contract/failure.ts';
import type { Money } from '../../contract/money.ts';
import { audit } from '../customers/customers.ts';
import { sessionView } from '../settings/desk-settings.ts';
import type { HouseSettings } from '../settings/house-settings.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

/**
 * Why these need a second person by the house's rules, or null. Several at once are a list as somebody confirms it: judged by what they add up to, so that
 * many small ones are no way round. Money of another currency than the house's cannot be compared with its limit, and needs one too.
 */
export function needsSecond(
  { approvalRules, currency }: Pick<HouseSettings, 'approvalRules' | 'currency'>,
  of: ApprovalKind,
  amounts: readonly Money[],
): Failure | null {
  const { when, from } = approvalRules[of];
  if (when === 'never' || amounts.length === 0) return null;
  if (when === 'always') return refused('needs_approval', { of }).failure;
  if (amounts.some((one) => one.currency !== currency))
    return refused('needs_approval', { of, house: currency }).failure;
  const total = amounts.reduce((sum, { amount }) => sum + amount, 0);
  return total >= from ? refused('needs_approval', { of, from, currency }).failure : null;
}

/** The owner says what needs a second person from now on. What waits already goes on waiting. */
export async function setApprovalRules(
  world: World,
  rules: ApprovalRules,
  who: SignedIn | null,
): Promise<Reply<SettingsView>> {
  const kinds = ['capture', 'refund', 'outside'] as const;
  if (kinds.some((kind) => rules[kind].when === 'from' && rules[kind].from === 0))
    return refused('bad_input', { field: 'from' });
  const saved = await world.settings.save({ approvalRules: rules });
  const said = Object.fromEntries(
    kinds.map((kind) => [kind, rules[kind].when === 'from' ? rules[kind].from : rules[kind].when]),
  );
  await audit(world, who, 'settings', { changed: 'approvalRules', ...said, currency: saved.currency });
  world.emit('session.changed', await sessionView(world));
  return done(saved);
}
