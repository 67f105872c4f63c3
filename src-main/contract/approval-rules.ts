import * as v from 'valibot';
import { minorUnits } from './money.ts';

/** What a house may ask a second person for. outside: a charge or hold that no consent covers. */
export const approvalKinds = ['capture', 'refund', 'outside'] as const;
export const approvalKind = v.picklist(approvalKinds);
export type ApprovalKind = v.InferOutput<typeof approvalKind>;

/** from: `from` minor units of the house's currency, or more. An amount in any other currency cannot be compared, and needs one too. */
export const approvalRule = v.strictObject({
  when: v.picklist(['never', 'from', 'always']),
  from: v.pipe(minorUnits, v.maxValue(99_999_999)),
});
export type ApprovalRule = v.InferOutput<typeof approvalRule>;

export const approvalRules = v.strictObject({ capture: approvalRule, refund: approvalRule, outside: approvalRule });
export type ApprovalRules = v.InferOutput<typeof approvalRules>;
