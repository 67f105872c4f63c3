import type { PayoutMatch } from '../../ledger/payout-matches.ts';
import type { KeptLine } from '../../mirror/payouts.ts';

/** The name of a line in the records: ids of two providers never meet. */
export const lineIdOf = ({ provider, id }: Pick<KeptLine, 'provider' | 'id'>): string => `${provider}:${id}`;

/** What was decided about a line and not taken back. */
export function standingOf(decisions: readonly PayoutMatch[] | undefined): PayoutMatch | undefined {
  return decisions?.find(({ undone }) => undone === null);
}

/** How many rows of decisions there are about a line: another desk that decides meanwhile makes one more. */
export function turnOf(decisions: readonly PayoutMatch[] | undefined): number {
  return (decisions ?? []).reduce((count, { undone }) => count + (undone ? 2 : 1), 0);
}
