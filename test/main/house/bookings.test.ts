import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BillRow, BillView } from '../../../src-main/contract/bill.ts';
import type { BookingKeys, BookingPreview, OddBooking } from '../../../src-main/contract/booking.ts';
import type { AuditLine } from '../../../src-main/contract/desk-status.ts';
import { stripeTill, type StripeTill } from '../../gateways/stripe-till.ts';
import type { Saved } from '../../gateways/town.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

// Two whole desks with records of their own on one Stripe account, which a booking site uses too. It is 11:42 in Montréal, Friday November 20.
let salon: Salon;
let till: StripeTill;
let ada: Saved;
const desks: SalonDesk[] = [];
const keys: BookingKeys = {
  total: 'montant',
  visit: 'visite',
  time: null,
  service: 'soin',
  withWhom: null,
  reference: 'resa',
  amounts: 'written',
};

beforeAll(async () => {
  salon = await openSalon('bookings');
  till = stripeTill(salon.sandbox);
  ada = await till.saveAs('pm_card_visa');
  for (const name of ['Front 1', 'Front 2']) {
    const desk = await salon.desk(name);
    await desk.signIn('Hélène');
    await desk.must('settings.save', {
      house: 'Atelier',
      desk: name,
      timeZone: 'America/Toronto',
      idleLockMinutes: 10,
      statementName: '',
      tipPercents: [],
      paysafeHoldDays: 5,
      paysafeCardDays: [],
      lapseTimes: [],
    });
    await desk.must('bookings.saveKeys', keys);
    desks.push(desk);
  }
}, 120_000);
afterAll(() => salon.close());

const at = (place: number): SalonDesk => {
  const desk = desks[place];
  if (!desk) throw new Error('There is no such desk');
  return desk;
};
async function paid(
  metadata: Record<string, string>,
  more: { amount?: number; currency?: string; capture?: 'manual' } = {},
) {
  const intent = await till.stripe.paymentIntents.create({
    amount: more.amount ?? 5000,
    currency: more.currency ?? 'cad',
    customer: ada.customerRef,
    payment_method: ada.payToken,
    allowed_payment_method_types: ['card'],
    off_session: true,
    confirm: true,
    capture_method: more.capture ?? 'automatic',
    metadata,
  });
  return { ...intent, paymentId: `stripe:${intent.id}` };
}
const booking = (day: string, more: Record<string, string> = {}): Record<string, string> => ({
  montant: '180,00',
  visite: day,
  soin: 'Coloration',
  resa: 'R-77',
  ...more,
});
/** What a poll brings; without timers the desk looks once when it is told to. */
async function look(desk: SalonDesk): Promise<void> {
  await desk.must('desk.refresh', {});
  await desk.must('bookings.saveKeys', await desk.must<BookingKeys>('bookings.keys', {}));
}
const billsOf = async (desk: SalonDesk, from: string, to = from): Promise<BillRow[]> =>
  (await desk.must<{ rows: BillRow[] }>('bills.list', { from, to })).rows;
const oddOf = async (desk: SalonDesk): Promise<OddBooking[]> =>
  (await desk.must<{ rows: OddBooking[] }>('bookings.odd', {})).rows;

describe('an online booking paid in part at Stripe', () => {
  it('is a bill of its visit with the deposit on it, once, at every desk, however often it is read', async () => {
    const { paymentId } = await paid(booking('2026-11-21T15:15:00Z'));
    for (const desk of desks) {
      await look(desk);
      await look(desk);
      const rows = await billsOf(desk, '2026-11-21');
      expect(rows).toMatchObject([
        {
          customerId: `stripe:${ada.customerRef}`,
          customerName: 'Élodie Côté-Tremblay',
          visit: { day: '2026-11-21', time: '10:15', service: 'Coloration' },
          total: 18_000,
          paid: 5000,
          remaining: 13_000,
          source: 'provider',
          note: 'R-77',
        },
      ]);
      const bill = await desk.must<BillView>('bills.get', { id: rows[0]?.id });
      expect(bill.credits).toMatchObject([{ kind: 'provider', amount: 5000, paymentId }]);
    }
    // The same bill to both: whoever charges the rest at both desks sends the same key.
    const [one, two] = await Promise.all(desks.map((desk) => billsOf(desk, '2026-11-21')));
    expect(one?.[0]?.id).toBe(two?.[0]?.id);
  });

  it('is charged what is left once, by two desks that each have the bill in their own records', async () => {
    const [bill] = await billsOf(at(0), '2026-11-21');
    // What was paid a moment ago would ask for a manager.
    salon.pass(30 * 60_000);
    for (const desk of desks) await desk.signIn('Hélène');
    const orders = await Promise.all(
      desks.map((desk) =>
        desk.call<{ state: { name: string } }>('payments.charge', {
          ticket: randomUUID(),
          customerId: bill?.customerId,
          cardId: `stripe:${ada.cardRef}`,
          amount: { amount: 13_000, currency: 'CAD' },
          tip: null,
          note: null,
          receiptEmail: null,
          cause: { purpose: 'balance', billId: bill?.id },
          sure: [],
        }),
      ),
    );
    expect(orders.map((one) => (one.ok ? one.value.state.name : one.failure))).toEqual(['done', 'done']);
    const { data } = await till.stripe.paymentIntents.list({ customer: ada.customerRef, limit: 100 });
    expect(data.filter(({ amount, status }) => amount === 13_000 && status === 'succeeded')).toHaveLength(1);
  });

  it('whose visit is over, that is only held, or that was given back makes no bill and no word', async () => {
    await paid(booking('2026-11-19'));
    await paid(booking('2026-11-23 10:00'), { capture: 'manual' });
    const back = await paid(booking('2026-11-23 11:00'));
    await till.stripe.refunds.create({ payment_intent: back.id });
    await look(at(0));
    expect(await billsOf(at(0), '2026-11-19')).toEqual([]);
    expect(await billsOf(at(0), '2026-11-23')).toEqual([]);
    expect(await oddOf(at(0))).toEqual([]);
  });

  it('that is a charge of ours, or a page we made, is never taken for one', async () => {
    await paid(booking('2026-11-24', { comptoir_operation: 'cpt-somewhere-else' }));
    await paid(booking('2026-11-24', { comptoir_link: 'link-somewhere-else' }));
    await look(at(0));
    expect(await billsOf(at(0), '2026-11-24')).toEqual([]);
    expect(await oddOf(at(0))).toEqual([]);
  });
});

