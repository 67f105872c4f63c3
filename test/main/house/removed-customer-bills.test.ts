import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BillRow, BillView } from '../../../src-main/contract/bill.ts';
import type { BillImportResult, ImportFile } from '../../../src-main/contract/bill-import.ts';
import type { BookingKeys, BookingPreview, OddBooking } from '../../../src-main/contract/booking.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import { stripeTill, type StripeTill } from '../../gateways/stripe-till.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

// A customer who paid a deposit online and was then removed; nobody makes a bill for somebody who is not there.
let salon: Salon;
let till: StripeTill;
let desk: SalonDesk;
let gone: string;
let there: string;
const day = '2026-12-03';
const keys: BookingKeys = {
  ...{ total: 'montant', visit: 'visite', time: null, service: null, withWhom: null, reference: null },
  amounts: 'written',
};
const billed = (customerId: string | null, more = {}) => ({
  ...{ customerId, customerName: 'Odile Morin', day, time: null, service: 'Coupe', withWhom: null },
  ...{ lines: [], total: 9000, tax: null, note: null, ...more },
});
const billsOf = async (): Promise<BillRow[]> =>
  (await desk.must<{ rows: BillRow[] }>('bills.list', { from: day, to: day })).rows;

beforeAll(async () => {
  salon = await openSalon('removed-customer-bills');
  till = stripeTill(salon.sandbox);
  desk = await salon.desk('Front 1');
  const [saved, other] = [await till.saveAs('pm_card_visa'), await till.saveAs('pm_card_mastercard')];
  gone = `stripe:${saved.customerRef}`;
  there = `stripe:${other.customerRef}`;
  await till.stripe.customers.update(saved.customerRef, { name: 'Odile Morin', email: 'odile@example.com' });
  await till.stripe.paymentIntents.create({
    ...{ amount: 5000, currency: 'cad', customer: saved.customerRef, payment_method: saved.payToken },
    ...{ allowed_payment_method_types: ['card'], off_session: true, confirm: true },
    metadata: { montant: '180,00', visite: day },
  });
  await desk.signIn('Sylvie');
  await desk.must('desk.refresh', {});
  const removed = await desk.must<OperationView>('removal.remove', {
    ...{ ticket: 'ticket-0000000000000001', id: gone, reason: 'Asked to be forgotten' },
  });
  expect(removed.state.name).toBe('done');
  await desk.signIn('Hélène');
}, 120_000);
afterAll(() => salon.close());

describe('a bill for a customer who was removed', () => {
  it('is not made by hand, and no other bill becomes theirs; with the name alone it is', async () => {
    expect(await desk.refusal('bills.make', billed(gone))).toMatchObject({ code: 'bill_customer_removed' });
    expect(await billsOf()).toEqual([]);
    const made = await desk.must<BillView>('bills.make', billed(there));
    const moved = { id: made.id, version: made.version, ...billed(gone) };
    expect(await desk.refusal('bills.change', moved)).toMatchObject({ code: 'bill_customer_removed' });
    expect((await billsOf()).map(({ customerId }) => customerId)).toEqual([there]);
    expect(await desk.must('bills.make', billed(null))).toMatchObject({
      customerId: null,
      customerName: 'Odile Morin',
    });
  });

  it('is not made of their online payment by itself: it waits for a person, who makes it with the name alone', async () => {
    await desk.must('bookings.saveKeys', keys);
    const before = await billsOf();
    const { rows } = await desk.must<{ rows: OddBooking[] }>('bookings.odd', {});
    expect(rows).toMatchObject([
      { why: 'customer_removed', customerId: null, customerName: 'Odile Morin', paid: 5000, total: 18_000, day },
    ]);
    const { samples } = await desk.must<BookingPreview>('bookings.preview', keys);
    expect(samples).toMatchObject([{ result: 'customer_removed', total: 18_000, day }]);
    const paymentId = rows[0]?.paymentId;
    const typed = { paymentId, ...billed(gone, { total: 18_000 }) };
    expect(await desk.refusal('bookings.make', typed)).toMatchObject({ code: 'bill_customer_removed' });
    expect(await billsOf()).toHaveLength(before.length);
    const made = await desk.must<BillView>('bookings.make', { ...typed, customerId: null });
    expect(made).toMatchObject({ customerId: null, total: 18_000, paid: 5000, remaining: 13_000 });
    expect((await desk.must<{ rows: OddBooking[] }>('bookings.odd', {})).rows).toEqual([]);
  });

  it('is no bill of a file: the line says so, and the others are made', async () => {
    const before = await billsOf();
    const lines = [
      'Client;Date;Montant',
      `odile@example.com;${day};80,00`,
      `${gone.slice('stripe:'.length)};${day};81,00`,
    ];
    const text = [...lines, `Odile Morin;${day};82,00`, `${there.slice('stripe:'.length)};${day};83,00`].join('\n');
    desk.files.push({ name: 'visites.csv', bytes: Buffer.from(`${text}\n`) });
    const { file } = await desk.must<{ file: ImportFile | null }>('billImport.choose', {});
    const given = { fileId: file?.id, mapping: file?.mapping };
    for (const call of ['billImport.preview', 'billImport.run'] as const) {
      const { lines: said } = await desk.must<BillImportResult>(call, given);
      const word = call === 'billImport.run' ? 'added' : 'new';
      expect(said.map(({ line, result, why, value }) => [line, result, why, value])).toEqual([
        [2, 'bad', 'customer_removed', 'odile@example.com'],
        [3, 'bad', 'customer_removed', gone.slice('stripe:'.length)],
        // A name alone says nothing of who was removed: somebody else may have it.
        [4, word, null, null],
        [5, word, null, null],
      ]);
    }
    expect((await billsOf()).length - before.length).toBe(2);
    expect((await billsOf()).some(({ customerId }) => customerId === gone)).toBe(false);
  });
});
