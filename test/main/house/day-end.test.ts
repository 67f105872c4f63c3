import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BillView } from '../../../src-main/contract/bill.ts';
import type { DayView, WeekView } from '../../../src-main/contract/day-end.ts';
import type { AuditLine, DeskStatus, TodayView } from '../../../src-main/contract/desk-status.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import { stripeTill } from '../../gateways/stripe-till.ts';
import { openSalon, type Salon, type SalonDesk, type SalonName } from '../../support/salon.ts';

// A whole desk without its window: what a day says came in, who may close it and open it again, and what waits for that.
const cad = (amount: number) => ({ amount, currency: 'CAD' });
const hour = 3_600_000;
let salon: Salon;
let desk: SalonDesk;
interface Client {
  readonly customerId: string;
  readonly cardId: string;
}
let people: Client[];
let tickets = 0;
const ticket = (): string => `ticket-${String((tickets += 1)).padStart(16, '0')}`;

/** Another person each time: an order for somebody who paid a moment ago would be asked about. */
const heldFor = (amount: number) => {
  const next = people.pop();
  if (!next) throw new Error('More people are needed than were made');
  return { ticket: ticket(), ...next, amount: cad(amount), note: null };
};
const orderOf = (amount: number, more: object = {}) => ({ ...heldFor(amount), tip: null, receiptEmail: null, ...more });

/** Nobody sits at the desk for so long: it locks itself, and the same person comes back. */
let person: SalonName = 'Maude';
async function as(name: SalonName): Promise<void> {
  person = name;
  await desk.signIn(name);
}
async function later(ms: number): Promise<void> {
  salon.pass(ms);
  await desk.signIn(person);
}
const charge = (amount: number, more: object = {}): Promise<OperationView> =>
  desk.must<OperationView>('payments.charge', orderOf(amount, more));
const show = (day: string | null = null): Promise<DayView> => desk.must<DayView>('dayEnd.show', { day });
const looked = async (day: string | null = null, note: string | null = null) => {
  const view = await show(day);
  return { day: view.day, mark: view.mark, note };
};
const paymentId = (operation: OperationView): string => {
  if (operation.state.name !== 'done') throw new Error(`It is ${operation.state.name}`);
  return `${operation.provider}:${operation.state.reference}`;
};

beforeAll(async () => {
  salon = await openSalon('day-end');
  const till = stripeTill(salon.sandbox);
  people = [];
  for (let made = 0; made < 12; made += 1) {
    const { customerRef, cardRef } = await till.save();
    people.push({ customerId: `stripe:${customerRef}`, cardId: `stripe:${cardRef}` });
  }
  desk = await salon.desk('Front 1');
  await desk.must('desk.refresh', {});
  await as('Maude');
}, 120_000);
afterAll(() => salon.close());

describe('the totals of a day', () => {
  it('are what the orders moved by the provider’s word: charges with their tips, captures, less refunds; a decline is no money', async () => {
    expect((await show()).totals).toEqual([]);
    const first = await charge(10_000, { tip: 1500 });
    await charge(2500);
    const held = await desk.must<OperationView>('holds.place', heldFor(8000));
    await as('Sylvie');
    await desk.must('holds.capture', { ticket: ticket(), holdId: paymentId(held), amount: cad(6000), note: null });
    await desk.must('payments.refund', {
      ticket: ticket(),
      paymentId: paymentId(first),
      amount: cad(1000),
      reason: 'Too much',
    });
    const { totals, counts, day, from, to, timeZone } = await show();
    expect({ day, hours: (to - from) / hour }).toEqual({ day: '2026-11-20', hours: 24 });
    expect(timeZone).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone);
    const [one] = totals;
    expect(totals).toHaveLength(1);
    expect(one).toMatchObject({
      currency: 'CAD',
      whole: {
        charged: { amount: 12_500, count: 2 },
        captured: { amount: 6000, count: 1 },
        refunded: { amount: 1000, count: 1 },
        collected: 17_500,
        tips: 1500,
        coming: 0,
      },
    });
    expect(one?.providers.map(({ provider, figures }) => [provider, figures.collected])).toEqual([['stripe', 17_500]]);
    expect(one?.staff.map(({ name, figures }) => [name, figures.collected])).toEqual([
      ['Maude', 12_500],
      ['Sylvie', 5000],
    ]);
    expect(one?.brands.map(({ brand, figures }) => [brand, figures.collected])).toEqual([['visa', 17_500]]);
    // Five orders, four of which moved money: the hold took nothing.
    expect(counts).toEqual({ orders: 5, moved: 4, open: 0, damaged: 0 });
  });

  it('stand beside what was noted on bills: cash and a terminal are not the providers’ money', async () => {
    await as('Maude');
    const bill = await desk.must<BillView>('bills.make', {
      customerId: null,
      customerName: 'Odile Fortin',
      day: '2026-11-20',
      time: '10:15',
      service: 'Colour',
      withWhom: 'Léa',
      lines: [],
      total: 9000,
      tax: null,
      note: null,
    });
    await desk.must('bills.credit', { id: bill.id, kind: 'cash', amount: 4000, note: null });
    const [one] = (await show()).totals;
    expect(one?.credits).toEqual([{ kind: 'cash', amount: 4000, count: 1 }]);
    expect(one?.whole.collected).toBe(17_500);
  });

  it('of a week are the same sums, day by day', async () => {
    const week = await desk.must<WeekView>('dayEnd.week', { day: '2026-11-20' });
    expect(week.days).toHaveLength(7);
    expect(week.days.at(-1)).toEqual({ day: '2026-11-20', stripe: 17_500, paysafe: 0 });
    expect(week.days.slice(0, 6).every(({ stripe, paysafe }) => stripe === 0 && paysafe === 0)).toBe(true);
  });
});

