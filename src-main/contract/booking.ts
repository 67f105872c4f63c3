import * as v from 'valibot';
import { billed, billView, houseDay } from './bill.ts';
import { command, query } from './channel.ts';
import { id, nothing } from './input.ts';
import { currency, minorUnits } from './money.ts';

/** What a booking program writes beside its payment at Stripe, as far as a bill needs it. `total` and `visit` are asked for; the others may be missing. */
export const bookingFields = ['total', 'visit', 'time', 'service', 'withWhom', 'reference'] as const;
export type BookingField = (typeof bookingFields)[number];

const key = v.nullable(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(40)));

/**
 * Under which key of Stripe's metadata each of them stands. Without a key for total and visit nothing is recognised. `amounts`: a total is written
 * in the smallest unit of its currency (23455) or as people write it (234.55).
 */
export const bookingKeys = v.strictObject({
  total: key,
  visit: key,
  time: key,
  service: key,
  withWhom: key,
  reference: key,
  amounts: v.picklist(['minor', 'written']),
});
export type BookingKeys = v.InferOutput<typeof bookingKeys>;

/** Why a payment that carries a total makes no bill by itself. Facts only; the words live in the window. */
export const bookingTroubles = [
  'total_unreadable',
  'total_below_paid',
  'other_currency',
  'day_missing',
  'day_unreadable',
  /** some or all of it was given back: what is still paid of the visit is not ours to say */
  'given_back',
  /** whoever paid it was removed since: somebody says whose visit it is */
  'customer_removed',
] as const;
export type BookingTrouble = (typeof bookingTroubles)[number];

/** A payment with a total beside it that made no bill. Amounts in minor units of `currency`. */
export const oddBooking = v.object({
  paymentId: v.string(),
  customerId: v.nullable(v.string()),
  customerName: v.string(),
  paid: minorUnits,
  currency,
  at: v.number(),
  description: v.nullable(v.string()),
  why: v.picklist(bookingTroubles),
  /** what stands there, where it cannot be read */
  value: v.nullable(v.string()),
  /** what could be read all the same, for whoever makes the bill */
  day: v.nullable(houseDay),
  time: v.nullable(v.string()),
  service: v.string(),
  withWhom: v.nullable(v.string()),
  reference: v.nullable(v.string()),
  /** null where it cannot be read, or is none of this house's currency */
  total: v.nullable(minorUnits),
});
export type OddBooking = v.InferOutput<typeof oddBooking>;

/** One of the last payments as these keys would read it. */
export const bookingSample = v.object({
  paymentId: v.string(),
  customerName: v.string(),
  paid: minorUnits,
  currency,
  at: v.number(),
  /** makes: a bill. past: its visit is over. known: it stands on a bill. Else why it makes none */
  result: v.picklist(['makes', 'past', 'known', ...bookingTroubles]),
  value: v.nullable(v.string()),
  day: v.nullable(houseDay),
  time: v.nullable(v.string()),
  service: v.string(),
  total: v.nullable(minorUnits),
});
export type BookingSample = v.InferOutput<typeof bookingSample>;

export const bookingPreview = v.object({
  samples: v.array(bookingSample),
  /** keys that stand beside the last payments, each with the newest value */
  seen: v.array(v.object({ key: v.string(), value: v.string() })),
});
export type BookingPreview = v.InferOutput<typeof bookingPreview>;

const odd = v.object({ rows: v.array(oddBooking) });

/** Bills of online bookings, recognised by what stands beside their payments at Stripe. */
export const bookingCalls = {
  keys: query('signed_in', nothing, bookingKeys),
  /** from the next payment on, and of those that are known already */
  saveKeys: command('settings', bookingKeys, bookingKeys),
  /** what the last payments would make with these keys; nothing is written */
  preview: query('settings', bookingKeys, bookingPreview),
  /** payments that say a total and made no bill, for staff to decide */
  odd: query('find', nothing, odd),
  /** the bill of such a payment as a person says it is; what was paid stands on it from the beginning */
  make: command('bill', v.strictObject({ paymentId: id, ...billed.entries }), billView),
  /** it is no visit: it is not shown again */
  setAside: command(
    'bill',
    v.strictObject({ paymentId: id, reason: v.pipe(v.string(), v.trim(), v.minLength(2), v.maxLength(200)) }),
    odd,
  ),
} as const;
