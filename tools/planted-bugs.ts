import { plantedInApprovals } from './planted-in-approvals.ts';
import { plantedInBankAccounts } from './planted-in-bank-accounts.ts';
import { plantedInCaptureRule } from './planted-in-capture-rule.ts';
import { plantedInDayEnd } from './planted-in-day-end.ts';
import { plantedInPayouts } from './planted-in-payouts.ts';
import { plantedInDamage } from './planted-in-damage.ts';
import { plantedInEngine } from './planted-in-engine.ts';
import { plantedInFollow } from './planted-in-follow.ts';
import { plantedInGateways } from './planted-in-gateways.ts';
import { plantedInGuards } from './planted-in-guards.ts';
import { plantedInKeys } from './planted-in-keys.ts';
import { plantedInLedger } from './planted-in-ledger.ts';
import { plantedInPages } from './planted-in-pages.ts';
import { plantedInHolds } from './planted-in-holds.ts';
import { plantedInReplacements } from './planted-in-replacements.ts';
import { plantedInRestores } from './planted-in-restores.ts';
import { plantedInRuns } from './planted-in-runs.ts';
import { plantedInSleep } from './planted-in-sleep.ts';
import { plantedInSender } from './planted-in-sender.ts';

/** A bug that costs money, as one change at one place, and the tests that must notice it. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  /** there exactly once */
  readonly from: string;
  readonly to: string;
  readonly tests: readonly string[];
}

export const mutants: readonly Mutant[] = [
  ...plantedInLedger,
  ...plantedInApprovals,
  ...plantedInBankAccounts,
  ...plantedInDamage,
  ...plantedInCaptureRule,
  ...plantedInDayEnd,
  ...plantedInPayouts,
  ...plantedInGuards,
  ...plantedInEngine,
  ...plantedInFollow,
  ...plantedInHolds,
  ...plantedInKeys,
  ...plantedInReplacements,
  ...plantedInRestores,
  ...plantedInRuns,
  ...plantedInSender,
  ...plantedInSleep,
  ...plantedInGateways,
  ...plantedInPages,
];
