import type { KeptLine } from '../../mirror/payouts.ts';
import { isOfAPayment, isRefund } from '../../payments/payouts.ts';
import { lineIdOf, standingOf } from './line-names.ts';
import type { World } from '../world.ts';

/** Lines that may say the very payment of another one, and the bill on which one of them counts. */
export interface AlikeLines {
  /** as decisions know them */
  readonly lineIds: readonly string[];
  readonly billId: string | null;
}

/**
 * Two reports of Paysafe's may word one payment differently: another day, the id in one of them only. Then it is two lines, and matched with two bills it
 * would be credited twice. Alike are lines of another id with the same reference or id at Paysafe, the same sum and currency, taken and not given back.
 * @returns by the line's own id; without those that have none
 */
export async function alikeLines(
  { ledger, mirror }: Pick<World, 'ledger' | 'mirror'>,
  lines: readonly KeptLine[],
): Promise<ReadonlyMap<string, AlikeLines>> {
  const own = lines.filter((line) => line.provider === 'paysafe' && !isRefund(line));
  const named = await mirror.linesNaming([...new Set(own.flatMap(namesIn))]);
  const others = named.filter((line) => isOfAPayment(line) && !isRefund(line));
  const pairs = own.map((line) => [line, others.filter((other) => isAlike(line, other))] as const);
  const decisions = await ledger.payoutMatches.ofLines([...new Set(pairs.flatMap(([, alike]) => alike.map(lineIdOf)))]);
  return new Map(
    pairs.flatMap(([{ id }, alike]): [string, AlikeLines][] => {
      const lineIds = alike.map(lineIdOf);
      const bills = lineIds.flatMap((lineId) => standingOf(decisions.get(lineId))?.bill?.id ?? []);
      return lineIds.length === 0 ? [] : [[id, { lineIds, billId: bills[0] ?? null }]];
    }),
  );
}

const namesIn = ({ paymentRef, merchantRef }: KeptLine): string[] =>
  [paymentRef, merchantRef].filter((name) => name !== null);

function isAlike(one: KeptLine, other: KeptLine): boolean {
  if (one.id === other.id || one.amount !== other.amount || one.currency !== other.currency) return false;
  const isSame = (mine: string | null, theirs: string | null): boolean => mine !== null && mine === theirs;
  return isSame(one.merchantRef, other.merchantRef) || isSame(one.paymentRef, other.paymentRef);
}
