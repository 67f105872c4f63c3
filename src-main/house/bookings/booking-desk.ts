import * as v from 'valibot';
import { bookingKeys, type BookingKeys, type OddBooking } from '../../contract/booking.ts';
import type { Mirror } from '../../mirror/mirror.ts';
import type { DetailedPlace } from '../../mirror/payment-details.ts';
import type { HouseLedger } from '../../ledger/ledger.ts';
import type { Clock } from '../../payments/ports.ts';
import type { PaymentRecord } from '../../payments/records.ts';
import { judgeBooking } from './booking-judge.ts';
import { readBooking, recognises, saysTotal, type BookingHouse, type BookingVerdict } from './booking-read.ts';
import { paidBeside, type MadeOfBooking } from './booking-bill.ts';

/** The bookings that are recognised at this desk. */
export interface BookingDesk {
  /** Payments that were just read from the provider. Answers at once; what is a booking is made a bill soon after. */
  arrived(payments: readonly PaymentRecord[]): void;
  /** Looks through what is known, once after each start and each change of the keys, and tries again what could not be done before. */
  tend(): Promise<void>;
  keys(): Promise<BookingKeys>;
  saveKeys(keys: BookingKeys): Promise<void>;
  /** those that made no bill, newest first */
  odd(): Promise<OddBooking[]>;
  /** ends when nothing is being written any more */
  stop(): Promise<void>;
}

export interface BookingDeskParts {
  readonly ledger: Pick<HouseLedger, 'bills' | 'operations' | 'settings'>;
  readonly mirror: Pick<Mirror, 'detailed' | 'names' | 'person'>;
  readonly clock: Clock;
  readonly house: () => Omit<BookingHouse, 'now'>;
  /** false while nothing may be written: records that are shut, held, or being found again */
  readonly may: () => boolean;
  /** reads a customer whom the lists do not know yet; false when the provider did not say */
  readonly readCustomer: (customerId: string) => Promise<boolean>;
  readonly make: (booking: MadeOfBooking) => Promise<void>;
  /** the list of those that made none is another */
  readonly changed: () => void;
  readonly trouble: (error: unknown) => void;
}

export const bookingKeysSetting = 'bookings.keys';
export const noKeys: BookingKeys = {
  total: null,
  visit: null,
  time: null,
  service: null,
  withWhom: null,
  reference: null,
  amounts: 'written',
};
/** Rows that the mirror looks at in one piece: a search in between is not felt. */
const lookAtOnce = 200;
const mostOdd = 50;

/** One setting for each: two desks that set two aside at once keep both. */
export const asideSetting = (paymentId: string): string => `bookings.aside.${paymentId}`;

/**
 * Recognises bookings as their payments arrive. Nothing about it is remembered but the bills themselves: which payments were looked at follows from
 * them, so that a desk that stops in the middle goes on, and several desks may do it at once.
 */
