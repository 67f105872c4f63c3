import type { ProviderName } from '../contract/provider.ts';
import { movedBefore, movedOf, type KeyedOrder, type MovedMoney, type PaidPage } from './day-figures.ts';
import type { Read } from './ports.ts';

/** What a provider pays the house. Minor units; times unix ms by the provider's clock. */
export interface Payout {
  readonly id: string;
  readonly provider: ProviderName;
  /** the statement that names it, and what that calls it; null for what Stripe lists */
  readonly statementId: string | null;
  readonly name: string | null;
  readonly amount: number;
  readonly currency: string;
  /** paid, pending, in_transit, failed, canceled, or `statement`; any other word is shown as it is */
  readonly status: string;
  readonly createdAt: number;
  readonly arrivesAt: number;
}

/** One movement of the house's balance at its provider. `net` is amount − fee; both are null where a statement does not say the fee. */
export interface BalanceLine {
  readonly id: string;
  readonly provider: ProviderName;
  /** charge, payment, refund, payment_refund, adjustment, stripe_fee, payout …: Stripe's own word; payment, refund or other of a statement */
  readonly type: string;
  readonly amount: number;
  readonly fee: number | null;
  readonly net: number | null;
  readonly currency: string;
  readonly createdAt: number;
  readonly availableAt: number;
  /** the provider's id of the payment it belongs to, and of the refund it is; null where it names none */
  readonly paymentRef: string | null;
  readonly refundRef: string | null;
  /** Paysafe: what was sent as `merchantRefNum`; null where the file does not say it, and at Stripe */
  readonly merchantRef: string | null;
  readonly description: string | null;
}

/** Reads what becomes of money at a provider. Only Stripe publishes it; Paysafe has no such call. */
export interface BalanceReader {
  /** created since then, newest first, all of them */
  payouts(since: number): Promise<Read<readonly Payout[]>>;
  linesOf(payoutId: string): Promise<Read<readonly BalanceLine[]>>;
  /** created in that span (to exclusive), whichever payout they are in or will be */
  linesBetween(from: number, to: number): Promise<Read<readonly BalanceLine[]>>;
}

/** What our records know of movements at the providers. */
export interface KnownMovements {
  order(order: KeyedOrder): void;
  page(page: PaidPage): void;
  /** a payment that stands on a bill; `paymentId`: ours, with its provider before it */
  credit(credit: { readonly paymentId: string | null; readonly amount: number }): void;
  /** not_here: no record of ours names it. other_amount: one does, with another sum. null: it is ours to the cent */
  judge(line: BalanceLine): 'not_here' | 'other_amount' | null;
  /** our order that a record of the same movement is of, or null */
  operationOf(line: BalanceLine): string | null;
  /** our orders of that very sum that the line may be of */
  ordersOf(line: BalanceLine): readonly NamedOrder[];
}

/** An order of ours whose movement a provider's list may name. */
export interface NamedOrder {
  readonly id: string;
  /** every id of the provider's or of ours by which a line may name it */
  readonly refs: readonly string[];
}

/** Lines that stand for money of a client; fees of the account, adjustments and the like belong to no payment. */
export function isOfAPayment({ type }: Pick<BalanceLine, 'type'>): boolean {
  return type === 'charge' || type === 'payment' || isRefund({ type });
}

export function isRefund({ type }: Pick<BalanceLine, 'type'>): boolean {
  return type === 'refund' || type === 'payment_refund' || isReturned({ type });
}

/** A refund that the client's bank sent back: its sum is the house's again. Stripe names the refund, days or weeks after it was given. */
export function isReturned({ type }: Pick<BalanceLine, 'type'>): boolean {
  return type === 'refund_failure';
}

export function knownMovements(): KnownMovements {
  const amounts = new Map<string, number[]>();
  const orders = new Map<string, Map<string, NamedOrder & { readonly amount: number }>>();
  const note = (name: string, amount: number): void => {
    amounts.set(name, [...(amounts.get(name) ?? []), amount]);
  };
  const noteId = (paymentId: string | null, amount: number): void => {
    if (paymentId === null) return;
    const provider = paymentId.startsWith('paysafe:') ? 'paysafe' : 'stripe';
    note(nameOf({ provider, back: false }, refOf(paymentId)), amount);
  };
  const firstOf = (line: BalanceLine): string | undefined => namesOf(line).find((name) => amounts.has(name));
  return {
    order(order) {
      // A refund that failed later left and came back: both lines are its own.
      const moved = movedOf(order) ?? movedBefore(order);
      if (!moved) return;
      const { id, provider } = order;
      const { amount } = moved;
      const refs = orderRefs(order, moved);
      for (const ref of refs) {
        const name = nameOf({ provider, back: moved.as === 'refunded' }, ref);
        note(name, amount);
        orders.set(name, (orders.get(name) ?? new Map()).set(id, { id, refs, amount }));
      }
    },
    page({ provider, key, amount, paymentId }) {
      noteId(paymentId, amount);
      if (provider === 'paysafe') note(nameOf({ provider, back: false }, key), amount);
    },
    credit: ({ paymentId, amount }) => noteId(paymentId, amount),
    operationOf: (line) => [...(orders.get(firstOf(line) ?? '')?.keys() ?? [])].at(-1) ?? null,
    ordersOf(line) {
      const named = namesOf(line).flatMap((name) => [...(orders.get(name)?.values() ?? [])]);
      const own = named.filter(({ amount }) => amount === Math.abs(line.amount));
      return [...new Map(own.map((order) => [order.id, order])).values()];
    },
    judge(line) {
      const known = namesOf(line).flatMap((name) => amounts.get(name) ?? []);
      if (known.length === 0) return 'not_here';
      return known.includes(Math.abs(line.amount)) ? null : 'other_amount';
    },
  };
}

