import { loadFromPath, save, seconds, storeKind } from './documents.ts';
import type { StripeCall } from './documents.ts';
import { datedPage, expand, listPage } from './paging.ts';
import { text } from './params.ts';
import { isPaidIn } from './payouts.ts';
import { madeUp, route } from './route.ts';

export interface BalanceTransaction {
  readonly id: string;
  readonly object: 'balance_transaction';
  /** Minor units; negative when money leaves. */
  readonly amount: number;
  readonly available_on: number;
  readonly balance_type: 'payments';
  readonly created: number;
  readonly currency: string;
  readonly description: string | null;
  readonly exchange_rate: null;
  readonly fee: number;
  readonly fee_details: readonly {
    readonly amount: number;
    readonly application: null;
    readonly currency: string;
    readonly description: string;
    readonly type: 'stripe_fee';
  }[];
  readonly net: number;
  readonly reporting_category: 'charge' | 'refund' | 'refund_failure' | 'adjustment';
  readonly source: string;
  /** As it was written; what is sent depends on the time, see `settled`. */
  readonly status: 'pending' | 'available';
  readonly type: 'charge' | 'refund' | 'refund_failure' | 'adjustment';
  readonly _at: number;
}

/** Money of a charge can be paid out after three days. */
const pendingSeconds = 3 * 86_400;

interface Movement {
  readonly type: BalanceTransaction['type'];
  readonly amount: number;
  readonly currency: string;
  readonly source: string;
  readonly description: string | null;
}

/** Writes one movement of the account's balance; a charge costs 2.9 % and 30. Returns its id. */
export function recordMovement(call: StripeCall, movement: Movement): string {
  const now = call.clock.now();
  const fee = movement.type === 'charge' ? Math.round(movement.amount * 0.029) + 30 : 0;
  const transaction: BalanceTransaction = {
    id: call.ids.token('txn_3', 23),
    object: 'balance_transaction',
    amount: movement.amount,
    available_on: seconds(now) + (movement.type === 'charge' ? pendingSeconds : 0),
    balance_type: 'payments',
    created: seconds(now),
    currency: movement.currency,
    description: movement.description,
    exchange_rate: null,
    fee,
    fee_details:
      fee === 0
        ? []
        : [
            {
              amount: fee,
              application: null,
              currency: movement.currency,
              description: 'Stripe processing fees',
              type: 'stripe_fee',
            },
          ],
    net: movement.amount - fee,
    reporting_category: movement.type,
    source: movement.source,
    status: 'pending',
    type: movement.type,
    _at: now,
  };
  save(call, transaction);
  return transaction.id;
}

function settled(call: StripeCall, transaction: BalanceTransaction): BalanceTransaction {
  const status = transaction.available_on <= seconds(call.clock.now()) ? 'available' : 'pending';
  return { ...transaction, status };
}

export const balanceRoutes = [
  route({
    method: 'GET',
    path: '/v1/balance_transactions',
    permission: 'balance_transactions',
    params: { ...datedPage, currency: text(3), payout: text(), source: text(), type: text() },
    run(call, params) {
      const paidIn = params.payout === undefined ? undefined : isPaidIn(call, params.payout);
      const page = listPage(call, {
        kind: 'balance_transaction',
        url: '/v1/balance_transactions',
        page: params,
        query: {
          ...params.created,
          ...(params.source === undefined ? {} : { ref: params.source }),
          where: (transaction) =>
            (params.currency === undefined || transaction.currency === params.currency) &&
            (params.type === undefined || transaction.type === params.type) &&
            (paidIn === undefined || paidIn(transaction)),
        },
      });
      return {
        ...page,
        data: page.data.map((one) => (one.object === 'balance_transaction' ? settled(call, one) : one)),
      };
    },
  }),
  route({
    method: 'GET',
    path: '/v1/balance_transactions/:id',
    permission: 'balance_transactions',
    params: { expand },
    run: (call, _params, id) => settled(call, loadFromPath(call, 'balance_transaction', { id })),
  }),
  route({
    method: 'GET',
    path: '/v1/balance',
    permission: 'balance',
    params: { expand },
    run(call) {
      const totals = new Map([['cad', { available: 0, pending: 0 }]]);
      for (const stored of call.store.list<BalanceTransaction>(storeKind('balance_transaction'))) {
        const { currency, status, net } = settled(call, stored);
        const total = totals.get(currency) ?? { available: 0, pending: 0 };
        total[status] += net;
        totals.set(currency, total);
      }
      const part = (status: 'available' | 'pending'): unknown[] =>
        [...totals].map(([currency, total]) => ({
          amount: total[status],
          currency,
          source_types: { card: total[status] },
        }));
      return madeUp({ object: 'balance', available: part('available'), livemode: false, pending: part('pending') });
    },
  }),
];
