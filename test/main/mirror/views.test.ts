import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { cardView as cardShape } from '../../../src-main/contract/card.ts';
import { customerRow } from '../../../src-main/contract/customer.ts';
import { holdView as holdShape } from '../../../src-main/contract/hold.ts';
import { paymentView as paymentShape } from '../../../src-main/contract/payment.ts';
import { openMirror } from '../../../src-main/mirror/mirror.ts';
import { cardView, expiryState, holdView, isHold, paymentView } from '../../../src-main/mirror/views.ts';
import { cardOf, customerOf, day, holdOf, noon, november, paymentOf } from './rows-of-a-house.ts';

const holdDays = { others: 7, cards: [{ brand: 'visa', funding: 'debit', days: 4 }] } as const;
const context = { now: noon, holdDays, customer: { name: 'Inès', phone: null }, placedBy: null, busy: null };

describe('a card on screen', () => {
  it.each([
    [10, 2026, 'expired'],
    [11, 2026, 'soon'],
    [12, 2026, 'soon'],
    [1, 2027, 'ok'],
  ] as const)('that is good through %i/%i is “%s” in November 2026', (month, year, state) => {
    expect(expiryState({ month, year }, november)).toBe(state);
  });

  it('in December, next month is January of the next year', () => {
    expect(expiryState({ month: 1, year: 2027 }, { year: 2026, month: 12 })).toBe('soon');
  });

  it.each([
    [{ removed: true }, 'card_removed'],
    [{ expiry: { month: 1, year: 2020 } }, 'card_expired'],
    [{ chargeable: false }, 'card_not_usable'],
    [{ expiry: null, kind: 'eft', brand: null }, null],
  ] as const)('%j cannot be charged because: %s', (given, why) => {
    const view = cardView(cardOf('paysafe:c', 'paysafe:p', given), { month: november, busy: null });
    expect(view.unusable).toBe(why);
    expect(v.parse(cardShape, view)).toEqual(view);
  });

  it('shows no provider token', () => {
    const view = cardView(cardOf('stripe:pm_1', 'stripe:a'), { month: november, busy: 'op-1' });
    expect(JSON.stringify(view)).not.toContain('token');
    expect(view.busy).toBe('op-1');
  });
});

describe('a hold on screen', () => {
  it.each([
    [holdOf('stripe:h', null, { captureBefore: noon + 1 }), 'open'],
    [holdOf('stripe:h', null, { captureBefore: noon }), 'lapsed'],
    [holdOf('stripe:h', null, { capturable: 0 }), 'unsure'],
    [paymentOf('paysafe:h', null, { capturable: 10 }), 'open'],
    [paymentOf('paysafe:h', null), 'captured'],
    [paymentOf('paysafe:h', null, { state: 'pending' }), 'captured'],
    [paymentOf('paysafe:h', null, { state: 'refunded' }), 'captured'],
    [paymentOf('paysafe:h', null, { state: 'released' }), 'released'],
    [paymentOf('paysafe:h', null, { state: 'lapsed' }), 'lapsed'],
    [paymentOf('paysafe:h', null, { state: 'unsure' }), 'unsure'],
  ])('%# is in the state that money is in', (payment, state) => {
    const view = holdView(payment, context);
    expect(view.state).toBe(state);
    expect(v.parse(holdShape, view)).toEqual(view);
  });

  it('only Paysafe’s deadline is estimated', () => {
    expect(holdView(holdOf('paysafe:h', null, { at: noon }), context).deadline).toEqual({
      at: noon + 7 * day,
      estimated: true,
      days: 7,
      of: null,
    });
    expect(holdView(holdOf('paysafe:h', null, { at: noon, funding: 'debit' }), context).deadline).toEqual({
      at: noon + 4 * day,
      estimated: true,
      days: 4,
      of: { brand: 'visa', funding: 'debit' },
    });
    const dated = { captureBefore: noon + 1, funding: 'debit' } as const;
    expect(holdView(holdOf('stripe:h', null, dated), context).deadline).toEqual({ at: noon + 1, estimated: false });
    expect(holdView(holdOf('stripe:h', null), context).deadline).toBeNull();
  });

  it('is one while something can be captured', () => {
    expect(isHold(holdOf('stripe:h', null))).toBe(true);
    expect(isHold(holdOf('stripe:h', null, { state: 'released', capturable: 0 }))).toBe(false);
  });
});

describe('a payment on screen', () => {
  const settled = (...settlements: { refundable: number; pending: boolean }[]) =>
    paymentView(
      paymentOf('paysafe:p', null, {
        settlements: settlements.map((each, place) => ({ ref: `s${place}`, amount: 8000, ...each })),
      }),
      { customerName: 'Inès', busy: null },
    );

  it('says how much can go back, and how', () => {
    expect(settled({ refundable: 8000, pending: false })).toMatchObject({
      refundMeans: 'refund',
      refundable: { amount: 8000, currency: 'CAD' },
    });
    expect(settled({ refundable: 8000, pending: true }).refundMeans).toBe('cancel');
    expect(settled({ refundable: 0, pending: false })).toMatchObject({
      refundMeans: 'none',
      refundable: { amount: 0 },
    });
    expect(settled()).toMatchObject({ refundMeans: 'none' });
  });

  it('of several settlements the one that can give most back decides: one refund touches one', () => {
    expect(settled({ refundable: 3000, pending: true }, { refundable: 5000, pending: false })).toMatchObject({
      refundMeans: 'refund',
      refundable: { amount: 5000 },
    });
  });

  it('has the shape of the contract', () => {
    const view = settled({ refundable: 1, pending: false });
    expect(v.parse(paymentShape, view)).toEqual(view);
  });
});

it('a line of the customer list has the shape of the contract, field by field', async () => {
  const mirror = await openMirror({ file: ':memory:', workerUrl: null });
  await mirror.put({
    customers: [customerOf('stripe:a', { name: 'Inès "Nini" O’Neil\\', phone: '514', email: null })],
    cards: [cardOf('stripe:1', 'stripe:a'), cardOf('stripe:2', 'stripe:a', { lastFour: '0002', isDefault: true })],
    payments: [holdOf('stripe:h', 'stripe:a')],
  });
  const { rows } = await mirror.customers({ search: 'nini', filter: 'all', offset: 0, limit: 5, month: november });
  expect(rows).toEqual([
    {
      id: 'stripe:a',
      name: 'Inès "Nini" O’Neil\\',
      phone: '514',
      email: null,
      providers: ['stripe'],
      cards: 2,
      lastFours: ['0002', '4242'],
      cardState: 'ok',
      openHolds: 1,
    },
  ]);
  expect(v.parse(customerRow, rows[0])).toEqual(rows[0]);
  await mirror.close();
});
