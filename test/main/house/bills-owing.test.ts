import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BillView } from '../../../src-main/contract/bill.ts';
import type { SureView } from '../../../src-main/contract/doubt.ts';
import type { TodayView } from '../../../src-main/contract/desk-status.ts';
import type { ReviewedHold } from '../../../src-main/contract/hold-review.ts';
import { at, openRuleHouse, type RuleHouse } from './rule-house.ts';

// What the rule for bills would have captured, and cannot: the hold is gone, and the visit was days ago.
let house: RuleHouse;
let houses = 0;
let tickets = 0;
beforeEach(async () => {
  house = await openRuleHouse(`bills owing ${(houses += 1)}`);
}, 60_000);
afterEach(() => house.salon.close());

/** A bill of 100.00 for a visit of November 20, with a hold of 80.00. */
async function held(): Promise<{ readonly bill: BillView; readonly holdId: string }> {
  const saved = await house.till.saveAs('pm_card_visa');
  await house.desk.must('desk.refresh', {});
  const customerId = `stripe:${saved.customerRef}`;
  const bill = await house.desk.must<BillView>('bills.make', {
    ...{ customerId, customerName: 'Élodie', day: '2026-11-20', time: '10:00', service: 'Coupe' },
    ...{ withWhom: null, lines: [], total: 10_000, tax: null, note: null },
  });
  return { bill, holdId: await hold(bill, saved.cardRef) };
}
async function hold({ id: billId, customerId }: BillView, cardRef: string): Promise<string> {
  const base = { customerId, cardId: `stripe:${cardRef}`, amount: { amount: 8000, currency: 'CAD' } };
  const { doubts } = await house.desk.must<SureView>('payments.sure', { ...base, tip: null, billId });
  await house.desk.must('holds.place', {
    ...{ ticket: `owing-ticket-${String((tickets += 1)).padStart(8, '0')}`, ...base, note: null },
    ...{ sure: doubts.map(({ fact }) => fact), cause: { purpose: 'deposit', billId } },
  });
  const { rows } = await house.desk.must<{ rows: ReviewedHold[] }>('holds.list', {
    ...{ filter: 'open', provider: null, offset: 0, limit: 50 },
  });
  return rows.find(({ bill }) => bill?.id === billId)?.id ?? '';
}
async function release(holdId: string): Promise<void> {
  const ticket = `owing-ticket-${String((tickets += 1)).padStart(8, '0')}`;
  await house.desk.must('holds.release', { ticket, holdId, note: null });
}
async function on(time: string): Promise<void> {
  house.until(time);
  await house.desk.signIn('Sylvie');
  await house.desk.must('desk.refresh', {});
}
const owing = async (): Promise<TodayView['billsOwing']> =>
  (await house.desk.must<TodayView>('desk.today', {})).billsOwing;

describe('a bill whose hold is gone before the house’s rule captured it', () => {
  it('stays on Today from the day after its visit, until it is paid', async () => {
    const { bill, holdId } = await held();
    await house.turnedOn({ what: 'bill', at: '20:00' });
    await release(holdId);
    // On its own day it stands among the visits.
    expect(await owing()).toEqual([]);
    await on('23T10:00');
    expect(await owing()).toEqual([
      {
        ...{ billId: bill.id, customerName: 'Élodie', day: '2026-11-20', why: 'released' },
        amount: { amount: 10_000, currency: 'CAD' },
      },
    ]);
    await house.desk.must('bills.credit', { id: bill.id, kind: 'cash', amount: 10_000, note: null });
    expect(await owing()).toEqual([]);
  }, 30_000);

  it('is there too where the hold lapsed, for thirty days and no longer', async () => {
    const { bill, holdId } = await held();
    await house.turnedOn({ what: 'bill', at: '20:00' });
    const { deadline } = await house.desk.must<ReviewedHold>('holds.get', { id: holdId });
    house.salon.pass((deadline?.at ?? 0) + 3_600_000 - house.salon.now());
    await house.desk.signIn('Sylvie');
    await house.desk.must('desk.refresh', {});
    expect(await owing()).toMatchObject([{ billId: bill.id, why: 'lapsed' }]);
    house.salon.pass(at('20T10:00') + 30 * 86_400_000 - house.salon.now());
    await house.desk.signIn('Sylvie');
    expect(await owing()).toHaveLength(1);
    house.salon.pass(86_400_000);
    await house.desk.signIn('Sylvie');
    expect(await owing()).toEqual([]);
  }, 30_000);

  it('is not where another hold of it stands, where it was cancelled, or where the house captures by hand', async () => {
    const [again, cancelled, byHand] = [await held(), await held(), await held()];
    await house.turnedOn({ what: 'bill', at: '20:00' });
    const { rows } = await house.desk.must<{ rows: { id: string }[] }>('holds.list', {
      ...{ filter: 'open', provider: null, offset: 0, limit: 50 },
    });
    expect(rows).toHaveLength(3);
    await release(cancelled.holdId);
    await release(byHand.holdId);
    await house.desk.must('bills.cancel', { id: cancelled.bill.id, version: cancelled.bill.version, reason: 'moved' });
    await on('21T10:00');
    expect((await owing()).map(({ billId }) => billId)).toEqual([byHand.bill.id]);
    await release(again.holdId);
    expect(await owing()).toHaveLength(2);
    const { cards } = await house.desk.must<{ cards: { id: string }[] }>('customers.get', {
      id: again.bill.customerId,
    });
    await hold(again.bill, (cards[0]?.id ?? '').slice('stripe:'.length));
    expect((await owing()).map(({ billId }) => billId)).toEqual([byHand.bill.id]);
    await house.desk.must('captureRule.turn', { on: false, seen: { what: 'bill', at: '20:00' } });
    expect(await owing()).toEqual([]);
  }, 30_000);
});
