import { done, refused, type Reply } from '../../contract/failure.ts';
import { summed } from '../bills/bill-sums.ts';
import { factsFor } from '../bills/bills.ts';
import { decidedEntry } from '../decided-entry.ts';
import { operationOf } from './missing-said.ts';
import { alikeOf, oddNow, payableBy } from './payout-candidates.ts';
import type { KeptLine } from '../../mirror/payouts.ts';
import { turnOf } from './line-names.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

/** What Paysafe's lines are said by; another desk may have taken it back. */
const statementLineOf = ({ provider, id }: Pick<KeptLine, 'provider' | 'id'>): string | null =>
  provider === 'paysafe' ? id : null;

type Decided = Reply<{ lineId: string }>;

interface PayoutMatching {
  readonly lineId: string;
  readonly billId: string;
  /** minor units left to pay, as it was shown */
  readonly remaining: number;
  /** somebody said that it is not the payment of a line like it that counts on a bill */
  readonly another: boolean;
}

/**
 * A payment that was taken elsewhere counts on this bill as paid, so that nobody charges the bill again. The bill as it was shown (`remaining`, minor units),
 * the payment once; all of it is one commit. More than was left to pay is counted too: both were taken, and the bill says that something is to be given back.
 */
export async function matchLine(
  world: World,
  { lineId: id, billId, remaining, another }: PayoutMatching,
  who: SignedIn | null,
): Promise<Decided> {
  const odd = await oddNow(world, id);
  if ('code' in odd) return { ok: false, failure: odd };
  const payment = await payableBy(world, odd);
  if ('code' in payment) return { ok: false, failure: payment };
  const alike = await alikeOf(world, odd);
  if (alike.bill && !another) return refused('line_alike', { reference: alike.bill.code });
  const bill = await world.ledger.bills.byId(billId);
  const [now] = bill ? await summed(world, [bill]) : [];
  if (!bill || !now) return refused('unknown_id');
  if (bill.cancelled) return refused('bill_cancelled');
  if (now.unsettled) return refused('bill_unsettled');
  if (now.sums.checking) return refused('bill_checking');
  if (bill.currency !== odd.line.currency) return refused('line_not_for_bill');
  if (now.sums.remaining !== remaining) return refused('bill_changed');
  const { amount, currency, createdAt: movedAt } = odd.line;
  const match = { lineId: odd.lineId, amount, currency, by: who?.name ?? '', at: world.clock.now() };
  const written = await world.ledger.payoutMatches.match(
    {
      ...{ match, bill: { id: bill.id, paymentId: payment.id }, movedAt, turn: odd.turn },
      statementLine: statementLineOf(odd.line),
      unlessMatched: another ? [] : alike.lineIds,
    },
    now.seen,
    decidedEntry(world, who, 'payout_matched', {
      ...{ ...factsFor(bill), amount, currency, payment: payment.id },
      ...(alike.bill ? { alike: alike.bill.code } : {}),
    }),
  );
  if (!written) return refused('bill_changed');
  world.emit('bills.changed', { ids: [bill.id] });
  return done({ lineId: id });
}

/** A line belongs with no bill, and why. A question that a bill asks about money given back elsewhere stays asked there. */
export async function explainLine(
  world: World,
  { lineId: id, reason }: { readonly lineId: string; readonly reason: string },
  who: SignedIn | null,
): Promise<Decided> {
  const odd = await oddNow(world, id);
  if ('code' in odd) return { ok: false, failure: odd };
  const { amount, currency } = odd.line;
  const match = { lineId: odd.lineId, amount, currency, by: who?.name ?? '', at: world.clock.now() };
  const written = await world.ledger.payoutMatches.explain(
    { match, reason, turn: odd.turn, statementLine: statementLineOf(odd.line) },
    decidedEntry(world, who, 'payout_explained', { amount, currency, reason, line: id }),
  );
  return written ? done({ lineId: id }) : refused('line_decided');
}

/**
 * Takes a decision back. What counted on a bill by it counts no more, in the same commit; not while a decision about money given back of that very payment
 * stands on the bill: the bill would ask for that much more than was ever counted.
 */
export async function undoMatch(
  world: World,
  { matchId }: { readonly matchId: string },
  who: SignedIn | null,
): Promise<Decided> {
  const book = world.ledger.payoutMatches;
  const match = await book.byId(matchId);
  if (!match) return refused('unknown_id');
  if (match.undone) return refused('line_decided');
  const bill = match.bill ? await world.ledger.bills.byId(match.bill.id) : null;
  const [now] = bill ? await summed(world, [bill]) : [];
  if (now?.sums.checking) return refused('bill_checking');
  const paymentId = match.bill?.paymentId;
  if (now?.decided.some((one) => one.undone === null && one.paymentId === paymentId))
    return refused('match_given_back');
  const turn = turnOf((await book.ofLines([match.lineId])).get(match.lineId));
  const { amount, currency, reason } = match;
  const operation = operationOf(match.lineId);
  const facts = {
    ...(bill ? factsFor(bill) : {}),
    ...(reason === null ? {} : { reason }),
    ...(operation === null ? {} : { operation }),
    ...{ amount, currency },
  };
  const written = await book.undo(
    { match, by: who?.name ?? '', at: world.clock.now(), turn },
    now?.seen ?? null,
    decidedEntry(world, who, 'payout_undone', facts),
  );
  if (!written) return refused(bill ? 'bill_changed' : 'line_decided');
  if (bill) world.emit('bills.changed', { ids: [bill.id] });
  return done({ lineId: match.lineId.slice(match.lineId.indexOf(':') + 1) });
}

/** The bill that changes where this decision is taken back, or null. */
export async function billOfMatch({ ledger }: Pick<World, 'ledger'>, matchId: string): Promise<string | null> {
  return (await ledger.payoutMatches.byId(matchId))?.bill?.id ?? null;
}
