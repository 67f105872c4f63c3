import { describe, expect, it } from 'vitest';
import { missingPayments } from '../../../src-main/house/days/payouts-missing.ts';
import type { World } from '../../../src-main/house/world.ts';
import type { KeptLine, KeptPayout } from '../../../src-main/mirror/payouts.ts';
import { openMirror } from '../../../src-main/mirror/mirror.ts';
import type { KeyedOrder } from '../../../src-main/payments/day-figures.ts';

// Our own orders against what Stripe has paid: nothing is said of what was not read.
const day = 86_400_000;
const now = Date.UTC(2026, 10, 27, 15);
const order = (ref: string, at: number, more: object = {}): KeyedOrder =>
  ({
    ...{ id: `op-${ref}`, group: `op-${ref}`, follows: null, ticket: null, kind: 'charge', provider: 'stripe' },
    state: { name: 'done', reference: ref, moved: { charged: 4100 } },
    ...{ amount: { amount: 4100, currency: 'CAD' }, tip: null, customerId: null, customerName: 'Zoë', card: null },
    ...{ targetId: null, note: null, receiptEmail: null, staffId: 's', staffName: 'Maude', desk: 'Front 1' },
    ...{ key: `key-${ref}`, createdAt: at, updatedAt: at, providerClockAt: null, version: 1 },
    ...more,
  }) as KeyedOrder;
const line = (ref: string, at: number): Omit<KeptLine, 'payout' | 'settled'> => ({
  ...{
    id: `txn-${ref}`,
    provider: 'stripe',
    type: 'charge',
    amount: 4100,
    fee: 149,
    net: 3951,
    currency: 'CAD',
    createdAt: at,
  },
  ...{ availableAt: at + 2 * day, paymentRef: ref, refundRef: null, merchantRef: null, description: null },
});
const payout = (id: string, createdAt: number): Omit<KeptPayout, 'linesRead'> => ({
  ...{
    id,
    provider: 'stripe',
    statementId: null,
    name: null,
    amount: 3951,
    currency: 'CAD',
    status: 'paid',
    createdAt,
    arrivesAt: createdAt + 2 * day,
  },
});

async function world(
  orders: readonly KeyedOrder[],
  { asOf = now, linesSince = now - 30 * day }: { asOf?: number; linesSince?: number } = {},
) {
  const mirror = await openMirror({ file: ':memory:', workerUrl: null });
  const ledger = {
    days: {
      async *orders({ from, to }: { from: number; to: number }) {
        yield { rows: orders.filter(({ createdAt }) => createdAt >= from && createdAt < to), damaged: 0 };
      },
    },
  };
  const payouts = { readAt: async () => asOf, linesSince: async () => linesSince, readNow: async () => undefined };
  return { mirror, ledger, sync: { payouts } } as unknown as World;
}

describe('ours that is in no payout', () => {
  it('is named once a later payout went without it, or where Stripe’s balance has nothing of it', async () => {
    const at = now - 10 * day;
    const house = await world([order('pi_in', at), order('pi_left', at), order('pi_gone', at)]);
    await house.mirror.putPayouts([payout('po_1', at + 3 * day)]);
    await house.mirror.putLines('po_1', [line('pi_in', at)]);
    await house.mirror.putLines(null, [line('pi_left', at)]);
    expect(await missingPayments(house)).toMatchObject([
      { operationId: 'op-pi_left', amount: 4100, currency: 'CAD', why: 'not_paid_out' },
      { operationId: 'op-pi_gone', amount: 4100, why: 'no_line' },
    ]);
  });

  it('says nothing of before the balance was read, of what a bank has not collected, and of what was just ordered', async () => {
    const at = now - 10 * day;
    const coming = { state: { name: 'pending', reference: 'pi_bank', moved: { charged: 4100 } } };
    const house = await world([
      order('pi_before', now - 40 * day),
      order('pi_bank', at, coming),
      order('pi_now', now - 60_000),
      order('pi_paysafe', at, { provider: 'paysafe' }),
      order('pi_declined', at, { state: { name: 'declined' } }),
      // Its answer was lost, and it is known since a moment ago.
      order('pi_late', at, { updatedAt: now - 60_000 }),
    ]);
    expect(await missingPayments(house)).toEqual([]);
  });

  it('says nothing while the payout that may hold it is not read, or where payouts are made by hand', async () => {
    const at = now - 10 * day;
    const house = await world([order('pi_left', at)]);
    await house.mirror.putPayouts([payout('po_1', at + 3 * day), payout('po_2', at + 4 * day)]);
    await house.mirror.putLines('po_1', [line('pi_other', at)]);
    await house.mirror.putLines(null, [line('pi_left', at)]);
    expect(await missingPayments(house)).toEqual([]);
    // It is read, and names no line: somebody made it by hand.
    const byHand = await world([order('pi_left', at)]);
    await byHand.mirror.putPayouts([payout('po_1', at + 3 * day), payout('po_2', at + 4 * day)]);
    await byHand.mirror.putLines('po_1', [line('pi_other', at)]);
    await byHand.mirror.putLines('po_2', []);
    await byHand.mirror.putLines(null, [line('pi_left', at)]);
    expect(await missingPayments(byHand)).toEqual([]);
  });
});