describe('a booking that cannot be read', () => {
  it('is said with its reason, and nothing is guessed', async () => {
    const cases: [OddBooking['why'], Record<string, string>, { amount?: number; currency?: string }?][] = [
      ['total_unreadable', booking('2026-11-25', { montant: '1.234' })],
      ['total_unreadable', booking('2026-11-25', { montant: 'sur devis' })],
      ['total_below_paid', booking('2026-11-25', { montant: '49,99' })],
      ['other_currency', booking('2026-11-25'), { currency: 'usd' }],
      ['day_unreadable', booking('2026-11-31 10:00')],
      ['day_unreadable', booking('05/11/2026')],
      ['day_missing', { montant: '180,00' }],
    ];
    for (const [, metadata, more] of cases) {
      await paid(metadata, more);
      salon.pass(1000);
    }
    await look(at(0));
    const odd = (await oddOf(at(0))).toReversed();
    expect(odd.map(({ why }) => why)).toEqual(cases.map(([why]) => why));
    expect(odd.map(({ value }) => value)).toEqual([
      '1.234',
      'sur devis',
      '49,99',
      'USD',
      '2026-11-31 10:00',
      '05/11/2026',
      null,
    ]);
    expect(await billsOf(at(0), '2026-11-25')).toEqual([]);
  });

  it('becomes a bill as a person says, with what was paid on it, and only once', async () => {
    const [last] = await oddOf(at(0));
    const typed = {
      paymentId: last?.paymentId,
      customerId: last?.customerId,
      customerName: last?.customerName,
      day: '2026-11-26',
      time: '09:00',
      service: 'Coloration',
      withWhom: null,
      lines: [],
      total: 18_000,
      tax: null,
      note: null,
    };
    const bill = await at(0).must<BillView>('bookings.make', typed);
    expect(bill).toMatchObject({ total: 18_000, paid: 5000, remaining: 13_000, createdBy: 'Hélène' });
    const again = await at(0).must<BillView>('bookings.make', { ...typed, day: '2026-11-27' });
    expect(again.id).toBe(bill.id);
    expect(await billsOf(at(0), '2026-11-26', '2026-11-27')).toHaveLength(1);
    expect((await oddOf(at(0))).map(({ paymentId }) => paymentId)).not.toContain(last?.paymentId);
  });

  it('is set aside with a reason, which the history keeps, and does not come back', async () => {
    const [first] = await oddOf(at(0));
    const { rows } = await at(0).must<{ rows: OddBooking[] }>('bookings.setAside', {
      paymentId: first?.paymentId,
      reason: 'Carte-cadeau, aucune visite',
    });
    expect(rows.map(({ paymentId }) => paymentId)).not.toContain(first?.paymentId);
    await look(at(0));
    expect((await oddOf(at(0))).map(({ paymentId }) => paymentId)).not.toContain(first?.paymentId);
    const history = await at(0).must<{ rows: AuditLine[] }>('history.list', { search: '', before: null, limit: 200 });
    expect(history.rows.find(({ what }) => what === 'booking_aside')).toMatchObject({
      staffName: 'Hélène',
      detail: { reason: 'Carte-cadeau, aucune visite' },
    });
    expect(history.rows.find(({ what }) => what === 'bill_recognised')?.staffName ?? null).toBeNull();
  });
});

describe('the keys of a booking site', () => {
  it('are tried on the last payments before they are kept, and say what each would make', async () => {
    const desk = await salon.desk('Front 3');
    await desk.must('desk.refresh', {});
    await desk.signIn('Hélène');
    const none = await desk.must<BookingPreview>('bookings.preview', { ...keys, total: null });
    expect(none.samples).toEqual([]);
    expect(none.seen.map(({ key }) => key)).toEqual(expect.arrayContaining(['montant', 'visite', 'soin', 'resa']));
    const { samples } = await desk.must<BookingPreview>('bookings.preview', keys);
    expect(samples.map(({ result }) => result)).toEqual(['day_missing', 'day_unreadable', 'day_unreadable']);
    expect(await billsOf(desk, '2026-11-01', '2026-12-31')).toEqual([]);
  });

  it('make bills of what is known already as soon as they are kept', async () => {
    const desk = await salon.desk('Front 4');
    await desk.must('desk.refresh', {});
    await desk.signIn('Hélène');
    expect(await billsOf(desk, '2026-11-21')).toEqual([]);
    await desk.must('bookings.saveKeys', keys);
    expect(await billsOf(desk, '2026-11-21')).toHaveLength(1);
  });

  it('are the owner’s to set: the front desk sees the payments that need a person, and decides', async () => {
    const desk = at(1);
    await desk.signIn('Maude');
    expect((await desk.refusal('bookings.saveKeys', keys)).code).toBe('not_allowed');
    expect((await desk.refusal('bookings.preview', keys)).code).toBe('not_allowed');
    expect((await desk.call('bookings.odd', {})).ok).toBe(true);
  });
});
