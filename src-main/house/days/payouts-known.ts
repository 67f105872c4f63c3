import type { KeptLine } from '../../mirror/payouts.ts';
import { movedOf } from '../../payments/day-figures.ts';
import { knownMovements, movementRef, type KnownMovements } from '../../payments/payouts.ts';
import type { World } from '../world.ts';

const dayMs = 86_400_000;
/** Stripe tells the second in which a line was made, not its parts. */
const lineSteps = 1000;

/**
 * What our records hold of the times in which these lines were made: our orders at Stripe, pages, payments that stand on bills. One old line among new
 * ones asks for its own days and not for the months between.
 */
export async function knownOf(
  { ledger }: Pick<World, 'ledger'>,
  lines: readonly Pick<KeptLine, 'createdAt'>[],
): Promise<KnownMovements> {
  const known = knownMovements();
  for (const span of spansOf(lines)) {
    for await (const { rows } of ledger.days.orders(span)) {
      for (const order of rows) {
        const moved = order.provider === 'stripe' ? movedOf(order) : null;
        const ref = moved && movementRef(moved, order.state, order.targetId);
        if (moved && ref !== null) known.note(ref, moved.amount, order.id);
      }
    }
    for (const { paymentId, amount } of [...(await ledger.days.pages(span)), ...(await ledger.days.credits(span))])
      if (paymentId?.startsWith('stripe:')) known.note(paymentId.slice('stripe:'.length), amount);
  }
  return known;
}

function spansOf(lines: readonly Pick<KeptLine, 'createdAt'>[]): { from: number; to: number }[] {
  const spans: { from: number; to: number }[] = [];
  for (const at of lines.map(({ createdAt }) => createdAt).toSorted((a, b) => a - b)) {
    // Their clock and ours, and an answer that was lost for a while.
    const [from, to] = [at - dayMs, at + dayMs];
    const last = spans.at(-1);
    if (last && from <= last.to) last.to = to;
    else spans.push({ from, to });
  }
  return spans;
}

/** A line of the very second in which the records begin is judged by them: it may be of after their first word. `began`: null where they are empty. */
export function isBefore({ createdAt }: Pick<KeptLine, 'createdAt'>, began: number | null): boolean {
  return began === null || createdAt + lineSteps <= began;
}
