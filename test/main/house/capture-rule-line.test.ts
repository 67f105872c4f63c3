import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BillView } from '../../../src-main/contract/bill.ts';
import type { ReviewedHold } from '../../../src-main/contract/hold-review.ts';
import type { HoldRunView } from '../../../src-main/contract/hold-run.ts';
import { openRuleHouse, type RuleHouse } from './rule-house.ts';

// What a line of the house's rule is held against when its turn comes: that may be hours after the rule named it.
const night = { what: 'planned', at: '20:00' } as const;
let house: RuleHouse;
let [houses, tickets] = [0, 0];
beforeEach(async () => {
  house = await openRuleHouse(`capture rule line ${(houses += 1)}`);
}, 60_000);
afterEach(() => house.salon.close());

/** A closed bill of $100.00 of somebody with a card, and a hold of $80.00 for it. */
async function closedWithHold(): Promise<{ bill: BillView; holdId: string }> {
  const saved = await house.till.saveAs('pm_card_visa');
  await house.desk.must('desk.refresh', {});
  const customerId = `stripe:${saved.customerRef}`;
  const bill = await house.desk.must<BillView>('bills.make', {
    ...{ customerId, customerName: 'Élodie', day: '2026-11-20', time: '10:00', service: 'Cut', withWhom: null },
    ...{ lines: [], total: 10_000, tax: null, note: null },
  });
  await house.desk.must('holds.place', {
    ...{ ticket: `rule-line-ticket-${String((tickets += 1)).padStart(6, '0')}`, customerId },
    ...{ cardId: `stripe:${saved.cardRef}`, amount: { amount: 8000, currency: 'CAD' }, note: null },
    ...{ sure: ['same_name'], cause: { purpose: 'deposit', billId: bill.id } },
  });
  await house.desk.must('bills.close', { id: bill.id, version: bill.version });
  const { rows } = await house.desk.must<{ rows: ReviewedHold[] }>('holds.list', {
    ...{ filter: 'open', provider: null, offset: 0, limit: 50 },
  });
  return { bill, holdId: rows.find((one) => one.bill?.id === bill.id)?.id ?? '' };
}
/** The rule begins, and its first line is on its way for a while. */
async function begun(): Promise<() => Promise<HoldRunView>> {
  house.until('20T20:00');
  await house.desk.signIn('Sylvie');
  house.salon.sandbox.faults.latency = 1500;
  await house.desk.rooms.wake();
  const [run] = await house.runs();
  const view = (): Promise<HoldRunView> => house.desk.must<HoldRunView>('holdRuns.get', { id: run?.id ?? '' });
  await vi.waitUntil(async () => (await view()).lines[0]?.operation !== null, { timeout: 10_000, interval: 5 });
  return view;
}
/** The PC falls asleep while the first line is on its way. What is left waits for a person. */
async function begunAndSlept(): Promise<HoldRunView> {
  const view = await begun();
  house.salon.pass(8 * 3_600_000);
  house.salon.sandbox.faults.latency = 0;
  await house.desk.signIn('Sylvie');
  await vi.waitUntil(async () => !(await view()).here, { timeout: 10_000, interval: 5 });
  return view();
}
async function goneOn({ id, version, lines }: HoldRunView): Promise<HoldRunView> {
  const lineIds = lines.filter(({ state }) => state === 'waiting').map((line) => line.id);
  await house.desk.must('holdRuns.resume', { id, version, lineIds });
  const view = (): Promise<HoldRunView> => house.desk.must<HoldRunView>('holdRuns.get', { id });
  await vi.waitUntil(async () => !(await view()).here, { timeout: 10_000, interval: 5 });
  return view();
}
const waitingOf = ({ lines }: HoldRunView): string[] =>
  lines.filter(({ state }) => state === 'waiting').map(({ holdId }) => holdId);