describe('a day', () => {
  it('is handed over in its midst to somebody else who works here, with what came in so far', async () => {
    const sylvie = await desk.staff('Sylvie');
    const maude = await desk.staff('Maude');
    const given = await looked();
    expect(await desk.refusal('dayEnd.handOver', { ...given, toStaffId: maude.id })).toMatchObject({
      code: 'bad_input',
    });
    const view = await desk.must<DayView>('dayEnd.handOver', { ...given, toStaffId: sylvie.id });
    expect(view.entries).toMatchObject([{ kind: 'handed_over', by: 'Maude', to: 'Sylvie' }]);
    expect(view.entries[0]?.totals[0]?.whole.collected).toBe(17_500);
    expect(view.standing).toBeNull();
    const { id = '' } = view.entries[0] ?? {};
    expect(view.shifts[id]?.totals[0]?.whole.collected).toBe(17_500);
    expect(view.shift).toMatchObject({ totals: [], counts: { orders: 0 } });
  });

  it('keeps its shifts apart: what is taken after the hand-over is the next one’s, and nothing of what was before', async () => {
    salon.pass(1000);
    await charge(1200);
    const view = await show();
    expect(view.totals[0]?.whole.collected).toBe(18_700);
    expect(view.shift?.totals[0]?.whole.collected).toBe(1200);
    expect(Object.values(view.shifts).map(({ totals }) => totals[0]?.whole.collected)).toEqual([17_500]);
  });

  it('is not closed by what somebody saw before another payment: they look again first', async () => {
    const before = await looked();
    await charge(3300);
    expect(await desk.refusal('dayEnd.close', before)).toMatchObject({ code: 'day_changed' });
    expect((await show()).standing).toBeNull();
  });

  it('is closed by the front desk with its totals, once; what moves afterwards is seen beside it', async () => {
    const closed = await desk.must<DayView>('dayEnd.close', await looked());
    expect(closed.standing).toMatchObject({ kind: 'closed', by: 'Maude', desk: 'Front 1' });
    expect(closed.standing?.totals[0]?.whole.collected).toBe(22_000);
    expect(closed.changedSince).toBe(false);
    expect(await desk.refusal('dayEnd.close', await looked())).toMatchObject({ code: 'day_closed' });
    await charge(1200);
    const later = await show();
    expect(later.changedSince).toBe(true);
    expect(later.standing?.totals[0]?.whole.collected).toBe(22_000);
    expect(later.totals[0]?.whole.collected).toBe(23_200);
  });

  it('is opened again by a manager alone, with a reason; both stand in the history', async () => {
    const again = { day: '2026-11-20', reason: 'A tip was missing' };
    expect(await desk.refusal('dayEnd.reopen', again)).toMatchObject({ code: 'not_allowed' });
    await as('Sylvie');
    expect(await desk.refusal('dayEnd.reopen', { ...again, reason: '' })).toMatchObject({ code: 'bad_input' });
    const view = await desk.must<DayView>('dayEnd.reopen', again);
    expect(view.standing).toMatchObject({ kind: 'reopened', by: 'Sylvie', note: 'A tip was missing' });
    const { rows } = await desk.must<{ rows: AuditLine[] }>('history.list', { search: '', before: null, limit: 20 });
    const told = rows.filter(({ what }) => what.startsWith('day_'));
    expect(told.map(({ what, staffName }) => [what, staffName])).toEqual([
      ['day_reopened', 'Sylvie'],
      ['day_closed', 'Maude'],
      ['day_handed', 'Maude'],
    ]);
    expect(told[0]?.detail).toMatchObject({ day: '2026-11-20', note: 'A tip was missing', amount: 23_200 });
  });

  it('that has something still open is closed only with a word about it, which is kept', async () => {
    const fault = { method: 'POST', path: '/v1/payment_intents', nth: 1, times: 1, fault: 'wrong-amount' };
    await fetch(`${salon.sandbox.stripeUrl}/_control/fault`, { method: 'POST', body: JSON.stringify(fault) });
    const odd = await desk.must<OperationView>('payments.charge', orderOf(700));
    expect(odd.state.name).toBe('needs_person');
    const view = await show();
    expect(view.open.map(({ id }) => id)).toEqual([odd.id]);
    expect(view.counts.open).toBe(1);
    expect(await desk.refusal('dayEnd.close', await looked())).toMatchObject({
      code: 'day_has_open',
      facts: { count: 1 },
    });
    const closed = await desk.must<DayView>('dayEnd.close', await looked(null, 'Sylvie compares it tomorrow'));
    expect([view.openCount, closed.standing?.openCount]).toEqual([1, 1]);
    expect(closed.standing).toMatchObject({ open: [odd.code], note: 'Sylvie compares it tomorrow' });
    await desk.must('dayEnd.reopen', { day: closed.day, reason: 'For the next test' });
  });
});