export function makeBookingDesk(parts: BookingDeskParts): BookingDesk {
  const { ledger, mirror, clock } = parts;
  const waiting = new Map<string, PaymentRecord>();
  const odd = new Map<string, PaymentRecord>();
  let keys: BookingKeys = noKeys;
  /** the keys with which all that is known was looked through */
  let looked: string | null = null;
  let running: Promise<void> | null = null;
  let again = false;
  let stopping = false;

  const readKeys = async (): Promise<BookingKeys> => {
    const read = v.safeParse(bookingKeys, await ledger.settings.get(bookingKeysSetting));
    keys = read.success ? read.output : noKeys;
    return keys;
  };
  const houseNow = (): BookingHouse => ({ ...parts.house(), now: clock.now() });

  const verdictOf = (payment: PaymentRecord): Promise<BookingVerdict> =>
    judgeBooking(mirror, payment, { keys, house: houseNow() });

  async function lookThrough(): Promise<void> {
    const own = JSON.stringify(await readKeys());
    if (looked === own) return;
    odd.clear();
    let after: DetailedPlace | null = null;
    do {
      if (stopping || !recognises(keys)) break;
      const found = await mirror.detailed({ key: keys.total, after, look: lookAtOnce });
      for (const payment of found.payments) consider(payment);
      after = found.next;
    } while (after);
    looked = own;
  }

  /** Keeps what may be a booking for the next turn: what is none, or is over, costs nothing more. */
  function consider(payment: PaymentRecord): void {
    if (!recognises(keys) || !saysTotal(payment, keys.total)) return;
    const { is } = readBooking(payment, keys, houseNow());
    if (is === 'makes' || is === 'odd') waiting.set(payment.id, payment);
    else if (odd.delete(payment.id)) parts.changed();
  }

  /** True when it is settled what it is. */
  async function takeOne(payment: PaymentRecord): Promise<boolean> {
    if ((await ledger.bills.creditedTo(payment.id)) !== null) {
      odd.delete(payment.id);
      return true;
    }
    const verdict = await verdictOf(payment);
    if (verdict.is === 'odd') {
      odd.set(payment.id, payment);
      parts.changed();
      return true;
    }
    if (verdict.is !== 'makes') return true;
    if ((await ledger.settings.get(asideSetting(payment.id))) !== undefined) return true;
    const paid = await paidBeside(ledger, payment);
    if (paid === null) return false;
    const { customerId } = payment;
    let name = customerId === null ? '' : (await mirror.names([customerId])).get(customerId);
    if (name === undefined && customerId !== null && (await parts.readCustomer(customerId)))
      name = (await mirror.names([customerId])).get(customerId) ?? '';
    if (name === undefined) return false;
    await parts.make({ payment, said: verdict.said, name, paid });
    odd.delete(payment.id);
    return true;
  }

  async function round(): Promise<void> {
    await lookThrough();
    for (const payment of [...waiting.values()]) {
      if (stopping || !parts.may()) return;
      if (await takeOne(payment)) {
        // A newer reading of it may have come meanwhile.
        if (waiting.get(payment.id) === payment) waiting.delete(payment.id);
      }
      await new Promise((next) => setImmediate(next));
    }
  }

  function run(): Promise<void> {
    again = true;
    running ??= (async () => {
      while (again && !stopping) {
        again = false;
        await round();
      }
    })()
      .catch(parts.trouble)
      .finally(() => {
        running = null;
      });
    return running;
  }

  return {
    arrived(payments) {
      for (const payment of payments) consider(payment);
      if (waiting.size > 0) void run();
    },
    tend: run,
    keys: readKeys,
    async saveKeys(chosen) {
      await ledger.settings.set(bookingKeysSetting, chosen);
      await run();
    },
    async odd() {
      const rows: OddBooking[] = [];
      const names = await mirror.names([...odd.values()].flatMap(({ customerId }) => customerId ?? []));
      for (const payment of [...odd.values()].toSorted((a, b) => b.at - a.at)) {
        const verdict = await verdictOf(payment);
        const over =
          verdict.is !== 'odd' ||
          (await ledger.bills.creditedTo(payment.id)) !== null ||
          (await ledger.settings.get(asideSetting(payment.id))) !== undefined;
        if (over) odd.delete(payment.id);
        else if (rows.length < mostOdd)
          rows.push({
            ...oddRow(payment, names),
            ...nobodyFor(verdict.why),
            ...verdict.said,
            why: verdict.why,
            value: verdict.value,
          });
      }
      return rows;
    },
    async stop() {
      stopping = true;
      await running;
    },
  };
}

/** A bill of somebody who was removed carries their name alone, unless a person says otherwise. */
const nobodyFor = (why: OddBooking['why']): { readonly customerId?: null } =>
  why === 'customer_removed' ? { customerId: null } : {};

function oddRow(
  { id, customerId, taken, refunded, currency, at, description }: PaymentRecord,
  names: ReadonlyMap<string, string>,
): Pick<OddBooking, 'paymentId' | 'customerId' | 'customerName' | 'paid' | 'currency' | 'at' | 'description'> {
  const customerName = customerId === null ? '' : (names.get(customerId) ?? '');
  return { paymentId: id, customerId, customerName, paid: taken - refunded, currency, at, description };
}
