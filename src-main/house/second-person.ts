import type { Failure } from '../contract/failure.ts';
import type { HoldRunLine } from '../ledger/hold-run-row.ts';
import type { SignedIn } from './signed-in.ts';
import type { World } from './world.ts';

/** What somebody is about to have captured or released together: exactly these holds with exactly these amounts. */
export interface Together {
  readonly kind: HoldRunLine['kind'];
  readonly runId: string;
  readonly lines: readonly HoldRunLine[];
  readonly who: SignedIn;
}

/**
 * The one place in which it is asked whether this run needs a second person's yes before its first line is written. Null: it may begin. No house asks
 * for one yet; whoever builds approvals answers here, and each line of an approved run is then covered by the run's own.
 */
export async function secondPersonFor(_world: World, _together: Together): Promise<Failure | null> {
  return null;
}