describe('the house that waits for yesterday', () => {
  it('charges nobody until the last day with money in it is closed; holds and refunds go on', async () => {
    await as('Hélène');
    await desk.must('dayEnd.setRule', { cutOffHour: 3, waits: true });
    // Two days on: yesterday nobody came.
    await later(48 * hour);
    expect(await desk.refusal('payments.charge', orderOf(4500))).toMatchObject({
      code: 'day_not_closed',
      facts: { day: '2026-11-20' },
    });
    const held = await desk.must<OperationView>('holds.place', heldFor(4500));
    expect(held.state.name).toBe('done');
    expect((await show()).openBefore).toBe('2026-11-20');
    await desk.must('dayEnd.close', await looked('2026-11-20', 'The bank was slow'));
    expect((await show()).openBefore).toBeNull();
    expect((await charge(4700)).state.name).toBe('done');
  });

  it('counts money of after midnight to the day before, until the hour it chose', async () => {
    const { day, from, to } = await show();
    expect(new Date(from).getHours()).toBe(3);
    expect(to - from).toBe(24 * hour);
    const early = new Date(from);
    early.setHours(2, 30);
    await later(early.getTime() + 24 * hour - salon.now());
    expect((await show()).day).toBe(day);
    // Every list that proposes a day is told the same one.
    const running = async (): Promise<string> => (await desk.must<DeskStatus>('desk.status', {})).businessDay;
    expect(await running()).toBe(day);
    // The list of payments of that day has it too, as its file does.
    const night = await charge(4801);
    const listed = async (of: string): Promise<string[]> => {
      const asked = { states: [], provider: null, staffId: null, day: of, offset: 0, limit: 100 };
      const { rows } = await desk.must<{ rows: OperationView[] }>('payments.list', asked);
      return rows.map(({ id }) => id);
    };
    expect(await listed(day)).toContain(night.id);
    const calendar = [early.getFullYear(), early.getMonth() + 1, early.getDate() + 1];
    expect(await listed(calendar.map((part) => String(part).padStart(2, '0')).join('-'))).not.toContain(night.id);
    // And so has Today: two hours after midnight it is still the evening's.
    const collected = async (): Promise<number> =>
      (await desk.must<TodayView>('desk.today', {})).collected.reduce((sum, { amount }) => sum + amount, 0);
    await desk.must('desk.refresh', {});
    expect(await collected()).toBe((await show()).totals[0]?.whole.collected);
    await later(hour);
    expect(await collected()).toBe(0);
    const next = (await show()).day;
    expect(next).not.toBe(day);
    expect(await running()).toBe(next);
  });

  it('tells the window at once which day runs when the owner changes its hour', async () => {
    const told = (): unknown[] =>
      desk.events.flatMap(({ name, payload }) =>
        name === 'desk.statusChanged' ? [(payload as DeskStatus).businessDay] : [],
      );
    const { day, from, rule } = await show();
    const early = new Date(from);
    early.setHours(1, 0);
    await later(early.getTime() + 24 * hour - salon.now());
    await as('Hélène');
    const before = told().length;
    await desk.must('dayEnd.setRule', { ...rule, cutOffHour: 0 });
    await expect.poll(() => told().slice(before).at(-1)).not.toBe(day);
    await desk.must('dayEnd.setRule', rule);
    await expect.poll(() => told().at(-1)).toBe(day);
  });

  it('is ruled by its owner alone', async () => {
    await as('Sylvie');
    expect(await desk.refusal('dayEnd.setRule', { cutOffHour: 0, waits: false })).toMatchObject({
      code: 'not_allowed',
    });
  });
});
