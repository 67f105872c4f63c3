import * as v from 'valibot';
import { consentState } from './consent.ts';
import { cardLabel } from './card.ts';
import { givenBackDecided, givenBackFound } from './given-back.ts';
import { freeText, id } from './input.ts';
import { missedVisit } from './missed-visit.ts';
import { currency, minorUnits } from './money.ts';
import { operationView } from './operation.ts';
import { providerName } from './provider.ts';

/** A day of the house, YYYY-MM-DD in its time zone. */
export const houseDay = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/));

/** What staff may enter: a day that a calendar has. What was kept before that was asked is still shown. */
export const calendarDay = v.pipe(
  houseDay,
  v.check((day) => {
    const noon = new Date(`${day}T12:00:00Z`);
    return !Number.isNaN(noon.getTime()) && noon.toISOString().startsWith(day);
  }),
);

export const billLine = v.strictObject({ what: v.pipe(v.string(), v.trim(), v.maxLength(120)), amount: minorUnits });
export type BillLine = v.InferOutput<typeof billLine>;

/** What staff enter of a bill. Amounts minor units of the house's currency. */
export const billed = v.strictObject({
  customerId: v.nullable(id),
  customerName: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120)),
  day: calendarDay,
  time: v.nullable(v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/))),
  service: v.pipe(v.string(), v.trim(), v.maxLength(120)),
  withWhom: freeText(60),
  /** empty when only the total is known */
  lines: v.pipe(v.array(billLine), v.maxLength(40)),
  total: v.pipe(minorUnits, v.minValue(1), v.maxValue(99_999_999)),
  tax: v.nullable(minorUnits),
  note: freeText(200),
});

/** When and for what the customer comes. */
export const visit = v.object({
  day: houseDay,
  /** HH:MM in the house's time zone, or null */
  time: v.nullable(v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/))),
  service: v.string(),
  withWhom: v.nullable(v.string()),
});
export type Visit = v.InferOutput<typeof visit>;

/** Money on a bill that no operation of ours took: a deposit found at the provider, cash, a terminal. */
export const billCredit = v.object({
  id: v.string(),
  kind: v.picklist(['provider', 'cash', 'terminal', 'transfer', 'other']),
  amount: minorUnits,
  /** the provider's payment, for a deposit that came with a booking */
  paymentId: v.nullable(v.string()),
  note: v.nullable(v.string()),
  by: v.string(),
  at: v.number(),
});
export type BillCredit = v.InferOutput<typeof billCredit>;

/**
 * due: something is left to pay. paid: nothing is. coming: nothing is, and part of it was accepted by a bank and is not collected yet. checking: a payment
 * of it is not known yet, so nobody can charge it. cancelled: the visit is off; what was taken stands in it still. missed: nobody came, or called off too
 * late, and nothing of a fee is left to pay; a fee that is not paid yet is `due` like anything else.
 */
export const billStates = ['due', 'checking', 'coming', 'paid', 'cancelled', 'missed'] as const;

/** The next thing to do about a bill at the desk, likeliest first; null when there is nothing. */
export const billNext = v.picklist(['charge', 'add_card', 'ask_consent', 'make_link', 'look', 'none']);

/** In the place of a bill's or a consent's id: a payment that was found again was for one, and nobody could say yet for which. */
export const unknownCause = '?';

/** One bill as a list shows it. All amounts in minor units of `currency`; `remaining` is derived, never typed. */
export const billRow = v.object({
  id: v.string(),
  /** short code to read aloud or scan: B-7F3K */
  code: v.string(),
  customerId: v.nullable(v.string()),
  customerName: v.string(),
  visit,
  currency,
  total: minorUnits,
  tax: v.nullable(minorUnits),
  /** tips charged beside the total */
  tips: minorUnits,
  /** taken so far for the total, deposits included, refunds taken off */
  paid: minorUnits,
  /** of `paid`, what a bank has accepted and not collected yet */
  coming: minorUnits,
  remaining: minorUnits,
  /** more was taken than the total, or than the fee of a missed visit: somebody should give it back */
  over: minorUnits,
  /** blocked on a card for this bill, not taken */
  held: minorUnits,
  /** of `paid`, what was given back elsewhere at the provider, while nobody has decided whether the bill counts it */
  givenBack: minorUnits,
  /** of `paid`, what clients' banks want back while nobody has decided; absent: nothing */
  disputed: v.optional(minorUnits),
  state: v.picklist(billStates),
  /** by whom and when (unix ms) it was closed at the desk, as it is now; null: it was not, or was changed since */
  closed: v.nullable(v.object({ by: v.string(), at: v.number() })),
  /** what became of a visit that was missed: the bill asks for its fee then, and not for its total */
  missed: v.nullable(missedVisit),
  next: billNext,
  /** the card that would be charged, and whether it may */
  card: v.nullable(
    v.object({
      id: v.string(),
      label: cardLabel,
      expiryState: v.picklist(['ok', 'soon', 'expired', 'none']),
      consent: consentState,
      /** the consent's cap for each charge, minor units; null without one */
      capEach: v.nullable(minorUnits),
    }),
  ),
  /** the person's cards were never read yet: no card says nothing */
  cardsUnread: v.boolean(),
  source: v.picklist(['hand', 'csv', 'provider']),
  note: v.nullable(v.string()),
  version: v.number(),
});
export type BillRow = v.InferOutput<typeof billRow>;

/** A payment for a bill that another desk with records of its own made, as its provider shows it. */
export const takenElsewhere = v.object({
  paymentId: v.string(),
  provider: providerName,
  card: v.nullable(cardLabel),
  /** unix ms, by the provider's clock */
  at: v.number(),
  /** coming: accepted, not collected yet, or in a state nobody can name */
  is: v.picklist(['taken', 'held', 'coming']),
  amount: minorUnits,
  /** the credit of this bill that it is by now; null: it is not on the bill */
  creditId: v.nullable(v.string()),
});

export const billView = v.object({
  ...billRow.entries,
  lines: v.array(billLine),
  credits: v.array(billCredit),
  /** which of the credits stand there because somebody matched a line of a payout with this bill, and who; each can be taken back */
  matched: v.array(v.object({ creditId: v.string(), matchId: v.string(), by: v.string(), at: v.number() })),
  /** what other desks with records of their own took or hold for it, by their copy of Stripe's lists, newest first */
  elsewhere: v.array(takenElsewhere),
  /** what was charged, held, captured and refunded for it, newest first */
  operations: v.array(operationView),
  /** payments of it of which something was given back elsewhere, and nobody has decided yet; and what was decided, oldest first */
  givenBackFound: v.array(givenBackFound),
  givenBackDecided: v.array(givenBackDecided),
  cancelled: v.nullable(v.object({ at: v.number(), by: v.string(), reason: v.string() })),
  createdAt: v.number(),
  createdBy: v.string(),
});
export type BillView = v.InferOutput<typeof billView>;
