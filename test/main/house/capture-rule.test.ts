import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { BillView } from '../../../src-main/contract/bill.ts';
import type { AuditLine } from '../../../src-main/contract/desk-status.ts';
import type { ReviewedHold } from '../../../src-main/contract/hold-review.ts';
import type { CaptureRuleView, MissedCaptureView } from '../../../src-main/contract/hold-rule.ts';
import type { HoldRunSummary } from '../../../src-main/contract/hold-run.ts';
import type { StaffMember } from '../../../src-main/contract/staff.ts';
import { dateOf } from '../../../src-main/house/days/calendar.ts';
import { stripeTill, type StripeTill } from '../../gateways/stripe-till.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

// Captures that the house has decided on beforehand. The salon's clock stands at 11:42 in Toronto until it is moved.
const hour = 3_600_000;
const night = { what: 'planned', at: '20:00' };
const timeZone = 'America/Toronto';
let salon: Salon;
let till: StripeTill;
let desk: SalonDesk;
let tickets = 0;
const ticket = (): string => `rule-ticket-${String((tickets += 1)).padStart(8, '0')}`;
const rule = (): Promise<CaptureRuleView> => desk.must<CaptureRuleView>('captureRule.get', {});
const atStripe = async (id: string): Promise<number | string> => {
  const intent = await till.stripe.paymentIntents.retrieve(id.slice('stripe:'.length));
  return intent.status === 'succeeded' ? intent.amount_received : intent.status;
};
async function placed(amount = 8000): Promise<string> {
  const id = `stripe:${await till.hold(await till.saveAs('pm_card_visa'), amount)}`;
  await desk.must('desk.refresh', {});
  return id;
}
async function planned(id: string, plan: string, dueDay: string | null): Promise<void> {
  await desk.must('holds.plan', { id, version: 0, plan, dueDay });
}
async function missing(): Promise<MissedCaptureView[]> {
  return (await desk.must<{ missed: MissedCaptureView[] }>('captureRule.missed', {})).missed;
}
/** What the history says was due and not captured, newest first. */
async function notCaptured(): Promise<AuditLine[]> {
  if (!(await desk.must<{ signedIn: unknown }>('session.state', {})).signedIn) await desk.signIn('Sylvie');
  const { rows } = await desk.must<{ rows: AuditLine[] }>('history.list', { search: '', before: null, limit: 100 });
  return rows.filter(({ what }) => what === 'capture_missed');
}
/** The clock is looked at, and whatever begins comes to its end. */
async function look(): Promise<void> {
  await desk.rooms.wake();
  const going = async () =>
    (await desk.must<{ runs: HoldRunSummary[] }>('holdRuns.list', {})).runs.some(({ here }) => here);
  await vi.waitUntil(async () => !(await going()), { timeout: 20_000, interval: 10 });
}

beforeAll(async () => {
  salon = await openSalon('capture rule');
  till = stripeTill(salon.sandbox);
  desk = await salon.desk('Front 1');
  await desk.signIn('Hélène');
  await desk.must('settings.save', {
    ...{ house: 'Atelier', desk: 'Front 1', timeZone, idleLockMinutes: 15, statementName: '', tipPercents: [] },
    ...{ paysafeHoldDays: 5, paysafeCardDays: [], lapseTimes: [] },
  });
}, 60_000);
afterAll(() => salon.close());

