import { randomUUID } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AuditLine } from '../../../src-main/contract/desk-status.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import type { RecordsView } from '../../../src-main/contract/records.ts';
import { stripeTill, type StripeTill } from '../../gateways/stripe-till.ts';
import { putBack } from '../../support/put-back.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';
import { twoAccounts, type TwoAccounts } from '../../support/two-accounts.ts';

// A backup was put back, and the key at the desk is of another account: it would say that nothing happened since, and a bill paid since would be taken again.
let salon: Salon;
let till: StripeTill;
let both: TwoAccounts;
beforeAll(async () => {
  salon = await openSalon('gap accounts');
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

const torn = (folder: string): void => {
  for (const name of readdirSync(folder)) writeFileSync(join(folder, name), 'torn');
};
const view = (desk: SalonDesk): Promise<RecordsView> => desk.must<RecordsView>('records.view', {});

/** A desk with an order in its backup and a bill that was paid after it; that backup put back, and nothing else of the time since left here. */
async function restored(name: string, between: (desk: SalonDesk) => Promise<void>) {
  const [saved, other] = [await till.save(), await till.save()];
  const desk = await salon.desk(name);
  await desk.must('desk.refresh', {});
  await desk.signIn('Hélène');
  const customerId = `stripe:${saved.customerRef}`;
  const charge = (amount: number, billId: string | null, { customerRef, cardRef } = saved) => ({
    ...{ ticket: randomUUID(), customerId: `stripe:${customerRef}`, cardId: `stripe:${cardRef}` },
    amount: { amount, currency: 'CAD' },
    ...{ tip: null, note: null, receiptEmail: null, sure: [] },
    ...(billId === null ? {} : { cause: { purpose: 'balance', billId } }),
  });
  const bill = await desk.must<{ id: string }>('bills.make', {
    ...{ customerId, customerName: 'Élodie', day: '2026-11-21', time: null, service: 'Coupe', withWhom: null },
    ...{ lines: [], total: 8_000, tax: null, note: null },
  });
  expect((await desk.must<OperationView>('payments.charge', charge(1_500, null, other))).state.name).toBe('done');
  await desk.must('records.backUp', {});
  expect((await desk.must<OperationView>('payments.charge', charge(8_000, bill.id))).state.name).toBe('done');
  await between(desk);
  const after = await putBack(salon, name, desk, { aside: torn });
  await after.signIn('Hélène');
  const taken = async (): Promise<number[]> =>
    (await till.stripe.paymentIntents.list({ customer: saved.customerRef })).data.map((one) => one.amount_received);
  return { after, again: () => charge(8_000, bill.id), taken };
}

describe('the key of another Stripe account, after a backup was put back', () => {
  it.each([true, false])(
    'is refused; with the right one a bill that was paid since is found paid, and is not charged again (Stripe tells whose it is: %s)',
    async (tellsAccount) => {
      const name = `Entered ${tellsAccount}`;
      const { after, again, taken } = await restored(name, async (desk) => {
        await desk.must('settings.forgetKey', { provider: 'stripe', mode: 'test' });
      });
      expect((await view(after)).gap).toMatchObject({ owed: [{ provider: 'stripe', key: 'no' }] });
      both.now = { to: 'second', lose: false, tellsAccount };
      expect(await after.refusal('settings.setStripeKey', { key: both.second.stripeKey })).toEqual({
        code: 'key_gap_account',
        facts: { provider: 'stripe', number: 'acct_1DemoAtelierFleury' },
      });
      expect((await view(after)).gap).toMatchObject({ owed: [{ provider: 'stripe', key: 'no' }] });

      both.now = { to: 'first', lose: false, tellsAccount };
      await after.must('settings.setStripeKey', { key: salon.sandbox.stripeKey });
      await expect.poll(async () => (await view(after)).gap).toBeNull();
      salon.pass(25 * 3_600_000);
      await after.signIn('Hélène');
      await after.must('desk.refresh', {});
      expect(await after.refusal('payments.charge', again())).toMatchObject({ code: 'bill_over' });
      expect(await taken()).toEqual([8_000]);
    },
    60_000,
  );

  it('that was here already is not asked: money stays shut there, the owner reads why, and may say that it is meant', async () => {
    const { after, again } = await restored('There', async (desk) => {
      both.now.to = 'second';
      await desk.must('settings.setStripeKey', { key: both.second.stripeKey });
    });
    expect(await view(after)).toMatchObject({
      gap: { owed: [{ provider: 'stripe', key: 'other' }] },
      lastRun: { providers: [{ trouble: 'other_account' }, { trouble: null }] },
    });
    const shut = { code: 'gap_provider', facts: { provider: 'stripe' } };
    expect(await after.refusal('payments.charge', again())).toEqual(shut);
    await after.must('records.rebuild', { span: 'week' });
    expect(await after.refusal('payments.charge', again())).toEqual(shut);
    const reopened = await (await after.rooms.close(), salon.desk('There'));
    await reopened.signIn('Hélène');
    expect((await view(reopened)).gap).toMatchObject({ owed: [{ provider: 'stripe', key: 'other' }] });

    salon.pass(1_000);
    await reopened.must('settings.setStripeKey', { key: both.second.stripeKey, otherAccount: true });
    await expect.poll(async () => (await view(reopened)).gap).toBeNull();
    const { rows } = await reopened.must<{ rows: AuditLine[] }>('history.list', {
      ...{ search: 'key_replaced', before: null, limit: 1 },
    });
    expect(rows).toMatchObject([{ staffName: 'Hélène', detail: { provider: 'stripe', meant: true } }]);
  }, 60_000);
});
