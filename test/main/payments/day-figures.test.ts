import { describe, expect, it } from 'vitest';
import type { OperationState } from '../../../src-main/contract/operation.ts';
import { foldDay, movedOf, type DayOrder } from '../../../src-main/payments/day-figures.ts';

const at = Date.UTC(2026, 10, 20, 15);
const cad = (amount: number) => ({ amount, currency: 'CAD' });
const done = (moved: object, more: object = {}): OperationState =>
  ({ name: 'done', at, reference: 'pi_1', moved, ...more }) as OperationState;
let made = 0;
function order(change: Partial<DayOrder>): DayOrder {
  made += 1;
  return {
    id: `op-${made}`,
    group: `op-${made}`,
    follows: null,
    ticket: null,
    kind: 'charge',
    provider: 'stripe',
    state: done({}),
    amount: cad(8000),
    tip: null,
    customerId: null,
    customerName: 'Zoë',
    card: { kind: 'card', brand: 'visa', lastFour: '4242', nickname: null },
    targetId: null,
    note: null,
    receiptEmail: null,
    staffId: 'staff-1',
    staffName: 'Maya',
    desk: 'Front 1',
    createdAt: at,
    updatedAt: at,
    providerClockAt: null,
    version: 2,
    ...change,
  };
}

describe('what an order moved', () => {
  it('is what the provider said, not what was asked', () => {
    expect(movedOf(order({ state: done({ charged: 7500 }), tip: 9000 }))).toMatchObject({ amount: 7500, tip: 7500 });
    expect(movedOf(order({ kind: 'capture', state: done({ captured: 6000, released: 2000 }) }))).toMatchObject({
      as: 'captured',
      amount: 6000,
    });
  });

  it('is nothing when it was declined, is not known, or only holds or gives back a hold', () => {
    const unknown: OperationState = {
      name: 'unknown',
      since: at,
      why: 'no_answer',
      lastSentAt: at,
      absent: 0,
      asks: 0,
      nextAskAt: at,
    };
    for (const change of [
      { state: unknown },
      { state: { name: 'declined', at, code: '3022', advice: null, reference: null } as const },
      { kind: 'hold' as const, state: done({ held: 8000 }) },
      { kind: 'release' as const, state: done({ released: 8000 }) },
    ])
      expect(movedOf(order(change))).toBeNull();
  });

  it('is counted once: what another order of these records had captured before is that one’s', () => {
    const first = order({ kind: 'capture', state: done({ captured: 8000 }) });
    const found = { elsewhere: true, elsewhereBy: { from: 'records', operationId: first.id, captured: 8000 } };
    const second = order({ kind: 'capture', state: done({ captured: 8000 }, found) });
    const fold = foldDay();
    fold.orders([first, second], 0);
    expect(fold.totals()[0]?.whole).toMatchObject({ captured: { amount: 8000, count: 1 }, collected: 8000 });
    // Somebody on the provider’s own site: no order of ours has it, so this one does.
    const other = order({
      kind: 'capture',
      state: done({ captured: 8000 }, { elsewhere: true, elsewhereBy: { from: 'provider' } }),
    });
    expect(movedOf(other)?.amount).toBe(8000);
  });
});

describe('a day', () => {
  it('has sums of its own in each currency, and says of how many orders it speaks', () => {
    const fold = foldDay();
    fold.orders([order({}), order({ amount: { amount: 500, currency: 'USD' }, provider: 'paysafe' })], 1);
    fold.orders([order({ kind: 'refund', amount: cad(9000) })], 0);
    expect(fold.totals().map(({ currency, whole }) => [currency, whole.collected])).toEqual([
      ['CAD', -1000],
      ['USD', 500],
    ]);
    expect(fold.counts()).toEqual({ orders: 4, moved: 3, open: 0, damaged: 1 });
  });

  it('shows a bank debit that is not collected yet among what came in, and says how much of it that is', () => {
    const fold = foldDay();
    const eft = { kind: 'eft', brand: null, lastFour: '89', nickname: null } as const;
    fold.orders([order({ card: eft, state: { name: 'pending', at, reference: 'r', moved: { charged: 8000 } } })], 0);
    expect(fold.totals()[0]?.whole).toMatchObject({ collected: 8000, coming: 8000 });
    expect(fold.totals()[0]?.brands).toMatchObject([{ brand: 'eft' }]);
  });

  it('counts a page that was paid once, though it also stands on its bill; other deposits stand beside', () => {
    const fold = foldDay();
    const by = { staffId: 'staff-1', staffName: 'Maya', brand: 'visa', at };
    fold.pages([
      { provider: 'stripe', key: 'link-1', amount: 1500, currency: 'CAD', paymentId: 'stripe:pi_page', ...by },
    ]);
    const deposit = { kind: 'provider', currency: 'CAD', at } as const;
    fold.credits([
      { ...deposit, amount: 1500, paymentId: 'stripe:pi_page' },
      { ...deposit, amount: 2000, paymentId: 'stripe:pi_booking' },
    ]);
    const [totals] = fold.totals();
    expect(totals?.whole).toMatchObject({ links: { amount: 1500, count: 1 }, collected: 1500 });
    expect(totals?.credits).toEqual([{ kind: 'provider', amount: 2000, count: 1 }]);
  });

  it('has another mark as soon as anything is added or ends', () => {
    const marks = [[order({})], [order({}), order({})], [order({ version: 3 })]].map((rows) => {
      const fold = foldDay();
      fold.orders(rows, 0);
      return fold.mark();
    });
    expect(new Set(marks).size).toBe(3);
  });
});