describe('captures by the house’s rule', () => {
  it('are off in a new house, and a rule alone captures nothing: a manager turns it on, having seen what it will do', async () => {
    const due = await placed();
    const later = await placed();
    const asked = await placed();
    await planned(due, 'capture', '2026-11-20');
    await planned(later, 'capture', '2026-11-21');
    await planned(asked, 'ask', '2026-11-20');
    expect(await rule()).toMatchObject({ rule: { what: 'off' }, by: null, next: null, lines: [] });
    await desk.signIn('Sylvie');
    expect((await desk.refusal('captureRule.set', { what: 'planned', at: '20:00' })).code).toBe('not_allowed');
    expect((await desk.refusal('captureRule.turn', { on: true, seen: { what: 'off', at: '20:00' } })).code).toBe(
      'bad_input',
    );
    await desk.signIn('Hélène');
    await desk.must('captureRule.set', { what: 'planned', at: '20:00' });
    expect(await rule()).toMatchObject({
      by: null,
      next: Date.parse('2026-11-20T20:00:00-05:00'),
      lines: [{ holdId: due, held: 8000, amount: 8000 }],
    });
    salon.pass(8.5 * hour);
    await desk.signIn('Sylvie');
    await look();
    expect(await atStripe(due)).toBe('requires_capture');

    await desk.signIn('Maude');
    expect((await desk.refusal('captureRule.turn', { on: true, seen: night })).code).toBe('not_allowed');
    await desk.signIn('Sylvie');
    await desk.must('captureRule.turn', { on: true, seen: night });
    await look();
    // Its time of today was over when somebody turned it on: what it says beforehand is tomorrow's, and so is what it does.
    expect(await rule()).toMatchObject({ by: { name: 'Sylvie' }, next: Date.parse('2026-11-21T20:00:00-05:00') });
    expect(await atStripe(due)).toBe('requires_capture');
    salon.pass(24 * hour);
    await desk.signIn('Sylvie');
    await look();
    await look();
    expect([await atStripe(due), await atStripe(later), await atStripe(asked)]).toEqual([
      8000,
      8000,
      'requires_capture',
    ]);
    const { runs } = await desk.must<{ runs: HoldRunSummary[] }>('holdRuns.list', {});
    expect(runs).toMatchObject([{ staffName: 'Sylvie', state: 'over', total: 16_000 }]);
    expect(await rule()).toMatchObject({ by: { name: 'Sylvie' }, next: Date.parse('2026-11-22T20:00:00-05:00') });
  }, 30_000);

  it('come once a day, at their time; an app that was closed for longer waits for the next day', async () => {
    const missed = await placed();
    await planned(missed, 'capture', '2026-11-21');
    // The rule has had its turn today.
    await look();
    expect(await atStripe(missed)).toBe('requires_capture');
    salon.pass(27 * hour);
    await desk.signIn('Sylvie');
    await look();
    expect(await atStripe(missed)).toBe('requires_capture');
    await desk.must('desk.refresh', {});
    await look();
    await look();
    const due = Date.parse('2026-11-22T20:00:00-05:00');
    expect(await notCaptured()).toMatchObject([{ detail: { amount: 8000, dueAt: due, reason: 'not_running' } }]);
    expect(await missing()).toMatchObject([{ holdId: missed, dueAt: due, lapsed: false, failure: null }]);
    // Started anew, it is neither written nor said twice.
    await desk.rooms.close();
    desk = await salon.desk('Front 1');
    await desk.signIn('Sylvie');
    await look();
    expect(await notCaptured()).toHaveLength(1);
    salon.pass(21 * hour);
    await desk.signIn('Sylvie');
    await look();
    expect(await atStripe(missed)).toBe(8000);
    expect(await missing()).toEqual([]);
  }, 30_000);

  it('of bills take what the bill has left to pay, and the rest goes back; a visit that is still to come is left alone', async () => {
    await desk.signIn('Hélène');
    await desk.must('captureRule.set', { what: 'bill', at: '20:00' });
    const holds: string[] = [];
    for (const [day, total] of [
      ['2026-11-22', 10_000],
      ['2026-12-24', 10_000],
    ] as const) {
      const saved = await till.saveAs('pm_card_visa');
      await desk.must('desk.refresh', {});
      const bill = await desk.must<BillView>('bills.make', {
        ...{ customerId: `stripe:${saved.customerRef}`, customerName: 'Élodie', day, time: '10:00', service: 'Cut' },
        ...{ withWhom: null, lines: [], total, tax: null, note: null },
      });
      await desk.must('holds.place', {
        ...{ ticket: ticket(), customerId: `stripe:${saved.customerRef}`, cardId: `stripe:${saved.cardRef}` },
        ...{ amount: { amount: 8000, currency: 'CAD' }, note: null, sure: ['same_name'] },
        cause: { purpose: 'deposit', billId: bill.id },
      });
      await desk.must('bills.credit', {
        id: bill.id,
        kind: 'cash',
        amount: 4000,
        note: null,
      });
      const [hold] = (
        await desk.must<{ rows: ReviewedHold[] }>('holds.list', {
          filter: 'open',
          provider: null,
          offset: 0,
          limit: 50,
        })
      ).rows.filter((one) => one.bill?.id === bill.id);
      holds.push(hold?.id ?? '');
      if (day === '2026-11-22') await desk.must('bills.close', { id: bill.id, version: bill.version });
    }
    const [done = '', coming = ''] = holds;
    await desk.signIn('Sylvie');
    expect(await rule()).toMatchObject({ by: null, lines: [{ holdId: done, held: 8000, amount: 6000 }] });
    await desk.must('captureRule.turn', { on: true, seen: { what: 'bill', at: '20:00' } });
    salon.pass(24 * hour);
    await desk.signIn('Sylvie');
    await look();
    expect([await atStripe(done), await atStripe(coming)]).toEqual([6000, 'requires_capture']);
  }, 30_000);

  it('in the name of somebody who may not capture any more do not come, and it is said', async () => {
    const hold = await placed();
    await desk.signIn('Hélène');
    await desk.must('captureRule.set', { what: 'planned', at: '20:00' });
    await desk.signIn('Sylvie');
    await planned(hold, 'capture', dateOf(salon.now(), 'America/Toronto'));
    await desk.must('captureRule.turn', { on: true, seen: night });
    await desk.signIn('Hélène');
    const sylvie = (await desk.must<{ staff: StaffMember[] }>('staff.list', {})).staff.find((p) => p.name === 'Sylvie');
    await desk.must('staff.change', { id: sylvie?.id, active: false });
    // Said beforehand: the list does not promise what nobody will do.
    expect((await rule()).by).toBeNull();
    salon.pass(24 * hour);
    await desk.signIn('Hélène');
    await look();
    expect(await atStripe(hold)).toBe('requires_capture');
    expect((await rule()).last?.failure.code).toBe('capture_rule_nobody');
    expect(await missing()).toMatchObject([{ holdId: hold, failure: { code: 'capture_rule_nobody' } }]);
    expect((await notCaptured())[0]).toMatchObject({ detail: { reason: 'capture_rule_nobody', amount: 8000 } });
    const { rows } = await desk.must<{ rows: AuditLine[] }>('history.list', { search: '', before: null, limit: 100 });
    expect(rows.filter(({ what }) => what.startsWith('capture_rule')).map(({ what }) => what)).toEqual([
      ...['capture_rule_on', 'capture_rule_set', 'capture_rule_on', 'capture_rule_set', 'capture_rule_on'],
      'capture_rule_set',
    ]);
  }, 30_000);
});