/** Ids of two providers never meet, nor what was taken and what went back of it under one reference. */
function nameOf({ provider, back }: { readonly provider: ProviderName; readonly back: boolean }, ref: string): string {
  return `${provider} ${back ? 'back' : 'taken'} ${ref}`;
}

/** By which names a line may be found in our records. */
export function namesOf(line: BalanceLine): string[] {
  const back = isRefund(line);
  const refs = [back ? line.refundRef : line.paymentRef, line.merchantRef];
  return refs.flatMap((ref) => (ref === null ? [] : [nameOf({ provider: line.provider, back }, ref)]));
}

/** By which id of Stripe's the movement of an order is found again. A capture's own reference may be the charge's; the payment it was captured of is what a line names. */
export function movementRef(
  { as }: MovedMoney,
  { state, targetId }: Pick<KeyedOrder, 'state' | 'targetId'>,
): string | null {
  if (as === 'captured' && targetId !== null) return refOf(targetId);
  return 'reference' in state ? (state.reference ?? null) : null;
}

/** The provider's own id, without its provider before it. */
const refOf = (id: string): string => id.slice(id.indexOf(':') + 1);

/** By which names the movement of an order may stand in its provider's lists. */
export function orderNames(
  order: Pick<KeyedOrder, 'provider' | 'state' | 'targetId' | 'key'>,
  moved: MovedMoney,
): string[] {
  const { provider } = order;
  return orderRefs(order, moved).map((ref) => nameOf({ provider, back: moved.as === 'refunded' }, ref));
}

/**
 * Stripe has one. A file of Paysafe's may name a settlement by its own id or by its authorization's, a refund by what was refunded, and either by what we
 * sent as `merchantRefNum` (assumed: Paysafe describes no such file).
 */
function orderRefs(order: Pick<KeyedOrder, 'provider' | 'state' | 'targetId' | 'key'>, moved: MovedMoney): string[] {
  const { provider, state, targetId, key } = order;
  const own = 'reference' in state ? (state.reference ?? null) : null;
  const target = targetId === null || moved.as === 'charged' ? null : refOf(targetId);
  const refs = provider === 'paysafe' ? [own, target, key] : [movementRef(moved, order)];
  return [...new Set(refs)].filter((ref) => ref !== null);
}

/** A payout with what is known of its lines. */
export interface LinedPayout extends Pick<Payout, 'createdAt' | 'currency' | 'status'> {
  /** all its lines were read */
  readonly linesRead: boolean;
  /** when the last of its lines became available; null: it names none, as a payout that somebody made by hand */
  readonly lastAvailableAt: number | null;
}

/**
 * Why money of ours is in no payout although it should be, or null: it is in one, or nothing can be said. no_line: the balance was read without a gap
 * since before the order, and has nothing of it. not_paid_out: its day has passed, every payout of its currency made since then is read and names its
 * lines, and one that was not sent back took what became available no earlier. An automatic payout takes all that is available; where payouts are made
 * by hand, none names its lines (Stripe: `payout` of balance transactions, automatic payouts only) and nothing is said.
 * @param lines what the balance has of the payment, refunds left out
 * @param payouts all made since the order
 */
export function whyInNoPayout(
  lines: readonly (Pick<BalanceLine, 'availableAt' | 'currency'> & { readonly payout: string | null })[],
  payouts: readonly LinedPayout[],
): 'no_line' | 'not_paid_out' | null {
  const [line] = lines;
  if (!line) return 'no_line';
  if (lines.some(({ payout }) => payout !== null)) return null;
  const since = payouts.filter(
    ({ currency, createdAt }) => currency === line.currency && createdAt >= line.availableAt,
  );
  if (since.some(({ linesRead, lastAvailableAt }) => !linesRead || lastAvailableAt === null)) return null;
  const took = since.some(
    ({ status, lastAvailableAt }) =>
      status !== 'failed' && status !== 'canceled' && (lastAvailableAt ?? 0) >= line.availableAt,
  );
  return took ? 'not_paid_out' : null;
}
