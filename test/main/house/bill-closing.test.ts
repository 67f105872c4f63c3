import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BillRow, BillView } from '../../../src-main/contract/bill.ts';
import type { AuditLine } from '../../../src-main/contract/desk-status.ts';
import type { ReviewedHold } from '../../../src-main/contract/hold-review.ts';
import { at, openRuleHouse, type RuleHouse } from './rule-house.ts';

// A bill that is closed at the desk: the visit is over and this is the sum. The house's rule captures for no other. It is 11:42 on November 20.
let house: RuleHouse;
let tickets = 0;
beforeAll(async () => {
  house = await openRuleHouse('bill closing');
}, 60_000);
afterAll(() => house.salon.close());

const billNow = (id: string): Promise<BillView> => house.desk.must<BillView>('bills.get', { id });
const typed = { customerId: null, customerName: 'Élodie', time: '10:00', service: 'Cut', withWhom: null } as const;
const rest = { lines: [], tax: null, note: null };
const made = (day: string, more: object = {}): Promise<BillView> =>
  house.desk.must<BillView>('bills.make', { ...typed, ...rest, day, total: 10_000, ...more });
async function closed(bill: Pick<BillView, 'id'>): Promise<BillView> {
  const { version } = await billNow(bill.id);
  return house.desk.must<BillView>('bills.close', { id: bill.id, version });
}
const said = async (): Promise<string[]> => {
  const { rows } = await house.desk.must<{ rows: AuditLine[] }>('history.list', {
    ...{ search: '', before: null, limit: 200 },
  });
  return rows.filter(({ what }) => what.startsWith('bill_')).map(({ what, staffName }) => `${what} ${staffName}`);
};
/** A bill of somebody with a card, and a hold of $80.00 for it. */
async function held(day: string, time: string | null): Promise<{ bill: BillView; holdId: string }> {
  const saved = await house.till.saveAs('pm_card_visa');
  await house.desk.must('desk.refresh', {});
  const customerId = `stripe:${saved.customerRef}`;
  const bill = await made(day, { customerId, time });
  await house.desk.must('holds.place', {
    ...{ ticket: `closing-ticket-${String((tickets += 1)).padStart(6, '0')}`, customerId },
    ...{ cardId: `stripe:${saved.cardRef}`, amount: { amount: 8000, currency: 'CAD' }, note: null },
    ...{ sure: ['same_name'], cause: { purpose: 'deposit', billId: bill.id } },
  });
  const { rows } = await house.desk.must<{ rows: ReviewedHold[] }>('holds.list', {
    ...{ filter: 'open', provider: null, offset: 0, limit: 50 },
  });
  return { bill, holdId: rows.find((one) => one.bill?.id === bill.id)?.id ?? '' };
}

