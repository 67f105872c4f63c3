import * as v from 'valibot';
import type { BalanceLine, BalanceReader, Payout } from '../../payments/payouts.ts';
import type { Read, Sender } from '../../payments/ports.ts';
import { makeReading } from './reading.ts';
import { reference, wireList } from './wire.ts';

const pageSize = 100;
const maybe = <T extends v.GenericSchema>(schema: T) => v.optional(v.nullable(schema), null);
const idOf = v.union([v.string(), v.object({ id: v.string() })]);

const wirePayout = v.object({
  id: v.string(),
  object: v.literal('payout'),
  amount: v.pipe(v.number(), v.safeInteger()),
  currency: v.string(),
  status: v.optional(v.string(), ''),
  created: v.number(),
  arrival_date: v.number(),
});

/** `source` is expanded: a charge names its payment, a refund too. https://docs.stripe.com/api/balance_transactions */
const wireLine = v.object({
  id: v.string(),
  object: v.literal('balance_transaction'),
  type: v.string(),
  amount: v.pipe(v.number(), v.safeInteger()),
  fee: v.pipe(v.number(), v.safeInteger()),
  net: v.pipe(v.number(), v.safeInteger()),
  currency: v.string(),
  created: v.number(),
  available_on: v.number(),
  description: maybe(v.string()),
  source: maybe(
    v.union([
      v.string(),
      v.object({ id: v.string(), object: v.optional(v.string(), ''), payment_intent: maybe(idOf) }),
    ]),
  ),
});

/** Payouts and movements of the balance, read through the one sender, which keeps each endpoint under its rate. */
export function makeStripeBalance(sender: Pick<Sender, 'send'>): BalanceReader {
  const fetch = makeReading(sender);

  /** Every page of a list, one after the other; a page that cannot be read ends it, and nothing half is answered. */
  async function all<T extends { readonly id: string }>(
    page: (after: string | null) => Promise<Read<{ readonly data: readonly T[]; readonly has_more: boolean }>>,
  ): Promise<Read<readonly T[]>> {
    const rows: T[] = [];
    for (;;) {
      const read = await page(rows.at(-1)?.id ?? null);
      if (!read.ok) return read;
      rows.push(...read.value.data);
      if (!read.value.has_more || read.value.data.length === 0) return { ok: true, value: rows };
    }
  }
  const lines = async (which: {
    readonly payout?: string;
    readonly created?: { readonly gte: number; readonly lt: number };
  }): Promise<Read<readonly BalanceLine[]>> => {
    const read = await all((after) =>
      fetch(
        (stripe) =>
          stripe.balanceTransactions.list({
            limit: pageSize,
            expand: ['data.source'],
            ...which,
            ...(after === null ? {} : { starting_after: after }),
          }),
        wireList(wireLine),
      ),
    );
    return read.ok ? { ok: true, value: read.value.map(lineOf) } : read;
  };

  return {
    async payouts(since) {
      const read = await all((after) =>
        fetch(
          (stripe) =>
            stripe.payouts.list({
              limit: pageSize,
              created: { gte: Math.floor(since / 1000) },
              ...(after === null ? {} : { starting_after: after }),
            }),
          wireList(wirePayout),
        ),
      );
      return read.ok ? { ok: true, value: read.value.map(payoutOf) } : read;
    },
    linesOf: (payoutId) => lines({ payout: payoutId }),
    linesBetween: (from, to) => lines({ created: { gte: Math.floor(from / 1000), lt: Math.ceil(to / 1000) } }),
  };
}

function payoutOf({ id, amount, currency, status, created, arrival_date }: v.InferOutput<typeof wirePayout>): Payout {
  return {
    ...{ id, provider: 'stripe', statementId: null, name: null },
    amount,
    currency: currency.toUpperCase(),
    status,
    createdAt: created * 1000,
    arrivesAt: arrival_date * 1000,
  };
}

function lineOf(line: v.InferOutput<typeof wireLine>): BalanceLine {
  const { id, type, amount, fee, net, currency, created, available_on: available, description, source } = line;
  const object = typeof source === 'object' ? source : null;
  return {
    id,
    provider: 'stripe',
    type,
    amount,
    fee,
    net,
    currency: currency.toUpperCase(),
    createdAt: created * 1000,
    availableAt: available * 1000,
    paymentRef: object ? reference(object.payment_intent) : null,
    refundRef: object?.object === 'refund' ? object.id : null,
    merchantRef: null,
    description,
  };
}
