import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditLine } from '../../../src-main/contract/desk-status.ts';
import type { HoldCounts, HoldListView, ReviewedHold } from '../../../src-main/contract/hold-review.ts';
import type { BillView } from '../../../src-main/contract/bill.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import { stripeTill, type StripeTill } from '../../gateways/stripe-till.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

// A whole desk without its window: what somebody who reviews holds is shown, and what they write down.
let salon: Salon;
let till: StripeTill;
let desk: SalonDesk;
const everything = { filter: 'open', provider: null };
const list = async (more: object = {}): Promise<ReviewedHold[]> =>
  (await desk.must<{ rows: ReviewedHold[] }>('holds.list', { ...everything, offset: 0, limit: 100, ...more })).rows;
const count = (more: object = {}): Promise<HoldCounts> => desk.must('holds.counts', { ...everything, ...more });

beforeAll(async () => {
  salon = await openSalon('holds reviewed');
  till = stripeTill(salon.sandbox);
  desk = await salon.desk('Front 1');
  await desk.signIn('Maude');
}, 60_000);
afterAll(() => salon.close());

describe('holds under review', () => {
  it('one that was placed for a visit names its bill and who placed it; one from elsewhere names neither', async () => {
    const saved = await till.saveAs('pm_card_visa');
    await till.hold(await till.saveAs('pm_card_mastercard'), 4000);
    await desk.must('desk.refresh', {});
    const customerId = `stripe:${saved.customerRef}`;
    const visit = { day: '2026-11-20', time: '10:00', service: 'Balayage', withWhom: null };
    const whose = { customerId, customerName: 'Élodie', lines: [], total: 9000, tax: null, note: null };
    const bill = await desk.must<BillView>('bills.make', { ...visit, ...whose });
    const placed = await desk.must<OperationView>('holds.place', {
      ...{ ticket: 'review-ticket-00000001', customerId, cardId: `stripe:${saved.cardRef}`, note: 'Balayage' },
      ...{ amount: { amount: 9000, currency: 'CAD' }, cause: { purpose: 'balance', billId: bill.id } },
      ...{ sure: [], stepIn: null },
    });
    expect(placed.state.name).toBe('done');
    const rows = await list({ sort: { by: 'amount', down: true } });
    expect(rows.map(({ placedBy, bill: own }) => [placedBy, own?.code ?? null])).toEqual([
      ['Maude', bill.code],
      [null, null],
    ]);
    const maude = await desk.staff('Maude');
    expect((await list({ staffId: maude.id })).map(({ id }) => id)).toEqual([rows[0]?.id]);
    expect(await count({ staffId: maude.id })).toMatchObject({ matching: 1, all: 2 });
    expect(await list({ sort: { by: 'state', down: false } })).toEqual(await list());
    expect((await list({ sort: { by: 'placed', down: true } })).map(({ id }) => id)).toHaveLength(2);
    expect((await list({ sort: { by: 'staff', down: true } })).map(({ placedBy }) => placedBy)).toEqual([
      'Maude',
      null,
    ]);
  });

  it('a plan and notes are kept with who wrote them, found by, and said in the history', async () => {
    const [first, second] = await list({ sort: { by: 'amount', down: true } });
    const asked = { id: first?.id, version: 0, plan: 'capture', dueDay: '2026-11-22' };
    const planned = await desk.must<ReviewedHold>('holds.plan', asked);
    expect(planned.plan).toMatchObject({ plan: 'capture', dueDay: '2026-11-22', staffName: 'Maude', version: 1 });
    expect((await desk.refusal('holds.plan', { ...asked, plan: 'ask' })).code).toBe('hold_plan_changed');
    const over = { ...asked, version: 1, dueDay: '2026-01-05' };
    expect(await desk.refusal('holds.plan', over)).toMatchObject({
      code: 'hold_day_past',
      facts: { day: '2026-01-05' },
    });
    await desk.must('holds.note', { id: first?.id, text: ' Rappeler avant midi ' });
    const [row] = await list({ plan: 'capture' });
    expect(row).toMatchObject({ id: first?.id, notes: [{ text: 'Rappeler avant midi', staffName: 'Maude' }] });
    expect((await list({ plan: 'none' })).map(({ id }) => id)).toEqual([second?.id]);
    expect(await list({ plan: 'release' })).toEqual([]);
    await desk.must('holds.plan', { id: first?.id, version: 1, plan: null, dueDay: null });
    expect(await count({ plan: 'capture' })).toMatchObject({ matching: 0 });
    expect((await desk.refusal('holds.note', { id: 'stripe:pi_nobody', text: 'x' })).code).toBe('unknown_id');
    await desk.signIn('Sylvie');
    const { rows } = await desk.must<{ rows: AuditLine[] }>('history.list', { search: '', before: null, limit: 30 });
    const said = rows.filter(({ what }) => what.startsWith('hold_')).map(({ what, outcome }) => [what, outcome]);
    expect(said).toContainEqual(['hold_planned', 'done']);
    expect(said).toContainEqual(['hold_noted', 'done']);
    await desk.signIn('Maude');
  });

  it('what is checking is found by that, whatever the provider says of it meanwhile', async () => {
    await desk.signIn('Sylvie');
    const [hold] = await list({ sort: { by: 'amount', down: false } });
    salon.sandbox.faults.add({ method: 'POST', path: '/capture$', nth: 1, fault: 'drop-after', times: 3 });
    const order = { ticket: 'review-ticket-00000002', holdId: hold?.id, amount: hold?.capturable, note: null };
    await desk.must('holds.capture', order);
    expect((await list({ filter: 'checking' })).map(({ id, busy }) => [id, busy !== null])).toEqual([[hold?.id, true]]);
    await desk.signIn('Maude');
  });

  it('a view is kept for the house under its name, and changed by the same name', async () => {
    const save = async (name: string, question: object) =>
      (await desk.must<{ views: HoldListView[] }>('holds.saveView', { name, question })).views;
    await save('Matin', { filter: 'today', provider: null, sort: { by: 'amount', down: true } });
    await save('Clinique', { filter: 'open', provider: 'paysafe', least: 5000, plan: 'none' });
    const views = await save('MATIN', { filter: 'two_days', provider: null });
    expect(views.map(({ name, question }) => [name, question.filter])).toEqual([
      ['Clinique', 'open'],
      ['MATIN', 'two_days'],
    ]);
    // Amounts of a view are of the currency that the house had when it was saved.
    expect(views.map(({ currency }) => currency)).toEqual(['CAD', null]);
    const [{ question: _question, ...kept } = {}] = views;
    expect(kept).toMatchObject({ name: 'Clinique', staffName: 'Maude', currency: 'CAD' });
    await desk.must('holds.removeView', { id: views[0]?.id });
    expect((await desk.must<{ views: HoldListView[] }>('holds.views', {})).views).toHaveLength(1);
    const forged = { filter: 'open', provider: null, where: '1=1' };
    expect((await desk.refusal('holds.saveView', { name: 'x', question: forged })).code).toBe('bad_input');
    expect((await desk.refusal('holds.list', { ...forged, offset: 0, limit: 1 })).code).toBe('bad_input');
  });
});
