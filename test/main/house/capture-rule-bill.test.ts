import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BillView } from '../../../src-main/contract/bill.ts';
import type { ReviewedHold } from '../../../src-main/contract/hold-review.ts';
import { openRuleHouse, type RuleHouse } from './rule-house.ts';

// Holds that somebody means to capture, whole, and what their bills have left to pay by then. It is 11:42 on November 20.
let house: RuleHouse;
let [houses, tickets] = [0, 0];
beforeEach(async () => {
  house = await openRuleHouse(`capture rule bill ${(houses += 1)}`);
}, 60_000);
afterEach(() => house.salon.close());

/** A bill of $100.00, and so many holds of $80.00 or of another sum for it that are to be captured today. */
async function meant(...amounts: readonly number[]): Promise<{ bill: BillView; holds: string[] }> {
  const saved = await house.till.saveAs('pm_card_visa');
  await house.desk.must('desk.refresh', {});
  const customerId = `stripe:${saved.customerRef}`;
  const bill = await house.desk.must<BillView>('bills.make', {
    ...{ customerId, customerName: 'Élodie', day: '2026-11-20', time: '10:00', service: 'Cut', withWhom: null },
    ...{ lines: [], total: 10_000, tax: null, note: null },
  });
  for (const amount of amounts) {
    await house.desk.must('holds.place', {
      ...{ ticket: `rule-bill-ticket-${String((tickets += 1)).padStart(6, '0')}`, customerId },
      ...{ cardId: `stripe:${saved.cardRef}`, amount: { amount, currency: 'CAD' }, note: null },
      ...{ sure: ['same_name'], cause: { purpose: 'deposit', billId: bill.id } },
    });
  }
  const { rows } = await house.desk.must<{ rows: ReviewedHold[] }>('holds.list', {
    ...{ filter: 'open', provider: null, offset: 0, limit: 50 },
  });
  const holds = rows.filter((one) => one.bill?.id === bill.id).map(({ id }) => id);
  for (const id of holds)
    await house.desk.must('holds.plan', { id, version: 0, plan: 'capture', dueDay: '2026-11-20' });
  return { bill, holds };
}

describe('the house’s rule for what somebody means to capture', () => {
  it('leaves to a person what is more than its bill has left to pay: paid in cash or cancelled meanwhile, nobody pays twice', async () => {
    await house.desk.signIn('Sylvie');
    const due = await meant(8000);
    const cash = await meant(8000);
    const off = await meant(8000);
    await house.turnedOn({ what: 'planned', at: '20:00' });
    expect((await house.rule()).lines).toHaveLength(3);
    await house.desk.must('bills.credit', { id: cash.bill.id, kind: 'cash', amount: 10_000, note: null });
    await house.desk.must('bills.cancel', { id: off.bill.id, version: off.bill.version, reason: 'Called in time' });
    const { lines, leftOut } = await house.rule();
    expect(lines).toMatchObject([{ holdId: due.holds[0], amount: 8000 }]);
    expect(leftOut.map(({ holdId, why }) => [holdId, why]).toSorted()).toEqual(
      [cash, off].map(({ holds }) => [holds[0], 'bill_less']).toSorted(),
    );
    house.until('20T20:01');
    await house.look();
    expect(await house.atStripe(due.holds[0] ?? '')).toBe(8000);
    for (const { holds } of [cash, off]) expect(await house.atStripe(holds[0] ?? '')).toBe('requires_capture');
  }, 30_000);

  it('captures of two holds for one bill no more than it has left', async () => {
    await house.desk.signIn('Sylvie');
    const { holds } = await meant(8000, 3000);
    expect(holds).toHaveLength(2);
    await house.turnedOn({ what: 'planned', at: '20:00' });
    const { lines, leftOut } = await house.rule();
    expect([lines.length, leftOut.map(({ why }) => why)]).toEqual([1, ['bill_less']]);
    house.until('20T20:01');
    await house.look();
    const taken = await Promise.all(holds.map((id) => house.atStripe(id)));
    expect(taken.filter((one) => one === 'requires_capture')).toHaveLength(1);
  }, 30_000);

  it('leaves alone what waits for a second person with an amount that somebody chose: it would take all of it instead', async () => {
    await house.desk.signIn('Hélène');
    const never = { when: 'never', from: 0 };
    await house.desk.must('approvals.setRules', {
      ...{ capture: { when: 'from', from: 10_000 }, refund: never, outside: never },
    });
    const due = await house.planned('2026-11-20');
    const later = await house.planned('2026-11-27');
    await house.turnedOn({ what: 'planned', at: '20:00' });
    expect(await house.rule()).toMatchObject({ lines: [{ holdId: due }], blocked: null });
    await house.desk.signIn('Maude');
    const note = 'As agreed on the phone';
    await house.desk.must('holdRuns.prepare', {
      ticket: 'two-for-a-second-person',
      lines: [due, later].map((holdId) => ({
        ...{ holdId, held: 8000, amount: { amount: 6000, currency: 'CAD' }, note },
      })),
      note: null,
    });
    expect((await house.rule()).lines).toEqual([]);
    house.until('20T20:01');
    await house.look();
    expect(await house.atStripe(due)).toBe('requires_capture');
  }, 30_000);
});
