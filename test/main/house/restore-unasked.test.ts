import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BillView } from '../../../src-main/contract/bill.ts';
import type { AuditLine, DeskStatus } from '../../../src-main/contract/desk-status.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import type { RecordsView } from '../../../src-main/contract/records.ts';
import { SecretTrouble } from '../../../src-main/secrets/secret-store.ts';
import { stripeTill, type StripeTill } from '../../gateways/stripe-till.ts';
import { putBack } from '../../support/put-back.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

// A backup was put back, the file that was set aside is of no use, and a provider cannot be asked: its key is not here, or the keychain does not give it.
let salon: Salon;
let till: StripeTill;
beforeAll(async () => {
  salon = await openSalon('unasked');
  till = stripeTill(salon.sandbox);
}, 120_000);
afterAll(() => salon.close());

type SavedCard = Awaited<ReturnType<StripeTill['save']>>;

const torn = (folder: string): void => {
  for (const name of readdirSync(folder)) writeFileSync(join(folder, name), 'torn');
};
const view = (desk: SalonDesk): Promise<RecordsView> => desk.must<RecordsView>('records.view', {});
const shut = async (desk: SalonDesk) => (await desk.must<DeskStatus>('desk.status', {})).moneyShut;
const forgetStripe = (desk: SalonDesk) => desk.must('settings.forgetKey', { provider: 'stripe', mode: 'test' });
const enterStripe = (desk: SalonDesk) => desk.must('settings.setStripeKey', { key: salon.sandbox.stripeKey });

/** A desk with a bill of today that was charged after the backup. */
async function paidSince(
  name: string,
): Promise<{ desk: SalonDesk; bill: BillView; saved: SavedCard; again: () => object }> {
  const saved = await till.save();
  const desk = await salon.desk(name);
  await desk.must('desk.refresh', {});
  await desk.signIn('Hélène');
  const bill = await desk.must<BillView>('bills.make', {
    customerId: `stripe:${saved.customerRef}`,
    customerName: 'Élodie',
    day: '2026-11-21',
    time: null,
    service: 'Coupe',
    withWhom: null,
    lines: [],
    total: 8_000,
    tax: null,
    note: null,
  });
  await desk.must('records.backUp', {});
  const again = () => ({
    ticket: randomUUID(),
    customerId: bill.customerId,
    cardId: `stripe:${saved.cardRef}`,
    amount: { amount: 8_000, currency: 'CAD' },
    tip: null,
    note: null,
    receiptEmail: null,
    cause: { purpose: 'balance', billId: bill.id },
    sure: [],
  });
  expect((await desk.must<OperationView>('payments.charge', again())).state.name).toBe('done');
  return { desk, bill, saved, again };
}

const taken = async ({ customerRef }: SavedCard): Promise<number[]> =>
  (await till.stripe.paymentIntents.list({ customer: customerRef })).data.map(({ amount_received }) => amount_received);