describe('a line that the house’s rule named for a closed bill', () => {
  it('is not captured where the bill was paid in cash, opened again or cancelled before its turn: nobody pays twice', async () => {
    await house.desk.signIn('Sylvie');
    const all: { bill: BillView; holdId: string }[] = [];
    for (let count = 0; count < 5; count += 1) all.push(await closedWithHold());
    await house.turnedOn({ what: 'bill', at: '20:00' });
    const slept = await begunAndSlept();
    expect(slept).toMatchObject({ state: 'stopped', why: 'run_slept' });
    const waiting = waitingOf(slept).map((holdId) => all.find((one) => one.holdId === holdId));
    const [cash, part, open, still] = waiting;
    expect(waiting).toHaveLength(4);
    await house.desk.must('bills.credit', { id: cash?.bill.id, kind: 'cash', amount: 10_000, note: null });
    await house.desk.must('bills.credit', { id: part?.bill.id, kind: 'cash', amount: 5000, note: null });
    await house.desk.must('bills.reopen', { id: open?.bill.id, version: open?.bill.version });
    const over = await goneOn(slept);
    const codeOf = (holdId: string | undefined) => over.lines.find((line) => line.holdId === holdId)?.failure?.code;
    for (const one of [cash, part, open]) {
      expect(codeOf(one?.holdId)).toBe('capture_rule_otherwise');
      expect(await house.atStripe(one?.holdId ?? '')).toBe('requires_capture');
    }
    expect(await house.atStripe(still?.holdId ?? '')).toBe(8000);
  }, 60_000);
});

describe('a line that the house’s rule named because somebody meant to capture it', () => {
  it('is not captured where somebody means something else by its turn', async () => {
    for (let count = 0; count < 3; count += 1) await house.planned('2026-11-20');
    await house.turnedOn({ what: 'planned', at: '20:00' });
    const slept = await begunAndSlept();
    const [released = '', still = ''] = waitingOf(slept);
    const { plan } = await house.desk.must<ReviewedHold>('holds.get', { id: released });
    await house.desk.must('holds.plan', { id: released, version: plan?.version, plan: 'release', dueDay: null });
    const over = await goneOn(slept);
    expect(over.lines.find(({ holdId }) => holdId === released)?.failure?.code).toBe('capture_rule_otherwise');
    expect(await house.atStripe(released)).toBe('requires_capture');
    expect(await house.atStripe(still)).toBe(8000);
  }, 60_000);
});

describe('what the house’s rule has begun to capture', () => {
  it.each(['turned off by a manager', 'saved anew by the owner'])(
    'is not gone on with once the rule is %s: what is on its way comes to its end, the rest waits for a person',
    async (how) => {
      for (let count = 0; count < 3; count += 1) await house.planned('2026-11-20');
      await house.turnedOn(night);
      const view = await begun();
      if (how === 'turned off by a manager') await house.desk.must('captureRule.turn', { on: false, seen: night });
      else {
        await house.desk.signIn('Hélène');
        await house.desk.must('captureRule.set', { what: 'off', at: '20:00' });
      }
      house.salon.sandbox.faults.latency = 0;
      await vi.waitUntil(async () => !(await view()).here, { timeout: 10_000, interval: 5 });
      const stopped = await view();
      expect(stopped.state).toBe('stopped');
      const waiting = waitingOf(stopped);
      expect(waiting.length).toBeGreaterThanOrEqual(2);
      for (const id of waiting) expect(await house.atStripe(id)).toBe('requires_capture');
    },
    60_000,
  );

  it('goes on where a person has begun it: the rule has no part in it', async () => {
    const ids = [await house.placed(), await house.placed(), await house.placed()];
    await house.turnedOn(night);
    const run = await house.desk.must<HoldRunView>('holdRuns.capture', {
      ticket: 'a-person-captures-these',
      lines: ids.map((holdId) => ({ holdId, held: 8000, amount: { amount: 8000, currency: 'CAD' }, note: null })),
    });
    await house.desk.must('captureRule.turn', { on: false, seen: night });
    const view = (): Promise<HoldRunView> => house.desk.must<HoldRunView>('holdRuns.get', { id: run.id });
    await vi.waitUntil(async () => !(await view()).here, { timeout: 10_000, interval: 5 });
    expect((await view()).state).toBe('over');
  }, 60_000);
});
