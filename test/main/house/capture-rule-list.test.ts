import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditLine } from '../../../src-main/contract/desk-status.ts';
import type { ReviewedHold } from '../../../src-main/contract/hold-review.ts';
import type { MissedCaptureView } from '../../../src-main/contract/hold-rule.ts';
import { at, openRuleHouse, type RuleHouse } from './rule-house.ts';

// What the house's rule says beforehand, and what it says afterwards of what it could not do.
let house: RuleHouse;
let houses = 0;
beforeEach(async () => {
  house = await openRuleHouse(`capture rule list ${(houses += 1)}`);
}, 60_000);
afterEach(() => house.salon.close());

const missed = async (): Promise<MissedCaptureView[]> =>
  (await house.desk.must<{ missed: MissedCaptureView[] }>('captureRule.missed', {})).missed;
const written = async (): Promise<AuditLine[]> => {
  const { rows } = await house.desk.must<{ rows: AuditLine[] }>('history.list', {
    ...{ search: '', before: null, limit: 200 },
  });
  return rows.filter(({ what }) => what === 'capture_missed');
};
const deadline = async (id: string): Promise<number> =>
  (await house.desk.must<ReviewedHold>('holds.get', { id })).deadline?.at ?? 0;

describe('the list of what the house’s rule will capture', () => {
  it('is as of its next time: after the time of today it names what is due tomorrow', async () => {
    const today = await house.planned('2026-11-20');
    const tomorrow = await house.planned('2026-11-21');
    await house.planned('2026-11-22');
    await house.turnedOn({ what: 'planned', at: '20:00' });
    expect(await house.rule()).toMatchObject({ next: at('20T20:00'), lines: [{ holdId: today }] });
    house.until('20T20:01');
    await house.look();
    expect(await house.rule()).toMatchObject({ next: at('21T20:00'), lines: [{ holdId: tomorrow }] });
  }, 30_000);

  it('names no hold that lapses before that time, and says when it lapses; a manager captures it meanwhile', async () => {
    const hold = await house.planned('2026-11-20');
    const lapses = await deadline(hold);
    await house.turnedOn({ what: 'planned', at: '20:00' });
    expect((await house.rule()).lines).toHaveLength(1);
    house.salon.pass(lapses - 3_600_000 - house.salon.now());
    await house.desk.signIn('Hélène');
    await house.desk.must('captureRule.set', { what: 'planned', at: '20:00' });
    const { next } = await house.rule();
    expect(next).toBeGreaterThan(lapses);
    expect(await house.rule()).toMatchObject({
      lines: [],
      leftOut: [{ holdId: hold, why: 'lapses', lapsesAt: lapses, amount: 8000, held: 8000 }],
    });
  }, 30_000);

  it('says beforehand that together they need a second person: then none of them is captured at that time', async () => {
    const hold = await house.planned('2026-11-20');
    const never = { when: 'never', from: 0 };
    await house.desk.signIn('Hélène');
    await house.desk.must('approvals.setRules', {
      ...{ capture: { when: 'from', from: 10_000 }, refund: never, outside: never },
    });
    await house.turnedOn({ what: 'planned', at: '20:00' });
    expect((await house.rule()).blocked).toBeNull();
    await house.planned('2026-11-20');
    expect(await house.rule()).toMatchObject({ lines: [{}, {}], blocked: { code: 'needs_approval' } });
    house.until('20T20:01');
    await house.look();
    expect(await house.atStripe(hold)).toBe('requires_capture');
    expect((await house.rule()).last?.failure.code).toBe('needs_approval');
  }, 30_000);

  it('says which holds somebody means to capture without saying by when: the rule never names them', async () => {
    const hold = await house.planned(null);
    await house.turnedOn({ what: 'planned', at: '20:00' });
    expect(await house.rule()).toMatchObject({
      lines: [],
      leftOut: [{ holdId: hold, why: 'no_day', lapsesAt: null, amount: 8000 }],
    });
    house.until('20T20:01');
    await house.look();
    expect(await house.atStripe(hold)).toBe('requires_capture');
  }, 30_000);
});

describe('a hold that lapses before the house’s rule has its turn', () => {
  it('is said not to be captured once that time has come, because it had lapsed by then, also where a desk was there', async () => {
    const hold = await house.planned('2026-11-27');
    const other = await house.planned('2026-11-27');
    const lapses = await deadline(hold);
    await house.turnedOn({ what: 'planned', at: '20:00' });
    house.salon.pass(lapses - 60_000 - house.salon.now());
    const day = new Date(lapses).getUTCDate();
    await house.look();
    for (const id of [hold, other]) {
      const { version } = (await house.desk.must<ReviewedHold>('holds.get', { id })).plan ?? { version: 0 };
      await house.desk.must('holds.plan', { id, version, plan: 'capture', dueDay: `2026-11-${day}` });
    }
    await house.till.stripe.paymentIntents.cancel(other.slice('stripe:'.length));
    house.salon.pass(120_000);
    await house.desk.signIn('Sylvie');
    await house.desk.must('desk.refresh', {});
    await house.look();
    house.until(`${day}T20:01`);
    await house.look();
    expect(await house.runs()).toEqual([]);
    house.until(`${day}T22:10`);
    await house.desk.signIn('Sylvie');
    await house.desk.must('desk.refresh', {});
    await house.look();
    await house.look();
    const dueAt = at(`${day}T20:00`);
    expect(await missed()).toMatchObject([
      { holdId: hold, dueAt, lapsed: true, failure: { code: 'capture_rule_late' } },
    ]);
    expect(await written()).toMatchObject([{ detail: { amount: 8000, dueAt, reason: 'capture_rule_late' } }]);
  }, 30_000);

  it('that was due the evening before and not captured then is said for that evening alone', async () => {
    const hold = await house.planned('2026-11-20');
    const lapses = await deadline(hold);
    const day = new Date(lapses).getUTCDate();
    house.salon.pass(lapses - 30 * 3_600_000 - house.salon.now());
    await house.turnedOn({ what: 'planned', at: '20:00' });
    house.until(`${day}T23:00`);
    await house.desk.signIn('Sylvie');
    await house.desk.must('desk.refresh', {});
    await house.look();
    await house.look();
    expect(await missed()).toMatchObject([
      { holdId: hold, dueAt: at(`${day - 1}T20:00`), lapsed: true, failure: null },
    ]);
    expect(await written()).toHaveLength(1);
  }, 30_000);
});

describe('turning the house’s rule on', () => {
  const night = { what: 'planned', at: '20:00' } as const;

  it('is for the rule that the manager saw: another one by now is refused in words, and stays off', async () => {
    await house.planned('2026-11-20');
    await house.desk.signIn('Hélène');
    await house.desk.must('captureRule.set', { what: 'bill', at: '20:00' });
    await house.desk.signIn('Sylvie');
    for (const seen of [night, { what: 'bill', at: '19:00' }])
      expect((await house.desk.refusal('captureRule.turn', { on: true, seen })).code).toBe('capture_rule_changed');
    expect((await house.rule()).by).toBeNull();
    await house.desk.must('captureRule.turn', { on: true, seen: { what: 'bill', at: '20:00' } });
    // To turn it off is always right, whichever it is.
    await house.desk.must('captureRule.turn', { on: false, seen: night });
    expect((await house.rule()).by).toBeNull();
  }, 30_000);
});
