import { readDay, readTime, splitMoment } from '../../list-file/moments.ts';
import type { BookingField, BookingKeys, BookingTrouble } from '../../contract/booking.ts';
import { parseMoney } from '../../contract/parse-money.ts';
import type { PaymentRecord } from '../../payments/records.ts';
import { dateOf, timeOf } from '../days/calendar.ts';

/** What stands beside a payment about a visit, as far as it can be read. Minor units; day and time of the house. */
export interface SaidBooking {
  readonly day: string | null;
  readonly time: string | null;
  readonly service: string;
  readonly withWhom: string | null;
  readonly reference: string | null;
  readonly total: number | null;
}

/**
 * nothing: it is no booking. waits: it is one, and nothing is taken yet. past: its visit is over. makes: a bill. odd: it says a total, and no bill can be
 * made of it without guessing.
 */
export type BookingVerdict =
  | { readonly is: 'nothing' | 'waits' }
  | { readonly is: 'past'; readonly said: SaidBooking }
  | { readonly is: 'makes'; readonly said: SaidBooking & { readonly day: string; readonly total: number } }
  | {
      readonly is: 'odd';
      readonly why: BookingTrouble;
      /** what stands there and cannot be read */
      readonly value: string | null;
      readonly said: SaidBooking;
    };

export interface BookingHouse {
  readonly currency: string;
  readonly timeZone: string;
  /** unix ms */
  readonly now: number;
}

/** A payment whose day cannot be read is somebody's to look at for so long; after that its visit is over, whenever it was. */
const recentMs = 30 * 86_400_000;
const instant = /^(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)? ?(?:Z|[+-]\d{2}:?\d{2})$/i;

/** Whether the house has said where total and visit stand: without both nothing is recognised. */
export function recognises(
  keys: BookingKeys | null,
): keys is BookingKeys & { readonly total: string; readonly visit: string } {
  return keys !== null && keys.total !== null && keys.visit !== null;
}

/** Whether a payment says a total under this key and is none of ours: cheap enough for each row of a list that fills. */
export function saysTotal({ provider, key, details }: PaymentRecord, total: string): boolean {
  return provider === 'stripe' && key === null && details !== undefined && Object.hasOwn(details, total);
}

/** Reads what a booking program wrote beside its payment. Never guesses: what cannot be read in one way only is odd. */
export function readBooking(payment: PaymentRecord, keys: BookingKeys, house: BookingHouse): BookingVerdict {
  if (!recognises(keys) || !saysTotal(payment, keys.total)) return { is: 'nothing' };
  if (payment.state === 'held' || payment.state === 'pending') return { is: 'waits' };
  // What was given back whole pays nothing; what was declined or given up never did.
  if (payment.state !== 'paid' && payment.state !== 'partly_refunded') return { is: 'nothing' };
  const text = (field: BookingField): string => {
    const key = keys[field];
    const { details } = payment;
    // The owner may call a key anything: what every object has by nature is not beside a payment.
    return key !== null && details && Object.hasOwn(details, key) ? (details[key] ?? '').trim() : '';
  };
  const moment = readMoment(text('visit'), text('time'), house.timeZone);
  const total = readTotal(text('total'), keys, house.currency);
  const ownCurrency = payment.currency === house.currency;
  const said: SaidBooking = {
    ...moment,
    service: text('service').slice(0, 120),
    withWhom: text('withWhom').slice(0, 60) || null,
    reference: text('reference').slice(0, 120) || null,
    total: ownCurrency ? total : null,
  };
  const { day } = said;
  const over = day === null ? payment.at < house.now - recentMs : day < dateOf(house.now, house.timeZone);
  if (over) return { is: 'past', said };
  const odd = (why: BookingTrouble, value: string | null = null): BookingVerdict => ({ is: 'odd', why, value, said });
  if (!ownCurrency) return odd('other_currency', payment.currency);
  if (payment.state === 'partly_refunded') return odd('given_back');
  if (total === null) return odd('total_unreadable', text('total'));
  if (total < payment.taken) return odd('total_below_paid', text('total'));
  if (day === null) return text('visit') === '' ? odd('day_missing') : odd('day_unreadable', text('visit'));
  return { is: 'makes', said: { ...said, day, total } };
}

function readTotal(text: string, { amounts }: BookingKeys, currency: string): number | null {
  if (amounts === 'minor') return /^\d{1,8}$/.test(text) && Number(text) > 0 ? Number(text) : null;
  const read = parseMoney(text, currency);
  return read.ok && read.amount > 0 ? read.amount : null;
}

/** A moment with its zone is brought to the house's; a day and a time without one are the house's own. */
function readMoment(visit: string, time: string, timeZone: string): Pick<SaidBooking, 'day' | 'time'> {
  const written = instant.exec(visit)?.[1];
  if (written !== undefined) {
    const at = Date.parse(visit);
    // February 30 is March 2 for some.
    if (Number.isNaN(at) || readDay(written, null) === null) return { day: null, time: null };
    return { day: dateOf(at, timeZone), time: timeOf(at, timeZone) };
  }
  const both = splitMoment(visit);
  return { day: readDay(both.day, null), time: readTime(time === '' ? both.time : time) };
}
