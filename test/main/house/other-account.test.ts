import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OperationDetail, OperationView } from '../../../src-main/contract/operation.ts';
import type { RecordsView } from '../../../src-main/contract/records.ts';
import { stripeTill, type StripeTill } from '../../gateways/stripe-till.ts';
import { putBack } from '../../support/put-back.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';
import { twoAccounts, type TwoAccounts } from '../../support/two-accounts.ts';

// The house has two accounts at Stripe. The answer to an order is lost, and somebody enters the key of the other account before it is known.
let salon: Salon;
let till: StripeTill;
let both: TwoAccounts;

beforeAll(async () => {
  salon = await openSalon('accounts');
  till = stripeTill(salon.sandbox);
  both = await twoAccounts(salon);
}, 120_000);
beforeEach(() => {
  both.now = { to: 'first', lose: false, tellsAccount: true };
});
afterAll(async () => {
  await both.close();
  await salon.close();
});

const sum = { amount: 8_000, currency: 'CAD' };
/** An order whose answer was lost, and what Stripe shows of it. */
async function lost(kind: 'capture' | 'refund' | 'charge' | 'remove_card', desk: SalonDesk): Promise<OperationView> {
  const saved = await till.save();
  const ids = { customerId: `stripe:${saved.customerRef}`, cardId: `stripe:${saved.cardRef}` };
  const taken = async (): Promise<string> =>
    (
      await till.stripe.paymentIntents.create({
        ...{ amount: 8_000, currency: 'cad', customer: saved.customerRef, payment_method: saved.payToken },
        ...{ allowed_payment_method_types: ['card'], off_session: true, confirm: true },
      })
    ).id;
  const ref = kind === 'capture' ? await till.hold(saved, 8_000) : kind === 'refund' ? await taken() : '';
  await desk.must('desk.refresh', {});
  await desk.signIn('Hélène');
  both.now.lose = true;
  const ticket = randomUUID();
  const given = {
    capture: ['holds.capture', { ticket, holdId: `stripe:${ref}`, amount: sum, note: null }],
    refund: ['payments.refund', { ticket, paymentId: `stripe:${ref}`, amount: sum, reason: 'Changed her mind' }],
    charge: ['payments.charge', { ticket, ...ids, amount: sum, tip: null, note: null, receiptEmail: null, sure: [] }],
    remove_card: ['cards.remove', { ticket, cardId: ids.cardId, reason: 'Asked for it' }],
  } as const;
  const [call, input] = given[kind];
  const operation = await desk.must<OperationView>(call, input);
  both.now.lose = false;
  expect(operation.state.name).toBe('unknown');
  return operation;
}
const stateOf = async (desk: SalonDesk, { id: operationId }: OperationView) =>
  (await desk.must<OperationDetail>('payments.askNow', { operationId })).operation.state;

describe('the key of another Stripe account, entered while an order is not known', () => {
  it.each([
    ['capture', true],
    ['refund', true],
    ['charge', true],
    ['remove_card', true],
    ['capture', false],
    ['refund', false],
    ['charge', false],
    ['remove_card', false],
  ] as const)(
    'is refused, and used all the same it never makes the %s “failed” or “done” (Stripe tells whose key it is: %s)',
    async (kind, tellsAccount) => {
      both.now.tellsAccount = tellsAccount;
      const name = `Front ${kind} ${tellsAccount}`;
      const desk = await salon.desk(name);
      const operation = await lost(kind, desk);

      both.now.to = 'second';
      expect(await desk.refusal('settings.setStripeKey', { key: both.second.stripeKey })).toEqual({
        code: 'key_other_account',
        facts: { provider: 'stripe', open: 1 },
      });
      await desk.must('settings.setStripeKey', { key: both.second.stripeKey, otherAccount: true });
      for (let asked = 0; asked < 3; asked += 1) {
        salon.pass(5 * 60_000);
        await desk.signIn('Hélène');
        expect((await stateOf(desk, operation)).name).toBe('unknown');
      }

      both.now.to = 'first';
      await desk.must('settings.setStripeKey', { key: salon.sandbox.stripeKey });
      salon.pass(5 * 60_000);
      await desk.signIn('Hélène');
      expect((await stateOf(desk, operation)).name).toBe('done');
    },
    60_000,
  );

  it('is asked about no more and left to a manager, who may say what the other account’s site shows', async () => {
    const desk = await salon.desk('Front person');
    const operation = await lost('charge', desk);
    both.now.to = 'second';
    await desk.must('settings.setStripeKey', { key: both.second.stripeKey, otherAccount: true });
    for (let asked = 0; asked < 14; asked += 1) {
      salon.pass(6 * 60_000);
      await desk.signIn('Hélène');
      await stateOf(desk, operation);
    }
    expect(await stateOf(desk, operation)).toMatchObject({
      ...{ name: 'needs_person', why: 'provider_cannot_say', evidence: { last: 'other_account' } },
    });
  }, 60_000);

  it('is refused as well while what happened since a backup is asked for: the other account would answer that nothing did', async () => {
    const desk = await salon.desk('Front restored');
    const saved = await till.save();
    await desk.must('desk.refresh', {});
    await desk.signIn('Hélène');
    const ids = { customerId: `stripe:${saved.customerRef}`, cardId: `stripe:${saved.cardRef}` };
    const about = { ...ids, amount: sum, tip: null, note: null, receiptEmail: null, sure: [] };
    await desk.must('payments.charge', { ticket: randomUUID(), ...about });
    await desk.must('settings.forgetKey', { provider: 'stripe', mode: 'test' });
    await desk.must('records.backUp', {});
    const after = await putBack(salon, 'Front restored', desk);
    await after.signIn('Hélène');
    both.now.to = 'second';
    expect(await after.refusal('settings.setStripeKey', { key: both.second.stripeKey })).toMatchObject({
      ...{ code: 'key_gap_account', facts: { provider: 'stripe' } },
    });
    both.now.to = 'first';
    await after.must('settings.setStripeKey', { key: salon.sandbox.stripeKey });
    await expect.poll(async () => (await after.must<RecordsView>('records.view', {})).gap).toBeNull();
  }, 60_000);

  it('is taken without a word where nothing is open, and so is a new key of the same account where something is', async () => {
    const desk = await salon.desk('Front quiet');
    await desk.must('desk.refresh', {});
    await desk.signIn('Hélène');
    both.now.to = 'second';
    await desk.must('settings.setStripeKey', { key: both.second.stripeKey });
    both.now.to = 'first';
    await desk.must('settings.setStripeKey', { key: salon.sandbox.stripeKey });
    await lost('charge', desk);
    for (const tells of [true, false]) {
      both.now.tellsAccount = tells;
      await desk.must('settings.setStripeKey', { key: salon.sandbox.stripeKey });
    }
  }, 60_000);
});
