import { vi } from 'vitest';
import type { CaptureRule, CaptureRuleView } from '../../../src-main/contract/hold-rule.ts';
import type { HoldRunSummary } from '../../../src-main/contract/hold-run.ts';
import { stripeTill, type StripeTill } from '../../gateways/stripe-till.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

/** A house in Toronto with one desk, whose rule tests set and turn on. Its clock stands at 11:42 on November 20 until it is moved. */
export interface RuleHouse {
  readonly salon: Salon;
  readonly till: StripeTill;
  desk: SalonDesk;
  /** Moves the clock to then. Nobody is signed in by then. */
  until(time: string): void;
  rule(): Promise<CaptureRuleView>;
  /** what was captured of it, minor units, or its state at Stripe */
  atStripe(id: string): Promise<number | string>;
  /** places a hold of $80.00 at Stripe itself */
  placed(): Promise<string>;
  planned(dueDay: string | null): Promise<string>;
  /** the owner says what and when, and a manager turns it on */
  turnedOn(set: CaptureRule): Promise<void>;
  runs(): Promise<readonly HoldRunSummary[]>;
  /** the clock is looked at by a desk with a manager at it, and whatever begins comes to its end */
  look(): Promise<void>;
  /** closes the app and starts it again */
  restart(): Promise<void>;
}

/** A moment of the house, unix ms: its day of November and the time. */
export const at = (time: string): number => Date.parse(`2026-11-${time}:00-05:00`);

/** @param seed the same names the same things again */
export async function openRuleHouse(seed: string): Promise<RuleHouse> {
  const salon = await openSalon(seed);
  const till = stripeTill(salon.sandbox);
  const house: RuleHouse = {
    salon,
    till,
    desk: await salon.desk('Front 1'),
    until: (time) => salon.pass(at(time) - salon.now()),
    rule: () => house.desk.must<CaptureRuleView>('captureRule.get', {}),
    async atStripe(id) {
      const intent = await till.stripe.paymentIntents.retrieve(id.slice('stripe:'.length));
      return intent.status === 'succeeded' ? intent.amount_received : intent.status;
    },
    async placed() {
      const id = `stripe:${await till.hold(await till.saveAs('pm_card_visa'), 8000)}`;
      await house.desk.must('desk.refresh', {});
      return id;
    },
    async planned(dueDay) {
      const id = await house.placed();
      await house.desk.must('holds.plan', { id, version: 0, plan: 'capture', dueDay });
      return id;
    },
    async turnedOn(set) {
      await house.desk.signIn('Hélène');
      await house.desk.must('captureRule.set', set);
      await house.desk.signIn('Sylvie');
      await house.desk.must('captureRule.turn', { on: true, seen: set });
    },
    async runs() {
      return (await house.desk.must<{ runs: HoldRunSummary[] }>('holdRuns.list', {})).runs;
    },
    async look() {
      await house.desk.signIn('Sylvie');
      await house.desk.rooms.wake();
      const going = async () => (await house.runs()).some(({ here }) => here);
      await vi.waitUntil(async () => !(await going()), { timeout: 20_000, interval: 10 });
    },
    async restart() {
      await house.desk.rooms.close();
      house.desk = await salon.desk('Front 1');
    },
  };
  await house.desk.signIn('Hélène');
  await house.desk.must('settings.save', {
    ...{ house: 'Atelier', desk: 'Front 1', timeZone: 'America/Toronto', idleLockMinutes: 15, statementName: '' },
    ...{ tipPercents: [], paysafeHoldDays: 5, paysafeCardDays: [], lapseTimes: [] },
  });
  return house;
}
