import { refused, type Failure } from '../../contract/failure.ts';
import type { CaptureRule } from '../../contract/hold-rule.ts';
import type { HoldRunLine } from '../../ledger/hold-run-row.ts';
import { namedBy, waitingHolds } from './capture-rule-names.ts';
import { oneHold } from './hold-review.ts';
import type { World } from '../world.ts';

const mark = 'capture-rule-';
const ofBills = '-bill';

/** The same at every desk of the house: each time of each day is begun once. It says what kind of rule it was, which a line is held against later. */
export const ticketOf = (day: string, { what, at }: CaptureRule): string =>
  `${mark}${day}-${at.replace(':', '')}${what === 'bill' ? ofBills : ''}`;

/** A run that the rule began. */
export const isOfRule = (ticket: string): boolean => ticket.startsWith(mark);

/**
 * A line of a run that the rule began, once its turn has come: that may be hours later, where a PC slept and somebody goes on. Nobody looks at its bill
 * again then, so it is captured only while the rule would still take as much of it: its bill is closed and has that much left to pay, or it is still meant
 * to be captured; and nobody has prepared it with another amount. Null: it is, or a person began the run. What has lapsed has words of its own.
 */
export async function otherwiseNow(
  world: World,
  ticket: string,
  { holdId, amount }: Pick<HoldRunLine, 'holdId' | 'amount'>,
): Promise<Failure | null> {
  if (!isOfRule(ticket)) return null;
  const hold = await oneHold(world, holdId);
  if (!hold.ok) return hold.failure;
  const rule = { what: ticket.endsWith(ofBills) ? 'bill' : 'planned', at: '' } as const;
  const { lines, leftOut } = await namedBy(world, { rule, holds: [hold.value], at: world.clock.now() });
  const [named] = [...lines, ...leftOut.filter(({ why }) => why === 'lapses')];
  const waits = (await waitingHolds(world)).has(holdId);
  return !waits && named && named.amount >= amount ? null : refused('capture_rule_otherwise').failure;
}
