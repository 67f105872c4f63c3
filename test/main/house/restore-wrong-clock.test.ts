import { randomUUID } from 'node:crypto';
import { readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BillView } from '../../../src-main/contract/bill.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import type { RecordsView } from '../../../src-main/contract/records.ts';
import { stampOf } from '../../../src-main/ledger/backups/names.ts';
import { stripeTill, type StripeTill } from '../../gateways/stripe-till.ts';
import { putBack } from '../../support/put-back.ts';
import { openSalon, type Salon } from '../../support/salon.ts';

let salon: Salon;
let till: StripeTill;
beforeAll(async () => {
  salon = await openSalon('ahead');
  till = stripeTill(salon.sandbox);
}, 120_000);
afterAll(() => salon.close());

describe('a backup that was made while the clock of the PC was two months ahead', () => {
  it.each([
    ['from the records that were set aside', false],
    ['from Stripe, where those are gone', true],
  ])('brings what happened since back %s: a bill that was paid is not due again', async (how, gone) => {
    const saved = await till.save();
    const desk = await salon.desk(how);
    await desk.must('desk.refresh', {});
    await desk.signIn('Hélène');
    const customerId = `stripe:${saved.customerRef}`;
    const bill = await desk.must<BillView>('bills.make', {
      ...{ customerId, customerName: 'Élodie', day: '2026-11-21', time: null, service: 'Coupe', withWhom: null },
      ...{ lines: [], total: 8_000, tax: null, note: null },
    });
    await desk.must('records.backUp', {});
    const folder = join(salon.folder(how), 'backups');
    const [made = ''] = readdirSync(folder).filter((name) => name.endsWith('.db'));
    renameSync(join(folder, made), join(folder, made.replace(/\d{8}T\d{6}Z/, stampOf(salon.now() + 60 * 86_400_000))));
    const order = () => ({
      ...{ ticket: randomUUID(), customerId, cardId: `stripe:${saved.cardRef}` },
      ...{ amount: { amount: 8_000, currency: 'CAD' }, tip: null, note: null, receiptEmail: null },
      ...{ cause: { purpose: 'balance', billId: bill.id }, sure: [] },
    });
    expect((await desk.must<OperationView>('payments.charge', order())).state.name).toBe('done');
    salon.pass(25 * 3_600_000);
    await desk.signIn('Hélène');
    const after = await putBack(salon, how, desk, gone ? { aside: (at) => rmSync(at, { recursive: true }) } : {});
    await after.signIn('Hélène');
    const { gap, lastRun } = await after.must<RecordsView>('records.view', {});
    expect([gap, lastRun?.takenOver?.operations]).toEqual([null, gone ? 0 : 1]);
    await after.must('desk.refresh', {});
    expect(await after.must<BillView>('bills.get', { id: bill.id })).toMatchObject({ paid: 8_000, remaining: 0 });
    expect(await after.refusal('payments.charge', order())).toMatchObject({ code: 'bill_over' });
    const { data } = await till.stripe.paymentIntents.list({ customer: saved.customerRef });
    expect(data.map(({ amount_received }) => amount_received)).toEqual([8_000]);
  });
});
