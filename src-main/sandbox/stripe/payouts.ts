import type { BalanceTransaction } from './balance-transactions.ts';
import { load, loadFromPath, save, seconds, storeKind } from './documents.ts';
import type { StripeCall } from './documents.ts';
import { datedPage, expand, listPage } from './paging.ts';
import { text } from './params.ts';
import { route } from './route.ts';

/** What the account pays to its bank. https://docs.stripe.com/api/payouts */
export interface Payout {
  readonly id: string;
  readonly object: 'payout';
  readonly amount: number;
  readonly arrival_date: number;
  readonly automatic: true;
  readonly created: number;
  readonly currency: string;
  readonly description: 'STRIPE PAYOUT';
  readonly livemode: false;
  readonly metadata: Readonly<Record<string, string>>;
  readonly method: 'standard';
  readonly reconciliation_status: 'completed';
  readonly source_type: 'card';
  readonly status: 'paid' | 'in_transit';
  readonly type: 'bank_account';
  readonly _at: number;
  /** It holds what became available in these seconds (to exclusive). */
  readonly _from: number;
  readonly _to: number;
}

const day = 86_400;
/** A bank has it two days later. */
const arrivalSeconds = 2 * day;
/** How far back the account's daily payouts are made when nobody looked for so long. */
const mostDays = 90;

const isIn = ({ _from, _to, currency }: Payout, transaction: BalanceTransaction): boolean =>
  transaction.currency === currency && transaction.available_on >= _from && transaction.available_on < _to;

/** Makes the payouts of the days that are over: each of what became available on its day, where that is more than nothing. */
function payOut(call: StripeCall): void {
  const now = seconds(call.clock.now());
  const today = now - (now % day);
  const made = Number(call.store.setting('stripe.payouts.until') ?? 0);
  const first = Math.max(made, today - mostDays * day);
  if (first >= today) return;
  const sums = new Map<string, number>();
  const transactions = call.store.list<BalanceTransaction>(storeKind('balance_transaction'));
  for (const { available_on: available, currency, net } of transactions) {
    if (available < first || available >= today) continue;
    const key = `${available - (available % day)} ${currency}`;
    sums.set(key, (sums.get(key) ?? 0) + net);
  }
  for (const [key, amount] of [...sums].toSorted(([a], [b]) => a.localeCompare(b))) {
    const [start = '0', currency = 'cad'] = key.split(' ');
    // What is owed to Stripe waits in the balance; the sandbox lets it go.
    if (amount <= 0) continue;
    const from = Number(start);
    save(call, {
      id: call.ids.token('po_1', 23),
      object: 'payout',
      amount,
      arrival_date: from + day + arrivalSeconds,
      automatic: true,
      created: from + day,
      currency,
      description: 'STRIPE PAYOUT',
      livemode: false,
      metadata: {},
      method: 'standard',
      reconciliation_status: 'completed',
      source_type: 'card',
      status: 'in_transit',
      type: 'bank_account',
      _at: (from + day) * 1000,
      _from: from,
      _to: from + day,
    });
  }
  call.store.setSetting('stripe.payouts.until', String(today));
}

function asNow(call: StripeCall, payout: Payout): Payout {
  return payout.arrival_date <= seconds(call.clock.now()) ? { ...payout, status: 'paid' } : payout;
}

/** The movements that a payout is made of, or none for one that there is not. */
export function isPaidIn(call: StripeCall, payoutId: string): (transaction: BalanceTransaction) => boolean {
  const payout = load(call, 'payout', payoutId);
  return (transaction) => payout !== undefined && isIn(payout, transaction);
}

export const payoutRoutes = [
  route({
    method: 'GET',
    path: '/v1/payouts',
    permission: 'payouts',
    params: { ...datedPage, status: text(), arrival_date: datedPage.created },
    run(call, params) {
      payOut(call);
      const page = listPage(call, {
        kind: 'payout',
        url: '/v1/payouts',
        page: params,
        query: {
          ...params.created,
          where: (one) => params.status === undefined || asNow(call, one).status === params.status,
        },
      });
      return { ...page, data: page.data.map((one) => (one.object === 'payout' ? asNow(call, one) : one)) };
    },
  }),
  route({
    method: 'GET',
    path: '/v1/payouts/:id',
    permission: 'payouts',
    params: { expand },
    run: (call, _params, id) => asNow(call, loadFromPath(call, 'payout', { id })),
  }),
];
