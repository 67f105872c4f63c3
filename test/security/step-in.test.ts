import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditLine } from '../../src-main/contract/desk-status.ts';
import type { OperationView } from '../../src-main/contract/operation.ts';
import type { Repeat, StepInView } from '../../src-main/contract/repeat.ts';
import { stripeTill } from '../gateways/stripe-till.ts';
import { openSalon, salonPins, type Salon, type SalonDesk, type SalonName } from '../support/salon.ts';

// Whoever can speak to main past the window, with a PIN they overheard or a step-in that was given for something else.
const cad = (amount: number) => ({ amount, currency: 'CAD' });
let salon: Salon;
let desk: SalonDesk;
let people: { customerId: string; cardId: string }[];
let tickets = 0;
const ticket = (): string => `ticket-${String((tickets += 1)).padStart(16, '0')}`;

beforeAll(async () => {
  salon = await openSalon('step-in');
  const till = stripeTill(salon.sandbox);
  people = [];
  for (let made = 0; made < 9; made += 1) {
    const { customerRef, cardRef } = await till.save();
    people.push({ customerId: `stripe:${customerRef}`, cardId: `stripe:${cardRef}` });
  }
  desk = await salon.desk('Front 1');
  await desk.must('desk.refresh', {});
  await desk.signIn('Maude');
}, 120_000);
afterAll(() => salon.close());

/** Somebody who was charged $80.00 a moment ago, the order that would charge them again, and what a manager would look at. */
async function chargedBefore() {
  const person = people.pop();
  if (!person) throw new Error('More people are needed than were made');
  const order = () => ({
    ticket: ticket(),
    ...person,
    amount: cad(8000),
    tip: null,
    note: null,
    receiptEmail: null,
  });
  await desk.must<OperationView>('payments.charge', order());
  const { repeats } = await desk.must<{ repeats: Repeat[] }>('payments.recent', {
    customerId: person.customerId,
    ask: false,
  });
  const again = order();
  const asked = async (who: SalonName, more: object = {}) => ({
    staffId: (await desk.staff(who)).id,
    pin: salonPins[who],
    reason: 'second visit',
    ticket: again.ticket,
    kind: 'charge',
    targetId: person.customerId,
    amount: again.amount,
    over: repeats.map(({ id }) => ({ why: 'repeat', fact: id })),
    ...more,
  });
  return { person, again, order, asked };
}
const movements = (): number =>
  desk.log.filter((line) => line.startsWith('["request"') && line.includes('POST')).length;
async function history(): Promise<AuditLine[]> {
  await desk.signIn('Hélène');
  const { rows } = await desk.must<{ rows: AuditLine[] }>('history.list', { search: '', before: null, limit: 200 });
  await desk.signIn('Maude');
  return rows;
}

