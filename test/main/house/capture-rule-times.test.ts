import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CaptureRule, CaptureRuleView } from '../../../src-main/contract/hold-rule.ts';
import type { HoldRunSummary } from '../../../src-main/contract/hold-run.ts';
import { stripeTill, type StripeTill } from '../../gateways/stripe-till.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

// When the house's rule has its turn. The salon's clock stands at 11:42 in Toronto, on November 20, until it is moved.
const hour = 3_600_000;
let salon: Salon;
let till: StripeTill;
let desk: SalonDesk;
let houses = 0;

const at = (time: string): number => Date.parse(`2026-11-${time}:00-05:00`);
/** Moves the clock to then, a day and a time of the house. Nobody is signed in by then. */
const until = (time: string): void => salon.pass(at(time) - salon.now());
const rule = (): Promise<CaptureRuleView> => desk.must<CaptureRuleView>('captureRule.get', {});
const atStripe = async (id: string): Promise<number | string> => {
  const intent = await till.stripe.paymentIntents.retrieve(id.slice('stripe:'.length));
  return intent.status === 'succeeded' ? intent.amount_received : intent.status;
};
async function planned(dueDay: string): Promise<string> {
  const id = `stripe:${await till.hold(await till.saveAs('pm_card_visa'), 8000)}`;
  await desk.must('desk.refresh', {});
  await desk.must('holds.plan', { id, version: 0, plan: 'capture', dueDay });
  return id;
}
/** The owner says what and when, and a manager turns it on. */
async function turnedOn(set: CaptureRule): Promise<void> {
  await desk.signIn('Hélène');
  await desk.must('captureRule.set', set);
  await desk.signIn('Sylvie');
  await desk.must('captureRule.turn', { on: true });
}
const runs = async (): Promise<readonly HoldRunSummary[]> =>
  (await desk.must<{ runs: HoldRunSummary[] }>('holdRuns.list', {})).runs;
/** The clock is looked at, and whatever begins comes to its end. */
async function look(): Promise<void> {
  await desk.signIn('Sylvie');
  await desk.rooms.wake();
  await vi.waitUntil(async () => !(await runs()).some(({ here }) => here), { timeout: 20_000, interval: 10 });
}

beforeEach(async () => {
  salon = await openSalon(`capture rule times ${(houses += 1)}`);
  till = stripeTill(salon.sandbox);
  desk = await salon.desk('Front 1');
  await desk.signIn('Hélène');
  await desk.must('settings.save', {
    ...{ house: 'Atelier', desk: 'Front 1', timeZone: 'America/Toronto', idleLockMinutes: 15, statementName: '' },
    ...{ tipPercents: [], paysafeHoldDays: 5, paysafeCardDays: [], lapseTimes: [] },
  });
}, 60_000);
afterEach(() => salon.close());

describe('the time of the house’s rule', () => {
  it('that is moved to a later one of the same day comes that day, also after the rule has had its turn', async () => {
    const first = await planned('2026-11-20');
    await turnedOn({ what: 'planned', at: '20:00' });
    until('20T20:01');
    await look();
    expect(await atStripe(first)).toBe(8000);
    const second = await planned('2026-11-20');
    await turnedOn({ what: 'planned', at: '21:30' });
    expect((await rule()).next).toBe(at('20T21:30'));
    until('20T21:31');
    await look();
    await look();
    expect(await atStripe(second)).toBe(8000);
    // Another start of the app within the two hours finds that both had their turn.
    await desk.rooms.close();
    desk = await salon.desk('Front 1');
    await look();
    expect(await runs()).toMatchObject([{ total: 8000 }, { total: 8000 }]);
  }, 30_000);

  it('late in the evening is caught up with after midnight, within its two hours, for what was due that day alone', async () => {
    const due = await planned('2026-11-20');
    const later = await planned('2026-11-21');
    await turnedOn({ what: 'planned', at: '23:30' });
    until('21T01:10');
    await look();
    await look();
    expect([await atStripe(due), await atStripe(later)]).toEqual([8000, 'requires_capture']);
    until('21T23:31');
    await look();
    expect(await atStripe(later)).toBe(8000);
    expect(await runs()).toHaveLength(2);
  }, 30_000);

  it('is not caught up with once its two hours are over, on whichever day that is', async () => {
    const due = await planned('2026-11-20');
    await turnedOn({ what: 'planned', at: '23:30' });
    salon.pass(at('21T01:30') - salon.now() + hour / 60);
    await look();
    expect(await atStripe(due)).toBe('requires_capture');
  }, 30_000);

  it('finds what was there by then: what somebody plans while it catches up waits for the next time, as the list says', async () => {
    const due = await planned('2026-11-20');
    await turnedOn({ what: 'planned', at: '20:00' });
    until('20T20:30');
    await desk.signIn('Sylvie');
    const after = await planned('2026-11-20');
    await look();
    expect([await atStripe(due), await atStripe(after)]).toEqual([8000, 'requires_capture']);
    expect(await rule()).toMatchObject({ next: at('21T20:00'), lines: [{ holdId: after }] });
  }, 30_000);
});
