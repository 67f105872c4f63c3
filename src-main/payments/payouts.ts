import type { MovedMoney } from './day-figures.ts';
import type { Read } from './ports.ts';

/** What a provider pays the house. Minor units; times unix ms by the provider's clock. */
export interface Payout {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  /** paid, pending, in_transit, failed, canceled; any other word is shown as it is */
  readonly status: string;
  readonly createdAt: number;
  readonly arrivesAt: number;
}

/** One movement of the house's balance at its provider. `net` is amount − fee. */
export interface BalanceLine {
  readonly id: string;
  /** charge, payment, refund, payment_refund, adjustment, stripe_fee, payout …: the provider's own word */
  readonly type: string;
  readonly amount: number;
  readonly fee: number;
  readonly net: number;
  readonly currency: string;
  readonly createdAt: number;
  readonly availableAt: number;
  /** the provider's id of the payment it belongs to, and of the refund it is; null where it names none */
  readonly paymentRef: string | null;
  readonly refundRef: string | null;
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

/** What our records know of movements at the provider, by its id of the payment or the refund. */
export interface KnownMovements {
  /** `operationId`: our order that moved it, where one did */
  note(ref: string, amount: number, operationId?: string): void;
  /** not_here: no record of ours names it. other_amount: one does, with another sum. null: it is ours to the cent */
  judge(line: BalanceLine): 'not_here' | 'other_amount' | null;
  /** our order that a record of the same movement is of, or null */
  operationOf(line: BalanceLine): string | null;
}

/** Lines that stand for money of a client; fees of the account, adjustments and the like belong to no payment. */
export function isOfAPayment({ type }: Pick<BalanceLine, 'type'>): boolean {
  return type === 'charge' || type === 'payment' || isRefund({ type });
}

export function isRefund({ type }: Pick<BalanceLine, 'type'>): boolean {
  return type === 'refund' || type === 'payment_refund';
}

export function knownMovements(): KnownMovements {
  const amounts = new Map<string, number[]>();
  const operations = new Map<string, string>();
  const refOf = (line: BalanceLine): string | null => (isRefund(line) ? line.refundRef : line.paymentRef);
  return {
    note(ref, amount, operationId) {
      amounts.set(ref, [...(amounts.get(ref) ?? []), amount]);
      if (operationId !== undefined) operations.set(ref, operationId);
    },
    operationOf: (line) => operations.get(refOf(line) ?? '') ?? null,
    judge(line) {
      const ref = refOf(line);
      const known = ref === null ? undefined : amounts.get(ref);
      if (!known) return 'not_here';
      return known.includes(Math.abs(line.amount)) ? null : 'other_amount';
    },
  };
}

/** By which id of the provider the movement of an order is found again. */
export function movementRef(
  { as }: MovedMoney,
  state: { readonly name: string; readonly reference?: string | null },
  targetId: string | null,
): string | null {
  // A capture's own reference may be the charge's; the payment it was captured of is what the line names.
  if (as === 'captured' && targetId !== null) return targetId.slice(targetId.indexOf(':') + 1);
  return state.reference ?? null;
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
