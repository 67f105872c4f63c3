import type { DecidedLine, OddLine } from '../../contract/payouts.ts';
import type { PayoutMatch } from '../../ledger/payout-matches.ts';
import type { KeptLine } from '../../mirror/payouts.ts';
import { namedTwice, refsOf } from '../../payments/named-twice.ts';
import { isOfAPayment, isRefund, type KnownMovements } from '../../payments/payouts.ts';
import { alikeLines } from './alike-lines.ts';
import { lineIdOf, standingOf } from './line-names.ts';
import { isBefore, knownOf } from './payouts-known.ts';
import type { World } from '../world.ts';

/** What is to be said of a line of a client's payment. odd: nothing explains it. */
export type JudgedLine = { readonly line: KeptLine } & (
  | { readonly as: 'ours' | 'before' }
  | { readonly as: 'matched' | 'explained'; readonly match: PayoutMatch }
  /** `operationId`: our order of the same movement, with another sum, or named already */
  | { readonly as: 'odd'; readonly why: OddLine['why']; readonly operationId: string | null }
);

export interface JudgedLines {
  readonly judged: readonly JudgedLine[];
  /** decisions about each line, oldest first, those that were taken back too; by our id of the line */
  readonly decisions: ReadonlyMap<string, readonly PayoutMatch[]>;
}

/** Our id of the payment. A file of Paysafe's may name one by nothing of its provider's: then it is known by its line. */
export const paymentIdOf = ({
  provider,
  paymentRef,
  id,
  type,
}: Pick<KeptLine, 'provider' | 'paymentRef' | 'id' | 'type'>): string | null => {
  if (paymentRef !== null) return `${provider}:${paymentRef}`;
  return provider === 'paysafe' && !isRefund({ type }) ? `paysafe:statement-${id}` : null;
};

/**
 * Compares lines of clients' payments with the records, to the cent: first what the records themselves explain, then what somebody decided. Lines that
 * were settled once stay what they were found to be.
 */
export async function judgeLines(
  world: Pick<World, 'ledger' | 'mirror'>,
  lines: readonly KeptLine[],
  trust: (line: KeptLine) => boolean = () => false,
): Promise<JudgedLines> {
  const ofPayments = lines.filter(isOfAPayment);
  const open = ofPayments.filter((line) => line.settled === 'open' || !trust(line));
  const [known, began, decisions] = await Promise.all([
    knownOf(world, open),
    world.ledger.days.first(),
    world.ledger.payoutMatches.ofLines(open.map(lineIdOf)),
  ]);
  const first = new Map(open.map((line) => [line.id, known.judge(line)]));
  const twice = await saidTwice(
    world.mirror,
    open.filter(({ id, provider }) => provider === 'paysafe' && first.get(id) === null),
    known,
  );
  const judged = ofPayments.map((line): JudgedLine => {
    if (line.settled !== 'open' && trust(line)) return { line, as: line.settled };
    const match = standingOf(decisions.get(lineIdOf(line)));
    const why = twice.has(line.id) ? 'twice' : (first.get(line.id) ?? null);
    if (match?.bill && why === null) return { line, as: 'matched', match };
    if (why === null) return { line, as: 'ours' };
    if (match) return { line, as: match.bill ? 'matched' : 'explained', match };
    return why === 'not_here' && isBefore(line, began)
      ? { line, as: 'before' }
      : { line, as: 'odd', why, operationId: known.operationOf(line) };
  });
  return { judged, decisions };
}

/** Which of these lines of ours the statements say once too often: other statements, or other lines of this one, have their orders already. */
async function saidTwice(
  mirror: World['mirror'],
  ours: readonly KeptLine[],
  { ordersOf }: KnownMovements,
): Promise<ReadonlySet<string>> {
  const refs = refsOf(ours, ordersOf);
  if (refs.length === 0) return new Set();
  const others = (await mirror.linesNaming(refs)).filter(isOfAPayment);
  return namedTwice([...new Map([...others, ...ours].map((line) => [line.id, line])).values()], ordersOf);
}

/** Lines that nothing explains, and those that somebody decided about, with the bills that they name. */
export async function sayLines(
  { ledger, mirror }: Pick<World, 'ledger' | 'mirror'>,
  judged: readonly JudgedLine[],
): Promise<{ readonly odd: ReadonlyMap<string, OddLine>; readonly decided: ReadonlyMap<string, DecidedLine> }> {
  const odd = judged.flatMap((one) => (one.as === 'odd' ? [one] : []));
  const decided = judged.flatMap((one) => (one.as === 'matched' || one.as === 'explained' ? [one] : []));
  const paymentIds = [...new Set(odd.flatMap(({ line }) => paymentIdOf(line) ?? []))];
  const [listed, credited] = await Promise.all([mirror.payments(paymentIds), ledger.bills.creditedMany(paymentIds)]);
  const alike = await alikeLines(
    { ledger, mirror },
    odd.flatMap(({ line, why }) => (why === 'not_here' ? [line] : [])),
  );
  const isListed = new Set(listed.map(({ id }) => id));
  const named = [
    ...credited.values(),
    ...decided.flatMap(({ match }) => match.bill?.id ?? []),
    ...[...alike.values()].flatMap(({ billId }) => billId ?? []),
  ];
  const bills = new Map(
    (await ledger.bills.byIds([...new Set(named)])).map(({ id, code, customerName }) => [
      id,
      { id, code, customerName },
    ]),
  );
  const factsOf = ({ id, provider, amount, currency, createdAt: at, description }: KeptLine) => ({
    ...{ id, provider, amount, currency, at, description },
  });
  const billOf = (id: string | undefined) => (id === undefined ? null : (bills.get(id) ?? null));
  return {
    odd: new Map(
      odd.map(({ line, why, operationId }) => {
        const paymentId = paymentIdOf(line);
        const bill = billOf(paymentId === null ? undefined : credited.get(paymentId));
        const may = why === 'not_here' && paymentId !== null && bill === null && !isRefund(line) ? 'bill' : 'reason';
        const shown = paymentId !== null && isListed.has(paymentId) ? paymentId : null;
        const twin = billOf(alike.get(line.id)?.billId ?? undefined);
        return [line.id, { ...factsOf(line), why, paymentId: shown, operationId, bill, may, alike: twin }] as const;
      }),
    ),
    decided: new Map(
      decided.map(({ line, match }) => {
        const { id: matchId, reason, by, at: decidedAt } = match;
        return [line.id, { ...factsOf(line), matchId, bill: billOf(match.bill?.id), reason, by, decidedAt }] as const;
      }),
    ),
  };
}