describe('a bill', () => {
  it('is closed by whoever may write bills, says by whom and when, and is opened again; the history has both', async () => {
    await house.desk.signIn('Maude');
    const bill = await made('2026-11-20');
    expect(bill.closed).toBeNull();
    expect((await closed(bill)).closed).toEqual({ by: 'Maude', at: house.salon.now() });
    // Somebody else presses a moment later: it stays as it was.
    await house.desk.signIn('Sylvie');
    expect((await closed(bill)).closed).toMatchObject({ by: 'Maude' });
    const { rows } = await house.desk.must<{ rows: BillRow[] }>('bills.list', { from: '2026-11-20', to: '2026-11-20' });
    expect(rows.find(({ id }) => id === bill.id)?.closed).toMatchObject({ by: 'Maude' });
    const open = await house.desk.must<BillView>('bills.reopen', { id: bill.id, version: bill.version });
    expect(open.closed).toBeNull();
    expect((await closed(bill)).closed).toMatchObject({ by: 'Sylvie' });
    expect((await said()).slice(0, 4)).toEqual([
      ...['bill_closed Sylvie', 'bill_reopened Sylvie', 'bill_closed Maude', 'bill_made Maude'],
    ]);
  });

  it('that is changed, cancelled or missed is not closed any more', async () => {
    await house.desk.signIn('Sylvie');
    const bill = await made('2026-11-20');
    await closed(bill);
    const changed = await house.desk.must<BillView>('bills.change', {
      ...{ ...typed, ...rest, day: '2026-11-20', total: 12_000, id: bill.id, version: bill.version },
    });
    expect(changed.closed).toBeNull();
    expect((await said()).slice(0, 2)).toEqual(['bill_reopened Sylvie', 'bill_changed Sylvie']);
    await closed(bill);
    await house.desk.must('missed.note', {
      ...{ ticket: 'closing-ticket-missed', billId: bill.id, version: changed.version, kind: 'no_show' },
      outcome: { is: 'waived', reason: 'Called in time' },
    });
    expect((await billNow(bill.id)).closed).toBeNull();
    expect((await house.desk.refusal('bills.close', { id: bill.id, version: changed.version + 1 })).code).toBe(
      'bill_missed',
    );
    const other = await made('2026-11-20');
    await closed(other);
    const reason = 'Twice in the list';
    await house.desk.must('bills.cancel', { id: other.id, version: other.version, reason });
    expect((await billNow(other.id)).closed).toBeNull();
    const no = await house.desk.refusal('bills.close', { id: other.id, version: other.version + 1 });
    expect(no.code).toBe('bill_cancelled');
  });

  it('is closed as it was seen, and not before the day of its visit', async () => {
    const bill = await made('2026-11-20');
    const later = await made('2026-11-21');
    const now = { ...typed, ...rest, day: '2026-11-20', total: 9000, id: bill.id, version: bill.version };
    await house.desk.must('bills.change', now);
    expect((await house.desk.refusal('bills.close', { id: bill.id, version: bill.version })).code).toBe('bill_changed');
    expect((await house.desk.refusal('bills.close', { id: later.id, version: later.version })).code).toBe(
      'visit_ahead',
    );
  });

  it('that was paid something stays closed: what it costs is the same', async () => {
    const bill = await made('2026-11-20');
    await closed(bill);
    await house.desk.must('bills.credit', { id: bill.id, kind: 'cash', amount: 4000, note: null });
    expect(await billNow(bill.id)).toMatchObject({ remaining: 6000, closed: { by: 'Sylvie' } });
  });
});

describe('the house’s rule for bills', () => {
  it('captures for closed bills alone, and says beforehand which bills are still to be closed', async () => {
    await house.desk.signIn('Sylvie');
    const ready = await held('2026-11-20', '10:00');
    const late = await held('2026-11-20', '19:45');
    const nobody = await held('2026-11-20', '11:00');
    const night = await held('2026-11-20', '21:00');
    await closed(ready.bill);
    await house.turnedOn({ what: 'bill', at: '20:00' });
    const before = await house.rule();
    expect(before.lines).toMatchObject([{ holdId: ready.holdId, amount: 8000 }]);
    expect(before.leftOut.map(({ holdId, why }) => [holdId, why]).toSorted()).toEqual(
      [late, nobody].map(({ holdId }) => [holdId, 'bill_open']).toSorted(),
    );
    expect(before.leftOut.find(({ holdId }) => holdId === late.holdId)).toMatchObject({
      ...{ amount: 8000, lapsesAt: null, bill: { id: late.bill.id, version: late.bill.version } },
    });
    house.until('20T20:00');
    await house.look();
    expect(await house.atStripe(ready.holdId)).toBe(8000);
    for (const { holdId } of [late, nobody, night]) expect(await house.atStripe(holdId)).toBe('requires_capture');
  }, 30_000);

  it('goes by what was closed at its time: closed while it catches up, a bill waits for the next one', async () => {
    const { bill, holdId } = await held('2026-11-20', '10:00');
    house.until('21T20:30');
    await house.desk.signIn('Sylvie');
    await closed(bill);
    await house.look();
    expect(await house.atStripe(holdId)).toBe('requires_capture');
    expect((await house.rule()).next).toBe(at('22T20:00'));
    expect((await house.rule()).lines).toMatchObject([{ holdId }]);
    await house.desk.must('bills.reopen', { id: bill.id, version: bill.version });
    expect((await house.rule()).lines).toEqual([]);
  }, 30_000);
});