describe('a provider that could not be asked after a restore', () => {
  it('has no key: its part stays open, and a key that is entered later is asked before a bill paid since is charged again', async () => {
    const { desk, bill, saved, again } = await paidSince('Forgotten');
    await forgetStripe(desk);
    const after = await putBack(salon, 'Forgotten', desk, { aside: torn });
    await after.signIn('Hélène');
    expect((await view(after)).gap).toMatchObject({ owed: [{ provider: 'stripe', key: 'no' }] });
    expect(await shut(after), 'Paysafe has answered: its money is open').toBeNull();
    expect(await after.refusal('payments.charge', again())).toEqual({
      code: 'gap_provider',
      facts: { provider: 'stripe' },
    });

    await enterStripe(after);
    await expect.poll(async () => (await view(after)).gap).toBeNull();
    salon.pass(25 * 3_600_000);
    await after.signIn('Hélène');
    await after.must('desk.refresh', {});
    expect(await after.must<BillView>('bills.get', { id: bill.id })).toMatchObject({ paid: 8_000, remaining: 0 });
    expect(await after.refusal('payments.charge', again())).toMatchObject({ code: 'bill_over' });
    expect(await taken(saved)).toEqual([8_000]);
  }, 60_000);

  it('has a key that the keychain does not give: nobody may say that the house has none, and once it is read the provider is asked', async () => {
    const { desk, saved, again } = await paidSince('Denied');
    const safe = salon.secrets('Denied');
    const get = safe.get;
    safe.get = async (account) => {
      if (account.endsWith('.key')) throw new SecretTrouble('keychain_locked', 'denied');
      return get(account);
    };
    const after = await putBack(salon, 'Denied', desk, { aside: torn });
    await after.signIn('Hélène');
    expect((await view(after)).gap?.owed.map(({ key }) => key)).toEqual(['unread', 'unread']);
    expect(await after.refusal('records.without', { provider: 'stripe' })).toMatchObject({ code: 'keychain_locked' });
    safe.get = get;
    await after.must('desk.refresh', {});
    await expect.poll(async () => (await view(after)).gap).toBeNull();
    salon.pass(25 * 3_600_000);
    await after.signIn('Hélène');
    await after.must('desk.refresh', {});
    expect(await after.refusal('payments.charge', again())).toMatchObject({ code: 'bill_over' });
    expect(await taken(saved)).toEqual([8_000]);
  }, 60_000);

  it('money at the other provider goes on, but for bills, which may have been paid at the one that was not asked', async () => {
    const { desk, again } = await paidSince('Other');
    await desk.must('settings.forgetKey', { provider: 'paysafe', mode: 'test' });
    salon.pass(3_600_000);
    await desk.signIn('Hélène');
    const other = await till.save();
    const theirs = { customerId: `stripe:${other.customerRef}`, cardId: `stripe:${other.cardRef}` };
    await desk.must('desk.refresh', {});
    const bill = await desk.must<BillView>('bills.make', {
      ...{ customerId: theirs.customerId, customerName: 'Zoé', day: '2026-11-21', time: null },
      ...{ service: 'Coupe', withWhom: null, lines: [], total: 5_000, tax: null, note: null },
    });
    const amount = { amount: 5_000, currency: 'CAD' };
    const held = await desk.must<OperationView>('holds.place', {
      ...{
        ticket: randomUUID(),
        ...theirs,
        amount,
        note: null,
        cause: { purpose: 'balance', billId: bill.id },
        sure: [],
      },
    });
    const holdId = `stripe:${'reference' in held.state ? held.state.reference : ''}`;

    const after = await putBack(salon, 'Other', desk);
    await after.signIn('Hélène');
    expect((await view(after)).gap?.owed).toEqual([{ provider: 'paysafe', key: 'no' }]);
    expect(await shut(after)).toBeNull();
    salon.pass(3_600_000);
    await after.signIn('Hélène');
    await after.must('desk.refresh', {});
    const no = { code: 'gap_bill', facts: { provider: 'paysafe' } };
    const cause = (billId: string | null) => ({ ...again(), ...theirs, amount, cause: { purpose: 'balance', billId } });
    expect(await after.refusal('payments.charge', cause(bill.id))).toEqual(no);
    expect(await after.refusal('holds.capture', { ticket: randomUUID(), holdId, amount, note: null })).toEqual(no);
    expect(
      await after.refusal('links.make', {
        ...{ ticket: randomUUID(), kind: 'payment', customerId: theirs.customerId, customerName: 'Zoé', email: null },
        ...{ purpose: 'balance', billId: bill.id, price: { is: 'remaining', amount: 5_000, currency: 'CAD' } },
        ...{ save: 'never', agreement: null, language: 'fr', minutes: 30 },
      }),
    ).toEqual(no);
    expect((await after.must<OperationView>('payments.charge', cause(null))).state.name).toBe('done');
    const given = await after.must<OperationView>('holds.release', { ticket: randomUUID(), holdId, note: null });
    expect(given.state.name).toBe('done');
  }, 60_000);

  it('cash is not noted on a bill that may have been paid there, until a manager looked whether it was, by name in the history', async () => {
    const { desk, bill } = await paidSince('Cash');
    await forgetStripe(desk);
    const after = await putBack(salon, 'Cash', desk, { aside: torn });
    const cash = (more: object = {}) => ({ id: bill.id, kind: 'cash', amount: 8_000, note: null, ...more });
    const no = { code: 'gap_credit', facts: { provider: 'stripe' } };
    await after.signIn('Maude');
    expect(await after.refusal('bills.credit', cash())).toEqual(no);
    expect(await after.refusal('bills.credit', cash({ madeSure: true })), 'not for her to say').toEqual(no);
    await after.signIn('Sylvie');
    expect(await after.refusal('bills.credit', cash())).toEqual(no);
    const another = async () =>
      after.must<BillView>('bills.make', {
        ...{
          customerId: `stripe:${(await till.save()).customerRef}`,
          customerName: 'Zoé',
          day: '2026-11-21',
          time: null,
          service: 'Coupe',
          withWhom: null,
        },
        ...{ lines: [], total: 5_000, tax: null, note: null },
      });
    const { id } = await another();
    expect(await after.refusal('bills.credit', cash({ id, amount: 5_000 })), 'made for a lost one, perhaps').toEqual(
      no,
    );
    expect(await after.must<BillView>('bills.credit', cash({ id, amount: 5_000, madeSure: true }))).toMatchObject({
      ...{ paid: 5_000, remaining: 0 },
    });
    await after.signIn('Hélène');
    const asked = { search: 'bill_credit', before: null, limit: 1 };
    expect((await after.must<{ rows: AuditLine[] }>('history.list', asked)).rows).toMatchObject([
      { what: 'bill_credit', staffName: 'Sylvie', detail: { amount: 5_000, unasked: 'stripe' } },
    ]);
    await enterStripe(after);
    await expect.poll(async () => (await view(after)).gap).toBeNull();
    await after.signIn('Maude');
    expect(await after.refusal('bills.credit', cash()), 'it was paid').toMatchObject({ code: 'bill_over' });
    const paid = await after.must<BillView>('bills.credit', cash({ id: (await another()).id, amount: 5_000 }));
    expect(paid).toMatchObject({ remaining: 0 });
  }, 60_000);

  it('a manager says that the house does not use it: bills go on, it stands in the history, and a key of it that is entered later is asked first', async () => {
    const { desk, again } = await paidSince('Without');
    await desk.must('settings.forgetKey', { provider: 'paysafe', mode: 'test' });
    const after = await putBack(salon, 'Without', desk);
    await after.signIn('Maude');
    expect(await after.refusal('records.without', { provider: 'paysafe' })).toMatchObject({ code: 'not_allowed' });
    await after.signIn('Sylvie');
    expect(await after.refusal('records.without', { provider: 'stripe' })).toEqual({
      code: 'gap_has_key',
      facts: { provider: 'stripe' },
    });
    const said = await after.must<RecordsView>('records.without', { provider: 'paysafe' });
    expect(said).toMatchObject({ gap: null, without: [{ provider: 'paysafe', by: 'Sylvie' }] });
    await after.signIn('Hélène');
    const { rows } = await after.must<{ rows: AuditLine[] }>('history.list', {
      search: 'provider_unused',
      before: null,
      limit: 5,
    });
    expect(rows).toMatchObject([{ what: 'provider_unused', staffName: 'Sylvie', detail: { provider: 'paysafe' } }]);
    expect(await after.refusal('payments.charge', again()), 'found again at Stripe').toMatchObject({
      code: 'bill_over',
    });

    const reopened = await (await after.rooms.close(), salon.desk('Without'));
    await reopened.signIn('Hélène');
    expect((await view(reopened)).without).toMatchObject([{ provider: 'paysafe' }]);
    const { username, password } = salon.sandbox.paysafeKey;
    const accounts = salon.sandbox.paysafeAccounts.filter(({ kind }) => kind === 'card');
    const before = (await view(reopened)).lastRun?.startedAt;
    salon.pass(1_000);
    await reopened.must('settings.setPaysafeKey', { username, password, mode: 'test', accounts });
    await expect.poll(async () => (await view(reopened)).without).toEqual([]);
    const { lastRun, gap } = await view(reopened);
    expect(lastRun?.startedAt).not.toBe(before);
    expect(lastRun?.providers.find(({ provider }) => provider === 'paysafe')?.trouble).toBeNull();
    expect(gap).toBeNull();
  }, 60_000);

  it('the folder of what was set aside is gone: the desk opens, says so, and what happened since is found at the providers', async () => {
    const { desk, again } = await paidSince('Gone');
    const after = await putBack(salon, 'Gone', desk, { aside: (folder) => rmSync(folder, { recursive: true }) });
    await after.signIn('Hélène');
    expect(await view(after)).toMatchObject({ gap: null, lastRun: { takenOver: { operations: 0, readable: false } } });
    expect(await after.refusal('payments.charge', again())).toMatchObject({ code: 'bill_over' });
  }, 60_000);
});
