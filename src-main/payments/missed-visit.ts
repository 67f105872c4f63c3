import type { MissedKind, MissedRule } from '../contract/missed-visit.ts';
import { impossible } from '../contract/impossible.ts';

/**
 * What the house's rule asks for a missed visit that would have cost `total`, minor units: never more than the cap, and never more than the visit
 * itself. Half a cent of a percentage goes up.
 */
export function ruledFee(rule: MissedRule, total: number): number {
  return Math.min(asked(rule, total), rule.cap ?? Number.MAX_SAFE_INTEGER, total);
}

function asked({ fee, amount, percent }: MissedRule, total: number): number {
  switch (fee) {
    case 'off':
      return 0;
    case 'fixed':
      return amount;
    case 'percent':
      return Math.floor((total * percent + 50) / 100);
    default:
      return impossible(fee);
  }
}

const hourMs = 3_600_000;

/**
 * What can be said of a visit now. `comesAt`: from when on somebody can be missed; `surelyAt`: when it is at the latest. They differ where a visit has
 * a day and no time: nobody is called late who may have been early enough. Unix ms.
 */
export function missedNow(
  rule: MissedRule,
  { comesAt, surelyAt, now }: { readonly comesAt: number; readonly surelyAt: number; readonly now: number },
): MissedKind | null {
  if (now >= comesAt) return 'no_show';
  return rule.lateHours > 0 && now >= surelyAt - rule.lateHours * hourMs ? 'late_cancel' : null;
}
