import type { BillView } from '../../contract/bill.ts';
import type { BookingKeys, BookingPreview, BookingSample, OddBooking } from '../../contract/booking.ts';
import { done, refused, type Reply } from '../../contract/failure.ts';
import type { DetailedPlace } from '../../mirror/payment-details.ts';
import type { PaymentRecord } from '../../payments/records.ts';
import { paidBeside, writeBooking, type MadeOfBooking } from './booking-bill.ts';
import { asideSetting } from './booking-desk.ts';
import { judgeBooking } from './booking-judge.ts';
import { readBooking, recognises } from './booking-read.ts';
import { judgeBilled, oneBill, type Billed } from '../bills/bills.ts';
import { audit } from '../customers/customers.ts';
import { isGone } from '../customers/gone-customer.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

/** Payments looked at for keys and samples, newest first. */
const lookBack = 400;
const samples = 3;
const mostSeen = 40;

export async function bookingKeysNow(world: World): Promise<Reply<BookingKeys>> {
  return done(await world.bookings.keys());
}

export async function saveBookingKeys(
  world: World,
  keys: BookingKeys,
  who: SignedIn | null,
): Promise<Reply<BookingKeys>> {
  const said = [keys.total, keys.visit, keys.time, keys.service, keys.withWhom, keys.reference].filter(Boolean);
  await audit(world, who, 'booking_keys', { keys: said.join(', ') });
  await world.bookings.saveKeys(keys);
  return bookingKeysNow(world);
}

/** What the last payments with something beside them would make. Nothing is written. */
export async function previewBookings(world: World, keys: BookingKeys): Promise<Reply<BookingPreview>> {
  const seen = new Map<string, string>();
  const found: PaymentRecord[] = [];
  let after: DetailedPlace | null = null;
  let looked = 0;
  do {
    const answer = await world.mirror.detailed({ key: null, after, look: 100 });
    for (const payment of answer.payments) {
      for (const [key, value] of Object.entries(payment.details ?? {}))
        if (!seen.has(key) && seen.size < mostSeen) seen.set(key, value);
      if (found.length < samples && readBooking(payment, keys, houseOf(world)).is !== 'nothing') found.push(payment);
    }
    after = answer.next;
    looked += 100;
  } while (after && looked < lookBack && (found.length < samples || looked < 100));
  const names = await world.mirror.names(found.flatMap(({ customerId }) => customerId ?? []));
  const rows: BookingSample[] = [];
  for (const payment of recognises(keys) ? found : []) rows.push(await sampleOf(world, payment, { keys, names }));
  return done({ samples: rows, seen: [...seen].map(([key, value]) => ({ key, value })) });
}

async function sampleOf(
  world: World,
  payment: PaymentRecord,
  { keys, names }: { readonly keys: BookingKeys; readonly names: ReadonlyMap<string, string> },
): Promise<BookingSample> {
  const verdict = await judgeBooking(world.mirror, payment, { keys, house: houseOf(world) });
  const said = 'said' in verdict ? verdict.said : null;
  const known = (await world.ledger.bills.creditedTo(payment.id)) !== null;
  return {
    paymentId: payment.id,
    customerName: payment.customerId === null ? '' : (names.get(payment.customerId) ?? ''),
    paid: payment.taken,
    currency: payment.currency,
    at: payment.at,
    result: known ? 'known' : verdict.is === 'odd' ? verdict.why : verdict.is === 'past' ? 'past' : 'makes',
    value: verdict.is === 'odd' ? verdict.value : null,
    day: said?.day ?? null,
    time: said?.time ?? null,
    service: said?.service ?? '',
    total: said?.total ?? null,
  };
}

export async function oddBookings(world: World): Promise<Reply<{ rows: OddBooking[] }>> {
  return done({ rows: await world.bookings.odd() });
}

/** The bill of a payment that could not be read, as a person says it is. What was paid stands on it; a payment makes one bill, ever. */
export async function makeBookingBill(
  world: World,
  { paymentId, ...billed }: Billed & { paymentId: string },
  who: SignedIn | null,
): Promise<Reply<BillView>> {
  const before = await world.ledger.bills.creditedTo(paymentId);
  if (before !== null) return oneBill(world, before);
  const payment = (await world.bookings.odd()).some((row) => row.paymentId === paymentId)
    ? await world.mirror.payment(paymentId)
    : null;
  if (!payment) return refused('unknown_id');
  const { currency } = world.settings.now();
  if (payment.currency !== currency) return refused('wrong_currency');
  const no = judgeBilled(billed);
  if (no) return { ok: false, failure: no };
  if (await isGone(world.mirror, billed.customerId)) return refused('bill_customer_removed');
  const paid = await paidBeside(world.ledger, payment);
  if (paid === null) return refused('bill_checking');
  const { customerId, customerName, day, time, service, withWhom, lines, total, tax, note } = billed;
  const bill = await writeBooking(
    world.ledger,
    {
      customerId,
      customerName,
      visit: { day, time, service, withWhom },
      lines,
      total,
      tax,
      currency,
      note,
      createdAt: world.clock.now(),
      createdBy: who?.name ?? '',
    },
    { payment, paid, random: world.engine.random },
  );
  const id = bill?.id ?? (await world.ledger.bills.creditedTo(paymentId));
  if (id === null) throw new Error(`Payment ${paymentId} made no bill and stands on none`);
  if (bill) await audit(world, who, 'bill_made', factsFor(bill));
  world.emit('bills.changed', { ids: [id] });
  return oneBill(world, id);
}

export async function setBookingAside(
  world: World,
  { paymentId, reason }: { paymentId: string; reason: string },
  who: SignedIn | null,
): Promise<Reply<{ rows: OddBooking[] }>> {
  const row = (await world.bookings.odd()).find((one) => one.paymentId === paymentId);
  if (!row) return refused('unknown_id');
  await world.ledger.settings.set(asideSetting(paymentId), { at: world.clock.now(), by: who?.name ?? '', reason });
  const { customerName: customer, paid: amount, currency } = row;
  await audit(world, who, 'booking_aside', { customer, amount, currency, reason });
  world.emit('bills.changed', { ids: [] });
  return oddBookings(world);
}

/** A bill of a payment that says all a bill needs. Nobody at the desk made it. */
export async function makeRecognised(world: World, { payment, said, name, paid }: MadeOfBooking): Promise<void> {
  const { day, time, service, withWhom, reference, total } = said;
  const bill = await writeBooking(
    world.ledger,
    {
      customerId: payment.customerId,
      customerName: name,
      visit: { day, time, service, withWhom },
      lines: [],
      total,
      tax: null,
      currency: payment.currency,
      note: reference,
      createdAt: world.clock.now(),
      createdBy: '',
    },
    { payment, paid, random: world.engine.random },
  );
  if (!bill) return;
  await audit(world, null, 'bill_recognised', { ...factsFor(bill), paid });
  world.emit('bills.changed', { ids: [bill.id] });
}

const houseOf = (world: World): { currency: string; timeZone: string; now: number } => {
  const { currency, timeZone } = world.settings.now();
  return { currency, timeZone, now: world.clock.now() };
};

function factsFor(bill: {
  code: string;
  customerName: string;
  total: number;
  currency: string;
}): Record<string, string | number> {
  return { bill: bill.code, customer: bill.customerName, total: bill.total, currency: bill.currency };
}