describe('a step-in', () => {
  it('by somebody who may not is refused, right PIN or wrong, and never says which; it is written down', async () => {
    const { asked, again } = await chargedBefore();
    for (const pin of [salonPins.Maude, '0009'])
      expect(await desk.refusal('staff.stepIn', await asked('Maude', { pin }))).toEqual({
        code: 'not_allowed',
        facts: { verb: 'step_in' },
      });
    expect(await desk.refusal('payments.charge', again)).toMatchObject({ code: 'repeat_needs_manager' });
    const [line] = (await history()).filter(({ what, outcome }) => what === 'step_in' && outcome === 'refused');
    expect(line).toMatchObject({ staffName: 'Maude', detail: { person: 'Maude', reason: 'not_allowed' } });
  });

  it('with a wrong PIN counts like a wrong try at the lock screen: five shut that person out everywhere', async () => {
    const { asked } = await chargedBefore();
    for (let times = 0; times < 5; times += 1)
      expect(await desk.refusal('staff.stepIn', await asked('Sylvie', { pin: '0009' }))).toEqual({ code: 'wrong_pin' });
    expect(await desk.refusal('staff.stepIn', await asked('Sylvie'))).toMatchObject({ code: 'pin_locked' });
    expect((await desk.staff('Sylvie')).lockedOut).toBe(true);
    const refused = (await history()).filter(({ what, outcome }) => what === 'step_in' && outcome === 'refused');
    expect(refused.slice(0, 2).map(({ detail }) => detail)).toEqual([
      { person: 'Sylvie', reason: 'pin_locked' },
      { person: 'Sylvie', reason: 'wrong_pin' },
    ]);
    await desk.signIn('Hélène');
    await desk.must('staff.unlock', { id: (await desk.staff('Sylvie')).id });
    await desk.signIn('Maude');
  });

  it('by somebody nobody knows is answered like a wrong PIN', async () => {
    const { asked } = await chargedBefore();
    expect(await desk.refusal('staff.stepIn', await asked('Sylvie', { staffId: 'staff-nobody' }))).toEqual({
      code: 'wrong_pin',
    });
  });

  it('given for one amount opens no other amount, kind or person', async () => {
    const { asked, again } = await chargedBefore();
    const { again: somebodyElses, person: other } = await chargedBefore();
    const { id } = await desk.must<StepInView>('staff.stepIn', await asked('Sylvie'));
    const before = movements();
    for (const forged of [
      { ...again, amount: cad(8001), stepIn: id },
      { ...again, amount: { amount: 8000, currency: 'USD' }, stepIn: id },
      { ...again, customerId: other.customerId, cardId: other.cardId, stepIn: id },
      { ...somebodyElses, stepIn: id },
    ])
      expect((await desk.refusal('payments.charge', forged)).code).toMatch(/^(step_in_void|wrong_currency)$/);
    const { tip: _tip, receiptEmail: _email, ...hold } = again;
    expect(await desk.refusal('holds.place', { ...hold, stepIn: id })).toMatchObject({ code: 'step_in_void' });
    expect(movements()).toBe(before);
    // And still opens the one it was given for.
    expect(await desk.must('payments.charge', { ...again, stepIn: id })).toMatchObject({ state: { name: 'done' } });
  });

  it('used once is used up: not for another dialog, not made up, not from what was shown later', async () => {
    const { asked, again, order } = await chargedBefore();
    const { id } = await desk.must<StepInView>('staff.stepIn', await asked('Sylvie'));
    await desk.must('payments.charge', { ...again, stepIn: id });
    const before = movements();
    for (const stepIn of [id, 'step-00000000000000000000', `${id}x`])
      expect(await desk.refusal('payments.charge', { ...order(), stepIn })).toMatchObject({ code: 'step_in_void' });
    // The same dialog again is the same order: answered, not sent.
    expect(await desk.must('payments.charge', { ...again, stepIn: id })).toMatchObject({ state: { name: 'done' } });
    expect(movements()).toBe(before);
  });

  it('over what is not there opens nothing that comes later', async () => {
    const { asked, again } = await chargedBefore();
    const given = await asked('Sylvie', { over: [] });
    expect(await desk.refusal('staff.stepIn', given)).toMatchObject({ code: 'repeat_needs_manager' });
    const many = await asked('Sylvie');
    const over = [...many.over, { why: 'repeat', fact: 'op-of-tomorrow' }];
    const { id } = await desk.must<StepInView>('staff.stepIn', { ...many, over });
    await desk.must('payments.charge', { ...again, stepIn: id });
    const line = (await history()).find(({ what, outcome }) => what === 'step_in' && outcome === 'done');
    expect(line?.detail['over']).not.toContain('op-of-tomorrow');
  });

  it('is forgotten when the desk locks, and after five minutes', async () => {
    const { asked, again } = await chargedBefore();
    const first = await desk.must<StepInView>('staff.stepIn', await asked('Sylvie'));
    await desk.must('session.lock', {});
    await desk.signIn('Maude');
    expect(await desk.refusal('payments.charge', { ...again, stepIn: first.id })).toMatchObject({
      code: 'step_in_void',
    });
    const second = await desk.must<StepInView>('staff.stepIn', await asked('Sylvie'));
    salon.pass(5 * 60_000);
    expect(await desk.refusal('payments.charge', { ...again, stepIn: second.id })).toMatchObject({
      code: 'step_in_void',
    });
  });

  it('needs somebody at the desk, and input of the right shape', async () => {
    const { asked } = await chargedBefore();
    for (const wrong of [
      { pin: '12' },
      { reason: ' x ' },
      { kind: 'capture' },
      { over: [{ why: 'other', fact: 'x' }] },
    ])
      expect(await desk.refusal('staff.stepIn', await asked('Sylvie', wrong))).toMatchObject({ code: 'bad_input' });
    const given = await asked('Sylvie');
    await desk.must('session.lock', {});
    expect(await desk.refusal('staff.stepIn', given)).toEqual({ code: 'not_signed_in' });
    await desk.signIn('Maude');
  });

  it('leaves no PIN in log, history, events or operations', async () => {
    const lines = JSON.stringify([desk.log, desk.events, await history()]);
    for (const pin of Object.values(salonPins)) expect(lines).not.toMatch(new RegExp(`(?<![\\w-])${pin}(?![\\w-])`));
  });
});
