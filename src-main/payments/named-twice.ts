import { type BalanceLine, type NamedOrder } from './payouts.ts';

/** A line of a statement, and whether it was found to be ours before. */
export interface PlacedLine extends BalanceLine {
  readonly settled: 'open' | 'ours' | 'before';
  /** null: it is in no payout yet */
  readonly payout: string | null;
}

/**
 * Of the lines of Paysafe's statements that are ours by name and to the cent, those that no order is left for: the provider names a movement more often
 * than we made it. Either two reports say one movement in two ways, or money moved twice; only a person can tell, and must be told.
 *
 * What was found to be ours before stays; then what was brought in before what would be; then the earlier. Where a line may be of several orders (refunds
 * of one payment, each named by that payment), lines share them so that as few as possible are left over.
 * @param lines each once, all of the same orders
 * @returns their ids
 */
export function namedTwice(
  lines: readonly PlacedLine[],
  ordersOf: (line: BalanceLine) => readonly NamedOrder[],
): ReadonlySet<string> {
  /** by order, the line that has it */
  const takenBy = new Map<string, PlacedLine>();
  /** Gives the line an order: a free one, or one whose line can have another. */
  const place = (line: PlacedLine, asked: Set<string>): boolean =>
    ordersOf(line).some(({ id }) => {
      if (asked.has(id)) return false;
      asked.add(id);
      const holder = takenBy.get(id);
      if (holder && !place(holder, asked)) return false;
      takenBy.set(id, line);
      return true;
    });
  const twice = new Set<string>();
  for (const line of lines.toSorted(inOrder)) {
    if (ordersOf(line).length > 0 && !place(line, new Set())) twice.add(line.id);
  }
  return twice;
}

function inOrder(one: PlacedLine, other: PlacedLine): number {
  return (
    Number(other.settled === 'ours') - Number(one.settled === 'ours') ||
    Number(one.payout === null) - Number(other.payout === null) ||
    one.createdAt - other.createdAt ||
    (one.id < other.id ? -1 : 1)
  );
}

/** Every id under which a statement may name the orders of these lines. */
export const refsOf = (
  lines: readonly BalanceLine[],
  ordersOf: (line: BalanceLine) => readonly NamedOrder[],
): string[] => [...new Set(lines.flatMap((line) => ordersOf(line).flatMap(({ refs }) => refs)))];
